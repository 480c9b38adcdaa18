//! The sandbox's messages, proven and read by this crate: two readings of the same documents, of which neither knows the
//! other.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use gateways::{
    About, Arrival, Credentials, Event, Gateway, Headers, LinkRequest, Proof, Rejection, Settings,
    connect_with, profile,
};
use ledger::{GatewayKind, PaymentStatus, PayoutKind};
use sandbox::{Fault, Message, Options, Sandbox};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::*;

/// Where messages are sent to.
struct Listener(UnboundedSender<Request>);

impl Respond for Listener {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.send(request.clone()).unwrap();
        ResponseTemplate::new(200)
    }
}

/// An account at the sandbox, with the messages that come in for it.
struct Shop {
    sandbox: Sandbox,
    kind: GatewayKind,
    keys: Credentials,
    settings: Settings,
    gateway: Box<dyn Gateway>,
    messages: UnboundedReceiver<Request>,
    _listener: MockServer,
}

impl Shop {
    async fn open(kind: GatewayKind, settings: &[(&str, &str)]) -> Self {
        let sandbox = Sandbox::start(Options::new(Arc::new(noon))).await.unwrap();
        let described = &sandbox.description().gateways[kind.as_str()];
        let keys = described.credentials.iter();
        let keys = keys.map(|(key, value)| ((*key).to_owned(), (*value).into()));
        let keys = Credentials::new(kind, keys).unwrap();
        let given = described.settings.iter().map(|(key, value)| (*key, *value));
        let given = given.chain(settings.iter().copied());
        let given: BTreeMap<_, _> =
            given.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let settings = Settings::new(kind, &given).unwrap();
        let gateway = connect_with(kind, &described.base_url, &keys, &settings, QUICK).unwrap();
        let (sent, messages) = unbounded_channel();
        let listener = MockServer::start().await;
        Mock::given(any()).respond_with(Listener(sent)).mount(&listener).await;
        assert!(sandbox.send_webhooks_to(kind.as_str(), Some(&listener.uri())));
        Self { sandbox, kind, keys, settings, gateway, messages, _listener: listener }
    }

    async fn next(&mut self) -> Request {
        let patience = Duration::from_secs(20);
        tokio::time::timeout(patience, self.messages.recv()).await.unwrap().unwrap()
    }

    fn prove(&self, message: &Request) -> Result<Proof, Rejection> {
        let headers = message
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()));
        let headers = Headers::new(headers);
        let arrival =
            Arrival { headers: &headers, body: &message.body, source: None, received_at: noon() };
        profile(self.kind).prove(&arrival, &self.keys, &self.settings)
    }

    /// The next message, which is the gateway's own.
    async fn event(&mut self) -> Event {
        let message = self.next().await;
        assert_eq!(self.prove(&message), Ok(Proof::Secret));
        profile(self.kind).read_event(&message.body, &self.settings).unwrap()
    }
}

/// What the customer's browser sends from the hosted page.
async fn choose(url: &str, choice: &'static str) {
    let form = "application/x-www-form-urlencoded";
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap();
    let answer = client.post(url).header("content-type", form).body(choice).send().await.unwrap();
    assert!(!answer.status().is_client_error(), "{}", answer.status());
}

/// Every kind of account whose messages are proven by a secret, with an order that it takes.
async fn shops() -> Vec<(Shop, LinkRequest)> {
    let newer = [("api", "payment_request")];
    let mut echezona_order = novac_order();
    echezona_order.urls.redirect = None;
    vec![
        (Shop::open(GatewayKind::Ovgc, &[]).await, ovgc_order()),
        (Shop::open(GatewayKind::Ovgc, &newer).await, ovgc_order()),
        (Shop::open(GatewayKind::Echezona, &[]).await, echezona_order),
    ]
}

#[tokio::test]
async fn a_message_of_a_payment_leads_to_the_payment() {
    for (mut shop, order) in shops().await {
        for (choice, expected) in [
            ("action=pay&channel=card", PaymentStatus::Paid),
            ("action=decline", PaymentStatus::Failed),
        ] {
            let mut order = order.clone();
            order.reference = format!("ORDER-{expected}").parse().unwrap();
            order.idempotency_key = format!("key-{expected}");
            let link = shop.gateway.open_link(&order).await.unwrap();
            choose(&link.url, choice).await;
            let event = shop.event().await;
            assert_eq!((&event.about, event.amount), (&About::Payment, Some(order.amount)));
            assert_eq!(event.references.first(), Some(&link.gateway_reference));
            let report = shop.gateway.look_up(&payment(&event.references[0])).await.unwrap();
            assert_eq!(report.observation.status, expected, "{event:?}");
            assert_eq!(report.observation.amount, Some(order.amount));
        }
        let checked = shop.gateway.check().await;
        assert!(checked.is_ok(), "{checked:?}");
    }
}

#[tokio::test]
async fn a_message_of_somebody_else_is_rejected_and_the_gateways_own_after_it_is_not() {
    for (mut shop, order) in shops().await {
        assert!(shop.sandbox.set_fault(shop.kind.as_str(), Fault::ForgedWebhook, true));
        let link = shop.gateway.open_link(&order).await.unwrap();
        choose(&link.url, "action=pay&channel=card").await;
        let messages = [shop.next().await, shop.next().await];
        let proven = messages.iter().filter(|message| shop.prove(message).is_ok()).count();
        assert_eq!(proven, 1, "one of two is forged");
    }
}

#[tokio::test]
async fn the_same_message_twice_is_one_event() {
    for (mut shop, order) in shops().await {
        assert!(shop.sandbox.set_fault(shop.kind.as_str(), Fault::DuplicateWebhook, true));
        let link = shop.gateway.open_link(&order).await.unwrap();
        choose(&link.url, "action=pay&channel=card").await;
        let (one, two) = (shop.event().await, shop.event().await);
        assert_eq!(one, two);
    }
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_told_where_the_time_is_signed() {
    let mut shop = Shop::open(GatewayKind::Ovgc, &[]).await;
    assert!(shop.sandbox.set_fault("ovgc", Fault::ClockSkew, true));
    assert!(shop.sandbox.send_webhook("ovgc", Message::Settlement));
    let message = shop.next().await;
    let reason = shop.prove(&message).unwrap_err().to_string();
    assert!(reason.contains("10 minutes in the future"), "{reason}");
}

#[tokio::test]
async fn money_sent_without_being_asked_for_is_told_of() {
    let mut ovgc = Shop::open(GatewayKind::Ovgc, &[]).await;
    assert!(ovgc.sandbox.send_webhook("ovgc", Message::Settlement));
    let event = ovgc.event().await;
    assert!(matches!(event.about, About::Payout { kind: PayoutKind::Settlement, .. }), "{event:?}");
    assert!(event.amount.is_some() && event.references.len() == 1);

    let mut echezona = Shop::open(GatewayKind::Echezona, &[]).await;
    assert!(echezona.sandbox.send_webhook("echezona", Message::Transfer));
    let event = echezona.event().await;
    assert!(matches!(event.about, About::Payout { kind: PayoutKind::Transfer, .. }), "{event:?}");
    assert!(event.amount.is_some() && event.references.len() == 1);
}
