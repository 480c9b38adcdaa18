//! Two programs on one folder that decide at the same moment, as the window and the command line do.

use std::sync::Arc;

use backoffice::{Backoffice, Code, Error, RefundForm};
use ledger::{PaymentId, Refund};
use tokio::sync::Barrier;

use crate::shop::{Shop, order, refund};
use crate::wire::{Fault, Gate};

const ROUNDS: usize = 8;

/// Lets both refund the same payment, having looked it up at the same moment.
async fn at_once(
    shop: &Shop,
    doors: [&Backoffice; 2],
    id: PaymentId,
    amount: Option<&str>,
) -> (Refund, Error) {
    let barrier = Arc::new(Barrier::new(2));
    shop.wire.once("verify", Fault::Gather(Arc::clone(&barrier)));
    shop.wire.once("verify", Fault::Gather(barrier));
    let form = refund(id, amount);
    let (one, other) = tokio::join!(doors[0].create_refund(&form), doors[1].create_refund(&form));
    match (one, other) {
        (Ok((_, made)), Err(refused)) | (Err(refused), Ok((_, made))) => (made, refused),
        (Ok(_), Ok(_)) => panic!("both were made"),
        (Err(one), Err(other)) => panic!("neither was made: {one}; {other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_refunds_from_two_programs_exactly_one_is_sent() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    for round in 0..ROUNDS {
        let id = shop.paid(&format!("ORDER-{round}")).await;
        // All of it, or more than half: either way only one of two can be.
        let amount = (round % 2 == 1).then_some("15000.00");
        let (made, refused) = at_once(&shop, [&shop.office, &till], id, amount).await;
        assert!(matches!(refused.code(), Code::Refused | Code::Conflict), "{refused}");
        assert_eq!(shop.refunds_sent(), round + 1);
        let refunds = shop.payment(id).await.refunds;
        assert_eq!(refunds.len(), 1);
        assert_eq!(refunds[0].id, made.id);
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_asked_for_twice_in_one_program_is_sent_once() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    at_once(&shop, [&shop.office, &shop.office], id, None).await;
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_decided_on_before_another_could_be_seen_is_not_sent() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let gate = Arc::new(Gate::default());
    shop.wire.once("verify", Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let slow =
        tokio::spawn(async move { office.create_refund(&refund(id, Some("12500.00"))).await });
    gate.came().await;
    let till = shop.other_door().await;
    till.create_refund(&refund(id, Some("12500.00"))).await.unwrap();
    gate.open();
    let refused = slow.await.unwrap().unwrap_err();
    assert!(matches!(refused, Error::RefundedMeanwhile), "{refused}");
    assert_eq!(shop.refunds_sent(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_orders_with_one_number_exactly_one_is_placed() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    for round in 0..ROUNDS {
        let form = order(&format!("ORDER-{round}"));
        let (one, other) = tokio::join!(shop.office.create_link(&form), till.create_link(&form));
        let refused = match (one, other) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            (one, other) => panic!("{one:?} and {other:?}"),
        };
        assert!(matches!(refused, Error::ReferenceTaken { .. }), "{refused}");
        assert_eq!(shop.wire.sent("POST /novac/api/v1/initiate").len(), round + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn look_ups_at_the_same_moment_write_the_news_once() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, sandbox::Customer::PaysByCard);
    let id = link.payment.id;
    let (one, other) = tokio::join!(shop.office.look_up(id), till.look_up(id));
    let changed = [one.unwrap().changed, other.unwrap().changed];
    assert_eq!(changed.iter().filter(|changed| **changed).count(), 1);
    assert_eq!(shop.kinds(id).await, ["link_requested", "link_opened", "payment_observed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_part_wanted_twice_by_who_saw_the_same_is_paid_back_once() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    let id = shop.paid("ORDER-1").await;
    // Both look at the payment, and only then does one after the other say yes.
    let left_seen = Some(shop.payment(id).await.refundable().to_decimal_string());
    let form = RefundForm { left_seen, ..refund(id, Some("5000.00")) };
    shop.office.create_refund(&form).await.unwrap();
    for late in [&shop.office, &till] {
        let refused = late.create_refund(&form).await.unwrap_err();
        assert!(matches!(refused, Error::ChangedSincePlan { .. }), "{refused}");
        assert_eq!(refused.code(), Code::Conflict);
    }
    assert_eq!(shop.refunds_sent(), 1);

    // Who has seen the first and wants as much again is heard.
    let form = RefundForm { left_seen: Some("20000.00 NGN".to_owned()), ..form };
    shop.office.create_refund(&form).await.unwrap();
    let unread = RefundForm { left_seen: Some("much".to_owned()), ..form };
    let refused = shop.office.create_refund(&unread).await.unwrap_err();
    assert_eq!(refused.field(), Some("left"));
    assert_eq!(shop.refunds_sent(), 2);
    shop.check().await;
}
