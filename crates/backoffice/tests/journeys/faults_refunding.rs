//! Whatever goes wrong while money goes back: it goes back once, its amount is held for as long as it may have gone, and the
//! books learn how it ended.

use std::collections::BTreeSet;
use std::time::Duration;

use backoffice::{Code, NewsKind};
use chrono::TimeDelta;
use gateways::RefundReport;
use ledger::{
    Body, Money, PaymentId, PaymentStatus, Refund, RefundMethod, RefundStatus, Source, Verdict,
};
use sandbox::{Customer, Fault};

use crate::faults::{At, Stage, for_each_fault, is_of_answers, reason, verdicts};
use crate::shop::{QUICK, ngn, refund};

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

/// What the gateway has of refunds, past the books.
async fn at_gateway(stage: &Stage) -> Vec<RefundReport> {
    let today = stage.shop.place.now().date_naive();
    let since = today - TimeDelta::days(1);
    stage.shop.dashboard().refunds_between(since, today).await.unwrap()
}

async fn sum(stage: &Stage) -> i64 {
    let sums = stage.shop.preview("").await.sums;
    sums.iter().map(|sum| sum.minor()).sum()
}

async fn observed(stage: &Stage, id: PaymentId) -> Vec<(Source, RefundStatus)> {
    let entries = stage.shop.entries(id).await;
    let told = entries.iter().filter_map(|entry| match &entry.body {
        Body::RefundObserved { source, status, .. } => Some((*source, *status)),
        _ => None,
    });
    told.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_a_refund_is_sent_once_and_holds_its_amount_as_long_as_it_may_have_been()
 {
    for_each_fault(&[At::Novac], refund_through).await;
}

async fn refund_through(at: At, fault: Fault) {
    let stage = Stage::of(at, fault).await;
    let office = stage.shop.office.clone();
    let id = stage.paid("ORDER-1").await.payment.id;
    let form = refund(id, Some("10000.00"));
    let asking = { async move { office.create_refund(&form).await } };
    let answer = stage.turned_on_at(fault, PARTIAL, asking).await;
    let first = match answer {
        Ok((_, refund)) => refund.status,
        Err(refused) => {
            assert_eq!((fault, refused.code()), (Fault::TooMany, Code::Gateway));
            assert!(refused.to_string().contains("asks for a pause"), "{refused}");
            RefundStatus::Failed
        }
    };
    let (expected, made, end) = match fault {
        Fault::AnswerLost | Fault::Slow => (RefundStatus::Unknown, 1, RefundStatus::Processed),
        Fault::Broken => (RefundStatus::Unknown, 0, RefundStatus::Unknown),
        Fault::TooMany => (RefundStatus::Failed, 0, RefundStatus::Failed),
        // Told later, by a test of its own.
        Fault::RefundFailsLater => (RefundStatus::Pending, 1, RefundStatus::Failed),
        _ => (RefundStatus::Pending, 1, RefundStatus::Processed),
    };
    assert_eq!(first, expected);
    let held = if expected == RefundStatus::Failed { 0 } else { 1_000_000 };
    assert_eq!(stage.payment(id).await.refundable(), ngn(2_500_000 - held));

    // While the gateway cannot be asked, nothing is known that was not, and it is said.
    let report = stage.shop.office.look_up(id).await;
    if matches!(fault, Fault::Slow | Fault::TooMany | Fault::Broken) {
        assert_eq!(report.unwrap_err().code(), Code::Gateway);
        assert_eq!(stage.payment(id).await.refunds[0].status, expected);
    }
    stage.turn(fault, false);
    stage.shop.pass(TimeDelta::hours(1));
    stage.shop.office.sync_due().await.unwrap();

    let payment = stage.payment(id).await;
    let [refund] = payment.refunds.as_slice() else { panic!("{:?}", payment.refunds) };
    assert_eq!((refund.status, refund.method), (end, RefundMethod::Api));
    let seen = at_gateway(&stage).await;
    assert_eq!(seen.len(), made, "the gateway made another number of refunds");
    let ids: Vec<_> = seen.into_iter().filter_map(|report| report.gateway_refund_id).collect();
    assert_eq!(refund.gateway_refund_id.iter().cloned().collect::<Vec<_>>(), ids);
    assert_eq!(stage.shop.refunds_sent(), 1, "it was sent twice");
    let returned = if end == RefundStatus::Processed { 1_000_000 } else { 0 };
    assert_eq!(sum(&stage).await, 2_500_000 - 35_000 - returned);
    check_journal(&stage, id, expected, end).await;
    stage.shop.check().await;
}

/// The intent is there before its answer, and no news is written twice.
async fn check_journal(stage: &Stage, id: PaymentId, first: RefundStatus, end: RefundStatus) {
    let kinds = stage.shop.kinds(id).await;
    let at = |kind| kinds.iter().position(|known| *known == kind).unwrap();
    assert!(at("refund_requested") < at("refund_submitted"));
    assert!(at("refund_submitted") < at("refund_observed"));
    let told = observed(stage, id).await;
    assert_eq!(told.first(), Some(&(Source::Reply, first)));
    assert_eq!(told.last().map(|(_, status)| *status), Some(end));
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len(), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_pause_was_asked_for_the_same_refund_can_be_asked_for_again() {
    let stage = Stage::at(At::Novac).await;
    let id = stage.paid("ORDER-1").await.payment.id;
    let office = stage.shop.office.clone();
    let asking = async move { office.create_refund(&refund(id, Some("10000.00"))).await };
    stage.turned_on_at(Fault::TooMany, PARTIAL, asking).await.unwrap_err();
    stage.turn(Fault::TooMany, false);
    let again = stage.shop.refund(id, "10000.00").await;
    assert_eq!(again.status, RefundStatus::Pending);
    assert_eq!(at_gateway(&stage).await.len(), 1);
}

/// A refund at a gateway whose refunds fail, all of them, `delay` after they were processed, which is `delay` after they were
/// asked for.
async fn bounced(delay: TimeDelta) -> (Stage, PaymentId) {
    let stage = Stage::with(At::Novac, QUICK, |options| options.refund_delay = delay).await;
    let id = stage.paid("ORDER-1").await.payment.id;
    stage.turn(Fault::RefundFailsLater, true);
    stage.shop.refund(id, "10000.00").await;
    stage.turn(Fault::RefundFailsLater, false);
    stage.shop.pass(delay);
    let at = stage.shop.office.sync_due().await.unwrap();
    assert_eq!(at.changed, [id]);
    (stage, id)
}

async fn only_refund(stage: &Stage, id: PaymentId) -> Refund {
    stage.payment(id).await.refunds.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_after_it_was_processed_is_learned_of_and_frees_its_amount() {
    for delay in [TimeDelta::seconds(3), TimeDelta::hours(5), TimeDelta::days(6)] {
        let (stage, id) = bounced(delay).await;
        assert_eq!(only_refund(&stage, id).await.status, RefundStatus::Processed);
        assert_eq!(sum(&stage).await, 2_500_000 - 35_000 - 1_000_000);
        let seen = stage.shop.office.news_since(0).await.unwrap().1;
        let ended = stage.shop.place.now() + delay;
        while only_refund(&stage, id).await.status == RefundStatus::Processed {
            assert!(stage.shop.place.now() < ended + TimeDelta::days(1), "it is never learned");
            stage.shop.pass((delay / 60).max(TimeDelta::minutes(10)));
            stage.shop.office.sync_due().await.unwrap();
        }
        let failed = only_refund(&stage, id).await;
        assert_eq!(failed.status, RefundStatus::Failed);
        assert_eq!(stage.payment(id).await.refundable(), ngn(2_500_000));
        assert_eq!(sum(&stage).await, 2_500_000 - 35_000, "its movement is not booked back");
        let told = observed(&stage, id).await;
        let statuses: Vec<_> = told.iter().map(|(_, status)| *status).collect();
        let course = [RefundStatus::Pending, RefundStatus::Processed, RefundStatus::Failed];
        assert_eq!(statuses, course);
        let (news, _) = stage.shop.office.news_since(seen).await.unwrap();
        assert_eq!(news.iter().map(|news| news.kind).collect::<Vec<_>>(), [NewsKind::RefundFailed]);

        // And what is free again can be paid back again.
        let again = stage.shop.refund(id, "25000.00").await;
        assert_eq!(again.status, RefundStatus::Pending);
        stage.shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_stays_processed_is_watched_for_two_weeks_and_seldom() {
    let stage = Stage::at(At::Novac).await;
    let id = stage.paid("ORDER-1").await.payment.id;
    stage.shop.refund(id, "10000.00").await;
    stage.shop.pass(TimeDelta::minutes(1));
    stage.shop.office.sync_due().await.unwrap();
    let processed_at = stage.shop.place.now();
    let (mut times, mut last) = (0, TimeDelta::zero());
    for step in 0..(20 * 24) {
        stage.shop.pass(TimeDelta::minutes(if step < 24 { 10 } else { 60 }));
        let report = stage.shop.office.sync_due().await.unwrap();
        assert_eq!((report.changed.len(), report.failed.len()), (0, 0));
        if report.looked_up > 0 {
            (times, last) = (times + 1, stage.shop.place.now() - processed_at);
        }
    }
    assert!((TimeDelta::days(13)..=TimeDelta::days(15)).contains(&last), "{last}");
    assert!(times < 50, "{times} times");
    assert_eq!(stage.shop.office.count_open().await.unwrap(), 0);
}

const DASHBOARDS: [At; 3] = [At::OvgcSessions, At::OvgcRequests, At::Echezona];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_a_refund_made_in_a_dashboard_is_booked_once() {
    for_each_fault(&DASHBOARDS, dashboard_refund_through).await;
}

async fn dashboard_refund_through(at: At, fault: Fault) {
    let stage = Stage::of(at, fault).await;
    let paid = stage.paid("ORDER-1").await;
    let (id, currency) = (paid.payment.id, paid.payment.expected.currency());
    stage.turn(fault, true);
    stage.refund_in_dashboard(&paid, 1_000);
    let mut amounts = vec![1_000];
    if fault == Fault::ReorderedWebhooks {
        stage.refund_in_dashboard(&paid, 500);
        amounts.insert(0, 500);
    }
    let expected: &[Verdict] = match (fault, at) {
        (Fault::DuplicateWebhook, _) => &[Verdict::Accepted, Verdict::Duplicate],
        (Fault::ReorderedWebhooks, _) => &[Verdict::Accepted, Verdict::Accepted],
        (Fault::ClockSkew, At::OvgcSessions) => &[Verdict::Rejected],
        _ => &[Verdict::Accepted],
    };
    let inbox = stage.heard(1 + expected.len()).await.split_off(1);
    assert_eq!(verdicts(&inbox), expected);
    stage.turn(fault, false);
    stage.shop.pass(TimeDelta::hours(1));
    stage.shop.office.sync().await.unwrap();

    if expected == [Verdict::Rejected] {
        assert!(reason(&inbox[0]).contains("future"), "{}", reason(&inbox[0]));
        amounts.clear();
    }
    let payment = stage.payment(id).await;
    let booked: Vec<_> = payment.refunds.iter().map(|refund| refund.amount.minor()).collect();
    assert_eq!(booked, amounts);
    // OVGC has no word for a refund that has ended.
    let status = if at == At::Echezona { RefundStatus::Processed } else { RefundStatus::Pending };
    for refund in &payment.refunds {
        assert_eq!((refund.status, refund.method), (status, RefundMethod::Dashboard));
    }
    let held = Money::from_minor(amounts.iter().sum(), currency);
    assert_eq!(payment.refundable(), payment.captured.unwrap().checked_sub(held).unwrap());
    assert_eq!(payment.status, PaymentStatus::Paid);
    let found = stage.shop.kinds(id).await.into_iter().filter(|kind| *kind == "refund_found");
    assert_eq!(found.count(), amounts.len());
    assert!(!is_of_answers(fault) || inbox[0].entries.len() == 1, "only the message tells of it");
    stage.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_is_heard_of_before_its_payment_finds_the_payment_made() {
    for at in DASHBOARDS {
        let stage = Stage::at(at).await;
        let link = stage.link("ORDER-1").await.unwrap();
        stage.turn(Fault::ReorderedWebhooks, true);
        stage.customer(&link, Customer::PaysByCard);
        stage.refund_in_dashboard(&link, 1_000);
        let inbox = stage.heard(2).await;
        assert!(inbox[0].event.as_ref().unwrap().starts_with("refund."), "{at:?}");
        // Read one after the other or at once, they cause the same together.
        let caused = inbox.iter().map(|record| record.entries.len()).sum::<usize>();
        assert_eq!(caused, 2, "{at:?}");
        let kinds = stage.shop.kinds(link.payment.id).await;
        assert_eq!(kinds[2..], ["payment_observed", "refund_found"], "{at:?}");
        assert_eq!(stage.payment(link.payment.id).await.status, PaymentStatus::Paid);
        stage.shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_an_unheard_payment_waits_until_the_gateway_can_be_asked() {
    let stage = Stage::at(At::OvgcSessions).await;
    let link = stage.link("ORDER-1").await.unwrap();
    stage.shop.sandbox.send_webhooks_to("ovgc", None);
    let listened = stage.url();
    stage.customer(&link, Customer::PaysByCard);
    stage.shop.sandbox.send_webhooks_to("ovgc", Some(&listened));
    stage.turn(Fault::Broken, true);
    stage.refund_in_dashboard(&link, 1_000);
    let waiting = async {
        while stage.inbox().await.first().is_none_or(|record| record.verdict.is_none()) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap();
    stage.shop.office.handle_webhooks().await.unwrap();
    assert_eq!(stage.payment(link.payment.id).await.refunds.len(), 0);
    stage.turn(Fault::Broken, false);
    stage.shop.pass(TimeDelta::minutes(10));
    stage.shop.office.handle_webhooks().await.unwrap();
    let payment = stage.payment(link.payment.id).await;
    assert_eq!((payment.status, payment.refunds.len()), (PaymentStatus::Paid, 1));
    stage.shop.check().await;
}
