//! Going through many refunds: progress, what came of each, cancelling, gateways that are away, and the result file.

use std::collections::BTreeMap;
use std::sync::Arc;

use backoffice::{
    Backoffice, Batch, BatchProgress, BatchReport, BatchSource, BatchStop, Cancel, Code, Error,
    RejectForm,
};
use chrono::TimeDelta;
use ledger::{BatchId, Body, RefundStatus, Subject};

use crate::batches::{REASON, agree, filter, list, plan};
use crate::shop::{Shop, entries, ngn};
use crate::wire::{Fault, Gate};

const REFUND: &str = "POST /novac/api/v1/refund";
const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

pub(crate) async fn run(office: &Backoffice, id: BatchId) -> BatchReport {
    office.run_batch(id, &Cancel::default(), |_| {}).await.unwrap()
}

pub(crate) fn counts(pairs: &[(&str, u64)]) -> BTreeMap<String, u64> {
    pairs.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
}

pub(crate) async fn words(office: &Backoffice, id: BatchId) -> Vec<Option<String>> {
    let lines = office.batch_lines(id, 0, 100).await.unwrap();
    lines.into_iter().map(|line| line.word).collect()
}

/// So many paid orders, and the list of them.
pub(crate) async fn orders(shop: &Shop, count: usize) -> BatchSource {
    let mut text = "reference\n".to_owned();
    for number in 1..=count {
        shop.paid(&format!("ORDER-{number}")).await;
        text.push_str(&format!("ORDER-{number}\n"));
    }
    list(&text)
}

