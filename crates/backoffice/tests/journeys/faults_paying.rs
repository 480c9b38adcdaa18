//! Whatever goes wrong while a customer pays: the payment is in the books once, and as it was made.

use backoffice::{Code, Error, PaymentRecord};
use chrono::TimeDelta;
use ledger::{Body, Entry, Flag, PaymentId, PaymentStatus, Verdict};
use sandbox::{Customer, Fault};

use crate::faults::{At, Stage, for_each_fault, reason, verdicts};

const PAID_AT: [At; 4] = [At::Novac, At::OvgcSessions, At::OvgcRequests, At::Echezona];

/// What becomes of an order that is placed while the gateway has the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ordered {
    /// There is a link.
    Given,
    /// There may be a link; whether the gateway turns out to know of one is said.
    Lost { known: bool },
    /// There is none, and the order number is free.
    Refused,
}

fn ordered(at: At, fault: Fault) -> Ordered {
    // A session has no name before OVGC gives it one.
    let has_name = at != At::OvgcSessions;
    match fault {
        Fault::AnswerLost | Fault::Slow => Ordered::Lost { known: has_name },
        Fault::Broken => Ordered::Lost { known: false },
        Fault::TooMany => Ordered::Refused,
        Fault::WrongAmount
        | Fault::DuplicateWebhook
        | Fault::LateWebhook
        | Fault::ReorderedWebhooks
        | Fault::ForgedWebhook
        | Fault::ClockSkew
        | Fault::RefundFailsLater => Ordered::Given,
    }
}

/// What is thought of the messages about one payment.
fn judged(at: At, fault: Fault) -> &'static [Verdict] {
    match (fault, at) {
        (Fault::DuplicateWebhook, _) => &[Verdict::Accepted, Verdict::Duplicate],
        // Word for word what Novac itself says a moment later; nothing tells the two apart.
        (Fault::ForgedWebhook, At::Novac) => &[Verdict::Accepted, Verdict::Duplicate],
        (Fault::ForgedWebhook, _) => &[Verdict::Rejected, Verdict::Accepted],
        // A secret in the body has no time to be wrong about.
        (Fault::ClockSkew, At::OvgcSessions) => &[Verdict::Rejected],
        (Fault::ReorderedWebhooks, _) => &[Verdict::Accepted, Verdict::Accepted],
        _ => &[Verdict::Accepted],
    }
}

