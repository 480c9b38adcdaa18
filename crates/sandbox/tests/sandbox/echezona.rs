//! Echezona: opening a payment, verifying it, and faults in plain text.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::till::{Till, answer, with};

const INITIALIZE: &str = "/Payments/Initialize";
const VERIFY: &str = "/Payments/VerifyPayment";

fn payment() -> Value {
    json!({
        "amount": "5000.50",
        "currency": "NGN",
        "email": "customer@example.com",
        "transactionId": "123456789",
        "callbackUrl": "https://yourstore.com/done?shop=1",
        "metadata": [{ "name": "order", "value": "7" }],
        "productId": "chair",
        "productDescription": "Two chairs",
        "firstName": "John",
        "lastName": "Doe",
        "phone": "0800",
        "mode": "Test"
    })
}

async fn post(till: &Till, path: &str, body: &Value) -> (StatusCode, Value) {
    answer(till.call("echezona", "api_key", Method::POST, path).json(body)).await
}

async fn refused(till: &Till, path: &str, body: &Value) -> (StatusCode, String) {
    let request = till.call("echezona", "api_key", Method::POST, path).json(body);
    let reply = request.send().await.unwrap();
    let kind = reply.headers()["content-type"].to_str().unwrap();
    assert!(kind.starts_with("text/plain"), "{kind}");
    (reply.status(), reply.text().await.unwrap())
}

/// Opens the payment and returns the page it is paid on.
async fn open(till: &Till) -> String {
    let (status, reply) = post(till, INITIALIZE, &payment()).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(reply["responseCode"], "00");
    assert!(reply["responseMessage"].is_string() && reply["data"]["accessCode"].is_string());
    reply["data"]["paymentUrl"].as_str().unwrap().to_owned()
}

async fn verified(till: &Till) -> Value {
    let (status, reply) = post(till, VERIFY, &json!({ "transactionId": "123456789" })).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(reply["responseCode"], "00");
    reply["data"].clone()
}

#[tokio::test]
async fn a_payment_is_pending_until_it_is_paid_and_then_successful() {
    let till = Till::open().await;
    let page = open(&till).await;
    let data = verified(&till).await;
    assert_eq!((&data["status"], &data["isSuccessful"]), (&json!("Pending"), &json!(false)));

    let shown = till.visit(&page).await.text;
    assert!(shown.contains("NGN\u{a0}5,000.50") && shown.contains("John Doe"));
    let back = till.choose(&page, "action=pay&channel=transfer").await;
    assert_eq!(back.leads_to(), "https://yourstore.com/done?shop=1&transactionId=123456789");

    let data = verified(&till).await;
    assert_eq!((&data["status"], &data["isSuccessful"]), (&json!("Successful"), &json!(true)));
    assert_eq!(data["amount"], "5000.50");
    assert_eq!(data["currency"], "NGN");
    assert_eq!(data["transactionId"], "123456789");
    assert!(data["paymentReference"].is_string() && data["gatewayResponse"].is_string());
}

#[tokio::test]
async fn a_declined_payment_failed_and_a_left_one_can_still_be_paid() {
    let till = Till::open().await;
    let page = open(&till).await;
    till.choose(&page, "action=leave").await;
    assert_eq!(verified(&till).await["status"], "Pending");
    till.choose(&page, "action=decline").await;
    let data = verified(&till).await;
    assert_eq!((&data["status"], &data["isSuccessful"]), (&json!("Failed"), &json!(false)));
}

#[tokio::test]
async fn every_broken_rule_is_a_line_of_plain_text() {
    let till = Till::open().await;
    let cases = [
        ("amount", json!(5000)),
        ("amount", json!("0")),
        ("amount", json!("5,000")),
        ("amount", json!("50.005")),
        ("currency", json!("USD")),
        ("email", json!("nobody")),
        ("transactionId", json!("")),
        ("transactionId", Value::Null),
        ("callbackUrl", json!("javascript:alert(1)")),
        ("metadata", json!({ "order": 7 })),
        ("mode", json!("Sandbox")),
    ];
    for (field, value) in cases {
        let body = with(payment(), field, value.clone());
        let (status, why) = refused(&till, INITIALIZE, &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field} {value}");
        assert!(!why.is_empty());
    }
    let (status, _) = refused(&till, VERIFY, &json!({ "transactionId": "123456789" })).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nothing was opened");
}

#[tokio::test]
async fn a_transaction_id_is_used_once() {
    let till = Till::open().await;
    open(&till).await;
    let (status, why) = refused(&till, INITIALIZE, &payment()).await;
    assert_eq!((status, why.as_str()), (StatusCode::BAD_REQUEST, "Duplicate transaction ID"));
}

#[tokio::test]
async fn a_wrong_key_is_told_in_plain_text() {
    let till = Till::open().await;
    let url = format!("{}{VERIFY}", till.sandbox.description().gateways["echezona"].base_url);
    for request in [till.client.post(&url), till.client.post(&url).bearer_auth("wrong")] {
        let reply = request.json(&json!({ "transactionId": "1" })).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(reply.text().await.unwrap(), "Invalid merchant key");
    }
}

#[tokio::test]
async fn an_unknown_call_is_plain_text_too() {
    let till = Till::open().await;
    let (status, _) = refused(&till, "/Payments/Refund", &json!({})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
