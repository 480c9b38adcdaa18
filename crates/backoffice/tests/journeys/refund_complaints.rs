//! What users of other back offices complain about most when money goes back, each answered by a test of its name: refunds made
//! twice, failed ones called done, retries that pay again, records by hand taken for refunds, dashboards that nobody hears
//! of, and parts that cannot be refunded.

use std::time::Duration;

use backoffice::{Code, Error, RefundForm, RefundRecordForm, Timing};
use chrono::TimeDelta;
use ledger::{Actor, GatewayKind, PaymentId, RefundMethod, RefundStatus};
use sandbox::Customer;

use crate::shop::{Place, QUICK, Shop, connect, ngn, ovgc_order, refund};
use crate::wire::Fault;

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

/// What each refund at the gateway comes to, past the books.
async fn at_gateway(shop: &Shop) -> Vec<i64> {
    let today = shop.place.now().date_naive();
    let reports = shop.dashboard().refunds_between(today - TimeDelta::days(5), today).await;
    let amounts = reports.unwrap().into_iter().map(|report| report.amount.unwrap().minor());
    let mut amounts: Vec<_> = amounts.collect();
    amounts.sort_unstable();
    amounts
}

fn by_hand(payment: PaymentId, method: RefundMethod) -> RefundRecordForm {
    RefundRecordForm {
        payment,
        amount: "5000.00".to_owned(),
        method,
        reason: "Wrong size".to_owned(),
        evidence: None,
        file: None,
        by: None,
        key: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_races_the_news_of_itself_is_one_refund() {
    let shop = Shop::open_with(Timing { total: Duration::from_secs(4), ..QUICK }).await;
    let till = shop.other_door().await;
    let id = shop.paid("ORDER-1").await;
    // The gateway has done it and tells of it, and its answer to the request is still under way.
    shop.wire.once(PARTIAL, Fault::Silence);
    let office = shop.office.clone();
    let asking =
        tokio::spawn(async move { office.create_refund(&refund(id, Some("10000.00"))).await });
    let told = async {
        loop {
            let known = till.look_up(id).await.unwrap().record.payment;
            match known.refunds.first() {
                Some(refund) if refund.gateway_refund_id.is_some() => break,
                _ => tokio::task::yield_now().await,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();
    asking.await.unwrap().unwrap();
    for door in [&shop.office, &till, &shop.office] {
        door.look_up(id).await.unwrap();
    }
    let payment = shop.payment(id).await;
    let [refund] = payment.refunds.as_slice() else { panic!("{:?}", payment.refunds) };
    assert_eq!((refund.amount, refund.method), (ngn(1_000_000), RefundMethod::Api));
    assert_eq!((refund.status, shop.refunds_sent()), (RefundStatus::Pending, 1));
    assert_eq!(at_gateway(&shop).await, [1_000_000]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_not_called_done_before_the_gateway_says_so() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let refunded = async || shop.payment(id).await.refunded();
    let refusal = Fault::Refuse(400, "x-a: b", r#"{"status":false,"message":"No balance"}"#);
    for fault in [refusal, Fault::HangUp { arrives: false }] {
        shop.wire.once(PARTIAL, fault);
        let _ = shop.office.create_refund(&refund(id, Some("5000.00"))).await;
        assert_eq!(refunded().await, ngn(0));
    }
    let statuses = shop.payment(id).await.refunds.into_iter().map(|refund| refund.status);
    assert_eq!(statuses.collect::<Vec<_>>(), [RefundStatus::Failed, RefundStatus::Unknown]);

    let pending = shop.refund(id, "1000.00").await;
    assert_eq!((pending.status, refunded().await), (RefundStatus::Pending, ngn(0)));
    let sums = async || shop.preview("").await.sums;
    let before = sums().await;
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(id).await.unwrap();
    assert_eq!(refunded().await, ngn(100_000));
    let fell = before[0].checked_sub(sums().await[0]).unwrap();
    assert_eq!(fell, ngn(100_000), "nor in the accountant's file");
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_after_an_answer_was_lost_pays_nothing_twice() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let form = refund(id, Some("10000.00"));
    for arrives in [false, true] {
        shop.wire.once(PARTIAL, Fault::HangUp { arrives });
        let amount = if arrives { "7000.00" } else { "8000.00" };
        let form = RefundForm { amount: Some(amount.to_owned()), ..form.clone() };
        let (_, lost) = shop.office.create_refund(&form).await.unwrap();
        assert_eq!(lost.status, RefundStatus::Unknown);
        // Enough is left for another, and still the same is not asked for blindly.
        let again = shop.office.create_refund(&form).await.unwrap_err();
        match arrives {
            false => {
                assert!(
                    matches!(&again, Error::RefundUncertain { refund, .. } if *refund == lost.id)
                );
                assert_eq!(again.code(), Code::Refused);
            }
            // The look-up found out that it was made, which could not be seen before.
            true => assert!(matches!(again, Error::RefundedMeanwhile), "{again}"),
        }
    }
    assert_eq!(shop.refunds_sent(), 2);
    assert_eq!(at_gateway(&shop).await, [700_000]);
    // Another amount is another refund, and so is the same one to whoever has seen how the first ended.
    shop.refund(id, "1.00").await;
    shop.refund(id, "7000.00").await;
    assert_eq!(at_gateway(&shop).await, [100, 700_000, 700_000]);
    assert_eq!(shop.payment(id).await.refundable(), ngn(2_500_000 - 2 * 700_000 - 100 - 800_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_a_refund_is_kept_before_it_is_sent_and_is_its_only_one() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.wire.once(PARTIAL, Fault::HangUp { arrives: true });
    let lost = shop.refund(id, "10000.00").await;
    for _ in 0..3 {
        shop.pass(TimeDelta::hours(1));
        shop.office.sync().await.unwrap();
    }
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds.len(), 1);
    assert_eq!(payment.refunds[0].idempotency_key, lost.idempotency_key);
    assert_eq!((lost.idempotency_key, shop.refunds_sent()), (Some(lost.id.to_string()), 1));
    assert_eq!(payment.refunds[0].status, RefundStatus::Processed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_by_hand_moves_no_money_and_a_refund_by_the_gateway_is_never_a_mere_record() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    for method in [RefundMethod::Cash, RefundMethod::Bank, RefundMethod::Other] {
        let (_, recorded) = shop.office.record_refund(&by_hand(id, method)).await.unwrap();
        assert_eq!((recorded.method, recorded.gateway_refund_id), (method, None));
    }
    let sent = shop.refunds_sent();
    assert_eq!((sent, at_gateway(&shop).await), (0, Vec::new()));
    let as_api = shop.office.record_refund(&by_hand(id, RefundMethod::Api)).await.unwrap_err();
    assert_eq!(as_api.field(), Some("method"));
    let made = shop.refund(id, "5000.00").await;
    assert_eq!((made.method, made.status), (RefundMethod::Api, RefundStatus::Pending));
    assert_eq!(at_gateway(&shop).await, [500_000]);

    // A gateway that cannot refund is not pretended to.
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let link = shop.office.create_link(&ovgc_order("ORDER-2")).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    let other = shop.office.look_up(link.payment.id).await.unwrap().record.payment.id;
    let refused = shop.office.create_refund(&refund(other, None)).await.unwrap_err();
    assert!(refused.to_string().contains("dashboard"), "{refused}");
    assert_eq!(shop.payment(other).await.refunds, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_in_the_dashboard_cannot_lead_to_more_going_back_than_was_paid() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund_in_dashboard(id, 2_000_000).await;
    for amount in [None, Some("5000.01"), Some("25000.00")] {
        let refused = shop.office.create_refund(&refund(id, amount)).await.unwrap_err();
        assert!(matches!(refused.code(), Code::Conflict | Code::Refused), "{refused}");
    }
    assert_eq!(at_gateway(&shop).await, [2_000_000]);
    assert_eq!(shop.payment(id).await.refundable(), ngn(500_000));
    shop.refund(id, "5000.00").await;
    assert_eq!(shop.payment(id).await.refundable(), ngn(0));
    assert_eq!(at_gateway(&shop).await, [500_000, 2_000_000]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_refunded_in_as_many_parts_as_are_wanted_to_the_last_kobo() {
    let shop = Shop::open().await;
    let ordered = shop.paid("ORDER-1").await;
    for amount in ["0.01", "9999.99", "5000.00", "0.99", "9999.00"] {
        shop.refund(ordered, amount).await;
    }
    assert_eq!(shop.payment(ordered).await.refundable(), ngn(1));
    shop.refund(ordered, "0.01").await;
    assert_eq!(shop.payment(ordered).await.refundable(), ngn(0));
    assert_eq!(at_gateway(&shop).await.iter().sum::<i64>(), 2_500_000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_ordered_here_can_be_refunded_in_parts_as_well() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    let reference = link.payment.link().unwrap().gateway_reference.clone().unwrap();
    // Another computer of the merchant, which never heard of the order.
    let place = Place::new();
    let office = place.door(Actor::window(), QUICK).await;
    let account = connect(&office, &shop.sandbox, &shop.wire, GatewayKind::Novac, "main").await;
    let found = office.look_up_unknown(account.record.id, &reference).await.unwrap().record.payment;
    assert_eq!((found.order.is_none(), found.refundable()), (true, ngn(2_500_000)));
    for (amount, left) in [("0.01", 2_499_999), ("24999.99", 0)] {
        let (record, _) = office.create_refund(&refund(found.id, Some(amount))).await.unwrap();
        assert_eq!(record.payment.refundable(), ngn(left));
    }
    assert_eq!(at_gateway(&shop).await, [1, 2_499_999]);
}
