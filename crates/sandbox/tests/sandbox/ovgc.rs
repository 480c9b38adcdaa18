//! OVGC: creating and looking up sessions, their expiry and settlement, and errors.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::till::{Till, answer, seed_session, with};

const SESSIONS: &str = "/api/checkout-sessions";

async fn status_of(till: &Till, id: &str) -> Value {
    let (status, reply) = till.ovgc_get(id).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    reply["data"]["status"].clone()
}

async fn create(till: &Till, key: &str, body: &Value) -> (StatusCode, Value) {
    let request = till.call("ovgc", "api_key", Method::POST, SESSIONS);
    answer(request.header("Idempotency-Key", key).json(body)).await
}

#[tokio::test]
async fn the_seeds_session_is_created_and_looked_up_as_the_seed_prints_it() {
    let till = Till::open().await;
    let (status, reply) = till.ovgc_post(&seed_session()).await;
    assert_eq!(status, StatusCode::OK);
    let session = &reply["data"]["session"];
    let id = session["id"].as_str().unwrap();
    assert_eq!(id.len(), 36);
    assert_eq!(session["amount"], 2500);
    assert_eq!(session["currency"], "USD");
    assert_eq!(session["status"], "pending");
    assert_eq!(session["expires_at"], "2026-04-14 12:30:00");
    let page = format!("{}/{id}", till.sandbox.description().checkout);
    assert_eq!(reply["data"]["checkout_url"], page);

    till.choose(&page, "action=pay&channel=card").await;
    let (status, reply) = till.ovgc_get(id).await;
    assert_eq!(status, StatusCode::OK);
    let expected =
        json!({ "data": { "id": id, "amount": 2500, "currency": "USD", "status": "completed" } });
    assert_eq!(reply, expected);
}

#[tokio::test]
async fn a_completed_session_is_settled_a_day_later() {
    let till = Till::open().await;
    let (id, page) = till.ovgc_session().await;
    till.choose(&page, "action=pay&channel=transfer").await;
    till.pass(TimeDelta::days(1) - TimeDelta::seconds(1));
    assert_eq!(status_of(&till, &id).await, "completed");
    till.pass(TimeDelta::seconds(1));
    assert_eq!(status_of(&till, &id).await, "settled");
}

#[tokio::test]
async fn a_declined_session_is_declined_and_a_left_one_can_still_be_paid() {
    let till = Till::open().await;
    let (id, page) = till.ovgc_session().await;
    till.choose(&page, "action=leave").await;
    assert_eq!(status_of(&till, &id).await, "pending");
    till.choose(&page, "action=decline").await;
    assert_eq!(status_of(&till, &id).await, "declined");
}

#[tokio::test]
async fn a_session_expires_after_thirty_minutes_and_takes_no_payment_then() {
    let till = Till::open().await;
    let (id, page) = till.ovgc_session().await;
    till.pass(TimeDelta::minutes(30) - TimeDelta::seconds(1));
    assert_eq!(status_of(&till, &id).await, "pending");

    till.pass(TimeDelta::seconds(1));
    let back = till.choose(&page, "action=pay&channel=card").await;
    assert_eq!(back.leads_to(), format!("/checkout/{id}"));
    let (status, reply) = till.ovgc_get(&id).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(reply["error"]["code"], "SESSION_EXPIRED");
    assert!(reply["error"]["message"].is_string());
}

#[tokio::test]
async fn a_session_paid_in_time_does_not_expire() {
    let till = Till::open().await;
    let (id, page) = till.ovgc_session().await;
    till.choose(&page, "action=pay&channel=card").await;
    till.pass(TimeDelta::minutes(31));
    assert_eq!(status_of(&till, &id).await, "completed");
}

#[tokio::test]
async fn the_currency_is_dollars_unless_said_otherwise() {
    let till = Till::open().await;
    let (_, reply) = till.ovgc_post(&with(seed_session(), "currency", Value::Null)).await;
    assert_eq!(reply["data"]["session"]["currency"], "USD");
    let (_, reply) = till.ovgc_post(&with(seed_session(), "currency", json!("JPY"))).await;
    assert_eq!(reply["data"]["session"]["currency"], "JPY");
}

#[tokio::test]
async fn every_missing_or_invalid_parameter_is_a_bad_request() {
    let till = Till::open().await;
    let cases = [
        ("amount", Value::Null),
        ("amount", json!(0)),
        ("amount", json!(-2500)),
        ("amount", json!(25.5)),
        ("amount", json!("2500")),
        ("currency", json!("dollars")),
        ("email", Value::Null),
        ("email", json!("customer at example.com")),
        ("success_url", Value::Null),
        ("success_url", json!("javascript:alert(1)")),
        ("cancel_url", Value::Null),
        ("cancel_url", json!("/cancel")),
        ("metadata", json!("order")),
    ];
    for (field, value) in cases {
        let (status, reply) = till.ovgc_post(&with(seed_session(), field, value.clone())).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field}: {value}");
        assert_eq!(reply["error"]["code"], "BAD_REQUEST");
        assert!(reply["error"]["message"].is_string());
    }
}

#[tokio::test]
async fn a_wrong_or_missing_key_is_unauthorized() {
    let till = Till::open().await;
    let url = format!("{}{SESSIONS}/x", till.sandbox.description().gateways["ovgc"].base_url);
    let others = till.client.get(&url).bearer_auth(till.key("novac", "secret_key"));
    for request in [till.client.get(&url), others] {
        let (status, reply) = answer(request).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(reply["error"]["code"], "UNAUTHORIZED");
    }
}

#[tokio::test]
async fn an_unknown_session_or_path_is_not_found() {
    let till = Till::open().await;
    let novacs = till.novac_checkout().await;
    let novacs = novacs.rsplit('/').next().unwrap();
    for id in ["a1b2c3d4-e5f6-7890-abcd-ef1234567890", "x", novacs, "x/y"] {
        let (status, reply) = till.ovgc_get(id).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{id}");
        assert_eq!(reply["error"]["code"], "NOT_FOUND");
    }
}

#[tokio::test]
async fn a_repeated_idempotency_key_gives_the_same_session_and_another_body_is_refused() {
    let till = Till::open().await;
    let (_, first) = create(&till, "0194-key", &seed_session()).await;
    let (status, again) = create(&till, "0194-key", &seed_session()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(again, first);

    let (_, other) = create(&till, "0195-key", &seed_session()).await;
    assert_ne!(other["data"]["session"]["id"], first["data"]["session"]["id"]);

    let dearer = with(seed_session(), "amount", json!(9900));
    let (status, reply) = create(&till, "0194-key", &dearer).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(reply["error"]["code"], "BAD_REQUEST");
}

#[tokio::test]
async fn a_huge_body_is_refused() {
    let till = Till::open().await;
    let huge = with(seed_session(), "product_title", json!("x".repeat(64 * 1024)));
    let (status, reply) = till.ovgc_post(&huge).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(reply["error"]["code"].is_string());
}