async fn remaining(shop: &Shop, id: BatchId) -> Batch {
    shop.office.batch(id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_refunds_line_by_line_and_tells_how_far_it_is() {
    let shop = Shop::open().await;
    let source = orders(&shop, 3).await;
    let id = agree(&shop.office, &source).await;
    assert_eq!(shop.refunds_sent(), 0, "a yes sends nothing by itself");

    let mut told = Vec::new();
    let cancel = Cancel::default();
    let report = shop.office.run_batch(id, &cancel, |now| told.push(now.clone())).await.unwrap();
    assert!(matches!(report.stop, BatchStop::Finished), "{report:?}");
    assert_eq!((report.lines, report.left), (3, 0));
    assert_eq!(report.results, counts(&[("pending", 3)]));
    let progress =
        told.iter().map(|now| (now.done, now.lines, now.reference.as_str(), now.word.as_str()));
    let pending = "pending";
    assert_eq!(
        progress.collect::<Vec<_>>(),
        [(1, 3, "ORDER-1", pending), (2, 3, "ORDER-2", pending), (3, 3, "ORDER-3", pending)]
    );
    assert_eq!((shop.refunds_sent(), shop.wire.most_under_way()), (3, 1));

    let kinds: Vec<_> = entries(&shop.office, Some(Subject::Batch(id))).await;
    let [started, ended] = kinds.as_slice() else { panic!("{kinds:?}") };
    assert!(matches!(&started.body, Body::BatchStarted { lines: 3, .. }));
    assert_eq!(
        ended.body,
        Body::BatchEnded { cancelled: false, results: counts(&[("pending", 3)]) }
    );
    for line in shop.office.batch_lines(id, 0, 100).await.unwrap() {
        let refund = shop.payment(line.line.payment).await.refunds.pop().unwrap();
        assert_eq!((refund.id, refund.batch), (line.line.refund, Some(id)));
        assert_eq!((refund.reason.as_str(), refund.by.unwrap().as_str()), (REASON, "Ngozi"));
        assert!(refund.full);
    }
    // Again: it has ended, and nothing is sent.
    let again = run(&shop.office, id).await;
    assert!(matches!(again.stop, BatchStop::Finished));
    assert_eq!((again.results, again.left), (counts(&[("pending", 3)]), 0));
    assert_eq!(shop.refunds_sent(), 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_has_ended_tells_how_its_refunds_stand_by_now() {
    let shop = Shop::open().await;
    let source = orders(&shop, 2).await;
    let id = agree(&shop.office, &source).await;
    run(&shop.office, id).await;
    shop.pass(TimeDelta::days(2));
    shop.office.sync().await.unwrap();
    let batch = remaining(&shop, id).await;
    assert_eq!(words(&shop.office, id).await, vec![Some("processed".to_owned()); 2]);
    assert_eq!(batch.results, counts(&[("processed", 2)]));
    assert_eq!(batch.record.ended.unwrap().results, counts(&[("pending", 2)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_has_the_word_of_what_came_of_it_and_none_keeps_the_others_from_being_refunded()
{
    let shop = Shop::open().await;
    let source = orders(&shop, 5).await;
    let id = agree(&shop.office, &source).await;
    // Somebody refunds a part of the second before its turn comes.
    let second = shop.office.find_payment("ORDER-2").await.unwrap().payment.id;
    shop.refund_in_dashboard(second, 100_000).await;
    shop.wire.once(REFUND, Fault::HangUp { arrives: true });
    let report = shop
        .office
        .run_batch(id, &Cancel::default(), |now| {
            if now.done == 2 {
                let refusal = r#"{"status":false,"message":"Not today"}"#;
                shop.wire.once(REFUND, Fault::Refuse(400, "x-a: b", refusal));
            }
            if now.done == 3 {
                shop.wire.once("verify", Fault::Refuse(404, "x-a: b", "{}"));
            }
        })
        .await
        .unwrap();
    assert!(matches!(report.stop, BatchStop::Finished), "{report:?}");
    let lines = shop.office.batch_lines(id, 0, 100).await.unwrap();
    let words: Vec<_> = lines.iter().map(|line| line.word.as_deref().unwrap()).collect();
    assert_eq!(words, ["unknown", "refused", "failed", "refused", "pending"]);
    let says = |at: usize| lines[at].message.as_deref().unwrap_or_default();
    assert!(says(1).contains("24000.00 NGN is now"), "{}", says(1));
    assert!(says(2).contains("Not today"), "{}", says(2));
    assert_eq!(
        lines.iter().map(|line| line.asked_for).collect::<Vec<_>>(),
        [true, false, true, false, true]
    );
    assert_eq!(
        report.results,
        counts(&[("failed", 1), ("pending", 1), ("refused", 2), ("unknown", 1)])
    );

    // The line tells what is known by now, and so does the file.
    shop.office.look_up(lines[0].line.payment).await.unwrap();
    assert_eq!(self::words(&shop.office, id).await[0].as_deref(), Some("pending"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_above_the_accounts_limit_waits_for_a_second_person() {
    let shop = Shop::open().await;
    shop.office.set_approval("main", &["10000.00 NGN".to_owned()]).await.unwrap();
    shop.paid("ORDER-1").await;
    shop.paid("ORDER-2").await;
    let source = list("reference,amount\nORDER-1,10000.01\nORDER-2,10000.00\n");
    let plan = plan(&shop.office, &source).await;
    assert_eq!((plan.refunds, plan.wanting_approval), (1, 1));
    assert_eq!(plan.sums, [ngn(2_000_001)]);

    let id = agree(&shop.office, &source).await;
    let report = run(&shop.office, id).await;
    assert_eq!(report.results, counts(&[("pending", 1), ("requested", 1)]));
    assert_eq!(shop.refunds_sent(), 1);
    let refund = shop.office.batch_lines(id, 0, 1).await.unwrap()[0].line.refund;
    let form =
        RejectForm { refund, by: "Emeka".to_owned(), reason: "It was not broken".to_owned() };
    shop.office.reject_refund(&form).await.unwrap();
    assert_eq!(words(&shop.office, id).await[0].as_deref(), Some("failed"));
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_waits_for_the_refund_under_way_and_sends_no_more() {
    let shop = Shop::open().await;
    let id = agree(&shop.office, &orders(&shop, 3).await).await;
    let (gate, cancel) = (Arc::new(Gate::default()), Cancel::default());
    shop.wire.once(REFUND, Fault::Hold(Arc::clone(&gate)));
    let going = {
        let (office, cancel) = (shop.office.clone(), cancel.clone());
        tokio::spawn(async move { office.run_batch(id, &cancel, |_| {}).await })
    };
    gate.came().await;
    assert!(remaining(&shop, id).await.running);
    cancel.cancel();
    gate.open();
    let report = going.await.unwrap().unwrap();
    assert!(matches!(report.stop, BatchStop::Cancelled), "{report:?}");
    assert_eq!(report.results, counts(&[("pending", 1), ("skipped", 2)]));
    assert_eq!((report.left, shop.refunds_sent()), (0, 1));

    // It is over: going on with it does nothing, and its lines say so.
    let again = run(&shop.office, id).await;
    assert!(matches!(again.stop, BatchStop::Cancelled));
    assert_eq!(shop.refunds_sent(), 1);
    let skipped = Some("skipped".to_owned());
    assert_eq!(words(&shop.office, id).await[1..], [skipped.clone(), skipped]);
    assert!(!remaining(&shop, id).await.running);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_is_refused_while_the_first_goes_through_the_batch() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    let id = agree(&shop.office, &orders(&shop, 2).await).await;
    let gate = Arc::new(Gate::default());
    shop.wire.once(REFUND, Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let going = tokio::spawn(async move { run(&office, id).await });
    gate.came().await;
    for office in [&till, &shop.office] {
        let refused = office.run_batch(id, &Cancel::default(), |_| {}).await.unwrap_err();
        assert!(matches!(refused, Error::BatchRunning), "{refused}");
        assert_eq!(refused.code(), Code::Conflict);
        let refused = office.end_batch(id).await.unwrap_err();
        assert!(matches!(refused, Error::BatchRunning), "{refused}");
    }
    gate.open();
    assert_eq!(going.await.unwrap().results, counts(&[("pending", 2)]));
    assert_eq!(run(&till, id).await.results, counts(&[("pending", 2)]));
    assert_eq!(shop.refunds_sent(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_away_stops_the_batch_and_it_goes_on_later_where_it_stopped() {
    let shop = Shop::open().await;
    let id = agree(&shop.office, &orders(&shop, 6).await).await;
    let report = shop
        .office
        .run_batch(id, &Cancel::default(), |now| {
            if now.done == 2 {
                shop.wire.always("GET", Fault::Status(503, ""));
            }
        })
        .await
        .unwrap();
    let BatchStop::Stopped(error) = &report.stop else { panic!("{report:?}") };
    assert_eq!(error.code(), Code::Gateway, "{error}");
    assert_eq!((report.results, report.left), (counts(&[("pending", 2)]), 4));
    let batch = remaining(&shop, id).await;
    assert_eq!((batch.done, batch.running, batch.record.ended), (2, false, None));
    assert_eq!(shop.office.unfinished_batches().await.unwrap().len(), 1);

    shop.wire.mend();
    let mut first = None;
    let told = |now: &BatchProgress| {
        first.get_or_insert((now.done, now.reference.clone()));
    };
    let report = shop.office.run_batch(id, &Cancel::default(), told).await.unwrap();
    assert!(matches!(report.stop, BatchStop::Finished));
    assert_eq!(first, Some((3, "ORDER-3".to_owned())));
    assert_eq!((report.results, shop.refunds_sent()), (counts(&[("pending", 6)]), 6));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_cannot_be_asked_about_once_has_its_turn_again() {
    let shop = Shop::open().await;
    let id = agree(&shop.office, &orders(&shop, 3).await).await;
    let first = shop.office.find_payment("ORDER-1").await.unwrap().payment;
    let about: &'static str = first.gateway_reference.unwrap().leak();
    // The client asks several times by itself before it gives up.
    shop.wire.always(about, Fault::Status(503, ""));
    let mut order = Vec::new();
    let report = shop
        .office
        .run_batch(id, &Cancel::default(), |now| {
            order.push(now.reference.clone());
            if now.done == 2 {
                shop.wire.mend();
            }
        })
        .await
        .unwrap();
    assert!(matches!(report.stop, BatchStop::Finished), "{report:?}");
    assert_eq!(order, ["ORDER-2", "ORDER-3", "ORDER-1"]);
    assert_eq!(shop.refunds_sent(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_gone_stop_the_batch_at_once() {
    let shop = Shop::open().await;
    let id = agree(&shop.office, &orders(&shop, 2).await).await;
    let account = shop.office.account("main").await.unwrap().record.id;
    let keys = shop.place.keys(account).await;
    shop.place.lose_keys(account).await;
    let till = shop.other_door().await;
    let report = run(&till, id).await;
    let BatchStop::Stopped(error) = &report.stop else { panic!("{report:?}") };
    assert_eq!((error.code(), report.left), (Code::Locked, 2));
    shop.place.give_keys(account, &keys).await;
    assert_eq!(run(&shop.office, id).await.results, counts(&[("pending", 2)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_given_up_keeps_what_was_refunded() {
    let shop = Shop::open().await;
    let source = orders(&shop, 2).await;
    let id = agree(&shop.office, &source).await;
    let report = shop
        .office
        .run_batch(id, &Cancel::default(), |_| shop.wire.always("GET", Fault::Status(503, "")))
        .await
        .unwrap();
    assert!(matches!(report.stop, BatchStop::Stopped(_)), "{report:?}");
    let ended = shop.office.end_batch(id).await.unwrap();
    let end = ended.record.ended.clone().unwrap();
    assert_eq!((end.cancelled, end.results), (true, counts(&[("pending", 1), ("skipped", 1)])));
    assert_eq!(shop.office.end_batch(id).await.unwrap(), ended, "it ended twice");
    assert_eq!(entries(&shop.office, Some(Subject::Batch(id))).await.len(), 2);
    assert!(shop.office.unfinished_batches().await.unwrap().is_empty());
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_batches_of_the_same_payments_refund_them_once() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let half = list("reference,amount\nORDER-1,10000.00\n");
    let id = agree(&shop.office, &half).await;
    let digest = plan(&shop.office, &half).await.digest;
    let other = shop.office.start_batch(&filter("ORDER-1"), REASON, "Ngozi", &digest).await;
    assert!(matches!(other, Err(Error::PlanChanged(_))));
    let other = agree(&shop.office, &filter("ORDER-1")).await;
    assert_ne!(id, other);
    run(&shop.office, id).await;
    let report = run(&shop.office, other).await;
    assert_eq!(report.results, counts(&[("refused", 1)]));
    assert_eq!(shop.refunds_sent(), 1);
    // Whoever says yes to the same list again, from what they saw before, is shown what is left now.
    let again = shop.office.start_batch(&half, REASON, "Ngozi", &digest).await;
    let Err(Error::PlanChanged(anew)) = again else { panic!("{again:?}") };
    assert_eq!((anew.refunded_before, anew.lines[0].left), (1, Some(ngn(1_500_000))));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_file_tells_of_every_line_and_runs_no_formula() {
    let shop = Shop::open().await;
    shop.paid("-ORDER-1").await;
    shop.paid("ORDER-2").await;
    shop.paid("ORDER-3").await;
    let text = "reference,amount,reason,customer_note\n\
                -ORDER-1,100.00,=1+1,+sorry\nORDER-2,,,\nORDER-3,200.00,,\n";
    let id = agree(&shop.office, &list(text)).await;
    let second = shop.office.find_payment("ORDER-2").await.unwrap().payment.id;
    shop.refund_in_dashboard(second, 100_000).await;
    shop.wire.once(PARTIAL, Fault::HangUp { arrives: true });
    run(&shop.office, id).await;

    let path = shop.place.path("result.csv");
    shop.office.batch_result(id, &path).await.unwrap();
    let file = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<_> = file.lines().collect();
    let lines = shop.office.batch_lines(id, 0, 100).await.unwrap();
    assert_eq!(
        rows[0],
        "\"line\",\"account\",\"reference\",\"amount\",\"currency\",\"outcome\",\"message\",\"reason\",\
         \"customer_note\",\"payment_id\",\"refund_id\""
    );
    let begins = "2,\"main\",\"'-ORDER-1\",100.00,\"NGN\",\"unknown\",";
    assert!(rows[1].starts_with(begins), "{}", rows[1]);
    let first = &lines[0].line;
    let ends = format!("\"'=1+1\",\"'+sorry\",\"{}\",\"{}\"", first.payment, first.refund);
    assert!(rows[1].ends_with(&ends), "{}", rows[1]);
    assert!(rows[2].contains("25000.00,\"NGN\",\"refused\"") && rows[2].ends_with(",\"\""));
    assert_eq!(rows.len(), 4);

    // Handed in again, only what was not refunded can be.
    let source = BatchSource::from_file(&path).await.unwrap();
    let plan = plan(&shop.office, &source).await;
    assert_eq!(plan.ignored_columns, ["line", "outcome", "message", "payment_id", "refund_id"]);
    assert_eq!(plan.lines[0].reference, "-ORDER-1");
    assert_eq!(plan.lines[0].reason, "=1+1");

    let inside = shop.office.dir().join("tillkeeper.db");
    let refused = shop.office.batch_result(id, &inside).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidInput);
    let lost = shop.payment(first.payment).await.refunds[0].status;
    assert_eq!(lost, RefundStatus::Unknown);
    shop.check().await;
}
