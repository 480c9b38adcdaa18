//! The guided way out of a refund whose outcome is unknown: the gateway is asked first, and only then may a person decide.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use backoffice::{ApproveForm, Clock, Code, Error, RefundForm, RefundOutlook, ResolveForm};
use chrono::TimeDelta;
use ledger::{PaymentId, RefundId, RefundStatus};
use tokio::runtime::Handle;

use crate::shop::{Shop, ngn, refund};
use crate::wire::Fault;

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

/// A refund of 10,000 of 25,000 whose answer is lost.
async fn lose(shop: &Shop, arrives: bool) -> (PaymentId, RefundId) {
    let id = shop.paid("ORDER-1").await;
    shop.wire.once(PARTIAL, Fault::HangUp { arrives });
    let (_, lost) = shop.office.create_refund(&refund(id, Some("10000.00"))).await.unwrap();
    assert_eq!(lost.status, RefundStatus::Unknown);
    (id, lost.id)
}

fn decided(refund: RefundId, happened: bool) -> ResolveForm {
    ResolveForm {
        refund,
        happened,
        evidence: "The dashboard of Novac, refunds of 14 April".to_owned(),
        file: None,
        by: "Ada Obi".to_owned(),
    }
}

async fn outlook(shop: &Shop, refund: RefundId) -> RefundOutlook {
    shop.office.refund_outlook(refund).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_settles_a_refund_that_the_gateway_has() {
    let shop = Shop::open().await;
    let (_, lost) = lose(&shop, true).await;
    let outlook = outlook(&shop, lost).await;
    assert_eq!(outlook.refund.status, RefundStatus::Pending);
    let listed = outlook.listed.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].known_as, Some(lost));
    assert!(outlook.why_not.unwrap().contains("on its way"));
    shop.pass(TimeDelta::hours(1));
    let refused = shop.office.resolve_refund(&decided(lost, false)).await.unwrap_err();
    assert!(matches!(refused, Error::CannotResolve(_)), "{refused}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_while_the_gateway_may_still_be_at_work() {
    let shop = Shop::open().await;
    let (_, lost) = lose(&shop, false).await;
    assert!(outlook(&shop, lost).await.why_not.unwrap().contains("still be at work"));
    let refused = shop.office.resolve_refund(&decided(lost, false)).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused, "{refused}");
    shop.pass(TimeDelta::minutes(10));
    assert_eq!(outlook(&shop, lost).await.why_not, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_while_the_gateway_cannot_be_asked() {
    let shop = Shop::open().await;
    let (_, lost) = lose(&shop, false).await;
    shop.pass(TimeDelta::hours(1));
    shop.wire.always("GET /novac/api/v1/refund", Fault::Status(503, "away"));
    let unasked = outlook(&shop, lost).await;
    assert!(unasked.problem.is_some());
    assert!(unasked.why_not.unwrap().contains("could not be asked"));
    let refused = shop.office.resolve_refund(&decided(lost, false)).await.unwrap_err();
    assert!(matches!(refused, Error::CannotResolve(_)), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_did_not_happen_frees_its_amount_once_a_person_says_so() {
    let shop = Shop::open().await;
    let (id, lost) = lose(&shop, false).await;
    shop.pass(TimeDelta::hours(1));
    let outlook = outlook(&shop, lost).await;
    assert_eq!(outlook.listed, Some(Vec::new()));
    assert!(outlook.advice.contains("did not happen"), "{}", outlook.advice);
    let (record, failed) = shop.office.resolve_refund(&decided(lost, false)).await.unwrap();
    assert_eq!(failed.status, RefundStatus::Failed);
    assert_eq!(failed.resolved_by.unwrap().as_str(), "Ada Obi");
    assert_eq!(record.payment.refundable(), ngn(2_500_000));
    assert_eq!(shop.refunds_sent(), 1, "it was sent again");
    let again = shop.office.resolve_refund(&decided(lost, true)).await.unwrap_err();
    assert!(matches!(again, Error::CannotResolve(_)), "{again}");
    shop.office.create_refund(&refund(id, Some("25000.00"))).await.unwrap();
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_a_person_took_for_failed_is_known_again_when_it_turns_up() {
    let shop = Shop::open().await;
    let (id, lost) = lose(&shop, false).await;
    shop.pass(TimeDelta::hours(1));
    shop.office.resolve_refund(&decided(lost, false)).await.unwrap();
    // The gateway did it after all, under an id of its own.
    shop.refund_in_dashboard(id, 1_000_000).await;
    shop.pass(TimeDelta::hours(2));
    shop.office.sync().await.unwrap();
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds.len(), 1, "it was booked twice");
    assert!(payment.refunds[0].status.holds_amount());
    assert_eq!(payment.refundable(), ngn(1_500_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_needs_a_name_and_something_that_shows_it() {
    let shop = Shop::open().await;
    let (_, lost) = lose(&shop, false).await;
    shop.pass(TimeDelta::hours(1));
    let nameless = ResolveForm { by: " ".to_owned(), ..decided(lost, true) };
    let refused = shop.office.resolve_refund(&nameless).await.unwrap_err();
    assert_eq!(refused.field(), Some("by"));
    let unproven = ResolveForm { evidence: " ".to_owned(), ..decided(lost, true) };
    let refused = shop.office.resolve_refund(&unproven).await.unwrap_err();
    assert_eq!(refused.field(), Some("evidence"));
    assert_eq!(outlook(&shop, lost).await.refund.status, RefundStatus::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_a_removed_account_is_left_to_a_person_alone() {
    let shop = Shop::open().await;
    let (id, lost) = lose(&shop, true).await;
    shop.pass(TimeDelta::hours(1));
    let account = shop.payment(id).await.account;
    shop.office.remove_account(account).await.unwrap();
    let outlook = outlook(&shop, lost).await;
    assert_eq!((outlook.listed, outlook.why_not), (None, None));
    let (_, done) = shop.office.resolve_refund(&decided(lost, true)).await.unwrap();
    assert_eq!(done.status, RefundStatus::Processed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_waited_for_its_yes_is_pending_only_since_then() {
    let shop = Shop::open().await;
    shop.office.set_approval("main", &["5000.00 NGN".to_owned()]).await.unwrap();
    let id = shop.paid("ORDER-1").await;
    let form = RefundForm { by: Some("Ada".to_owned()), ..refund(id, Some("10000.00")) };
    let (_, asked) = shop.office.create_refund(&form).await.unwrap();
    shop.pass(TimeDelta::days(20));
    let form = ApproveForm { refund: asked.id, by: "Ben".to_owned(), note: None };
    let (_, sent) = shop.office.approve_refund(&form).await.unwrap();
    assert_eq!(sent.status, RefundStatus::Pending);
    assert!(!backoffice::may_be_resolved(&sent, shop.place.now()));
    assert!(outlook(&shop, asked.id).await.why_not.unwrap().contains("on its way"));
    shop.pass(TimeDelta::days(14));
    assert!(backoffice::may_be_resolved(&sent, shop.place.now()));

    // Its slip is of the day of the yes.
    let slip = shop.office.refund_slip(asked.id).await.unwrap();
    assert!(slip.contains("4 May 2026") && !slip.contains("14 April 2026"), "{slip}");
}

/// Whatever moment of a decision it is at which another program learns that the refund is on its way.
#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_turns_up_while_a_person_decides_is_not_decided_on() {
    let mut refused = 0;
    for moment in 0.. {
        let shop = Shop::open().await;
        let till = shop.other_door().await;
        let (id, lost) = lose(&shop, false).await;
        shop.pass(TimeDelta::hours(1));
        let reference = shop.payment(id).await.gateway_reference.unwrap();
        let (found, time) = (Arc::new(Mutex::new(None)), shop.place.clone());
        let (calls, seen) = (AtomicUsize::new(0), Arc::clone(&found));
        let (shop, handle) = (Arc::new(shop), Handle::current());
        let world = Arc::clone(&shop);
        let clock = Clock::new(move || {
            if calls.fetch_add(1, Ordering::SeqCst) == moment {
                let learns = async {
                    let before = till.payment(id).await.unwrap().payment;
                    world.refund_by_reference(&reference, 1_000_000).await;
                    till.look_up(id).await.unwrap();
                    before.refund(lost).unwrap().status
                };
                let before = tokio::task::block_in_place(|| handle.block_on(learns));
                *seen.lock().unwrap() = Some(before);
            }
            time.now()
        });
        let office = shop.place.door_at(clock).await;
        let decision = office.resolve_refund(&decided(lost, false)).await;
        let before = *found.lock().unwrap();
        match (before, decision) {
            (Some(RefundStatus::Unknown), decision) => {
                let error = decision.unwrap_err();
                assert!(matches!(error, Error::CannotResolve(_)), "{moment}: {error}");
                refused += 1;
            }
            // It had been decided on before.
            (_, decision) => {
                decision.unwrap();
                break;
            }
        }
    }
    assert!(refused > 3, "{refused}");
}
