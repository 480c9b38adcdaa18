//! A shop with a listener, and messages for it: signed as the gateways do, by a hand of this test's own.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use backoffice::{
    DeliveryDetail, DeliveryFilter, DeliveryRecord, Incoming, LinkForm, Listener, ListenerSettings,
    PaymentRecord,
};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use ledger::{DeliveryId, GatewayKind, PaymentId, Verdict};
use reqwest::{Client, StatusCode};
use sandbox::Customer;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::shop::{Shop, order, ovgc_order};

pub(crate) struct Counter {
    pub(crate) shop: Shop,
    pub(crate) listener: Listener,
    http: Client,
}

/// A message on its way.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) account: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A free port of this computer, and nobody trusted.
pub(crate) fn anywhere() -> ListenerSettings {
    ListenerSettings { bind: SocketAddr::from(([127, 0, 0, 1], 0)), ..ListenerSettings::default() }
}

impl Counter {
    /// With Novac as `main`, OVGC as `cards` and Echezona as `lagos`.
    pub(crate) async fn open() -> Self {
        Self::open_at(anywhere()).await
    }

    pub(crate) async fn open_at(settings: ListenerSettings) -> Self {
        let shop = Shop::open().await;
        shop.connect(GatewayKind::Ovgc, "cards").await;
        shop.connect(GatewayKind::Echezona, "lagos").await;
        let listener = shop.office.listen(settings).await.unwrap();
        let http = Client::builder().no_proxy().build().unwrap();
        Self { shop, listener, http }
    }

    pub(crate) async fn send(&self, letter: &Letter) -> StatusCode {
        self.answer_to(letter).await.status()
    }

    pub(crate) async fn answer_to(&self, letter: &Letter) -> reqwest::Response {
        self.answer_at(&self.listener, letter).await
    }

    pub(crate) async fn answer_at(
        &self,
        listener: &Listener,
        letter: &Letter,
    ) -> reqwest::Response {
        let mut request = self.http.post(listener.url(&letter.account));
        for (name, value) in &letter.headers {
            request = request.header(name, value);
        }
        request.body(letter.body.clone()).send().await.unwrap()
    }

    /// Sends a message and waits until it was acted on.
    pub(crate) async fn deliver(&self, letter: &Letter) -> (StatusCode, DeliveryRecord) {
        let status = self.send(letter).await;
        self.shop.office.handle_webhooks().await.unwrap();
        (status, self.newest().await)
    }

    pub(crate) async fn inbox(&self) -> Vec<DeliveryRecord> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let filter = DeliveryFilter::default();
            let page = self.shop.office.deliveries(&filter, after, 500).await.unwrap();
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }

    pub(crate) async fn newest(&self) -> DeliveryRecord {
        self.inbox().await.swap_remove(0)
    }

    pub(crate) async fn detail(&self, id: DeliveryId) -> DeliveryDetail {
        self.shop.office.delivery(id).await.unwrap()
    }

    pub(crate) async fn count(&self, verdict: Verdict) -> usize {
        self.inbox().await.iter().filter(|item| item.verdict == Some(verdict)).count()
    }

    /// A secret of the sandbox's account at a gateway.
    pub(crate) fn secret(&self, gateway: &str, field: &str) -> &'static str {
        self.shop.sandbox.description().gateways[gateway].credentials[field]
    }

    /// OVGC's message for `cards`, signed now.
    pub(crate) fn ovgc_sends(&self, body: &Value) -> Letter {
        let secret = self.secret("ovgc", "webhook_secret");
        from_ovgc("cards", secret, self.shop.place.now(), body.to_string().as_bytes())
    }

    /// Echezona's message for `lagos`.
    pub(crate) fn echezona_sends(&self, body: &Value) -> Letter {
        let body = body.to_string().into_bytes();
        let signature = signature(self.secret("echezona", "api_key"), &[&body]);
        Letter {
            account: "lagos".to_owned(),
            headers: vec![("X-Echezona-Signature".to_owned(), signature)],
            body,
        }
    }

    /// A link of OVGC for 25 dollars, which the customer has paid.
    pub(crate) async fn paid_at_ovgc(&self, reference: &str) -> PaymentRecord {
        let link = self.shop.office.create_link(&ovgc_order(reference)).await.unwrap();
        self.shop.customer(&link, Customer::PaysByCard);
        link
    }

    /// The same, looked up.
    pub(crate) async fn captured_at_ovgc(&self, reference: &str) -> PaymentRecord {
        let link = self.paid_at_ovgc(reference).await;
        self.shop.office.look_up(link.payment.id).await.unwrap().record
    }

    /// A link of Echezona for 25,000 naira, which the customer has paid.
    pub(crate) async fn paid_at_echezona(&self, reference: &str) -> PaymentRecord {
        let mut form = LinkForm { account: "lagos".to_owned(), ..order(reference) };
        form.urls.callback = Some("https://yoursite.com/back".to_owned());
        let link = self.shop.office.create_link(&form).await.unwrap();
        self.shop.customer(&link, Customer::PaysByCard);
        link
    }

    pub(crate) async fn payment(&self, id: PaymentId) -> ledger::Payment {
        self.shop.payment(id).await
    }
}

