//! Money out of Novac, at the sandbox, which reads the same documents on its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use gateways::{
    Credentials, Error, Gateway, Outcome, PayoutHandle, PayoutReport, PayoutRequest, Settings,
    connect_with,
};
use ledger::{Currency, GatewayKind, PayoutKind, PayoutStatus};
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

    fn novac(&self) -> Box<dyn Gateway> {
        let kind = GatewayKind::Novac;
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

/// A payout to an account, whose last digits say at the sandbox how it ends.
fn payout(reference: &str, account_number: &str) -> PayoutRequest {
    let fields = [("bank_code", "044"), ("account_number", account_number)];
    PayoutRequest {
        kind: PayoutKind::Bank,
        reference: reference.parse().unwrap(),
        idempotency_key: "0192aabb-0000-7000-8000-000000000003".to_owned(),
        amount: ngn(500_050),
        fields: fields.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        narration: "Salary of June".to_owned(),
    }
}

async fn look_up(novac: &dyn Gateway, sent: &PayoutRequest) -> Result<PayoutReport, Error> {
    let handle = PayoutHandle {
        kind: sent.kind,
        reference: sent.reference.clone(),
        gateway_payout_id: None,
        amount: sent.amount,
    };
    novac.look_up_payout(&handle).await
}

#[tokio::test]
async fn a_payout_is_checked_sent_looked_up_and_found_in_the_report() {
    let world = World::start().await;
    let novac = world.novac();
    let banks = novac.choices(PayoutKind::Bank, "bank_code", &BTreeMap::new()).await.unwrap();
    assert!(banks.iter().any(|bank| bank.value == "044" && bank.title == "Access Bank"));
    let request = payout("PAYOUT-00123", "0690000077");
    let who = novac.check_beneficiary(PayoutKind::Bank, &request.fields).await.unwrap();
    assert!(who.name.is_some());
    let before = novac.balances(Some(Currency::NGN)).await.unwrap()[0].money;

    assert_eq!(novac.pay_out(&request).await.unwrap().status, PayoutStatus::Pending);
    assert_eq!(look_up(novac.as_ref(), &request).await.unwrap().status, PayoutStatus::Pending);
    world.wait(TimeDelta::minutes(5));
    let arrived = look_up(novac.as_ref(), &request).await.unwrap();
    assert_eq!((arrived.status, arrived.fee), (PayoutStatus::Processed, Some(ngn(2_500))));

    let after = novac.balances(Some(Currency::NGN)).await.unwrap()[0].money;
    assert_eq!(before.checked_sub(after), Ok(ngn(502_550)));
    let day = noon().date_naive();
    let report = novac.balance_report(Currency::NGN, day, day).await.unwrap();
    let moved: i64 = report.iter().map(|line| line.money.minor()).sum();
    assert_eq!(moved, -502_550);
    for line in &report {
        assert_eq!(line.before.checked_add(line.money), Ok(line.after), "{line:?}");
        assert_eq!(line.at, noon());
    }
    let none = novac.balance_report(Currency::USD, day, day).await.unwrap();
    assert_eq!(none, []);
}

#[tokio::test]
async fn payouts_that_fail_or_never_were_are_told_apart() {
    let world = World::start().await;
    let novac = world.novac();
    let later = payout("PAYOUT-00124", "0690000088");
    assert_eq!(novac.pay_out(&later).await.unwrap().status, PayoutStatus::Pending);
    world.wait(TimeDelta::minutes(5));
    assert_eq!(look_up(novac.as_ref(), &later).await.unwrap().status, PayoutStatus::Failed);

    let error = novac.pay_out(&later).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "the reference is known there: {error}");

    let too_much =
        PayoutRequest { amount: ngn(i64::MAX / 4), ..payout("PAYOUT-00125", "0690000031") };
    let error = novac.pay_out(&too_much).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotDone, "{error}");
    let error = look_up(novac.as_ref(), &too_much).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");

    let nobody = payout("PAYOUT-00126", "0690000099");
    let error = novac.check_beneficiary(PayoutKind::Bank, &nobody.fields).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
}

#[tokio::test]
async fn the_fee_of_a_payment_is_quoted_before_it_is_paid() {
    let world = World::start().await;
    let novac = world.novac();
    let link = novac.open_link(&novac_order()).await.unwrap();
    for channel in ["CARD", "PWBT"] {
        let fee = novac.quote_fee(&link.gateway_reference, channel, Currency::NGN).await.unwrap();
        assert!(fee.is_positive(), "{channel}");
    }
}
