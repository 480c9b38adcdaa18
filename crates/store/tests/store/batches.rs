//! Batches of refunds: started whole, gone on with, ended.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{BatchId, Body, Currency, Money, PaymentId, RefundId, Subject};
use store::{Append, BatchEnd, BatchLine, BatchRecord, Cursor, Error, LineOutcome, PaymentQuery};
use uuid::Uuid;

use crate::shop::{Shop, at, draft, signer};

fn started(lines: u64) -> Body {
    Body::BatchStarted {
        of: "status:paid".to_owned(),
        plan: "f".repeat(64),
        lines,
        sums: vec![Money::from_minor(300, Currency::NGN)],
        reason: "the concert is off".to_owned(),
        by: signer("Bola"),
    }
}

fn about_batch(id: BatchId, version: u64, when: DateTime<Utc>, body: Body) -> Append {
    Append {
        subject: Subject::Batch(id),
        expected_version: version,
        drafts: vec![draft(when, body)],
        people: Vec::new(),
    }
}

pub(crate) fn line(number: u32, payment: PaymentId) -> BatchLine {
    BatchLine {
        line: number,
        payment,
        amount: Money::from_minor(100, Currency::NGN),
        left: Money::from_minor(25_000, Currency::NGN),
        refund: RefundId(Uuid::now_v7()),
        reason: "the concert is off".to_owned(),
        customer_note: (number == 2).then(|| "sorry".to_owned()),
    }
}

impl Shop {
    pub(crate) async fn start(&self, when: DateTime<Utc>, lines: Vec<BatchLine>) -> BatchId {
        let id = BatchId(Uuid::now_v7());
        let count = u64::try_from(lines.len()).expect("few");
        let append = about_batch(id, 0, when, started(count));
        self.store.start_batch(append, lines).await.expect("a batch");
        id
    }

    async fn end(&self, id: BatchId, version: u64, when: DateTime<Utc>, cancelled: bool) {
        let results = BTreeMap::from([("processed".to_owned(), 1)]);
        let body = Body::BatchEnded { cancelled, results };
        self.store.append(about_batch(id, version, when, body)).await.expect("the end");
    }
}

fn outcome(word: &str, message: Option<&str>) -> LineOutcome {
    LineOutcome { word: word.to_owned(), message: message.map(str::to_owned) }
}

#[tokio::test]
async fn a_batch_is_kept_with_its_lines_and_ends_once() {
    let shop = Shop::open().await;
    let [first, second] = [shop.order("A-1", 25_000).await, shop.order("B-2", 25_000).await];
    let lines = vec![line(1, first), line(2, second)];
    let id = shop.start(at(5), lines.clone()).await;
    let expected = BatchRecord {
        id,
        version: 1,
        of: "status:paid".to_owned(),
        plan: "f".repeat(64),
        reason: "the concert is off".to_owned(),
        by: signer("Bola"),
        lines: 2,
        sums: vec![Money::from_minor(300, Currency::NGN)],
        started_at: at(5),
        ended: None,
    };
    assert_eq!(shop.store.batch(id).await.expect("a file"), Some(expected.clone()));
    let rows = shop.store.batch_lines(id, 0, 100).await.expect("lines");
    let kept: Vec<_> = rows.iter().map(|row| row.line.clone()).collect();
    assert_eq!(kept, lines);
    let names: Vec<_> =
        rows.iter().map(|row| (row.reference.as_str(), row.account_name.as_str())).collect();
    assert_eq!(names, [("A-1", "Main shop"), ("B-2", "Main shop")]);
    assert!(rows.iter().all(|row| row.outcome.is_none()));

    shop.end(id, 1, at(9), true).await;
    shop.end(id, 2, at(10), false).await;
    let results = BTreeMap::from([("processed".to_owned(), 1)]);
    let ended = Some(BatchEnd { at: at(9), cancelled: true, results });
    let expected = BatchRecord { version: 3, ended, ..expected };
    assert_eq!(shop.store.batch(id).await.expect("a file"), Some(expected));
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
    let unknown = shop.store.batch(BatchId(Uuid::now_v7())).await;
    assert_eq!(unknown.expect("a file"), None);
}

#[tokio::test]
async fn a_batch_starts_with_all_of_its_lines_or_not_at_all() {
    let shop = Shop::open().await;
    let payment = shop.order("A-1", 25_000).await;
    let head = shop.store.head().await.expect("a journal");
    let id = BatchId(Uuid::now_v7());
    let append = about_batch(id, 0, at(0), started(2));
    let twice = vec![line(1, payment), line(1, payment)];
    shop.store.start_batch(append, twice).await.expect_err("one line, twice");
    assert_eq!(shop.store.head().await.expect("a journal"), head);
    assert_eq!(shop.store.batch(id).await.expect("a file"), None);
    assert_eq!(shop.store.batch_lines(id, 0, 10).await.expect("lines"), []);

    let id = shop.start(at(0), vec![line(1, payment)]).await;
    let again = about_batch(id, 0, at(1), started(1));
    let error = shop.store.start_batch(again, vec![line(2, payment)]).await;
    assert!(matches!(error, Err(Error::Conflict { found: 1, .. })), "{error:?}");
    assert_eq!(shop.store.batch_lines(id, 0, 10).await.expect("lines").len(), 1);

    let other =
        Append { subject: Subject::Payment(payment), ..about_batch(id, 1, at(1), started(1)) };
    let error = shop.store.start_batch(other, Vec::new()).await;
    assert!(matches!(error, Err(Error::NotABatch { .. })), "{error:?}");
}

