//! Whole journeys at the sandbox's Nowpay, which reads the same documents on its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use gateways::{
    Choice, Credentials, Error, Gateway, Outcome, PayoutHandle, PayoutReport, PayoutRequest,
    Settings, connect_with,
};
use ledger::{GatewayKind, PayoutKind, PayoutStatus};
use sandbox::{Options, Sandbox};

use crate::nowpay_support::*;
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

    fn nowpay(&self) -> Box<dyn Gateway> {
        self.nowpay_as(&[])
    }

    /// An account with some of the keys replaced.
    fn nowpay_as(&self, replaced: &[(&str, &str)]) -> Box<dyn Gateway> {
        let kind = GatewayKind::Nowpay;
        let described = &self.sandbox.description().gateways[kind.as_str()];
        let mut keys: BTreeMap<&str, &str> = described.credentials.clone();
        keys.extend(replaced.iter().copied());
        let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), value.into()));
        let keys = Credentials::new(kind, keys).unwrap();
        let given = described.settings.iter();
        let given = given.map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let settings = Settings::new(kind, &given.collect()).unwrap();
        connect_with(kind, &described.base_url, &keys, &settings, QUICK).unwrap()
    }

    fn wait(&self, time: TimeDelta) {
        *self.clock.lock().unwrap() += time;
    }
}

/// A payout to somebody whose number ends like this, under a reference of its own.
fn to(kind: PayoutKind, ending: &str) -> PayoutRequest {
    let mut request = payout(kind);
    request.reference = format!("{kind}/{ending}").parse().unwrap();
    for (key, value) in
        [("account_number", "501001234567"), ("phone", "98765432"), ("number", "98765432")]
    {
        request.fields.insert(key.to_owned(), format!("{value}{ending}"));
    }
    request.fields.insert("beneficiary_id".to_owned(), format!("70{ending}"));
    request.fields.insert("operator".to_owned(), "1".to_owned());
    request
}

fn handle(request: &PayoutRequest, report: Option<&PayoutReport>) -> PayoutHandle {
    PayoutHandle {
        kind: request.kind,
        reference: request.reference.clone(),
        gateway_payout_id: report.and_then(|report| report.gateway_payout_id.clone()),
        amount: request.amount,
    }
}

#[tokio::test]
async fn money_goes_out_by_every_way_and_is_found_again_by_either_id() {
    let world = World::start().await;
    let nowpay = world.nowpay();
    nowpay.check().await.unwrap();
    let before = nowpay.balances(None).await.unwrap()[0].money;
    for (kind, _) in SENDING {
        let request = to(kind, "10");
        let report = nowpay.pay_out(&request).await.unwrap();
        assert_eq!(report.status, PayoutStatus::Processed, "{kind}: {report:?}");
        assert!(report.gateway_payout_id.is_some() && report.bank_reference.is_some());
        for handle in [handle(&request, Some(&report)), handle(&request, None)] {
            let found = nowpay.look_up_payout(&handle).await.unwrap();
            assert_eq!(found.status, PayoutStatus::Processed, "{kind}");
            assert_eq!(found.gateway_payout_id, report.gateway_payout_id);
            assert_eq!(found.bank_reference, report.bank_reference);
        }
    }
    let after = nowpay.balances(None).await.unwrap()[0].money;
    assert!(after.minor() < before.minor(), "{before} {after}");
}

#[tokio::test]
async fn what_is_pending_is_looked_up_until_it_is_decided() {
    let world = World::start().await;
    let nowpay = world.nowpay();
    for (ending, end) in [("77", PayoutStatus::Processed), ("88", PayoutStatus::Failed)] {
        let request = to(PayoutKind::Bank, ending);
        let report = nowpay.pay_out(&request).await.unwrap();
        assert_eq!(report.status, PayoutStatus::Pending);
        let handle = handle(&request, Some(&report));
        assert_eq!(nowpay.look_up_payout(&handle).await.unwrap().status, PayoutStatus::Pending);
        world.wait(TimeDelta::days(2));
        assert_eq!(nowpay.look_up_payout(&handle).await.unwrap().status, end);
    }
    let failed = nowpay.pay_out(&to(PayoutKind::Wallet, "99")).await.unwrap();
    assert_eq!(failed.status, PayoutStatus::Failed);
}

#[tokio::test]
async fn a_request_that_never_arrived_is_not_found_and_not_failed() {
    let world = World::start().await;
    let never_sent = handle(&to(PayoutKind::Bank, "10"), None);
    let error = world.nowpay().look_up_payout(&never_sent).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn an_id_that_nowpay_has_already_is_looked_up_and_not_failed() {
    let world = World::start().await;
    let nowpay = world.nowpay();
    let request = to(PayoutKind::Bank, "10");
    let first = nowpay.pay_out(&request).await.unwrap();
    let error = nowpay.pay_out(&request).await.unwrap_err();
    assert!(matches!(error, Error::Conflict { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
    let found = nowpay.look_up_payout(&handle(&request, None)).await.unwrap();
    assert_eq!(found.gateway_payout_id, first.gateway_payout_id);
}

#[tokio::test]
async fn a_recharge_is_chosen_step_by_step() {
    let world = World::start().await;
    let nowpay = world.nowpay();
    let mut known = BTreeMap::new();
    for field in ["operator", "circle", "plan"] {
        let choices = nowpay.choices(PayoutKind::Recharge, field, &known).await.unwrap();
        let Choice { value, title } = choices.into_iter().next().unwrap();
        assert!(!title.is_empty() && title != value, "{field}");
        known.insert(field.to_owned(), value);
    }
    let mut request = to(PayoutKind::Recharge, "10");
    request.fields.extend(known);
    assert_eq!(nowpay.pay_out(&request).await.unwrap().status, PayoutStatus::Processed);
}

#[tokio::test]
async fn receivers_are_checked_before_money_goes_to_them() {
    let world = World::start().await;
    let nowpay = world.nowpay();
    for kind in [PayoutKind::Bank, PayoutKind::Wallet] {
        let mut fields = to(kind, "10").fields;
        assert!(nowpay.check_beneficiary(kind, &fields).await.unwrap().name.is_some(), "{kind}");
        fields.extend(filled_in(&[("upi", "nobody99@bank"), ("phone", "9876543299")]));
        let error = nowpay.check_beneficiary(kind, &fields).await.unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{kind}: {error}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_allowed_and_a_wrong_key_are_told_apart() {
    let world = World::start().await;
    let elsewhere = world.nowpay_as(&[("username", "700199")]);
    let error = elsewhere.check().await.unwrap_err();
    assert!(matches!(error, Error::Forbidden { .. }), "{error}");
    assert!(error.to_string().contains("IP address"), "{error}");
    let mistyped = world.nowpay_as(&[("key", "np_tillkeeper_sandbox_0002")]);
    for error in [
        mistyped.check().await.unwrap_err(),
        mistyped.pay_out(&to(PayoutKind::Bank, "10")).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Unauthorised { .. }), "{error}");
    }
}