fn says(fault: Fault) -> &'static str {
    match fault {
        Fault::Slow => "took too long to answer",
        Fault::TooMany => "asks for a pause",
        Fault::Broken => "is out of order at the moment",
        _ => "The link may exist",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_a_payment_is_in_the_books_once_and_as_it_was_made() {
    for_each_fault(&PAID_AT, pay_through).await;
}

async fn pay_through(at: At, fault: Fault) {
    let stage = Stage::of(at, fault).await;
    let link = order_through(&stage, fault).await;
    let id = link.payment.id;
    stage.turn(fault, true);
    stage.customer(&link, Customer::PaysByCard);
    if fault == Fault::ReorderedWebhooks {
        let other = stage.link("ORDER-2").await.unwrap();
        stage.customer(&other, Customer::Declines);
    }
    let expected = judged(at, fault);
    let inbox = stage.heard(expected.len()).await;
    assert_eq!(verdicts(&inbox), expected);
    if matches!(fault, Fault::Slow | Fault::TooMany | Fault::Broken) {
        assert_eq!(stage.payment(id).await.status, PaymentStatus::Pending, "nobody said it was");
        assert!(reason(&inbox[0]).contains(says(fault)), "{}", reason(&inbox[0]));
    }
    stage.turn(fault, false);

    // No sooner than it was asked for, and by itself.
    stage.shop.pass(TimeDelta::seconds(3599));
    let early = stage.shop.office.sync_due().await.unwrap();
    assert!(fault != Fault::TooMany || early.looked_up == 0, "it wanted to be left alone");
    stage.shop.pass(TimeDelta::seconds(1));
    stage.shop.office.sync_due().await.unwrap();
    check_paid(&stage, fault, id).await;
}

/// Places the order while the gateway has the fault, and as long as it takes to have a link.
async fn order_through(stage: &Stage, fault: Fault) -> PaymentRecord {
    let office = &stage.shop.office;
    stage.turn(fault, true);
    let answer = stage.link("ORDER-1").await;
    let wanted = ordered(stage.at, fault);
    match (answer, wanted) {
        (Ok(link), Ordered::Given) => return link,
        (Err(lost @ Error::LinkLost { .. }), Ordered::Lost { .. }) => {
            assert_eq!(lost.code(), Code::UnknownOutcome);
            assert!(lost.to_string().contains(says(fault)), "{lost}");
        }
        (Err(refused @ Error::Gateway { .. }), Ordered::Refused) => {
            assert!(refused.to_string().contains(says(fault)), "{refused}");
        }
        (other, _) => panic!("{wanted:?} was expected, and it came to {other:?}"),
    }
    let id = office.find_payment("ORDER-1").await.unwrap().payment.id;
    stage.turn(fault, false);
    office.sync().await.unwrap();
    let status = stage.payment(id).await.status;
    let link = match wanted {
        Ordered::Lost { known } => {
            let found = if known { PaymentStatus::Pending } else { PaymentStatus::Unknown };
            assert_eq!(status, found);
            office.renew_link(id).await.unwrap()
        }
        Ordered::Refused => {
            assert_eq!(status, PaymentStatus::Failed);
            stage.link("ORDER-1").await.unwrap()
        }
        Ordered::Given => unreachable!("it was returned"),
    };
    assert_eq!(link.payment.id, id, "it is another order");
    link
}

async fn check_paid(stage: &Stage, fault: Fault, id: PaymentId) {
    let payment = stage.payment(id).await;
    assert_eq!(payment.status, PaymentStatus::Paid);
    let (captured, flags) = match fault {
        Fault::WrongAmount => (payment.expected.minor() / 2, vec![Flag::AmountMismatch]),
        _ => (payment.expected.minor(), Vec::new()),
    };
    assert_eq!(payment.captured.unwrap().minor(), captured);
    assert_eq!(payment.flags.iter().copied().collect::<Vec<_>>(), flags);
    let working = payment.links.iter().filter(|link| link.url.is_some());
    assert_eq!(working.count(), 1, "two links of one order can be paid by");

    let entries = stage.shop.entries(id).await;
    assert_eq!(entries.iter().filter(|entry| is_capture(entry)).count(), 1, "booked twice");
    let answered = match ordered(stage.at, fault) {
        Ordered::Given => "link_opened",
        Ordered::Lost { .. } => "link_lost",
        Ordered::Refused => "link_failed",
    };
    let kinds: Vec<_> = entries.iter().map(|entry| entry.body.kind()).collect();
    assert_eq!(kinds[..2], ["link_requested", answered]);
    let sums = stage.shop.preview("").await.sums;
    let fee = payment.fee.map_or(0, |fee| fee.minor());
    assert_eq!(sums.iter().map(|sum| sum.minor()).collect::<Vec<_>>(), [captured - fee]);
    stage.shop.check().await;
}

fn is_capture(entry: &Entry) -> bool {
    let Body::PaymentObserved { observation, .. } = &entry.body else { return false };
    observation.status.is_captured()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_believed_who_only_claims_that_a_declined_payment_was_made() {
    for at in PAID_AT {
        let stage = Stage::at(at).await;
        let link = stage.link("ORDER-1").await.unwrap();
        stage.turn(Fault::ForgedWebhook, true);
        stage.customer(&link, Customer::Declines);
        let inbox = stage.heard(2).await;
        let (first, why) = match at {
            At::Novac => (Verdict::Accepted, "Novac was asked about ORDER-1: it is failed"),
            At::OvgcRequests => (Verdict::Rejected, "secret"),
            _ => (Verdict::Rejected, "signature"),
        };
        assert_eq!(verdicts(&inbox), [first, Verdict::Accepted], "{at:?}");
        assert!(reason(&inbox[0]).contains(why), "{at:?}: {}", reason(&inbox[0]));
        let payment = stage.payment(link.payment.id).await;
        assert_eq!((payment.status, payment.captured), (PaymentStatus::Failed, None), "{at:?}");
        assert!(!stage.shop.entries(payment.id).await.iter().any(is_capture));
        stage.shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_put_right_makes_the_next_try_count() {
    let stage = Stage::with(At::OvgcSessions, crate::shop::QUICK, |options| {
        options.webhook_pauses = vec![std::time::Duration::from_millis(20); 5000];
    })
    .await;
    let link = stage.link("ORDER-1").await.unwrap();
    stage.turn(Fault::ClockSkew, true);
    stage.customer(&link, Customer::PaysByCard);
    let first = loop {
        let first = stage.inbox().await.into_iter().next();
        match first.filter(|record| record.verdict.is_some()) {
            Some(first) => break first,
            None => tokio::task::yield_now().await,
        }
    };
    assert_eq!(first.verdict, Some(Verdict::Rejected));
    assert!(reason(&first).contains("future"), "{}", reason(&first));
    assert_eq!(stage.payment(link.payment.id).await.status, PaymentStatus::Pending);
    stage.turn(Fault::ClockSkew, false);
    while stage.payment(link.payment.id).await.status != PaymentStatus::Paid {
        tokio::task::yield_now().await;
    }
    let all = stage.inbox().await;
    let accepted = all.iter().filter(|record| record.verdict == Some(Verdict::Accepted));
    assert_eq!(accepted.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_after_everything_is_known_changes_nothing() {
    for at in PAID_AT {
        let stage = Stage::at(at).await;
        let link = stage.link("ORDER-1").await.unwrap();
        stage.turn(Fault::LateWebhook, true);
        stage.customer(&link, Customer::PaysByCard);
        let known = stage.shop.office.look_up(link.payment.id).await.unwrap();
        assert_eq!(known.record.payment.status, PaymentStatus::Paid);
        let inbox = stage.heard(1).await;
        assert_eq!((inbox[0].verdict, inbox[0].entries.len()), (Some(Verdict::Accepted), 0));
        assert_eq!(inbox[0].payment, Some(link.payment.id));
        let entries = stage.shop.entries(link.payment.id).await;
        assert_eq!(entries.iter().filter(|entry| is_capture(entry)).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn that_the_first_try_was_declined_is_heard_after_the_second_was_paid_and_takes_nothing_back()
{
    let stage = Stage::at(At::Novac).await;
    stage.turn(Fault::ReorderedWebhooks, true);
    let link = stage.link("ORDER-1").await.unwrap();
    let id = link.payment.id;
    stage.customer(&link, Customer::Declines);
    let again = stage.shop.office.renew_link(id).await.unwrap();
    stage.customer(&again, Customer::PaysByCard);
    let inbox = stage.heard(2).await;
    let events: Vec<_> = inbox.iter().filter_map(|record| record.reference.clone()).collect();
    let made: Vec<_> =
        again.payment.links.iter().flat_map(|link| &link.gateway_reference).collect();
    assert_eq!(events.iter().collect::<Vec<_>>(), [made[1], made[0]], "they came in their order");
    let payment = stage.payment(id).await;
    assert_eq!((payment.status, payment.flags.len()), (PaymentStatus::Paid, 0));
    let entries = stage.shop.entries(id).await;
    assert_eq!(entries.iter().filter(|entry| is_capture(entry)).count(), 1);
}
