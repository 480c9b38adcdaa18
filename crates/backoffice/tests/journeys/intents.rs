//! An intent is in the journal before its request leaves, and nothing that the rules refuse leaves at all.

use std::sync::Arc;

use backoffice::{Code, Error};
use ledger::{Body, GatewayKind, RefundRefusal, RefundStatus};

use crate::shop::{Shop, ngn, order, ovgc_order, refund};
use crate::wire::{Fault, Gate};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_in_the_journal_before_it_is_asked_for() {
    let shop = Shop::open().await;
    let gate = Arc::new(Gate::default());
    shop.wire.once("POST /novac/api/v1/initiate", Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let asking = tokio::spawn(async move { office.create_link(&order("ORDER-1")).await });
    gate.came().await;

    let seen = shop.other_door().await.find_payment("ORDER-1").await.unwrap();
    assert_eq!(shop.kinds(seen.payment.id).await, ["link_requested"]);
    let asked_for = shop.wire.sent("POST /novac/api/v1/initiate")[0].body.clone();
    let reference = asked_for["transactionReference"].as_str().unwrap();
    let by_candidate = shop.office.find_payment(reference).await.unwrap();
    assert_eq!(by_candidate.payment.id, seen.payment.id);

    gate.open();
    asking.await.unwrap().unwrap();
    assert_eq!(shop.kinds(seen.payment.id).await, ["link_requested", "link_opened"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_in_the_journal_and_holds_its_amount_before_it_is_asked_for() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let gate = Arc::new(Gate::default());
    shop.wire.once("POST /novac/api/v1/partial-refund", Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let asking =
        tokio::spawn(async move { office.create_refund(&refund(id, Some("5000.00"))).await });
    gate.came().await;

    let seen = shop.other_door().await.payment(id).await.unwrap().payment;
    assert_eq!(seen.refunds[0].status, RefundStatus::Submitted);
    assert_eq!(seen.refundable(), ngn(2_000_000));
    let kinds = shop.kinds(id).await;
    assert_eq!(kinds[kinds.len() - 2..], ["refund_requested", "refund_submitted"]);

    gate.open();
    let (record, made) = asking.await.unwrap().unwrap();
    assert_eq!(made.status, RefundStatus::Pending);
    assert!(made.gateway_refund_id.is_some());
    assert_eq!(record.payment.refunds.len(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_goes_away_loses_no_answer() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let gate = Arc::new(Gate::default());
    shop.wire.once("POST /novac/api/v1/partial-refund", Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let asking =
        tokio::spawn(async move { office.create_refund(&refund(id, Some("5000.00"))).await });
    gate.came().await;
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());

    gate.open();
    let answered = async {
        while shop.payment(id).await.refunds[0].status == RefundStatus::Submitted {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), answered).await.unwrap();
    assert_eq!(shop.payment(id).await.refunds[0].status, RefundStatus::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_against_the_rules_is_neither_journaled_nor_sent() {
    let shop = Shop::open().await;
    let paid = shop.paid("ORDER-1").await;
    let unpaid = shop.order("ORDER-2").await.payment.id;
    shop.office.look_up(unpaid).await.unwrap();
    let before = shop.office.journal_head().await.unwrap();

    for (id, amount, says) in [
        (paid, "25000.01", "more than the 25000.00 NGN that is left"),
        (paid, "0", "more than zero"),
        (paid, "-1", "more than zero"),
        (paid, "1.005", "NGN"),
        (paid, "1e3", "digits"),
        (paid, "25,000", "digits"),
        (paid, "99999999999999999999", "large"),
        (unpaid, "1.00", "only a paid payment can be refunded"),
    ] {
        let refused = shop.office.create_refund(&refund(id, Some(amount))).await.unwrap_err();
        assert!(refused.to_string().contains(says), "{amount}: {refused}");
        assert_eq!(refused.field(), Some("amount"), "{amount}");
    }
    let mut speechless = refund(paid, Some("1.00"));
    speechless.reason = "  ".to_owned();
    let refused = shop.office.create_refund(&speechless).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("reason")));

    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    assert_eq!(shop.refunds_sent(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_without_refunds_says_where_to_make_them() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let link = shop.office.create_link(&ovgc_order("ORDER-1")).await.unwrap();
    shop.customer(&link, sandbox::Customer::PaysByCard);
    let id = shop.office.look_up(link.payment.id).await.unwrap().record.payment.id;
    let refused = shop.office.create_refund(&refund(id, Some("1.00"))).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused);
    assert!(refused.to_string().contains("dashboard"), "{refused}");
    assert_eq!(shop.payment(id).await.refunds, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_by_a_refund_under_way_cannot_be_refunded_again() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "25000.00").await;
    let refused = shop.office.create_refund(&refund(id, None)).await.unwrap_err();
    assert!(matches!(refused, Error::Refund(RefundRefusal::NothingLeft)), "{refused}");
    assert_eq!(shop.refunds_sent(), 1);
    let reasons = shop.entries(id).await.into_iter().filter_map(|entry| match entry.body {
        Body::RefundRequested { reason, full, .. } => Some((reason, full)),
        _ => None,
    });
    assert_eq!(reasons.collect::<Vec<_>>(), [("Damaged on the way".to_owned(), true)]);
}
