//! Whatever goes wrong while money is sent: it leaves the account once, and a payout is called failed only where it certainly
//! is.

use backoffice::{Code, Error, PayoutForm};
use chrono::TimeDelta;
use ledger::{Body, Entry, PayoutId, PayoutKind, PayoutStatus, Source};
use sandbox::Fault;

use crate::faults::{ACCOUNT, At, Stage, for_each_fault};
use crate::payouts::{naira, payout, texts};

/// The first lines of the requests that send money.
fn sends(at: At) -> &'static str {
    if at == At::Novac { crate::payouts::TRANSFERS } else { "wallet_transfer" }
}

/// 1,500 to somebody whom it reaches, or nearly: the last digits decide.
fn form(at: At, last_digits: &str) -> PayoutForm {
    let naira = naira("SALARY-0001", &format!("01234567{last_digits}"));
    if at == At::Novac {
        return naira;
    }
    let phone = format!("98765432{last_digits}");
    PayoutForm {
        kind: PayoutKind::Wallet,
        currency: "INR".to_owned(),
        fields: texts(&[("phone", &phone), ("wallet", "PAYTM")]),
        ..naira
    }
}

/// What the account has, in minor units of the currency it was asked about.
async fn balance(stage: &Stage) -> i64 {
    let currency = form(stage.at, "01").currency.parse().unwrap();
    let balances = stage.shop.office.balances(ACCOUNT, Some(currency)).await.unwrap();
    balances.iter().map(|balance| balance.money.minor()).max().unwrap()
}

/// What comes of a payout whose gateway has the fault: at first, while it lasts, and in the end; and whether it was made.
fn course(fault: Fault) -> (PayoutStatus, PayoutStatus, bool) {
    use PayoutStatus::{Failed, Processed, Unknown};
    match fault {
        Fault::AnswerLost | Fault::Slow => (Unknown, Processed, true),
        // Nobody can say that it was not made, and the gateway does not know it: that is left to a person.
        Fault::Broken => (Unknown, Unknown, false),
        Fault::TooMany => (Failed, Failed, false),
        _ => (Processed, Processed, true),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_a_payout_leaves_the_account_once() {
    for_each_fault(&[At::Novac, At::Nowpay], pay_out_through).await;
}

async fn pay_out_through(at: At, fault: Fault) {
    let stage = Stage::of(at, fault).await;
    let full = balance(&stage).await;
    let (first, end, is_made) = course(fault);
    let id = send_through(&stage, fault, &form(at, "01")).await;
    assert_eq!(payout(&stage.shop.office, id).await.status, first);
    // Again under the same reference is refused, whatever became of it.
    if first != PayoutStatus::Failed {
        let again = stage.shop.office.create_payout(&form(at, "01")).await.unwrap_err();
        assert!(matches!(again, Error::ReferenceTaken { .. }), "{again}");
    }
    if matches!(fault, Fault::Slow | Fault::TooMany | Fault::Broken)
        && first != PayoutStatus::Failed
    {
        let refused = stage.shop.office.look_up_payout(id).await.unwrap_err();
        assert_eq!(refused.code(), Code::Gateway);
        assert_eq!(payout(&stage.shop.office, id).await.status, first);
    }
    stage.turn(fault, false);
    stage.shop.pass(TimeDelta::hours(2));
    stage.shop.office.sync_due().await.unwrap();
    stage.shop.office.sync().await.unwrap();

    let ended = payout(&stage.shop.office, id).await;
    assert_eq!(ended.status, end);
    assert_eq!(ended.gateway_payout_id.is_some(), is_made);
    assert_eq!(stage.shop.wire.sent(sends(at)).len(), 1, "it was sent twice");
    let gone = full - balance(&stage).await;
    assert!(if is_made { (150_000..160_000).contains(&gone) } else { gone == 0 }, "{gone}");
    check_journal(&stage, id, first, end).await;
}

/// Sends while the fault is on, which it stays.
async fn send_through(stage: &Stage, fault: Fault, form: &PayoutForm) -> PayoutId {
    let (office, wanted) = (stage.shop.office.clone(), form.clone());
    let sending = async move { office.create_payout(&wanted).await };
    match stage.turned_on_at(fault, sends(stage.at), sending).await {
        Ok(made) => {
            let [made] = made.as_slice() else { panic!("{made:?}") };
            made.payout.id
        }
        Err(refused) => {
            assert_eq!((fault, refused.code()), (Fault::TooMany, Code::Gateway));
            assert!(refused.to_string().contains("asks for a pause"), "{refused}");
            stage.shop.office.find_payout("SALARY-0001").await.unwrap().payout.id
        }
    }
}

/// The intent is there before the answer, and each piece of news once.
async fn check_journal(stage: &Stage, id: PayoutId, first: PayoutStatus, end: PayoutStatus) {
    let timeline = stage.shop.office.payout_timeline(id).await.unwrap();
    let kinds: Vec<_> = timeline.iter().map(|entry| entry.body.kind()).collect();
    assert_eq!(kinds[..2], ["payout_requested", "payout_submitted"]);
    let told: Vec<_> = timeline.iter().filter_map(observed).collect();
    assert_eq!(told.first(), Some(&(Source::Reply, first)));
    assert_eq!(told.last().map(|(_, status)| *status), Some(end));
    let looked_up = told.iter().filter(|(source, _)| *source == Source::Lookup).count();
    assert_eq!(looked_up, usize::from(first == PayoutStatus::Unknown), "{told:?}");
}

fn observed(entry: &Entry) -> Option<(Source, PayoutStatus)> {
    match &entry.body {
        Body::PayoutObserved(news) => Some((news.source, news.status)),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_is_also_found_where_it_failed_or_takes_a_while() {
    for at in [At::Novac, At::Nowpay] {
        for (last_digits, found, end) in [
            ("99", PayoutStatus::Failed, PayoutStatus::Failed),
            ("88", PayoutStatus::Pending, PayoutStatus::Failed),
            ("77", PayoutStatus::Pending, PayoutStatus::Processed),
        ] {
            let stage = Stage::at(at).await;
            let full = balance(&stage).await;
            let id = send_through(&stage, Fault::AnswerLost, &form(at, last_digits)).await;
            assert_eq!(payout(&stage.shop.office, id).await.status, PayoutStatus::Unknown);
            stage.shop.office.look_up_payout(id).await.unwrap();
            assert_eq!(payout(&stage.shop.office, id).await.status, found, "{at:?} {last_digits}");
            stage.turn(Fault::AnswerLost, false);
            stage.shop.pass(TimeDelta::minutes(1));
            stage.shop.office.sync_due().await.unwrap();
            assert_eq!(payout(&stage.shop.office, id).await.status, end, "{at:?} {last_digits}");
            let is_back = balance(&stage).await == full;
            assert_eq!(is_back, end == PayoutStatus::Failed, "{at:?} {last_digits}");
            assert_eq!(stage.shop.wire.sent(sends(at)).len(), 1);
            stage.shop.check().await;
        }
    }
}
