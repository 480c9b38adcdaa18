//! Appending: places, versions, and what may exist only once.

use ledger::PaymentStatus;
use store::{EntryQuery, PaymentQuery, PaymentRow};

use crate::shop::{Shop, at, opened};

#[tokio::test]
async fn entries_come_back_as_they_were_written_and_numbered_without_gaps() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    let written = shop.tell(id, at(1), opened("GW-1")).await;
    let query = EntryQuery { limit: 10, ..EntryQuery::default() };
    let page = shop.store.entries(query).await.expect("a journal");
    let places: Vec<_> = page.items.iter().map(|entry| (entry.seq, entry.version)).collect();
    assert_eq!(places, [(1, 1), (2, 1), (3, 2)]);
    assert_eq!(page.items.last(), written.last());
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn a_payment_is_the_same_folded_and_listed() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.tell(id, at(1), opened("GW-1")).await;
    shop.pay(id, at(2)).await;
    let record = shop.store.payment(id).await.expect("a file").expect("known");
    assert_eq!(record.payment.status, PaymentStatus::Paid);
    assert_eq!(record.account_name.as_str(), "Main shop");
    let query = PaymentQuery { limit: 10, ..PaymentQuery::default() };
    let page = shop.store.payments(&query).await.expect("a list");
    assert_eq!(page.items, [PaymentRow::of(&record)]);
}
