//! Novac: transfers, banks, the balance and its report, quotes of fees, and who bears them.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::till::{Till, answer, seed_checkout, with};

const TRANSFERS: &str = "/api/v1/transfers";
const ACCOUNT_CHECK: &str = "/api/v1/banks/account/verify";

fn transfer() -> Value {
    json!({
        "currency": "NGN",
        "amount": 1186.5,
        "bankCode": "044",
        "bankName": "Access Bank",
        "accountNumber": "0123456789",
        "accountName": "Ada Obi",
        "narration": "April wages",
        "reference": "TILL-000001",
        "metaData": "{\"run\":4}"
    })
}

async fn left(till: &Till) -> Value {
    let (status, reply) = till.novac_get("/api/v1/balance/NGN").await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(reply["data"]["currency"], "NGN");
    reply["data"]["availableBalance"].clone()
}

async fn found(till: &Till, reference: &str) -> Value {
    let (status, reply) = till.novac_get(&format!("{TRANSFERS}/{reference}")).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(reply["success"], true);
    reply["data"].clone()
}

async fn report(till: &Till, window: &str) -> (StatusCode, Value) {
    till.novac_get(&format!("/api/v1/balancereport/NGN/{window}")).await
}

#[tokio::test]
async fn a_transfer_is_made_and_found_with_all_the_reference_documents() {
    let till = Till::open().await;
    let (status, reply) = till.novac_post(TRANSFERS, &transfer()).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(reply["success"], true);
    assert_eq!(reply.get("status"), None);
    let data = found(&till, "TILL-000001").await;
    assert_eq!(data, reply["data"]);
    for (field, value) in [
        ("id", json!("1")),
        ("reference", json!("TILL-000001")),
        ("currency", json!("NGN")),
        ("amount", json!(1186.5)),
        ("fee", json!(25)),
        ("bankCode", json!("044")),
        ("bankName", json!("Access Bank")),
        ("accountNumber", json!("0123456789")),
        ("accountName", json!("Ada Obi")),
        ("narration", json!("April wages")),
        ("domain", json!("test")),
        ("status", json!("successful")),
        ("providerResponseMessage", json!("Transaction successful")),
        ("createdAt", json!("2026-04-14T12:00:00.000Z")),
    ] {
        assert_eq!(data[field], value, "{field}");
    }
    assert!(data["sessionId"].is_string() && data["updatedAt"].is_string());
    assert_eq!(left(&till).await.to_string(), "998788.5");
}

#[tokio::test]
async fn the_last_digits_of_the_account_decide_how_a_transfer_ends() {
    for (ending, first, later) in
        [("99", "failed", "failed"), ("77", "pending", "successful"), ("88", "pending", "failed")]
    {
        let till = Till::open().await;
        let body = with(transfer(), "accountNumber", json!(format!("01234567{ending}")));
        let (_, reply) = till.novac_post(TRANSFERS, &body).await;
        assert_eq!(reply["data"]["status"], first);
        till.pass(TimeDelta::milliseconds(2_999));
        assert_eq!(found(&till, "TILL-000001").await["status"], first);
        till.pass(TimeDelta::milliseconds(1));
        assert_eq!(found(&till, "TILL-000001").await["status"], later);
        let kept = left(&till).await == 1_000_000;
        assert_eq!(kept, later == "failed", "what failed comes back to the account");
    }
}

#[tokio::test]
async fn a_transfer_that_breaks_a_rule_is_not_made() {
    let till = Till::open().await;
    let cases = [
        ("currency", json!("USD")),
        ("amount", json!(0)),
        ("amount", json!(1.005)),
        ("amount", json!("1186.50")),
        ("amount", json!(999_975.01)),
        ("bankCode", json!("999")),
        ("accountNumber", json!("123")),
        ("narration", json!(" ")),
        ("reference", json!("TILL-0001")),
        ("reference", json!("R".repeat(51))),
    ];
    for (field, value) in cases {
        let body = with(transfer(), field, value.clone());
        let (status, reply) = till.novac_post(TRANSFERS, &body).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{field} {value}");
        assert_eq!(reply["success"], false);
        assert!(reply["message"].is_string());
    }
    let (status, reply) = till.novac_get(&format!("{TRANSFERS}/TILL-000001")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(reply["success"], false);

    assert_eq!(till.novac_post(TRANSFERS, &transfer()).await.0, StatusCode::OK);
    let (status, reply) = till.novac_post(TRANSFERS, &transfer()).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "a reference is used once: {reply}");
    assert_eq!(left(&till).await.to_string(), "998788.5");
}

