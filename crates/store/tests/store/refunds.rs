//! Refunds in their lists.

use ledger::{Filter, RefundId, RefundStatus};
use store::{DatedFilter, Error, PaymentQuery, RefundQuery};
use uuid::Uuid;

use crate::shop::{Shop, at, refund_observed, refund_recorded, refund_requested};

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
