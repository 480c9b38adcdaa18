//! Refunds that are answered: what is sent, what comes of it, and who else may have made one.

use backoffice::{Code, Error, RefundRecordForm};
use chrono::TimeDelta;
use ledger::{PaymentId, RefundMethod, RefundStatus};
use serde_json::{Value, json};

use crate::shop::{Shop, ngn, refund};
use crate::wire::Fault;

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

/// A refund made in the gateway's dashboard, as a person records it.
fn by_hand(payment: PaymentId, amount: &str) -> RefundRecordForm {
    RefundRecordForm {
        payment,
        amount: amount.to_owned(),
        method: RefundMethod::Dashboard,
        reason: "Wrong size".to_owned(),
        evidence: Some("Dashboard, 14 April".to_owned()),
        key: None,
        by: None,
        file: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_sent_with_its_amount_and_the_whole_without() {
    let shop = Shop::open().await;
    let (part, whole) = (shop.paid("ORDER-1").await, shop.paid("ORDER-2").await);
    let mut form = refund(part, Some("5000.00"));
    form.customer_note = Some("Sorry".to_owned());
    form.merchant_note = Some("Broken screen".to_owned());
    shop.office.create_refund(&form).await.unwrap();
    shop.office.create_refund(&refund(whole, None)).await.unwrap();

    let reference = shop.payment(part).await.gateway_reference.unwrap();
    let sent = &shop.wire.sent(PARTIAL)[0].body;
    let expected = json!({
        "reference": reference, "amount": 5000, "customer_note": "Sorry", "merchant_note": "Broken screen",
    });
    assert_eq!(sent, &expected);
    let reference = shop.payment(whole).await.gateway_reference.unwrap();
    let sent = &shop.wire.sent("POST /novac/api/v1/refund")[0].body;
    assert_eq!(sent, &json!({ "reference": reference }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_a_payment_is_a_part_of_it() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "5000.00").await;
    let (_, rest) = shop.office.create_refund(&refund(id, None)).await.unwrap();
    assert_eq!((rest.amount, rest.full), (ngn(2_000_000), false));
    assert_eq!(shop.wire.sent(PARTIAL).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_the_gateway_refuses_has_failed_and_frees_its_amount() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let refusals = [
        Fault::Refuse(400, "x-a: b", r#"{"status":false,"message":"Insufficient balance"}"#),
        Fault::Refuse(200, "x-a: b", r#"{"status":false,"message":"Insufficient balance"}"#),
        Fault::Refuse(401, "x-a: b", r#"{"status":false,"message":"Invalid key"}"#),
        Fault::Refuse(403, "x-a: b", ""),
        Fault::Refuse(404, "x-a: b", ""),
        Fault::Refuse(429, "retry-after: 60", ""),
    ];
    let count = refusals.len();
    for refusal in refusals {
        shop.wire.once(PARTIAL, refusal);
        let refused = shop.office.create_refund(&refund(id, Some("5000.00"))).await.unwrap_err();
        assert_eq!(refused.code(), Code::Gateway, "{refused}");
        assert_eq!(shop.payment(id).await.refundable(), ngn(2_500_000), "{refused}");
    }
    let refunds = shop.payment(id).await.refunds;
    assert_eq!(refunds.len(), count);
    assert!(refunds.iter().all(|refund| refund.status == RefundStatus::Failed));
    assert!(refunds[0].message.as_deref().unwrap().contains("Insufficient balance"));

    shop.refund(id, "25000.00").await;
    assert_eq!(shop.payment(id).await.refundable(), ngn(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_looked_up_until_the_money_has_moved_and_for_a_while_after_that() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let made = shop.refund(id, "5000.00").await;
    assert_eq!(made.status, RefundStatus::Pending);
    assert_eq!(shop.payment(id).await.refunded(), ngn(0));

    shop.pass(TimeDelta::seconds(10));
    assert_eq!(shop.office.sync_due().await.unwrap().changed, [id]);
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds[0].status, RefundStatus::Processed);
    assert_eq!((payment.refunded(), payment.refundable()), (ngn(500_000), ngn(2_000_000)));
    shop.pass(TimeDelta::days(15));
    assert_eq!(shop.office.sync_due().await.unwrap().looked_up, 1, "it might have come back");
    shop.pass(TimeDelta::days(1));
    assert_eq!(shop.office.sync_due().await.unwrap().looked_up, 0, "nothing more can come");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_later_frees_its_amount() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "5000.00").await;
    shop.wire.always(
        "GET /novac/api/v1/refund/",
        Fault::Rewrite(|reply| {
            reply["status"] = json!("failed");
        }),
    );
    shop.office.look_up(id).await.unwrap();
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds[0].status, RefundStatus::Failed);
    assert_eq!(payment.refundable(), ngn(2_500_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_in_the_dashboard_appears_and_holds_its_amount() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund_in_dashboard(id, 2_000_000).await;

    let unseen = shop.office.create_refund(&refund(id, Some("10000.00"))).await.unwrap_err();
    assert!(matches!(unseen, Error::RefundedMeanwhile), "{unseen}");
    let refused = shop.office.create_refund(&refund(id, Some("10000.00"))).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused, "{refused}");
    let refunds = shop.payment(id).await.refunds;
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0].method, RefundMethod::Dashboard);
    assert_eq!(shop.kinds(id).await.last(), Some(&"refund_found"));
    assert_eq!(shop.refunds_sent(), 0);
    // Looking again changes nothing.
    assert!(!shop.office.look_up(id).await.unwrap().changed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_only_the_look_up_found_is_shown_before_another_is_made() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund_in_dashboard(id, 500_000).await;
    let unseen = shop.office.create_refund(&refund(id, Some("5000.00"))).await.unwrap_err();
    assert!(matches!(unseen, Error::RefundedMeanwhile), "{unseen}");
    assert_eq!(shop.refunds_sent(), 0);
    // Whoever has seen it and still means it may.
    shop.refund(id, "5000.00").await;
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn older_refunds_behind_the_newest_are_seen_before_another_is_made() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    for minor in [2_000_000, 300_000] {
        shop.pass(TimeDelta::days(1));
        shop.refund_in_dashboard(id, minor).await;
    }
    let unseen = shop.office.create_refund(&refund(id, Some("10000.00"))).await.unwrap_err();
    assert!(matches!(unseen, Error::RefundedMeanwhile), "{unseen}");
    assert_eq!(shop.payment(id).await.refundable(), ngn(200_000));
    let refused = shop.office.create_refund(&refund(id, Some("10000.00"))).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused, "{refused}");
    assert_eq!(shop.refunds_sent(), 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_asked_about_before_a_refund_begin_with_the_payment_and_end_today() {
    let shop = Shop::open().await;
    let (new, old) = (shop.paid("ORDER-1").await, shop.paid("ORDER-2").await);
    let days = || {
        let lists = shop.wire.sent("GET /novac/api/v1/refund/2026-");
        let days = lists.iter().map(|sent| sent.line.split(['/', ' ']).skip(6).take(2));
        days.map(|days| days.collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    shop.refund(new, "1.00").await;
    assert_eq!(days(), ["2026-04-13 2026-04-14"]);
    shop.pass(TimeDelta::days(100));
    shop.refund(old, "1.00").await;
    let asked = days();
    assert_eq!(asked.len() - 1, 15, "in weeks");
    assert_eq!(asked[1], "2026-04-13 2026-04-19");
    assert_eq!(asked[15], "2026-07-20 2026-07-23");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refund_is_made_beside_one_that_the_gateway_says_too_little_of() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund_in_dashboard(id, 2_000_000).await;
    let without_amount = |reply: &mut Value| {
        for refund in reply["data"].as_array_mut().into_iter().flatten() {
            refund["amount"] = Value::Null;
        }
        if reply["data"].is_object() {
            reply["data"]["amount"] = Value::Null;
        }
        if reply.get("amount").is_some() {
            reply["amount"] = Value::Null;
        }
    };
    shop.wire.always("GET /novac/api/v1/refund", Fault::Rewrite(without_amount));
    let refused = shop.office.create_refund(&refund(id, Some("25000.00"))).await.unwrap_err();
    assert!(matches!(refused, Error::RefundUnclear(_)), "{refused}");
    assert_eq!(shop.refunds_sent(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refund_is_made_while_older_ones_cannot_be_asked_about() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let list = "GET /novac/api/v1/refund/2026-";
    let head = shop.office.journal_head().await.unwrap();
    for fault in [Fault::Status(503, ""), Fault::HangUp { arrives: true }] {
        shop.wire.always(list, fault);
        let refused = shop.office.create_refund(&refund(id, Some("1.00"))).await.unwrap_err();
        assert_eq!(refused.code(), Code::Gateway, "{refused}");
        shop.wire.mend();
    }
    assert_eq!((shop.refunds_sent(), shop.office.journal_head().await.unwrap()), (0, head));
    // A gateway that has no such list is no reason to keep the customer's money.
    shop.wire.always(list, Fault::Refuse(400, "x-a: b", r#"{"status":false}"#));
    shop.refund(id, "1.00").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_found_at_the_gateway_cannot_be_recorded_by_hand_as_well() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund_in_dashboard(id, 2_000_000).await;
    shop.office.look_up(id).await.unwrap();
    let found = shop.payment(id).await.refunds[0].id.to_string();
    let refused = shop.office.record_refund(&by_hand(id, "20000.00")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused, "{refused}");
    let says = refused.to_string();
    assert!(says.contains(&found) && says.contains("2026-04-14"), "{says}");
    // Another amount, or another way, is another refund.
    shop.office.record_refund(&by_hand(id, "1000.00")).await.unwrap();
    shop.refund_in_dashboard(id, 200_000).await;
    shop.office.look_up(id).await.unwrap();
    let cash = RefundRecordForm { method: RefundMethod::Cash, ..by_hand(id, "2000.00") };
    shop.office.record_refund(&cash).await.unwrap();
    assert_eq!(shop.payment(id).await.refundable(), ngn(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_recorded_twice_under_one_key_is_booked_once() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let form = RefundRecordForm { key: Some("till-7".to_owned()), ..by_hand(id, "5000.00") };
    let (_, first) = shop.office.record_refund(&form).await.unwrap();
    let (_, again) = shop.office.record_refund(&form).await.unwrap();
    assert_eq!((again.id, again.idempotency_key.as_deref()), (first.id, Some("till-7")));
    let other = RefundRecordForm { amount: "4000.00".to_owned(), ..form };
    let refused = shop.office.record_refund(&other).await.unwrap_err();
    assert_eq!(refused.field(), Some("key"), "{refused}");
    assert_eq!(shop.payment(id).await.refunds.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_recorded_by_hand_is_joined_by_the_gateways_own() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let (_, recorded) = shop.office.record_refund(&by_hand(id, "20000.00")).await.unwrap();
    shop.refund_in_dashboard(id, 2_000_000).await;
    assert!(shop.office.look_up(id).await.unwrap().changed);

    let refunds = shop.payment(id).await.refunds;
    assert_eq!(refunds.len(), 1, "it was booked twice");
    assert_eq!((refunds[0].id, refunds[0].status), (recorded.id, RefundStatus::Processed));
    assert!(refunds[0].gateway_refund_id.is_some());
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_done_at_once_and_named_later_is_one_refund() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let done_without_id = |reply: &mut Value| {
        let fields = reply.as_object_mut().unwrap();
        fields.retain(|name, _| name != "id" && name != "refundReference");
        fields.insert("status".to_owned(), json!("completed"));
    };
    shop.wire.once(PARTIAL, Fault::Rewrite(done_without_id));
    let made = shop.refund(id, "5000.00").await;
    assert_eq!((made.status, made.gateway_refund_id), (RefundStatus::Processed, None));
    assert!(shop.office.look_up(id).await.unwrap().changed);
    let refunds = shop.payment(id).await.refunds;
    assert_eq!(refunds.len(), 1, "it was booked twice");
    assert_eq!(refunds[0].status, RefundStatus::Processed);
    assert!(refunds[0].gateway_refund_id.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_recorded_later_than_it_was_made_is_joined_all_the_same() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund_in_dashboard(id, 2_000_000).await;
    shop.pass(TimeDelta::hours(5));
    shop.office.record_refund(&by_hand(id, "20000.00")).await.unwrap();
    shop.office.look_up(id).await.unwrap();
    assert_eq!(shop.payment(id).await.refunds.len(), 1, "it was booked twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_from_the_till_is_not_taken_for_the_gateways_refund() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let form = RefundRecordForm { method: RefundMethod::Cash, ..by_hand(id, "5000.00") };
    shop.office.record_refund(&form).await.unwrap();
    shop.refund_in_dashboard(id, 500_000).await;
    shop.office.look_up(id).await.unwrap();
    assert_eq!(shop.payment(id).await.refundable(), ngn(1_500_000));
    let mut by_api = form;
    by_api.method = RefundMethod::Api;
    let refused = shop.office.record_refund(&by_api).await.unwrap_err();
    assert_eq!(refused.field(), Some("method"));
}
