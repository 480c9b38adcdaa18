//! Novac: starting a checkout either way, verifying it, keys and errors.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::till::{Till, answer, seed_checkout, with};

const CHECKOUT: &str = "/api/v1/checkout";
const INITIATE: &str = "/api/v1/initiate";
const VERIFY: &str = "/api/v1/checkout/ORDER-00123/verify";

fn initiation() -> Value {
    json!({
        "transactionReference": "TILL_0123-456789",
        "amount": 1500.5,
        "currency": "GHS",
        "metaData": "order=7",
        "redirectUrl": "https://yourstore.com/done?shop=1",
        "checkoutCustomerData": {
            "email": "ada@example.com", "firstName": "Ada", "lastName": "Obi", "phoneNumber": "0800"
        },
        "checkoutCustomizationData": {
            "logoUrl": "https://yourstore.com/logo.png",
            "paymentDescription": "Two chairs",
            "checkoutModalTitle": "Chairs & Co"
        },
        "allowedPaymentOptions": "CARD,OPAY,USSD"
    })
}

#[tokio::test]
async fn the_seeds_checkout_is_paid_and_verifies_as_the_seed_prints_it() {
    let till = Till::open().await;
    let page = till.novac_checkout().await;
    let (_, reply) = till.novac_get(VERIFY).await;
    assert_eq!(reply["data"]["status"], "pending");
    assert_eq!(reply["data"]["channel"], Value::Null);
    assert_eq!(reply["data"]["chargedAmount"], 0);

    till.choose(&page, "action=pay&channel=card").await;

    let (status, reply) = till.novac_get(VERIFY).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(reply["status"], true);
    assert_eq!(reply["message"], "Transaction details retrieved successfully");
    let data = &reply["data"];
    assert_eq!(data["status"], "successful");
    assert_eq!(data["transactionReference"], "ORDER-00123");
    assert_eq!(data["amount"], 25000);
    assert_eq!(data["chargedAmount"], 25000);
    assert_eq!(data["currency"], "NGN");
    assert_eq!(data["channel"], "card");
    assert_eq!(data["customer"]["email"], "customer@example.com");
    assert_eq!(data["transactionFee"], 350);
    assert_eq!(data["gatewayResponseCode"], "00");
    assert_eq!(data["domain"], "test");
    assert_eq!(data["card"]["last4Digits"], "4081");
    assert_eq!(data["transferDetail"], Value::Null);
}

#[tokio::test]
async fn a_checkout_is_answered_with_its_url_and_reference() {
    let till = Till::open().await;
    let (status, reply) = till.novac_post(CHECKOUT, &seed_checkout()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(reply["status"], true);
    assert_eq!(reply["data"]["transactionReference"], "ORDER-00123");
    let url = reply["data"]["checkoutUrl"].as_str().unwrap();
    assert!(url.starts_with(&till.sandbox.description().checkout), "{url}");
}

#[tokio::test]
async fn an_initiated_transfer_shows_all_the_reference_documents() {
    let till = Till::open().await;
    let request = with(initiation(), "allowedPaymentOptions", json!("CARD,PWBT,OPAY,CARD"));
    let (status, reply) = till.novac_post(INITIATE, &request).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    let data = &reply["data"];
    assert_eq!(data["transactionReference"], "TILL_0123-456789");
    assert_eq!(data["amount"].to_string(), "1500.5");
    assert_eq!(data["statusCode"], "01");
    assert_eq!(data["publicKey"], till.key("novac", "public_key"));
    assert_eq!(data["collectionPaymentOptions"], json!(["CARD", "PWBT", "OPAY"]));

    let page = data["paymentRedirectUrl"].as_str().unwrap();
    till.choose(page, "action=pay&channel=transfer").await;
    let (_, reply) = till.novac_get("/api/v1/checkout/TILL_0123-456789/verify").await;
    let data = &reply["data"];
    assert_eq!(data["channel"], "banktransfer");
    assert_eq!(data["card"], Value::Null);
    assert_eq!(data["transferDetail"]["bankName"], "Sandbox Bank");
    assert_eq!(data["transferDetail"]["originatorName"], "Ada Obi");
    assert_eq!(data["paymentDescriptor"], "Two chairs");
    assert_eq!(data["redirectUrl"], "https://yourstore.com/done?shop=1");
    assert_eq!(data["customer"]["name"], "Ada Obi");
}

#[tokio::test]
async fn an_amount_no_float_can_hold_comes_back_digit_for_digit() {
    let till = Till::open().await;
    let body = seed_checkout().to_string().replace("25000", "90071992547409.93");
    let request = till.call("novac", "public_key", Method::POST, CHECKOUT).body(body);
    let (status, reply) = answer(request).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    let request = till.call("novac", "secret_key", Method::GET, VERIFY);
    let text = request.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("\"amount\":90071992547409.93,"), "{text}");
}

#[tokio::test]
async fn a_declined_payment_failed_and_a_left_one_is_cancelled() {
    for (action, status) in [("decline", "failed"), ("leave", "cancelled")] {
        let till = Till::open().await;
        let page = till.novac_checkout().await;
        till.choose(&page, &format!("action={action}")).await;
        let (_, reply) = till.novac_get(VERIFY).await;
        assert_eq!(reply["data"]["status"], status);
        assert_eq!(reply["data"]["channel"], Value::Null);
        assert_eq!(reply["data"]["transactionFee"], 0);
    }
}

