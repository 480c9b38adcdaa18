//! A second pair of eyes: what waits for it, what its yes and its no do, and that whatever happens in between nothing is sent that
//! should not be, and nothing twice.

use std::sync::Arc;

use backoffice::{ApproveForm, Backoffice, Code, Error, RefundFilter, RefundForm, RejectForm};
use chrono::TimeDelta;
use ledger::{Actor, PaymentId, Refund, RefundId, RefundMethod, RefundRefusal, RefundStatus};
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::crash::die_while;
use crate::shop::{QUICK, Shop, ngn, refund};
use crate::wire::{Fault, Gate};

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";
const WHOLE: &str = "POST /novac/api/v1/refund";

/// A shop whose account wants a yes to every refund above 5,000 naira.
pub(crate) async fn careful() -> Shop {
    let shop = Shop::open().await;
    set(&shop.office, &["5000.00 NGN"]).await;
    shop
}

pub(crate) async fn set(office: &Backoffice, limits: &[&str]) {
    let limits: Vec<_> = limits.iter().map(|limit| (*limit).to_owned()).collect();
    office.set_approval("main", &limits).await.unwrap();
}

pub(crate) fn asked_by(by: &str, payment: PaymentId, amount: Option<&str>) -> RefundForm {
    RefundForm { by: Some(by.to_owned()), ..refund(payment, amount) }
}

/// Ada asks for a refund of 10,000 naira, which waits.
async fn waiting(shop: &Shop, reference: &str) -> (PaymentId, RefundId) {
    let id = shop.paid(reference).await;
    let form = asked_by("Ada", id, Some("10000.00"));
    let (_, asked) = shop.office.create_refund(&form).await.unwrap();
    assert_eq!(asked.status, RefundStatus::Requested);
    (id, asked.id)
}

fn yes(refund: RefundId, by: &str) -> ApproveForm {
    ApproveForm { refund, by: by.to_owned(), note: None }
}

fn no(refund: RefundId, by: &str) -> RejectForm {
    RejectForm { refund, by: by.to_owned(), reason: "Not in the return window".to_owned() }
}

pub(crate) async fn approve(shop: &Shop, refund: RefundId) -> Result<Refund, Error> {
    shop.office.approve_refund(&yes(refund, "Ben")).await.map(|(_, refund)| refund)
}

