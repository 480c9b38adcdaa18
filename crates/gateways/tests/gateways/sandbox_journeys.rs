//! Whole journeys at the sandbox, which reads the same documents on its own: where the two readings differ, one is wrong.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use gateways::{Credentials, Error, Gateway, LinkRequest, RefundRequest, Settings, connect_with};
use ledger::{GatewayKind, Mode, PaymentStatus, RefundStatus};
use sandbox::{Options, Sandbox};
use secrecy::SecretString;

use crate::support::*;

struct World {
    sandbox: Sandbox,
    clock: Arc<Mutex<DateTime<Utc>>>,
}

impl World {
    async fn start() -> Self {
        let clock = Arc::new(Mutex::new(noon()));
        let told = Arc::clone(&clock);
        let options = Options::new(Arc::new(move || *told.lock().unwrap()));
        Self { sandbox: Sandbox::start(options).await.unwrap(), clock }
    }

    fn account(&self, kind: GatewayKind) -> Box<dyn Gateway> {
        let described = &self.sandbox.description().gateways[kind.as_str()];
        let keys = described.credentials.iter();
        let keys = keys.map(|(key, value)| ((*key).to_owned(), SecretString::from(*value)));
        let keys = Credentials::new(kind, keys).unwrap();
        connect_with(kind, &described.base_url, &keys, &Settings::defaults(kind), QUICK).unwrap()
    }

    fn wait(&self, time: TimeDelta) {
        *self.clock.lock().unwrap() += time;
    }
}

/// What the customer's browser sends from the hosted page.
async fn choose(url: &str, choice: &'static str) {
    let browser = reqwest::Client::builder()
        .tls_certs_only([])
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let form =
        browser.post(url).header("content-type", "application/x-www-form-urlencoded").body(choice);
    let status = form.send().await.unwrap().status();
    assert!(status.is_redirection() || status.is_success(), "{status}");
}

#[tokio::test]
async fn an_order_at_novac_is_paid_and_refunded_in_parts() {
    let world = World::start().await;
    let novac = world.account(GatewayKind::Novac);
    assert_eq!(novac.check().await.unwrap().mode, Mode::Test);

    let link = novac.open_link(&novac_order()).await.unwrap();
    assert_eq!(link.gateway_reference, novac.candidates(&novac_order())[0]);
    let handle = payment(&link.gateway_reference);
    let before = novac.look_up(&handle).await.unwrap().observation;
    assert_eq!((before.status, before.amount), (PaymentStatus::Pending, Some(ngn(2_500_000))));

    choose(&link.url, "action=pay&channel=transfer").await;
    let after = novac.look_up(&handle).await.unwrap();
    assert_eq!(after.observation.status, PaymentStatus::Paid);
    assert_eq!(after.observation.amount, Some(ngn(2_500_000)));
    assert_eq!(after.customer.unwrap().email.as_deref(), Some("customer@example.com"));
    assert_eq!(after.mode, Mode::Test);

    let request = RefundRequest {
        gateway_reference: link.gateway_reference.clone(),
        amount: ngn(1_000_050),
        full: false,
        ..full_refund()
    };
    let made = novac.refund(&request).await.unwrap();
    assert_eq!((made.status, made.amount), (RefundStatus::Pending, Some(ngn(1_000_050))));
    world.wait(TimeDelta::minutes(1));
    let id = made.gateway_refund_id.unwrap();
    let mut known = refunds_of(&[&id]);
    known.gateway_reference = link.gateway_reference;
    let found = novac.refunds_of(&known).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].gateway_refund_id.as_ref(), Some(&id));
    assert_eq!(found[0].status, RefundStatus::Processed);

    let today = noon().date_naive();
    let listed = novac.refunds_between(today - TimeDelta::days(9), today).await.unwrap();
    assert_eq!(listed, found);
}

#[tokio::test]
async fn a_declined_order_and_an_unknown_one_are_told_apart_at_novac() {
    let world = World::start().await;
    let novac = world.account(GatewayKind::Novac);
    let link = novac.open_link(&novac_order()).await.unwrap();
    choose(&link.url, "action=decline").await;
    let report = novac.look_up(&payment(&link.gateway_reference)).await.unwrap();
    assert_eq!(report.observation.status, PaymentStatus::Failed);
    let error = novac.look_up(&payment("ORDER-00000")).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn a_session_at_ovgc_is_paid_and_another_expires() {
    let world = World::start().await;
    let ovgc = world.account(GatewayKind::Ovgc);
    assert_eq!(ovgc.check().await.unwrap().mode, Mode::Test);

    let paid = ovgc.open_link(&ovgc_order()).await.unwrap();
    assert_eq!(paid.expires_at, Some(noon() + TimeDelta::minutes(30)));
    choose(&paid.url, "action=pay&channel=card").await;
    let report = ovgc.look_up(&payment(&paid.gateway_reference)).await.unwrap();
    assert!(report.observation.status.is_captured());
    assert_eq!(report.observation.amount, Some(usd(2500)));

    let again = ovgc.open_link(&ovgc_order()).await.unwrap();
    assert_eq!(again, paid, "the same request again is the same session");

    let renewed = LinkRequest { idempotency_key: "another".to_owned(), ..ovgc_order() };
    let left = ovgc.open_link(&renewed).await.unwrap();
    assert_ne!(left.gateway_reference, paid.gateway_reference);
    world.wait(TimeDelta::minutes(31));
    let report = ovgc.look_up(&payment(&left.gateway_reference)).await.unwrap();
    assert_eq!(report.observation.status, PaymentStatus::Expired);
}
