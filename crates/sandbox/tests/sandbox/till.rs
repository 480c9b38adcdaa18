//! A sandbox with a clock the test moves, and a client that follows no redirects.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

pub(crate) struct Till {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    now: Arc<Mutex<DateTime<Utc>>>,
}

pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Till {
    pub(crate) async fn open() -> Self {
        let now = Arc::new(Mutex::new("2026-04-14T12:00:00Z".parse().unwrap()));
        let shown = Arc::clone(&now);
        let clock = Arc::new(move || *shown.lock().unwrap());
        Self { now, ..Self::with(Options::new(clock)).await }
    }

    /// A till whose clock is the business of `options`.
    pub(crate) async fn with(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        let redirect = reqwest::redirect::Policy::none();
        let client = Client::builder().no_proxy().redirect(redirect).build().unwrap();
        Self { sandbox, client, now: Arc::default() }
    }

    /// Moves the sandbox's clock.
    pub(crate) fn pass(&self, time: TimeDelta) {
        let mut now = self.now.lock().unwrap();
        *now += time;
    }

    pub(crate) fn key(&self, gateway: &str, name: &str) -> String {
        self.sandbox.description().gateways[gateway].credentials[name].to_owned()
    }

    pub(crate) fn call(
        &self,
        gateway: &str,
        key: &str,
        method: Method,
        path: &str,
    ) -> RequestBuilder {
        let base_url = &self.sandbox.description().gateways[gateway].base_url;
        let request = self.client.request(method, format!("{base_url}{path}"));
        request.bearer_auth(self.key(gateway, key))
    }

    pub(crate) async fn novac_post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let public = matches!(path, "/api/v1/checkout" | "/api/v1/initiate");
        let key = if public { "public_key" } else { "secret_key" };
        answer(self.call("novac", key, Method::POST, path).json(body)).await
    }

    pub(crate) async fn novac_get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.call("novac", "secret_key", Method::GET, path)).await
    }

    pub(crate) async fn ovgc_post(&self, body: &Value) -> (StatusCode, Value) {
        answer(self.call("ovgc", "api_key", Method::POST, "/api/checkout-sessions").json(body))
            .await
    }

    pub(crate) async fn ovgc_get(&self, id: &str) -> (StatusCode, Value) {
        let path = format!("/api/checkout-sessions/{id}");
        answer(self.call("ovgc", "api_key", Method::GET, &path)).await
    }

    /// Calls a route of Nowpay with the sandbox's own credentials.
    pub(crate) async fn nowpay(&self, route: &str, body: Value) -> Value {
        let caller =
            json!({ "username": self.key("nowpay", "username"), "key": self.key("nowpay", "key") });
        self.nowpay_as(caller, route, body).await
    }

    /// Calls a route of Nowpay as `caller`, whose fields go into the body.
    pub(crate) async fn nowpay_as(&self, caller: Value, route: &str, mut body: Value) -> Value {
        let base_url = &self.sandbox.description().gateways["nowpay"].base_url;
        body.as_object_mut().unwrap().extend(caller.as_object().unwrap().clone());
        let request = self.client.post(format!("{base_url}?route={route}")).json(&body);
        let (status, reply) = answer(request).await;
        assert_eq!(status, StatusCode::OK);
        reply
    }

    /// Opens seed 000's checkout and returns the page it is paid on.
    pub(crate) async fn novac_checkout(&self) -> String {
        let (status, reply) = self.novac_post("/api/v1/checkout", &seed_checkout()).await;
        assert_eq!(status, StatusCode::OK, "{reply}");
        reply["data"]["checkoutUrl"].as_str().unwrap().to_owned()
    }

    /// Opens seed 002's session and returns its id and the page it is paid on.
    pub(crate) async fn ovgc_session(&self) -> (String, String) {
        let (status, reply) = self.ovgc_post(&seed_session()).await;
        assert_eq!(status, StatusCode::OK, "{reply}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&reply["data"]["session"]["id"]), text(&reply["data"]["checkout_url"]))
    }

    pub(crate) async fn visit(&self, url: &str) -> Page {
        page(self.client.get(url)).await
    }

    /// Sends the form of a hosted page.
    pub(crate) async fn choose(&self, url: &str, form: &str) -> Page {
        let request = self.client.post(url).body(form.to_owned());
        page(request.header("content-type", "application/x-www-form-urlencoded")).await
    }
}

impl Page {
    /// Where a 303 sends the browser.
    pub(crate) fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.headers[LOCATION].to_str().unwrap()
    }
}

/// The request body of seed 000.
pub(crate) fn seed_checkout() -> Value {
    json!({
        "amount": 25000,
        "currency": "NGN",
        "email": "customer@example.com",
        "reference": "ORDER-00123",
        "callbackUrl": "https://yourstore.com/payment/callback",
        "redirectUrl": "https://yourstore.com/order/confirm"
    })
}

/// The request body of seed 002.
pub(crate) fn seed_session() -> Value {
    json!({
        "amount": 2500,
        "currency": "USD",
        "email": "customer@example.com",
        "product_title": "Premium Plan",
        "success_url": "https://yoursite.com/success",
        "cancel_url": "https://yoursite.com/cancel"
    })
}

/// `body` with one field replaced, or removed by `Value::Null`.
pub(crate) fn with(mut body: Value, field: &str, value: Value) -> Value {
    if value.is_null() {
        body.as_object_mut().unwrap().remove(field);
    } else {
        body[field] = value;
    }
    body
}

pub(crate) async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let reply = request.send().await.unwrap();
    (reply.status(), reply.json().await.unwrap())
}

async fn page(request: RequestBuilder) -> Page {
    let reply = request.send().await.unwrap();
    let (status, headers) = (reply.status(), reply.headers().clone());
    Page { status, headers, text: reply.text().await.unwrap() }
}