/// The refund waits as before, and nothing was sent.
async fn assert_waits(shop: &Shop, payment: PaymentId, refund: RefundId) {
    let known = shop.payment(payment).await;
    assert_eq!(known.refund(refund).unwrap().status, RefundStatus::Requested);
    assert_eq!(shop.refunds_sent(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_up_to_the_limit_is_sent_and_one_above_waits_and_holds_its_amount() {
    let shop = careful().await;
    let id = shop.paid("ORDER-1").await;
    assert_eq!(shop.refund(id, "5000.00").await.status, RefundStatus::Pending);
    assert_eq!(shop.refunds_sent(), 1);
    let form = asked_by("Ada", id, Some("5000.01"));
    let (record, asked) = shop.office.create_refund(&form).await.unwrap();
    assert_eq!((asked.status, asked.method), (RefundStatus::Requested, RefundMethod::Api));
    assert_eq!(asked.by.unwrap().as_str(), "Ada");
    assert_eq!(record.payment.refundable(), ngn(2_500_000 - 500_000 - 500_001));
    assert_eq!(shop.refunds_sent(), 1);
    assert_eq!(shop.kinds(id).await.last(), Some(&"refund_requested"));
    let filter = RefundFilter { status: vec![RefundStatus::Requested], ..RefundFilter::default() };
    assert_eq!(shop.office.refunds(&filter, None, 10).await.unwrap().items.len(), 1);

    // Time alone changes nothing about it.
    shop.pass(TimeDelta::days(2));
    shop.office.sync().await.unwrap();
    let known = shop.payment(id).await;
    assert_eq!(known.refund(asked.id).unwrap().status, RefundStatus::Requested);
    assert_eq!(shop.refunds_sent(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_a_refund_that_wants_a_yes_has_to_say_who_they_are() {
    let shop = careful().await;
    let id = shop.paid("ORDER-1").await;
    let head = shop.office.journal_head().await.unwrap();
    for by in [None, Some("  ")] {
        let form = RefundForm { by: by.map(str::to_owned), ..refund(id, Some("5000.01")) };
        let refused = shop.office.create_refund(&form).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("by")));
    }
    assert_eq!(shop.office.journal_head().await.unwrap(), head);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_sends_what_was_asked_for_with_its_key() {
    let shop = careful().await;
    let id = shop.paid("ORDER-1").await;
    let mut form = asked_by("Ada", id, Some("10000.00"));
    form.customer_note = Some("Sorry".to_owned());
    form.merchant_note = Some("Broken screen".to_owned());
    let (_, asked) = shop.office.create_refund(&form).await.unwrap();
    let note = Some(" Saw the picture ".to_owned());
    let form = ApproveForm { note, ..yes(asked.id, "Ben") };
    let (record, sent) = shop.office.approve_refund(&form).await.unwrap();

    let reference = record.payment.gateway_reference.clone().unwrap();
    let expected = json!({
        "reference": reference, "amount": 10000, "customer_note": "Sorry", "merchant_note": "Broken screen",
    });
    assert_eq!(shop.wire.sent(PARTIAL)[0].body, expected);
    assert_eq!((sent.status, sent.id), (RefundStatus::Pending, asked.id));
    assert_eq!(sent.idempotency_key, asked.idempotency_key);
    let decision = sent.decision.unwrap();
    assert_eq!((decision.approved, decision.by.as_str()), (true, "Ben"));
    assert_eq!(decision.note.as_deref(), Some("Saw the picture"));
    let kinds = shop.kinds(id).await;
    let course = ["refund_requested", "refund_approved", "refund_submitted", "refund_observed"];
    assert_eq!(kinds[kinds.len() - 4..], course);
    assert_eq!(record.payment.refundable(), ngn(1_500_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_to_the_whole_amount_asks_for_the_whole() {
    let shop = careful().await;
    let id = shop.paid("ORDER-1").await;
    let (_, asked) = shop.office.create_refund(&asked_by("Ada", id, None)).await.unwrap();
    assert!(asked.full);
    approve(&shop, asked.id).await.unwrap();
    let reference = shop.payment(id).await.gateway_reference.unwrap();
    assert_eq!(shop.wire.sent(WHOLE)[0].body, json!({ "reference": reference }));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_says_yes_to_what_they_asked_for_themselves() {
    let shop = careful().await;
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    for by in ["Ada", " ada ", "ADA"] {
        let refused = shop.office.approve_refund(&yes(asked, by)).await.unwrap_err();
        assert!(matches!(&refused, Error::OwnRefund(by) if by.as_str() == "Ada"), "{refused}");
        assert_eq!((refused.code(), refused.field()), (Code::Refused, Some("by")));
    }
    let nobody = shop.office.approve_refund(&yes(asked, " ")).await.unwrap_err();
    assert_eq!(nobody.field(), Some("by"));
    assert_waits(&shop, id, asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_frees_the_amount_and_may_be_said_by_whoever_asked() {
    let shop = careful().await;
    for (round, by) in ["Ben", "Ada"].into_iter().enumerate() {
        let (id, asked) = waiting(&shop, &format!("ORDER-{round}")).await;
        let speechless = RejectForm { reason: " ".to_owned(), ..no(asked, by) };
        let refused = shop.office.reject_refund(&speechless).await.unwrap_err();
        assert_eq!(refused.field(), Some("reason"));
        let (record, rejected) = shop.office.reject_refund(&no(asked, by)).await.unwrap();
        assert_eq!(rejected.status, RefundStatus::Failed);
        let decision = rejected.decision.unwrap();
        assert_eq!((decision.approved, decision.by.as_str()), (false, by));
        assert_eq!(decision.note.as_deref(), Some("Not in the return window"));
        assert_eq!(record.payment.refundable(), ngn(2_500_000));

        let late = approve(&shop, asked).await.unwrap_err();
        assert!(matches!(late, Error::RefundDecided { approved: false, .. }), "{late}");
        let again = shop.office.reject_refund(&no(asked, "Eve")).await.unwrap_err();
        assert!(again.to_string().contains(&format!("{by} rejected this refund")), "{again}");
        assert_eq!(again.code(), Code::Conflict);
        assert_eq!(shop.payment(id).await.refunds.len(), 1);
    }
    assert_eq!(shop.refunds_sent(), 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_sent_waits_for_nobody() {
    let shop = careful().await;
    let id = shop.paid("ORDER-1").await;
    let sent = shop.refund(id, "100.00").await;
    let refused = approve(&shop, sent.id).await.unwrap_err();
    assert!(matches!(refused, Error::NotWaiting(RefundStatus::Pending)), "{refused}");
    let refused = shop.office.reject_refund(&no(sent.id, "Ben")).await.unwrap_err();
    assert!(matches!(refused, Error::NotWaiting(RefundStatus::Pending)), "{refused}");
    assert_eq!(approve(&shop, RefundId(id.0)).await.unwrap_err().code(), Code::NotFound);
    assert_eq!(shop.payment(id).await.refunds[0].status, RefundStatus::Pending);
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_say_yes_at_once_one_sends_and_the_other_is_told() {
    let shop = careful().await;
    let till = shop.other_door().await;
    for round in 0..6 {
        let (id, asked) = waiting(&shop, &format!("ORDER-{round}")).await;
        let barrier = Arc::new(Barrier::new(2));
        shop.wire.once("verify", Fault::Gather(Arc::clone(&barrier)));
        shop.wire.once("verify", Fault::Gather(barrier));
        let (ben, eve) = (yes(asked, "Ben"), yes(asked, "Eve"));
        let (one, other) =
            tokio::join!(shop.office.approve_refund(&ben), till.approve_refund(&eve));
        let (made, refused) = match (one, other) {
            (Ok((_, made)), Err(refused)) | (Err(refused), Ok((_, made))) => (made, refused),
            (one, other) => panic!("{one:?} and {other:?}"),
        };
        let winner = made.decision.unwrap().by;
        assert!(
            matches!(&refused, Error::RefundDecided { by, approved: true } if *by == winner),
            "{refused}"
        );
        assert_eq!(refused.code(), Code::Conflict);
        assert_eq!(shop.refunds_sent(), round + 1);
        let kinds = shop.kinds(id).await;
        assert_eq!(kinds.iter().filter(|kind| **kind == "refund_approved").count(), 1);
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_that_comes_while_a_yes_is_looking_is_what_counts() {
    let shop = careful().await;
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    let gate = Arc::new(Gate::default());
    shop.wire.once("verify", Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let slow = tokio::spawn(async move { office.approve_refund(&yes(asked, "Ben")).await });
    gate.came().await;
    shop.other_door().await.reject_refund(&no(asked, "Eve")).await.unwrap();
    gate.open();
    let refused = slow.await.unwrap().unwrap_err();
    assert!(
        matches!(&refused, Error::RefundDecided { by, approved: false } if by.as_str() == "Eve"),
        "{refused}"
    );
    assert_eq!((shop.refunds_sent(), shop.payment(id).await.refundable()), (0, ngn(2_500_000)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_is_refused_where_the_payment_was_refunded_elsewhere_meanwhile() {
    let shop = careful().await;
    // Of the same amount as what waits, which is not taken for it, and enough is left for both.
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    shop.refund_in_dashboard(id, 1_000_000).await;
    let unseen = approve(&shop, asked).await.unwrap_err();
    assert!(matches!(unseen, Error::RefundedMeanwhile), "{unseen}");
    assert_waits(&shop, id, asked).await;
    let known = shop.payment(id).await;
    assert_eq!((known.refunds.len(), known.refundable()), (2, ngn(500_000)));
    assert!(known.refund(asked).unwrap().gateway_refund_id.is_none());
    // Whoever has seen it and still means it may.
    approve(&shop, asked).await.unwrap();
    assert_eq!(shop.refunds_sent(), 1);

    // And of so much that too little is left.
    let (id, asked) = waiting(&shop, "ORDER-2").await;
    shop.refund_in_dashboard(id, 1_500_001).await;
    for _ in 0..2 {
        let refused = approve(&shop, asked).await.unwrap_err();
        let left = RefundRefusal::MoreThanLeft { wanted: ngn(1_000_000), left: ngn(999_999) };
        assert!(matches!(&refused, Error::Refund(refusal) if *refusal == left), "{refused}");
    }
    assert_eq!(shop.refunds_sent(), 1);
    shop.office.reject_refund(&no(asked, "Ben")).await.unwrap();
    assert_eq!(shop.payment(id).await.refundable(), ngn(999_999));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_needs_the_gateways_newest_word() {
    let shop = careful().await;
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    for about in ["verify", "GET /novac/api/v1/refund/2026-"] {
        shop.wire.always(about, Fault::Status(503, ""));
        assert_eq!(approve(&shop, asked).await.unwrap_err().code(), Code::Gateway);
        shop.wire.mend();
    }
    shop.wire.always("verify", Fault::Refuse(404, "x-a: b", r#"{"status":false}"#));
    let gone = approve(&shop, asked).await.unwrap_err();
    assert!(matches!(gone, Error::GoneAtGateway(_)), "{gone}");
    shop.wire.mend();
    assert_waits(&shop, id, asked).await;
    approve(&shop, asked).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_refund_is_not_sent_where_the_whole_has_become_another() {
    let shop = careful().await;
    let id = shop.paid("ORDER-1").await;
    let (_, asked) = shop.office.create_refund(&asked_by("Ada", id, None)).await.unwrap();
    let more = |reply: &mut Value| {
        for key in ["amount", "chargedAmount"] {
            if let Some(amount) = reply["data"].get_mut(key) {
                *amount = json!(30000);
            }
        }
    };
    shop.wire.always("verify", Fault::Rewrite(more));
    let refused = approve(&shop, asked.id).await.unwrap_err();
    assert_eq!(shop.payment(id).await.captured, Some(ngn(3_000_000)), "the test is out of date");
    let changed = (ngn(2_500_000), ngn(3_000_000));
    assert!(
        matches!(refused, Error::ChangedSincePlan { then, left } if (then, left) == changed),
        "{refused}"
    );
    assert_waits(&shop, id, asked.id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_after_the_account_was_removed_is_refused_and_a_no_is_not() {
    let shop = careful().await;
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    let account = shop.payment(id).await.account;
    shop.office.remove_account(account).await.unwrap();
    let refused = approve(&shop, asked).await.unwrap_err();
    assert!(matches!(refused, Error::Refund(RefundRefusal::AccountRemoved)), "{refused}");
    assert_waits(&shop, id, asked).await;
    shop.office.reject_refund(&no(asked, "Ben")).await.unwrap();
    assert_eq!(shop.payment(id).await.refundable(), ngn(2_500_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_comes_after_the_gateways_days_is_refused() {
    let shop = careful().await;
    let account = shop.office.account("main").await.unwrap().record;
    let mut settings = account.settings.clone();
    settings.insert("refund_days".to_owned(), "7".to_owned());
    shop.office.change_account(account.id, None, settings).await.unwrap();
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    shop.pass(TimeDelta::days(8));
    let refused = approve(&shop, asked).await.unwrap_err();
    assert!(matches!(refused, Error::Refund(RefundRefusal::TooOld { days: 7, .. })), "{refused}");
    assert_waits(&shop, id, asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_the_gateway_refuses_has_failed_and_frees_the_amount() {
    let shop = careful().await;
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    shop.wire.once(
        PARTIAL,
        Fault::Refuse(400, "x-a: b", r#"{"status":false,"message":"Insufficient balance"}"#),
    );
    let refused = approve(&shop, asked).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    assert_eq!(shop.payment(id).await.refundable(), ngn(2_500_000));
    let again = approve(&shop, asked).await.unwrap_err();
    assert!(matches!(again, Error::RefundDecided { approved: true, .. }), "{again}");
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_a_late_yes_is_unknown_and_looked_for_on_the_day_it_was_sent() {
    let shop = careful().await;
    let (id, asked) = waiting(&shop, "ORDER-1").await;
    shop.pass(TimeDelta::days(40));
    shop.wire.once(PARTIAL, Fault::HangUp { arrives: true });
    let lost = approve(&shop, asked).await.unwrap();
    assert_eq!(lost.status, RefundStatus::Unknown);
    assert_eq!(shop.payment(id).await.refundable(), ngn(1_500_000));
    // Novac shows one refund of a payment, and this is the one.
    shop.refund_in_dashboard(id, 300_000).await;

    assert_eq!(shop.office.sync_due().await.unwrap().changed, [id]);
    let known = shop.payment(id).await;
    let found = known.refund(asked).unwrap();
    assert_eq!(found.status, RefundStatus::Pending);
    assert!(found.gateway_refund_id.is_some());
    assert_eq!((known.refunds.len(), shop.refunds_sent()), (2, 1));
    shop.check().await;
}

#[test]
fn a_program_that_dies_between_a_yes_and_its_answer_leaves_it_unknown_and_sends_nothing_again() {
    let crash = die_while(PARTIAL, |office, place, id| async move {
        set(&office, &["5000.00 NGN"]).await;
        let form = asked_by("Ada", id, Some("10000.00"));
        let (_, asked) = office.create_refund(&form).await.unwrap();
        place.pass(TimeDelta::days(40));
        let _ = office.approve_refund(&yes(asked.id, "Ben")).await;
    });
    crash.world.block_on(async {
        let office = crash.place.door(Actor::window(), QUICK).await;
        let only = async || office.payment(crash.payment).await.unwrap().payment.refunds[0].clone();
        assert_eq!(only().await.status, RefundStatus::Submitted);
        crash.place.pass(TimeDelta::minutes(3));
        let report = office.sync_due().await.unwrap();
        assert_eq!((report.looked_up, report.changed), (1, vec![crash.payment]));
        let lost = only().await;
        assert_eq!(
            (lost.status, lost.decision.unwrap().by.as_str()),
            (RefundStatus::Unknown, "Ben")
        );
        // And it is looked up on, as if it had been wanted today.
        crash.place.pass(TimeDelta::minutes(1));
        assert_eq!(office.sync_due().await.unwrap().looked_up, 1);

        let again = office.approve_refund(&yes(lost.id, "Eve")).await.unwrap_err();
        assert!(matches!(again, Error::RefundDecided { .. }), "{again}");
        let mut same = asked_by("Ada", crash.payment, Some("10000.00"));
        same.by = Some("Eve".to_owned());
        let twice = office.create_refund(&same).await.unwrap_err();
        assert!(matches!(twice, Error::RefundUncertain { .. }), "{twice}");
        assert_eq!(crash.wire.sent(PARTIAL).len(), 1);
    });
}
