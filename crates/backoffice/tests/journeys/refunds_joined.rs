//! Which refunds are one: those recorded by hand and those that a gateway tells of.

use backoffice::{Error, RefundRecordForm, join_candidates};
use ledger::{Body, Concern, PaymentId, Refund, RefundMethod, RefundStatus};

use crate::shop::{Shop, ngn};

async fn record(shop: &Shop, payment: PaymentId, amount: &str, method: RefundMethod) -> Refund {
    let form = RefundRecordForm {
        payment,
        amount: amount.to_owned(),
        method,
        reason: "Wrong size".to_owned(),
        evidence: None,
        file: None,
        by: None,
        key: None,
    };
    shop.office.record_refund(&form).await.unwrap().1
}

/// A refund recorded by hand that a look-up took for the gateway's.
async fn matched(shop: &Shop) -> (PaymentId, Refund) {
    let id = shop.paid("ORDER-1").await;
    let recorded = record(shop, id, "5000.00", RefundMethod::Dashboard).await;
    shop.refund_in_dashboard(id, 500_000).await;
    shop.office.look_up(id).await.unwrap();
    (id, recorded)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_by_amount_is_booked_once_and_a_person_is_asked() {
    let shop = Shop::open().await;
    let (id, recorded) = matched(&shop).await;
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds.len(), 1, "it was booked twice");
    assert_eq!(payment.concerns(), [Concern::RefundUnconfirmed(recorded.id)]);
    let (_, sure) = shop.office.confirm_match(recorded.id, "Ada Obi").await.unwrap();
    assert!(!sure.unconfirmed);
    assert!(shop.payment(id).await.concerns().is_empty());
    let again = shop.office.confirm_match(recorded.id, "Ada Obi").await.unwrap_err();
    assert!(matches!(again, Error::NoMatch), "{again}");
    assert!(!shop.office.look_up(id).await.unwrap().changed, "what is known is no news");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_refunds_of_one_amount_count_twice_once_a_person_says_that_they_are_two() {
    let shop = Shop::open().await;
    let (id, recorded) = matched(&shop).await;
    let (record, kept) = shop.office.split_match(recorded.id, "Ada Obi").await.unwrap();
    assert_eq!(kept.gateway_refund_id, None);
    assert_eq!(record.payment.refunds.len(), 2);
    assert_eq!(record.payment.refundable(), ngn(1_500_000));
    shop.office.look_up(id).await.unwrap();
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds.len(), 2, "the gateway's refund is known by its id");
    assert!(payment.concerns().is_empty(), "nobody is asked again");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_found_can_be_joined_to_the_one_that_was_recorded_in_another_way() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let recorded = record(&shop, id, "5000.00", RefundMethod::Bank).await;
    let other = record(&shop, id, "700.00", RefundMethod::Cash).await;
    shop.refund_in_dashboard(id, 500_000).await;
    shop.office.look_up(id).await.unwrap();
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds.len(), 3);
    let [candidate] = join_candidates(&payment)[..] else { panic!("one pair may be one") };
    assert_eq!(candidate.recorded, recorded.id);
    let wrong = shop.office.join_refunds(other.id, candidate.found, "Ada Obi").await.unwrap_err();
    assert!(matches!(wrong, Error::CannotJoin), "{wrong}");

    let joined = shop.office.join_refunds(recorded.id, candidate.found, "Ada Obi").await;
    let (record, one) = joined.unwrap();
    assert_eq!(record.payment.refunds.len(), 2);
    assert_eq!(record.payment.refundable(), ngn(2_500_000 - 500_000 - 70_000));
    assert!(one.gateway_refund_id.is_some());
    assert!(!shop.office.look_up(id).await.unwrap().changed);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_that_took_the_place_of_a_failed_refund_is_not_taken_for_it() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund_in_dashboard(id, 500_000).await;
    let failed = |reply: &mut serde_json::Value| {
        for refund in reply["data"].as_array_mut().into_iter().flatten() {
            refund["status"] = "failed".into();
        }
        for place in ["/status", "/data/status"] {
            if let Some(status) = reply.pointer_mut(place).filter(|status| status.is_string()) {
                *status = "failed".into();
            }
        }
    };
    shop.wire.always("GET /novac/api/v1/refund", crate::wire::Fault::Rewrite(failed));
    shop.office.look_up(id).await.unwrap();
    record(&shop, id, "5000.00", RefundMethod::Cash).await;
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds[0].status, RefundStatus::Failed);
    assert!(join_candidates(&payment).is_empty());
    assert_eq!(payment.refundable(), ngn(2_000_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_pays_back_counts_and_not_what_was_asked_for() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let less = |reply: &mut serde_json::Value| {
        for refund in reply["data"].as_array_mut().into_iter().flatten() {
            refund["amount"] = "4990.00".into();
        }
        if reply["data"].is_object() {
            reply["data"]["amount"] = "4990.00".into();
        }
        if reply["amount"].is_string() {
            reply["amount"] = "4990.00".into();
        }
    };
    shop.wire.always("GET /novac/api/v1/refund", crate::wire::Fault::Rewrite(less));
    let made = shop.refund(id, "5000.00").await;
    shop.office.look_up(id).await.unwrap();
    let payment = shop.payment(id).await;
    let told = payment.refund(made.id).unwrap();
    assert_eq!((told.amount, told.asked), (ngn(499_000), ngn(500_000)));
    assert_eq!(
        payment.refundable(),
        ngn(2_000_000),
        "until it is paid back, all that was asked is held"
    );
    assert_eq!(payment.concerns(), [Concern::RefundAmount(made.id)]);
    let entries = shop.entries(id).await;
    let amounts = entries.iter().filter(|entry| {
        matches!(&entry.body, Body::RefundObserved { amount: Some(_), status, .. } if *status != RefundStatus::Failed)
    });
    assert_eq!(amounts.count(), 1, "it is news once");
    shop.check().await;
}