#[tokio::test]
async fn what_came_of_a_line_is_the_last_that_was_written_down() {
    let shop = Shop::open().await;
    let payment = shop.order("A-1", 25_000).await;
    let id = shop.start(at(0), (1..=3).map(|number| line(number, payment)).collect()).await;
    let store = &shop.store;
    let none = store.count_line_outcomes(id).await.expect("counts");
    assert!(none.is_empty(), "{none:?}");
    let unknown = outcome("unknown", Some("the answer was lost"));
    store.set_line_outcome(id, 1, unknown).await.expect("kept");
    store.set_line_outcome(id, 1, outcome("processed", None)).await.expect("kept");
    store.set_line_outcome(id, 3, outcome("refused", Some("nothing is left"))).await.expect("kept");
    let rows = store.batch_lines(id, 0, 10).await.expect("lines");
    let outcomes: Vec<_> = rows.into_iter().map(|row| row.outcome).collect();
    let refused = outcome("refused", Some("nothing is left"));
    assert_eq!(outcomes, [Some(outcome("processed", None)), None, Some(refused)]);
    let counts = store.count_line_outcomes(id).await.expect("counts");
    let expected = [("processed".to_owned(), 1), ("refused".to_owned(), 1)];
    assert_eq!(counts, BTreeMap::from(expected));

    let error = store.set_line_outcome(id, 4, outcome("processed", None)).await;
    assert!(matches!(error, Err(Error::LineUnknown { line: 4, .. })), "{error:?}");
    let nowhere = BatchId(Uuid::now_v7());
    let error = store.set_line_outcome(nowhere, 1, outcome("processed", None)).await;
    assert!(matches!(error, Err(Error::LineUnknown { .. })), "{error:?}");
}

#[tokio::test]
async fn lines_are_read_on_behind_the_last_one() {
    let shop = Shop::open().await;
    let payment = shop.order("A-1", 25_000).await;
    let id = shop.start(at(0), (1..=5).rev().map(|number| line(number, payment)).collect()).await;
    shop.start(at(1), vec![line(1, payment)]).await;
    let numbers = async |after, limit| {
        let rows = shop.store.batch_lines(id, after, limit).await.expect("lines");
        rows.iter().map(|row| row.line.line).collect::<Vec<_>>()
    };
    assert_eq!(numbers(0, 2).await, [1, 2]);
    assert_eq!(numbers(2, 2).await, [3, 4]);
    assert_eq!(numbers(4, 2).await, [5]);
    assert_eq!(numbers(5, 2).await, Vec::<u32>::new());
}

#[tokio::test]
async fn batches_are_listed_the_newest_first_and_those_that_did_not_end_by_themselves() {
    let shop = Shop::open().await;
    let payment = shop.order("A-1", 25_000).await;
    let mut made = Vec::new();
    for second in 0..3 {
        made.push(shop.start(at(second), vec![line(1, payment)]).await);
    }
    shop.end(made[1], 1, at(9), false).await;
    let ids = |batches: &[BatchRecord]| batches.iter().map(|batch| batch.id).collect::<Vec<_>>();
    let top = shop.store.batches(None, 2).await.expect("a page");
    assert_eq!(ids(&top.items), [made[2], made[1]]);
    let written = top.next.expect("there is more").to_string();
    let after = written.parse::<Cursor>().expect("its own cursor");
    let rest = shop.store.batches(Some(after), 2).await.expect("a page");
    assert_eq!((ids(&rest.items).as_slice(), rest.next), ([made[0]].as_slice(), None));
    let unfinished = shop.store.unfinished_batches().await.expect("a list");
    assert_eq!(ids(&unfinished), [made[2], made[0]]);

    shop.order("B-2", 1).await;
    let payments = PaymentQuery { limit: 1, ..PaymentQuery::default() };
    let other = shop.store.payments(&payments).await.expect("a list").next;
    let error = shop.store.batches(other, 2).await;
    assert!(matches!(error, Err(Error::Cursor)));
}

#[tokio::test]
async fn a_rebuild_makes_batches_again_and_keeps_their_lines() {
    let shop = Shop::open().await;
    let payment = shop.order("A-1", 25_000).await;
    let id = shop.start(at(0), vec![line(1, payment)]).await;
    shop.store.set_line_outcome(id, 1, outcome("pending", None)).await.expect("kept");
    let before = shop.store.batch(id).await.expect("a file");
    let lines = shop.store.batch_lines(id, 0, 10).await.expect("lines");
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.batch(id).await.expect("a file"), before);
    assert_eq!(shop.store.batch_lines(id, 0, 10).await.expect("lines"), lines);
}
