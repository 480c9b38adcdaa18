//! What has been open for long, and what could not be looked up.

use ledger::{Body, PaymentStatus, RefundId, RefundStatus, Source};
use uuid::Uuid;

use crate::shop::{
    Shop, at, news, observed, refund_recorded, refund_requested, refund_told, signer,
};

#[tokio::test]
async fn a_refund_is_stale_by_the_time_it_was_sent() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.pay(id, at(1)).await;
    let pending = |refund| refund_told(refund, Source::Reply, RefundStatus::Pending, None);
    let [early, late, agreed, unknown, done] = std::array::from_fn(|_| RefundId(Uuid::now_v7()));
    for (refund, when) in [(early, 10), (late, 20), (agreed, 5), (unknown, 6), (done, 7)] {
        let key = refund.to_string();
        shop.tell(id, at(when), refund_requested(refund, 100, &key)).await;
    }
    let yes = Body::RefundApproved { refund: agreed, by: signer("Bola"), note: None };
    shop.tell(id, at(18), yes).await;
    for refund in [early, late, agreed, done] {
        shop.tell(id, at(30), pending(refund)).await;
    }
    shop.tell(id, at(31), refund_told(unknown, Source::Reply, RefundStatus::Unknown, None)).await;
    shop.tell(id, at(31), refund_told(done, Source::Lookup, RefundStatus::Processed, None)).await;
    shop.tell(id, at(32), refund_recorded(RefundId(Uuid::now_v7()), 100)).await;

    let stale = async |before| shop.store.stale_refunds(at(before)).await.expect("a list");
    assert_eq!(stale(10).await, []);
    assert_eq!(stale(11).await, [(id, early)]);
    assert_eq!(stale(18).await, [(id, early)]);
    assert_eq!(stale(19).await, [(id, agreed), (id, early)]);
    assert_eq!(stale(99).await, [(id, agreed), (id, early), (id, late)]);
}

#[tokio::test]
async fn a_payment_is_stale_while_nobody_knows_how_it_ended() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for second in 0..4 {
        let amount = ledger::Money::from_minor(100, ledger::Currency::NGN);
        let order = shop.ordered(&format!("ORDER-{second}"), amount);
        made.push(shop.place(order, at(second)).await);
    }
    shop.tell(made[0], at(5), news(observed(PaymentStatus::Pending))).await;
    // Paid, and open only for its refund.
    shop.pay(made[1], at(5)).await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(made[1], at(6), refund_requested(refund, 10, "key")).await;
    shop.tell(made[1], at(7), refund_told(refund, Source::Reply, RefundStatus::Pending, None))
        .await;
    let stale = async |before| shop.store.stale_payments(at(before)).await.expect("a list");
    assert_eq!(stale(0).await, []);
    assert_eq!(stale(3).await, [made[0], made[2]]);
    assert_eq!(stale(4).await, [made[0], made[2], made[3]]);
}

#[tokio::test]
async fn open_payments_that_could_not_be_looked_up_are_named_with_how_often() {
    let shop = Shop::open().await;
    let [once, often, paid, never] = [
        shop.order("A", 1).await,
        shop.order("B", 1).await,
        shop.order("C", 1).await,
        shop.order("D", 1).await,
    ];
    for (payment, attempts) in [(once, 1), (often, 7), (paid, 9)] {
        let planned = shop.store.schedule_lookup(payment, 1, at(1), attempts, Some(at(2)));
        planned.await.expect("planned");
    }
    shop.pay(paid, at(3)).await;
    let failing = async |most| shop.store.lookup_failures(most).await.expect("a list");
    assert_eq!(failing(1).await, [(once, 1), (often, 7)]);
    assert_eq!(failing(7).await, [(often, 7)]);
    assert_eq!(failing(8).await, []);
    assert!(!failing(0).await.iter().any(|(payment, _)| *payment == never));
}