#[tokio::test]
async fn every_broken_rule_is_a_t1_envelope_and_opens_nothing() {
    let till = Till::open().await;
    let long = "R".repeat(51);
    let checkouts = [
        ("amount", json!(99.99)),
        ("amount", json!(0)),
        ("amount", json!(-1)),
        ("amount", json!("25000")),
        ("amount", json!(1000.005)),
        ("amount", Value::Null),
        ("currency", json!("JPY")),
        ("currency", json!("NAIRA")),
        ("email", json!("nobody")),
        ("email", Value::Null),
        ("reference", json!("")),
        ("reference", json!("ORDER 1")),
        ("reference", json!(long)),
    ];
    let initiations = [
        ("transactionReference", json!("ORDER-00123")),
        ("transactionReference", json!("ORDER/00123/0123456789")),
        ("metaData", json!({ "order": 7 })),
        ("allowedPaymentOptions", json!("CARD,CHEQUE")),
        ("allowedPaymentOptions", json!("CARD,,USSD")),
        ("checkoutCustomerData", json!({ "email": "@" })),
    ];
    let cases = checkouts
        .into_iter()
        .map(|(field, value)| (CHECKOUT, field, with(seed_checkout(), field, value)))
        .chain(
            initiations
                .into_iter()
                .map(|(field, value)| (INITIATE, field, with(initiation(), field, value))),
        );
    for (path, field, body) in cases {
        let (status, reply) = till.novac_post(path, &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field} in {body}");
        assert_eq!(reply["status"], false);
        assert_eq!(reply["message"], "Invalid request parameter.");
        assert_eq!(reply["data"]["responseCode"], "T1");
        assert!(reply["data"]["responseMessage"].is_string());
    }
    assert_eq!(till.novac_get(VERIFY).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_least_amount_in_naira_is_a_hundred() {
    let till = Till::open().await;
    let least = with(seed_checkout(), "amount", json!(100));
    assert_eq!(till.novac_post(CHECKOUT, &least).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_reference_is_used_once_whichever_way_it_was_used_first() {
    let till = Till::open().await;
    assert_eq!(till.novac_post(INITIATE, &initiation()).await.0, StatusCode::OK);
    let (status, reply) = till.novac_post(INITIATE, &initiation()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(reply["data"]["responseCode"], "T1");
    let again = with(seed_checkout(), "reference", json!("TILL_0123-456789"));
    assert_eq!(till.novac_post(CHECKOUT, &again).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_wrong_or_missing_key_is_b01_with_a_description() {
    let till = Till::open().await;
    let url = format!("{}{VERIFY}", till.sandbox.description().gateways["novac"].base_url);
    let wrong = till.client.get(&url).bearer_auth("nc_testsk_of_somebody_else_0001");
    for request in [till.client.get(&url), wrong] {
        let (status, reply) = answer(request).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(reply["status"], false);
        assert_eq!(reply["message"], "Invalid Merchant Authorization.");
        assert_eq!(reply["data"]["responseCode"], "B01");
        assert!(reply["data"]["responseDescription"].is_string());
    }
}

#[tokio::test]
async fn the_other_kind_of_key_is_forbidden() {
    let till = Till::open().await;
    let calls = [
        ("secret_key", Method::POST, CHECKOUT),
        ("secret_key", Method::POST, INITIATE),
        ("secret_key", Method::GET, "/api/v1/checkout/merchant-info"),
        ("public_key", Method::GET, VERIFY),
        ("public_key", Method::POST, "/api/v1/refund"),
        ("public_key", Method::POST, "/api/v1/partial-refund"),
        ("public_key", Method::GET, "/api/v1/refund/ORDER-00123"),
        ("public_key", Method::GET, "/api/v1/refund/2026-04-14/2026-04-14"),
    ];
    for (key, method, path) in calls {
        let (status, reply) = answer(till.call("novac", key, method, path)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(reply["status"], false);
    }
}

#[tokio::test]
async fn the_public_key_shows_the_merchant() {
    let till = Till::open().await;
    let path = "/api/v1/checkout/merchant-info";
    let (status, reply) = answer(till.call("novac", "public_key", Method::GET, path)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(reply["data"]["merchantName"], "Sandbox Corner Shop");
    assert!(reply["data"]["merchantId"].is_string());
}

#[tokio::test]
async fn what_is_not_there_is_an_envelope_with_404_or_405() {
    let till = Till::open().await;
    for path in [VERIFY, "/api/v1/refund/NOPE", "/api/v1/nothing"] {
        let (status, reply) = till.novac_get(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(reply["status"], false);
        assert!(reply["message"].is_string());
    }
    let (status, reply) = till.novac_get(CHECKOUT).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply["status"], false);
}

#[tokio::test]
async fn half_a_body_and_a_huge_one_are_refused_in_the_envelope() {
    let till = Till::open().await;
    let post = |body: String| till.call("novac", "public_key", Method::POST, CHECKOUT).body(body);
    let (status, reply) = answer(post("{\"amount\":".to_owned())).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(reply["data"]["responseCode"], "T1");
    let (status, reply) = answer(post(" ".repeat(64 * 1024 + 1))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reply["status"], false);
}
