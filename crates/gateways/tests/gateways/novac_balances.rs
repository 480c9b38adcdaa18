//! What is left at Novac, what moved it, and what a payment would cost.

use chrono::NaiveDate;
use gateways::{Balance, Error, ReportLine};
use ledger::{Currency, GatewayKind, Money};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn mount(server: &MockServer, verb: &str, at: &str, status: u16, body: &str) {
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(server).await;
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn balance(title: &str, money: Money) -> Balance {
    Balance { title: title.to_owned(), money }
}

async fn balance_answered(body: &str) -> Result<Vec<Balance>, Error> {
    let server = MockServer::start().await;
    mount(&server, "GET", "/api/v1/balance/NGN", 200, body).await;
    novac(&server).balances(Some(Currency::NGN)).await
}

#[tokio::test]
async fn what_can_be_spent_comes_first() {
    let server = MockServer::start().await;
    let reply = fixture!("novac/balance_reply");
    mount(&server, "GET", "/api/v1/balance/NGN", 200, reply).await;
    let found = novac(&server).balances(Some(Currency::NGN)).await.unwrap();
    let expected = [balance("available", ngn(154_434_050)), balance("ledger", ngn(160_000_000))];
    assert_eq!(found, expected);
    let request = only_request(&server).await;
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
}

#[tokio::test]
async fn a_balance_is_found_in_every_likely_shape() {
    for (body, title) in [
        (r#"{"status":true,"data":-12.5}"#, "balance"),
        (r#"{"success":true,"data":"-12.50"}"#, "balance"),
        (r#"{"data":{"balance":-12.5}}"#, "balance"),
        (r#"{"balance":-12.5,"currency":"NGN"}"#, "balance"),
        (r#"{"data":{"available_balance":"-12.5","currency":"NGN"}}"#, "available"),
        (
            r#"{"data":[{"currency":"USD","balance":7},{"currency":"NGN","balance":-12.5}]}"#,
            "balance",
        ),
    ] {
        let found = balance_answered(body).await.unwrap();
        assert_eq!(found, [balance(title, ngn(-1_250))], "{body}");
    }
}

#[tokio::test]
async fn what_names_no_balance_of_the_currency_is_never_taken_for_nothing() {
    for body in [
        "{}",
        r#"{"status":true,"data":null}"#,
        r#"{"data":[]}"#,
        r#"{"data":{"currency":"NGN"}}"#,
        r#"{"data":{"currency":"USD","balance":7}}"#,
        r#"{"data":[{"balance":7}]}"#,
        r#"{"data":{"balance":0.001}}"#,
        r#"{"data":{"balance":"lots"}}"#,
        r#"{"data":true}"#,
    ] {
        let error = balance_answered(body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
    let no = r#"{"status":false,"message":"No such wallet"}"#;
    assert!(matches!(balance_answered(no).await, Err(Error::Refused { .. })));
}

#[tokio::test]
async fn all_balances_are_those_of_the_currencies_the_account_has() {
    let server = MockServer::start().await;
    mount(&server, "GET", "/api/v1/balance/NGN", 200, r#"{"data":{"balance":1}}"#).await;
    mount(&server, "GET", "/api/v1/balance/USD", 200, r#"{"data":{"balance":2}}"#).await;
    let found = novac(&server).balances(None).await.unwrap();
    assert_eq!(found, [balance("balance", ngn(100)), balance("balance", usd(200))]);

    let none = MockServer::start().await;
    let error = novac(&none).balances(None).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");

    mount(&server, "GET", "/api/v1/balance/GHS", 401, "{}").await;
    let error = novac(&server).balances(None).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { .. }), "{error}");
}

const JUNE: &str = "/api/v1/balancereport/NGN/2026-06-01/2026-07-01";

async fn report_answered(status: u16, body: &str) -> Result<Vec<ReportLine>, Error> {
    let server = MockServer::start().await;
    mount(&server, "GET", JUNE, status, body).await;
    novac(&server).balance_report(Currency::NGN, day("2026-06-01"), day("2026-07-01")).await
}

#[tokio::test]
async fn the_documented_report_is_read_to_the_last_kobo_and_minute() {
    let server = MockServer::start().await;
    mount(&server, "GET", JUNE, 200, fixture!("novac/balance_report")).await;
    let (from, to) = (day("2026-06-01"), day("2026-07-01"));
    let lines = novac(&server).balance_report(Currency::NGN, from, to).await.unwrap();
    assert_eq!(
        lines,
        [
            ReportLine {
                kind: "payout".to_owned(),
                money: ngn(-118_650),
                before: ngn(273_089),
                after: ngn(154_439),
                reference: Some("PAYOUT-00123".to_owned()),
                note: Some("Salary of June".to_owned()),
                status: Some("successful".to_owned()),
                at: "2026-06-26T23:30:00Z".parse().unwrap(),
            },
            ReportLine {
                kind: "settlement_fee".to_owned(),
                money: ngn(-1_800),
                before: ngn(274_889),
                after: ngn(273_089),
                reference: Some("ORDER-00123".to_owned()),
                note: Some("Fee of ORDER-00123".to_owned()),
                status: Some("successful".to_owned()),
                at: "2026-06-26T22:59:00Z".parse().unwrap(),
            },
            ReportLine {
                kind: "credit".to_owned(),
                money: ngn(100_000_000),
                before: ngn(-1_000),
                after: ngn(99_999_000),
                reference: None,
                note: None,
                status: None,
                at: "2026-05-31T23:00:00Z".parse().unwrap(),
            },
        ]
    );
    let request = only_request(&server).await;
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
}

#[tokio::test]
async fn the_times_of_a_report_are_in_the_zone_that_is_set() {
    let server = MockServer::start().await;
    mount(&server, "GET", JUNE, 200, fixture!("novac/balance_report")).await;
    for (zone, at) in [
        ("+00:00", "2026-06-27T00:30:00Z"),
        ("-11:30", "2026-06-27T12:00:00Z"),
        ("+14:00", "2026-06-26T10:30:00Z"),
    ] {
        let account = account_set(GatewayKind::Novac, &server.uri(), "report_zone", zone);
        let (from, to) = (day("2026-06-01"), day("2026-07-01"));
        let lines = account.balance_report(Currency::NGN, from, to).await.unwrap();
        assert_eq!(lines[0].at, at.parse::<chrono::DateTime<chrono::Utc>>().unwrap(), "{zone}");
    }
}

#[tokio::test]
async fn a_long_report_is_asked_for_half_a_year_at_a_time() {
    let server = MockServer::start().await;
    let (report, none) = (fixture!("novac/balance_report"), fixture!("novac/balance_report_empty"));
    for (window, body) in [
        ("2025-01-01/2025-06-30", report),
        ("2025-07-01/2025-12-31", none),
        ("2026-01-01/2026-01-01", report),
    ] {
        let at = format!("/api/v1/balancereport/NGN/{window}");
        mount(&server, "GET", &at, 200, body).await;
    }
    let (from, to) = (day("2025-01-01"), day("2026-01-01"));
    let lines = novac(&server).balance_report(Currency::NGN, from, to).await.unwrap();
    assert_eq!(lines.len(), 6);
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_report_that_is_mailed_is_said_to_be_and_never_taken_for_empty() {
    let mailed = fixture!("novac/balance_report_mailed");
    for body in [mailed.to_owned(), mailed.replace("null", "[]"), mailed.replace("null", "{}")] {
        match report_answered(200, &body).await {
            Err(Error::Invalid(problem)) => {
                assert_eq!(problem.field, "period");
                assert!(problem.message.contains("e-mail"), "{problem}");
            }
            other => panic!("{other:?}"),
        }
    }
    for body in ["{}", r#"{"status":true,"data":null}"#, r#"{"status":true,"data":"done"}"#] {
        let error = report_answered(200, body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
    let none = fixture!("novac/balance_report_empty");
    for (status, body) in [
        (200, none),
        (400, none),
        (404, none),
        (200, r#"{"status":true,"message":"no record found"}"#),
        (200, r#"{"status":true,"data":[]}"#),
    ] {
        assert_eq!(report_answered(status, body).await.unwrap(), [], "{status} {body}");
    }
    let no = r#"{"status":false,"message":"Invalid date"}"#;
    for status in [200, 400] {
        let error = report_answered(status, no).await.unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_line_that_cannot_be_read_exactly_is_an_error_that_names_it() {
    let report = fixture!("novac/balance_report");
    for (from, to) in [
        ("1,000,000.00", "1,000,00.00"),
        ("1,000,000.00", "1000000.001"),
        ("1,000,000.00", "-1,000,000.00"),
        ("-10.00", "--10.00"),
        ("999,990.00", "much"),
        ("\"no\"", "\"perhaps\""),
        ("\"no\"", "null"),
        ("01/06/2026 00:00", "06/31/2026 00:00"),
        ("01/06/2026 00:00", "1/6/2026 00:00"),
        ("01/06/2026 00:00", "01/06/2026 24:00"),
        ("01/06/2026 00:00", "01/06/26 00:00"),
        ("01/06/2026 00:00", "2026-06-01 00:00"),
        ("\"date\": \"01", "\"day\": \"01"),
    ] {
        assert!(report.contains(from));
        let error = report_answered(200, &report.replace(from, to)).await.unwrap_err();
        let error = match error {
            Error::Malformed { .. } => error.to_string(),
            other => panic!("{from} {to}: {other:?}"),
        };
        assert!(error.contains("line 3 of the report"), "{from} {to}: {error}");
    }
    let dollars = report.replacen("NGN", "USD", 1);
    let error = report_answered(200, &dollars).await.unwrap_err().to_string();
    assert!(error.contains("line 1"), "{error}");
}

#[tokio::test]
async fn a_period_that_cannot_be_is_never_asked_for() {
    let server = MockServer::start().await;
    for (from, to) in [("2026-07-01", "2026-06-30"), ("2000-01-01", "2026-06-30")] {
        let report = novac(&server).balance_report(Currency::NGN, day(from), day(to)).await;
        match report {
            Err(Error::Invalid(problem)) => assert_eq!(problem.field, "period"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

const FEE: &str = "/api/v1/transaction-fee";

async fn fee_answered(body: &str) -> Result<Money, Error> {
    let server = MockServer::start().await;
    mount(&server, "POST", FEE, 200, body).await;
    novac(&server).quote_fee("ORDER-00123", "CARD", Currency::NGN).await
}

#[tokio::test]
async fn a_fee_is_asked_for_with_the_public_key() {
    let server = MockServer::start().await;
    mount(&server, "POST", FEE, 200, fixture!("novac/fee_reply")).await;
    let fee = novac(&server).quote_fee("ORDER-00123", " CARD ", Currency::NGN).await.unwrap();
    assert_eq!(fee, ngn(35_075));
    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("novac/fee_request")));
    assert_eq!(header(&request, "authorization"), format!("Bearer {PUBLIC_KEY}"));
    for body in [
        r#"{"status":true,"data":350.75}"#,
        r#"{"status":true,"data":"350.75"}"#,
        r#"{"data":{"fee":"350.75"}}"#,
        r#"{"data":{"transaction_fee":350.75,"amount":25000}}"#,
        r#"{"transactionFeeAmount":"350.75","transactionFeeCurrency":"NGN"}"#,
    ] {
        assert_eq!(fee_answered(body).await.unwrap(), ngn(35_075), "{body}");
    }
}

#[tokio::test]
async fn a_fee_that_is_not_named_is_never_guessed() {
    for body in [
        "{}",
        r#"{"data":{}}"#,
        r#"{"data":{"amount":25000}}"#,
        r#"{"data":[350.75]}"#,
        r#"{"data":-1}"#,
        r#"{"data":{"fee":0.001}}"#,
        r#"{"data":{"fee":1,"currency":"USD"}}"#,
        r#"{"data":{"transactionFeeAmount":"1","transactionFeeCurrency":"USD"}}"#,
    ] {
        let error = fee_answered(body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
    let other = fixture!("novac/fee_reply").replace("ORDER-00123", "ORDER-00124");
    assert!(matches!(fee_answered(&other).await, Err(Error::OtherPayment { .. })));
    let server = MockServer::start().await;
    let error = novac(&server).quote_fee("ORDER-00123", " ", Currency::NGN).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
}
