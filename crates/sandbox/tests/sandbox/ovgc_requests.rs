//! OVGC's newer API: payment requests and the status of an order.

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::till::{Till, answer, with};

fn payment_request(till: &Till) -> Value {
    json!({
        "api_key": till.key("ovgc", "api_key"),
        "order_uuid": "ORDER-00123",
        "total_amount": 25.5,
        "email": "customer@example.com",
        "success_url": "https://yoursite.com/success",
        "cancel_url": "https://yoursite.com/cancel",
        "product_title": "Premium Plan",
        "first_name": "Ada",
        "last_name": "Obi"
    })
}

fn url(till: &Till, path: &str) -> String {
    format!("{}/backend/api/{path}", till.sandbox.description().gateways["ovgc"].base_url)
}

async fn create(till: &Till, body: &Value) -> (StatusCode, Value) {
    answer(till.client.post(url(till, "payment-request-api")).json(body)).await
}

async fn status(till: &Till, id: &str) -> (StatusCode, Value) {
    let request = till.client.get(url(till, &format!("order-status/{id}")));
    answer(request.header("x-api-key", till.key("ovgc", "api_key"))).await
}

/// Opens a request and returns its id and the page it is paid on.
pub(crate) async fn open(till: &Till) -> (String, String) {
    let (status, reply) = create(till, &payment_request(till)).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(reply["status"], true);
    let text = |field: &str| reply[field].as_str().unwrap().to_owned();
    (text("transaction_id"), text("url"))
}

#[tokio::test]
async fn a_request_is_pending_then_paid_and_repeats_the_merchants_id() {
    let till = Till::open().await;
    let (id, page) = open(&till).await;
    let (_, reply) = status(&till, &id).await;
    assert_eq!(reply["payment_status"], "Pending");
    let shown = till.visit(&page).await.text;
    assert!(shown.contains("USD\u{a0}25.50") && shown.contains("Ada Obi"));
    let back = till.choose(&page, "action=pay").await;
    assert_eq!(back.leads_to(), "https://yoursite.com/success");
    let (status, reply) = status(&till, &id).await;
    assert_eq!(status, StatusCode::OK);
    let paid = json!({
        "transaction_id": id,
        "order_uuid": "ORDER-00123",
        "total_amount": 25.5,
        "currency": "USD",
        "payment_status": "Paid"
    });
    assert_eq!(reply, paid);
}

#[tokio::test]
async fn a_request_is_declined_or_expires() {
    let till = Till::open().await;
    let (declined, page) = open(&till).await;
    till.choose(&page, "action=decline").await;
    let (expired, _) = open(&till).await;
    till.pass(TimeDelta::minutes(30));
    assert_eq!(status(&till, &declined).await.1["payment_status"], "Declined");
    assert_eq!(status(&till, &expired).await.1["payment_status"], "Expired");
}

#[tokio::test]
async fn every_broken_rule_is_a_fault_of_this_api() {
    let till = Till::open().await;
    let cases = [
        ("order_uuid", json!("")),
        ("order_uuid", Value::Null),
        ("total_amount", json!("25.50")),
        ("total_amount", json!(0)),
        ("total_amount", json!(25.505)),
        ("currency", json!("DOLLARS")),
        ("email", json!("nobody")),
        ("success_url", json!("yoursite.com")),
        ("cancel_url", Value::Null),
    ];
    for (field, value) in cases {
        let body = with(payment_request(&till), field, value.clone());
        let (status, reply) = create(&till, &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field} {value}");
        assert_eq!(reply["status"], false);
        assert!(reply["message"].is_string() && reply["error"].is_string());
    }
}

#[tokio::test]
async fn the_key_is_in_the_body_of_the_one_call_and_the_header_of_the_other() {
    let till = Till::open().await;
    let (id, _) = open(&till).await;
    for key in [Value::Null, json!("wrong")] {
        let body = with(payment_request(&till), "api_key", key);
        assert_eq!(create(&till, &body).await.0, StatusCode::UNAUTHORIZED);
    }
    let order = url(&till, &format!("order-status/{id}"));
    let bearer = till.client.get(&order).bearer_auth(till.key("ovgc", "api_key"));
    assert_eq!(answer(bearer).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn neither_api_knows_what_the_other_opened() {
    let till = Till::open().await;
    let (request, _) = open(&till).await;
    let (session, _) = till.ovgc_session().await;
    assert_eq!(till.ovgc_get(&request).await.0, StatusCode::NOT_FOUND);
    let (status, reply) = status(&till, &session).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(reply["status"], false);
}

#[tokio::test]
async fn a_request_whose_answer_was_lost_is_found_by_the_merchants_id() {
    let till = Till::open().await;
    let (first, page) = open(&till).await;
    till.choose(&page, "action=pay").await;
    let (_, reply) = status(&till, "ORDER-00123").await;
    assert_eq!(
        (&reply["transaction_id"], &reply["payment_status"]),
        (&json!(first), &json!("Paid"))
    );
    let (second, _) = open(&till).await;
    let (_, reply) = status(&till, "ORDER-00123").await;
    assert_eq!(reply["transaction_id"], second, "the newest is meant");
    assert_eq!(status(&till, &first).await.1["transaction_id"], first);
    assert_eq!(status(&till, "ORDER-00124").await.0, StatusCode::NOT_FOUND);
}
