//! Novac: refunds in full and in part, how they grow, and how they are found again.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::till::{Till, answer};

const FULL: &str = "/api/v1/refund";
const PARTIAL: &str = "/api/v1/partial-refund";

/// A till with seed 000's order paid.
async fn paid() -> Till {
    let till = Till::open().await;
    let page = till.novac_checkout().await;
    till.choose(&page, "action=pay&channel=ussd").await;
    till
}

async fn refund_part(till: &Till, amount: Value) -> (StatusCode, Value) {
    till.novac_post(PARTIAL, &json!({ "reference": "ORDER-00123", "amount": amount })).await
}

#[tokio::test]
async fn the_seeds_refund_gives_back_all_of_it_as_a_bare_object() {
    let till = paid().await;
    let body = json!({ "reference": "ORDER-00123" });
    let (status, refund) = till.novac_post(FULL, &body).await;
    assert_eq!(status, StatusCode::OK, "{refund}");
    assert_eq!(refund["amount"], "25000.00");
    assert_eq!(refund["currency"], "NGN");
    assert_eq!(refund["status"], "pending");
    assert_eq!(refund["channel"], "ussd");
    assert_eq!(refund["domain"], "test");
    assert_eq!(refund["transactionReference"], "ORDER-00123");
    assert_eq!(refund["createdAt"], "2026-04-14T12:00:00.000Z");
    assert!(refund["id"].is_string() && refund["refundReference"].is_string());
}

#[tokio::test]
async fn a_refund_is_pending_until_its_delay_has_passed() {
    let till = paid().await;
    let (_, refund) = refund_part(&till, json!(5000)).await;
    let path = format!("/api/v1/refund/{}", refund["refundReference"].as_str().unwrap());

    till.pass(TimeDelta::milliseconds(2_999));
    let (status, shown) = till.novac_get(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(shown, refund);

    till.pass(TimeDelta::milliseconds(1));
    let (_, shown) = till.novac_get(&path).await;
    assert_eq!(shown["status"], "processed");
    assert_eq!(shown["updatedAt"], "2026-04-14T12:00:03.000Z");
    assert_eq!(shown["createdAt"], refund["createdAt"]);
}

#[tokio::test]
async fn parts_are_exact_and_never_exceed_what_was_paid() {
    let till = paid().await;
    let (_, refund) = refund_part(&till, json!(0.29)).await;
    assert_eq!(refund["amount"], "0.29");
    assert_eq!(refund_part(&till, json!(24999.71)).await.0, StatusCode::OK);

    let (status, reply) = refund_part(&till, json!(0.01)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(reply["data"]["responseCode"], "T1");
    let (status, _) = till.novac_post(FULL, &json!({ "reference": "ORDER-00123" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_full_refund_after_a_part_is_refused_and_leaves_the_rest_refundable() {
    let till = paid().await;
    assert_eq!(refund_part(&till, json!(1)).await.0, StatusCode::OK);
    let (status, reply) = till.novac_post(FULL, &json!({ "reference": "ORDER-00123" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(reply["data"]["responseMessage"].as_str().unwrap().contains("24999.00 NGN"));
    assert_eq!(refund_part(&till, json!(24999)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn two_refunds_at_once_cannot_both_have_the_last_of_it() {
    let till = paid().await;
    let (one, other) =
        tokio::join!(refund_part(&till, json!(20000)), refund_part(&till, json!(20000)));
    let mut statuses = [one.0, other.0];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::BAD_REQUEST]);
}

#[tokio::test]
async fn amounts_and_orders_that_cannot_be_refunded_are_refused() {
    let till = paid().await;
    for amount in [json!(0), json!(-5), json!(1.005), json!("5000"), Value::Null, json!(25000.01)] {
        let (status, reply) = refund_part(&till, amount.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{amount}");
        assert_eq!(reply["data"]["responseCode"], "T1");
    }
    let part_as_whole = json!({ "reference": "ORDER-00123", "amount": 5 });
    assert_eq!(till.novac_post(FULL, &part_as_whole).await.0, StatusCode::BAD_REQUEST);
    let nobodys = json!({ "reference": "ORDER-99999" });
    assert_eq!(till.novac_post(FULL, &nobodys).await.0, StatusCode::NOT_FOUND);
    assert_eq!(till.novac_get("/api/v1/refund/ORDER-00123").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_unpaid_order_has_nothing_to_refund() {
    let till = Till::open().await;
    till.novac_checkout().await;
    let (status, reply) = till.novac_post(FULL, &json!({ "reference": "ORDER-00123" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(reply["data"]["responseCode"], "T1");
}

#[tokio::test]
async fn notes_go_in_with_underscores_and_come_back_in_camel_case() {
    let till = paid().await;
    let body = json!({
        "reference": "ORDER-00123",
        "amount": 10,
        "customer_note": "Sorry",
        "merchant_note": "Scratched"
    });
    let (_, refund) = till.novac_post(PARTIAL, &body).await;
    assert_eq!(refund["customerNote"], "Sorry");
    assert_eq!(refund["merchantNote"], "Scratched");
}

#[tokio::test]
async fn the_transactions_reference_shows_its_latest_refund() {
    let till = paid().await;
    refund_part(&till, json!(1)).await;
    let (_, latest) = refund_part(&till, json!(2)).await;
    let (status, shown) = till.novac_get("/api/v1/refund/ORDER-00123").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(shown, latest);
}

#[tokio::test]
async fn a_window_of_days_lists_its_refunds_or_says_there_are_none() {
    let till = paid().await;
    refund_part(&till, json!(1)).await;
    till.pass(TimeDelta::days(1));
    refund_part(&till, json!(2)).await;

    let amounts = async |window: &str| {
        let (status, reply) = till.novac_get(&format!("/api/v1/refund/{window}")).await;
        assert_eq!(status, StatusCode::OK, "{reply}");
        assert_eq!(reply["status"], true);
        let list = reply["data"].as_array().unwrap().clone();
        (list.iter().map(|refund| refund["amount"].clone()).collect::<Vec<_>>(), reply)
    };
    assert_eq!(amounts("2026-04-09/2026-04-16").await.0, ["1.00", "2.00"]);
    assert_eq!(amounts("2026-04-15/2026-04-15").await.0, ["2.00"]);
    let (none, reply) = amounts("2026-04-01/2026-04-07").await;
    assert!(none.is_empty());
    assert_eq!(reply["message"], "no record found");
}

#[tokio::test]
async fn a_window_that_is_too_long_backwards_or_no_days_is_refused() {
    let till = Till::open().await;
    for window in ["2026-04-01/2026-04-09", "2026-04-02/2026-04-01", "01-04-2026/2026-04-02"] {
        let path = format!("/api/v1/refund/{window}");
        let request = till.call("novac", "secret_key", Method::GET, &path);
        let (status, reply) = answer(request).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{window}");
        assert_eq!(reply["data"]["responseCode"], "T1");
    }
}