#[tokio::test]
async fn banks_are_listed_for_nigeria_and_accounts_are_checked_either_way() {
    let till = Till::open().await;
    let (status, reply) = till.novac_get("/api/v1/banks/NG").await;
    assert_eq!(status, StatusCode::OK);
    let bank = &reply["data"][0];
    assert!(bank["bankName"].is_string());
    let check = json!({ "bankCode": bank["bankCode"], "accountNumber": "0123456789" });
    let (status, reply) = till.novac_post(ACCOUNT_CHECK, &check).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert!(!reply["data"]["accountName"].as_str().unwrap().is_empty());
    assert_eq!(reply["data"]["accountNumber"], "0123456789");
    assert_eq!(reply["data"]["bankName"], bank["bankName"]);
    let other = json!({ "bank_code": "044", "account_number": "0123456789", "currency": "NGN" });
    assert_eq!(till.novac_post(ACCOUNT_CHECK, &other).await.0, StatusCode::OK);

    for (field, value) in [("accountNumber", "0123456799"), ("bankCode", "999")] {
        let body = with(check.clone(), field, json!(value));
        let (status, reply) = till.novac_post(ACCOUNT_CHECK, &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(reply["data"]["responseCode"], "T1");
    }
    assert_eq!(till.novac_get("/api/v1/banks/GH").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_report_tells_what_happened_newest_first_and_ends_at_the_balance() {
    let till = Till::open().await;
    let page = till.novac_checkout().await;
    till.choose(&page, "action=pay&channel=card").await;
    till.pass(TimeDelta::minutes(1));
    let part = json!({ "reference": "ORDER-00123", "amount": 1000.25 });
    let (_, refund) = till.novac_post("/api/v1/partial-refund", &part).await;
    till.pass(TimeDelta::minutes(1));
    let body = with(transfer(), "accountNumber", json!("0123456788"));
    till.novac_post(TRANSFERS, &body).await;
    till.pass(TimeDelta::minutes(1));

    let (status, reply) = report(&till, "2026-04-14/2026-04-14").await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    let rows: Vec<[&str; 7]> = reply["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            ["type", "isDebit", "amount", "balanceBefore", "balanceAfter", "reference", "date"]
                .map(|field| row[field].as_str().unwrap())
        })
        .collect();
    let refund = refund["refundReference"].as_str().unwrap();
    let (sent, paid) = ("TILL-000001", "ORDER-00123");
    let day = "14/04/2026";
    let expected = [
        ["payout_reversal", "no", "1,211.50", "1,022,438.25", "1,023,649.75", sent, "13:02"],
        ["payout_fee", "yes", "25.00", "1,022,463.25", "1,022,438.25", sent, "13:02"],
        ["payout", "yes", "1,186.50", "1,023,649.75", "1,022,463.25", sent, "13:02"],
        ["refund", "yes", "1,000.25", "1,024,650.00", "1,023,649.75", refund, "13:01"],
        ["settlement_fee", "yes", "350.00", "1,025,000.00", "1,024,650.00", paid, "13:00"],
        ["settlement", "no", "25,000.00", "1,000,000.00", "1,025,000.00", paid, "13:00"],
    ];
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        assert_eq!(row[..6], expected[..6]);
        assert_eq!(row[6], format!("{day} {}", expected[6]));
    }
    let first = &reply["data"][0];
    assert_eq!((&first["currency"], &first["domain"]), (&json!("NGN"), &json!("test")));
    assert_eq!(first["status"], "successful");
    assert_eq!(left(&till).await.to_string(), "1023649.75");
}

#[tokio::test]
async fn the_reports_days_are_those_of_lagos() {
    let till = Till::open().await;
    till.pass(TimeDelta::hours(11));
    till.novac_post(TRANSFERS, &transfer()).await;
    assert_eq!(report(&till, "2026-04-14/2026-04-14").await.0, StatusCode::BAD_REQUEST);
    let (_, reply) = report(&till, "2026-04-15/2026-04-15").await;
    assert_eq!(reply["data"][0]["date"], "15/04/2026 00:00");
}

#[tokio::test]
async fn a_report_that_is_empty_too_long_or_backwards_says_so_in_the_documents_words() {
    let till = Till::open().await;
    for (window, words) in [
        (
            "2026-01-01/2026-01-24",
            "No balance record found for date range : 2026-01-01 to 2026-01-24",
        ),
        ("2025-10-13/2026-04-14", "maximum of 6 months"),
        ("2026-04-15/2026-04-14", "Start Date cannot be greater than End Date."),
        ("2026-04-14/14-04-2026", "End Date format is wrong"),
    ] {
        let (status, reply) = report(&till, window).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{window}");
        assert_eq!(reply["status"], false);
        assert!(reply["message"].as_str().unwrap().contains(words), "{reply}");
    }
    till.novac_post(TRANSFERS, &transfer()).await;
    assert_eq!(report(&till, "2025-10-14/2026-04-14").await.0, StatusCode::OK);
    for path in ["/api/v1/balance/EUR", "/api/v1/balancereport/EUR/2026-04-14/2026-04-14"] {
        assert_eq!(till.novac_get(path).await.0, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn a_fee_is_quoted_by_either_key_and_in_any_spelling() {
    let till = Till::open().await;
    till.novac_checkout().await;
    let path = "/api/v1/transaction-fee";
    for (key, word) in [("public_key", "card"), ("secret_key", "PWBT"), ("public_key", "Opay")] {
        let body = json!({ "transactionReference": "ORDER-00123", "paymentType": word });
        let (status, reply) = answer(till.call("novac", key, Method::POST, path).json(&body)).await;
        assert_eq!(status, StatusCode::OK, "{reply}");
        assert_eq!(reply["data"]["transactionFeeAmount"], "350.00");
        assert_eq!(reply["data"]["transactionFeeCurrency"], "NGN");
        assert_eq!(reply["data"]["paymentType"], word);
    }
    let cash = json!({ "transactionReference": "ORDER-00123", "paymentType": "cash" });
    assert_eq!(till.novac_post(path, &cash).await.0, StatusCode::BAD_REQUEST);
    let nobodys = json!({ "transactionReference": "ORDER-9", "paymentType": "card" });
    assert_eq!(till.novac_post(path, &nobodys).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_pays_from_a_wallet_bears_the_fee() {
    for channel in ["opay", "palmpay", "momo"] {
        let till = Till::open().await;
        let page = till.novac_checkout().await;
        till.choose(&page, &format!("action=pay&channel={channel}")).await;
        assert!(till.visit(&page).await.text.contains("NGN\u{a0}25,350.00, with the fee"));
        let (_, reply) = till.novac_get("/api/v1/checkout/ORDER-00123/verify").await;
        let data = &reply["data"];
        assert_eq!(data["channel"], channel);
        assert_eq!(data["amount"], 25_000);
        assert_eq!(data["chargedAmount"], 25_350);
        assert_eq!(data["transactionFee"], 350);
        assert_eq!(left(&till).await, 1_025_000, "the merchant has all of the order");
    }
}

#[tokio::test]
async fn money_matters_want_the_secret_key() {
    let till = Till::open().await;
    let calls = [
        (Method::POST, TRANSFERS),
        (Method::GET, "/api/v1/transfers/TILL-000001"),
        (Method::GET, "/api/v1/banks/NG"),
        (Method::POST, ACCOUNT_CHECK),
        (Method::GET, "/api/v1/balance/NGN"),
        (Method::GET, "/api/v1/balancereport/NGN/2026-04-14/2026-04-14"),
    ];
    for (method, path) in calls {
        let (status, _) = answer(till.call("novac", "public_key", method, path)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn an_account_in_another_currency_is_its_own() {
    let till = Till::open().await;
    let dollars = with(with(seed_checkout(), "currency", json!("USD")), "amount", json!(10));
    let (_, reply) = till.novac_post("/api/v1/checkout", &dollars).await;
    till.choose(reply["data"]["checkoutUrl"].as_str().unwrap(), "action=pay").await;
    let (_, reply) = till.novac_get("/api/v1/balance/USD").await;
    assert_eq!(reply["data"]["balance"].to_string(), "10009.86");
    assert_eq!(left(&till).await, 1_000_000);
}
