//! What is to be looked up, and when.

use ledger::{PaymentStatus, RefundId, RefundStatus};
use store::{DueLookup, LookupState};
use uuid::Uuid;

use crate::shop::{Shop, at, news, observed, refund_observed, refund_requested};

#[tokio::test]
async fn an_open_payment_is_due_until_its_look_up_is_planned() {
    let shop = Shop::open().await;
    let [first, second] = [shop.order("A", 1).await, shop.order("B", 1).await];
    let due = shop.store.due_lookups(at(5), 10).await.expect("a list");
    let attempts = 0;
    assert_eq!(due.len(), 2);
    assert!(due.contains(&DueLookup { payment: first, attempts }));

    let planned = shop.store.schedule_lookup(first, 1, at(5), 3, Some(at(60))).await;
    planned.expect("a plan");
    let due = shop.store.due_lookups(at(59), 10).await.expect("a list");
    assert_eq!(due, [DueLookup { payment: second, attempts }]);
    let due = shop.store.due_lookups(at(60), 10).await.expect("a list");
    let overdue = DueLookup { payment: first, attempts: 3 };
    assert_eq!(due, [DueLookup { payment: second, attempts }, overdue]);
    assert_eq!(shop.store.due_lookups(at(60), 1).await.expect("a list").len(), 1);
    let state = LookupState { looked_up_at: at(5), attempts: 3, next_at: Some(at(60)) };
    assert_eq!(shop.store.lookup_state(first).await.expect("a file"), Some(state));
    assert_eq!(shop.store.lookup_state(second).await.expect("a file"), None);
}

#[tokio::test]
async fn an_open_payment_without_a_plan_is_left_alone_and_stays_open() {
    let shop = Shop::open().await;
    let id = shop.order("A", 1).await;
    shop.store.schedule_lookup(id, 1, at(5), 9, None).await.expect("no plan");
    assert_eq!(shop.store.due_lookups(at(9_999), 10).await.expect("a list"), []);
    assert_eq!(shop.store.open_payments().await.expect("a list"), [id]);
}

#[tokio::test]
async fn a_plan_made_before_an_open_payment_moved_on_counts_for_nothing() {
    let shop = Shop::open().await;
    let [refunding, done] = [shop.order("A", 1_000).await, shop.order("B", 1_000).await];
    for id in [refunding, done] {
        shop.pay(id, at(1)).await;
        shop.store.schedule_lookup(id, 2, at(2), 0, None).await.expect("no plan");
    }
    assert_eq!(shop.store.due_lookups(at(3), 10).await.expect("a list"), []);
    let refund = RefundId(Uuid::now_v7());
    shop.tell(refunding, at(3), refund_requested(refund, 500, "key")).await;
    shop.tell(refunding, at(3), refund_observed(refund, RefundStatus::Unknown)).await;
    shop.tell(done, at(3), news(observed(PaymentStatus::Settled))).await;
    let due = [DueLookup { payment: refunding, attempts: 0 }];
    for next in [None, Some(at(9_999))] {
        // Whoever looked it up before the refund plans only now.
        shop.store.schedule_lookup(refunding, 2, at(4), 0, next).await.expect("a plan");
        assert_eq!(shop.store.due_lookups(at(5), 10).await.expect("a list"), due);
    }
    shop.store.schedule_lookup(refunding, 4, at(5), 0, Some(at(15))).await.expect("a plan");
    assert_eq!(shop.store.due_lookups(at(14), 10).await.expect("a list"), []);
    assert_eq!(shop.store.due_lookups(at(15), 10).await.expect("a list"), due);
}

#[tokio::test]
async fn open_is_what_may_still_change_or_was_planned() {
    let shop = Shop::open().await;
    let pending = shop.order("A", 1_000).await;
    let refunding = shop.order("B", 1_000).await;
    let settled = shop.order("C", 1_000).await;
    let planned = shop.order("D", 1_000).await;
    let refund = RefundId(Uuid::now_v7());
    for id in [refunding, settled, planned] {
        shop.tell(id, at(1), news(observed(PaymentStatus::Settled))).await;
    }
    shop.tell(refunding, at(2), refund_requested(refund, 500, "key")).await;
    shop.tell(refunding, at(3), refund_observed(refund, RefundStatus::Unknown)).await;
    let plan = shop.store.schedule_lookup(planned, 2, at(3), 0, Some(at(90))).await;
    plan.expect("a plan");
    let open = shop.store.open_payments().await.expect("a list");
    assert_eq!(open, [planned, refunding, pending]);
    assert_eq!(shop.store.count_open().await.expect("a count"), 2, "one is only watched");

    shop.tell(refunding, at(4), refund_observed(refund, RefundStatus::Processed)).await;
    let open = shop.store.open_payments().await.expect("a list");
    assert_eq!(open, [planned, pending]);
}

#[tokio::test]
async fn plans_survive_a_rebuild_of_the_projections() {
    let shop = Shop::open().await;
    let id = shop.order("A", 1).await;
    shop.store.schedule_lookup(id, 1, at(5), 2, Some(at(60))).await.expect("a plan");
    shop.store.rebuild_projections().await.expect("made again");
    let due = shop.store.due_lookups(at(60), 10).await.expect("a list");
    assert_eq!(due, [DueLookup { payment: id, attempts: 2 }]);
}