/// A message as it comes in by no listener.
pub(crate) fn incoming(letter: &Letter) -> Incoming {
    let Letter { account, headers, body } = letter.clone();
    Incoming {
        account,
        headers,
        body_bytes: body.len().try_into().unwrap(),
        body,
        source: Some([127, 0, 0, 1].into()),
        received_at: None,
    }
}

/// Novac's message, which nothing signs.
pub(crate) fn from_novac(reference: &str, notify_type: &str) -> Letter {
    let body = json!({
        "notify": "transaction",
        "notifyType": notify_type,
        "data": {
            "transactionReference": reference,
            "amount": 25000,
            "status": notify_type,
            "currency": "NGN",
        },
    });
    Letter {
        account: "main".to_owned(),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into_bytes(),
    }
}

/// `payment.succeeded` of 25 dollars.
pub(crate) fn succeeded(event: &str, payment: &PaymentRecord) -> Value {
    json!({
        "id": event,
        "event": "payment.succeeded",
        "data": { "session_id": session(payment), "amount": 2500, "currency": "USD" },
    })
}

/// `refund.created` of so many cents.
pub(crate) fn refunded(event: &str, payment: &PaymentRecord, cents: impl Into<Value>) -> Value {
    json!({
        "id": event,
        "event": "refund.created",
        "data": { "session_id": session(payment), "amount": cents.into(), "currency": "USD" },
    })
}

pub(crate) fn session(payment: &PaymentRecord) -> String {
    payment.payment.link().unwrap().gateway_reference.clone().unwrap()
}

/// As OVGC's documents sign: `sha256=` and the HMAC-SHA256 of `timestamp.body` in hex.
pub(crate) fn from_ovgc(account: &str, secret: &str, at: DateTime<Utc>, body: &[u8]) -> Letter {
    let timestamp = at.timestamp().to_string();
    let signature = signature(secret, &[timestamp.as_bytes(), b".", body]);
    Letter {
        account: account.to_owned(),
        headers: vec![
            ("x-webhook-timestamp".to_owned(), timestamp),
            ("x-webhook-signature".to_owned(), format!("sha256={signature}")),
        ],
        body: body.to_vec(),
    }
}

pub(crate) fn signature(secret: &str, parts: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    hex::encode(mac.finalize().into_bytes())
}

pub(crate) fn reason(record: &DeliveryRecord) -> &str {
    record.reason.as_deref().unwrap()
}

/// A message as a relay keeps it.
pub(crate) fn stored(letter: &Letter, received_at: DateTime<Utc>) -> Value {
    let headers: BTreeMap<_, _> = letter.headers.iter().cloned().collect();
    json!({
        "account": letter.account,
        "received_at": received_at.to_rfc3339(),
        "source_ip": "127.0.0.1",
        "headers": headers,
        "body": String::from_utf8(letter.body.clone()).unwrap(),
    })
}
