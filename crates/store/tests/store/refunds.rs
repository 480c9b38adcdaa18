//! Refunds in their lists.

use ledger::{BatchId, Body, Filter, MovementKind, RefundId, RefundStatus, Source};
use store::{DatedFilter, Error, MovementQuery, PaymentQuery, RefundQuery};
use uuid::Uuid;

use crate::shop::{
    Shop, accepted, at, refund_found, refund_matched, refund_observed, refund_recorded,
    refund_requested, refund_resolved, refund_told, signer,
};

fn query() -> RefundQuery {
    RefundQuery { limit: 10, ..RefundQuery::default() }
}

#[tokio::test]
async fn a_refund_is_listed_as_it_is_folded() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.pay(id, at(1)).await;
    let [by_api, by_hand] = [RefundId(Uuid::now_v7()), RefundId(Uuid::now_v7())];
    shop.tell(id, at(2), refund_requested(by_api, 10_000, "key-1")).await;
    shop.tell(id, at(3), refund_recorded(by_hand, 500)).await;
    shop.tell(id, at(4), refund_observed(by_api, RefundStatus::Processed)).await;
    let page = shop.store.refunds(&query()).await.expect("a list");
    let record = shop.store.payment(id).await.expect("a file").expect("known");
    let listed: Vec<_> = page.items.iter().map(|row| row.refund.clone()).collect();
    let newest_first: Vec<_> = record.payment.refunds.iter().rev().cloned().collect();
    assert_eq!(listed, newest_first);
    let row = page.items.first().expect("a row");
    assert_eq!((row.payment, row.reference.as_str()), (id, "ORDER-1"));
    assert_eq!(row.account_name.as_str(), "Main shop");
}

#[tokio::test]
async fn a_refund_is_found_by_its_id_and_by_its_key() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.pay(id, at(1)).await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(id, at(2), refund_requested(refund, 10_000, "key-1")).await;
    let store = &shop.store;
    assert_eq!(store.find_refund(refund).await.expect("a file"), Some(id));
    let by_key = store.refund_by_key("key-1").await.expect("a file");
    assert_eq!(by_key, Some((id, refund)));
    assert_eq!(store.refund_by_key("key-2").await.expect("a file"), None);
    let unknown = RefundId(Uuid::now_v7());
    assert_eq!(store.find_refund(unknown).await.expect("a file"), None);
}

#[tokio::test]
async fn refunds_are_paged_and_narrowed_by_payment_filter_and_time() {
    let shop = Shop::open().await;
    let [first, second] = [shop.order("A-100", 25_000).await, shop.order("B-200", 25_000).await];
    let mut made = Vec::new();
    for (number, payment) in [first, second, first].into_iter().enumerate() {
        shop.pay(payment, at(1)).await;
        let refund = RefundId(Uuid::now_v7());
        let when = at(10 + i64::try_from(number).expect("small"));
        shop.tell(payment, when, refund_requested(refund, 100, &refund.to_string())).await;
        made.push(refund);
    }
    let ids = async |query: RefundQuery| {
        let page = shop.store.refunds(&query).await.expect("a list");
        let ids: Vec<_> = page.items.iter().map(|row| row.refund.id).collect();
        (ids, page.next)
    };
    let (top, next) = ids(RefundQuery { limit: 2, ..query() }).await;
    assert_eq!(top, [made[2], made[1]]);
    let (rest, end) = ids(RefundQuery { after: next, ..query() }).await;
    assert_eq!((rest.as_slice(), end), ([made[0]].as_slice(), None));

    let payment = Some(first);
    let (own, _) = ids(RefundQuery { payment, ..query() }).await;
    assert_eq!(own, [made[2], made[0]]);
    let filter = DatedFilter {
        filter: "reference:b-2".parse::<Filter>().expect("a filter"),
        ..DatedFilter::default()
    };
    let (of_second, _) = ids(RefundQuery { filter, ..query() }).await;
    assert_eq!(of_second, [made[1]]);
    let filter = DatedFilter { from: Some(at(10)), until: Some(at(12)), ..DatedFilter::default() };
    let (early, _) = ids(RefundQuery { filter, ..query() }).await;
    assert_eq!(early, [made[1], made[0]]);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let shop = Shop::open().await;
    shop.order("A", 1).await;
    shop.order("B", 1).await;
    let payments = PaymentQuery { limit: 1, ..PaymentQuery::default() };
    let after = shop.store.payments(&payments).await.expect("a list").next;
    assert!(after.is_some());
    let error = shop.store.refunds(&RefundQuery { after, ..query() }).await;
    assert!(matches!(error, Err(Error::Cursor)));
}

fn wanted(refund: RefundId, minor: i64, batch: Option<BatchId>) -> Body {
    let Body::RefundRequested { amount, full, reason, customer_note, merchant_note, .. } =
        refund_requested(refund, minor, "")
    else {
        panic!("a request")
    };
    let by = Some(signer("Ada"));
    let idempotency_key = refund.to_string();
    Body::RefundRequested {
        refund,
        amount,
        full,
        reason,
        customer_note,
        merchant_note,
        idempotency_key,
        by,
        batch,
    }
}

#[tokio::test]
async fn what_people_decided_about_a_refund_is_listed_as_it_is_folded() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.pay(id, at(1)).await;
    let [agreed, refused, solved, matched, split] =
        std::array::from_fn(|_| RefundId(Uuid::now_v7()));
    let batch = Some(BatchId(Uuid::now_v7()));
    let told = |status, minor| refund_told(agreed, Source::Lookup, status, Some(minor));
    let note = Some("checked with the shop".to_owned());
    for (second, body) in (2..).zip([
        wanted(agreed, 100, batch),
        Body::RefundApproved { refund: agreed, by: signer("Bola"), note },
        Body::RefundSubmitted { refund: agreed },
        told(RefundStatus::Processed, 90),
        told(RefundStatus::Failed, 90),
        accepted([agreed]),
        wanted(refused, 200, None),
        Body::RefundRejected { refund: refused, by: signer("Bola"), reason: "twice".to_owned() },
        wanted(solved, 300, None),
        refund_observed(solved, RefundStatus::Unknown),
        refund_resolved(solved, RefundStatus::Processed),
        refund_recorded(matched, 400),
        refund_matched(matched, RefundStatus::Pending),
        refund_recorded(split, 500),
        refund_matched(split, RefundStatus::Processed),
        Body::RefundSplit { refund: split, found: RefundId(Uuid::now_v7()), by: signer("Bola") },
    ]) {
        shop.tell(id, at(second), body).await;
    }
    let record = shop.store.payment(id).await.expect("a file").expect("known");
    let page = shop.store.refunds(&query()).await.expect("a list");
    let mut listed: Vec<_> = page.items.into_iter().map(|row| row.refund).collect();
    listed.reverse();
    assert_eq!(listed, record.payment.refunds);
    let [first, second, third, ..] = listed.as_slice() else { panic!("six refunds") };
    assert_eq!((first.amount.minor(), first.asked.minor(), first.batch), (90, 100, batch));
    let decided = |refund: &ledger::Refund| refund.decision.clone().map(|yes| yes.approved);
    assert_eq!((decided(first), decided(second), decided(third)), (Some(true), Some(false), None));
    assert!(first.failed_later && first.accepted && !third.failed_later);
    assert_eq!(third.file.as_ref().map(|file| file.name.as_str()), Some("screen.png"));
    assert_eq!(third.resolved_by, Some(signer("Bola")));
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}

#[tokio::test]
async fn refunds_are_narrowed_by_state_and_by_batch() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.pay(id, at(1)).await;
    let [waiting, unknown, done] = std::array::from_fn(|_| RefundId(Uuid::now_v7()));
    let batch = BatchId(Uuid::now_v7());
    shop.tell(id, at(2), wanted(waiting, 1, None)).await;
    shop.tell(id, at(3), wanted(unknown, 1, Some(batch))).await;
    shop.tell(id, at(4), refund_observed(unknown, RefundStatus::Unknown)).await;
    shop.tell(id, at(5), refund_recorded(done, 1)).await;
    let ids = async |query: RefundQuery| {
        let page = shop.store.refunds(&query).await.expect("a list");
        page.items.iter().map(|row| row.refund.id).collect::<Vec<_>>()
    };
    let of = |status: &[RefundStatus]| RefundQuery { status: status.to_vec(), ..query() };
    assert_eq!(ids(of(&[])).await, [done, unknown, waiting]);
    assert_eq!(ids(of(&[RefundStatus::Requested])).await, [waiting]);
    let either = [RefundStatus::Unknown, RefundStatus::Processed];
    assert_eq!(ids(of(&either)).await, [done, unknown]);
    assert_eq!(ids(of(&[RefundStatus::Failed])).await, []);
    assert_eq!(ids(RefundQuery { batch: Some(batch), ..query() }).await, [unknown]);
    let other = Some(BatchId(Uuid::now_v7()));
    assert_eq!(ids(RefundQuery { batch: other, ..query() }).await, []);
}

#[tokio::test]
async fn a_joined_refund_is_listed_once_and_booked_once() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.pay(id, at(1)).await;
    let [recorded, found] = std::array::from_fn(|_| RefundId(Uuid::now_v7()));
    shop.tell(id, at(2), refund_recorded(recorded, 700)).await;
    shop.tell(id, at(3), refund_found(found, 700)).await;
    let by = signer("Bola");
    shop.tell(id, at(4), Body::RefundJoined { refund: recorded, found, by }).await;
    let page = shop.store.refunds(&query()).await.expect("a list");
    let ids: Vec<_> = page.items.iter().map(|row| row.refund.id).collect();
    assert_eq!(ids, [recorded]);
    assert_eq!(shop.store.find_refund(found).await.expect("a file"), None);
    assert_eq!(shop.store.find_refund(recorded).await.expect("a file"), Some(id));

    let movements = MovementQuery { limit: 99, ..MovementQuery::default() };
    let rows = shop.store.movements(&movements).await.expect("a list").items;
    let refunds: Vec<_> =
        rows.iter().filter(|row| row.movement.kind == MovementKind::Refund).collect();
    let sum: i64 = refunds.iter().map(|row| row.movement.money.minor()).sum();
    assert_eq!(sum, -700);
    let back = refunds.iter().find(|row| row.movement.money.minor() > 0).expect("booked back");
    assert_eq!((back.note.as_deref(), back.source.as_str()), (Some("from the till"), "hand"));
    assert!(refunds.iter().all(|row| row.note.is_some()), "{refunds:?}");
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}
