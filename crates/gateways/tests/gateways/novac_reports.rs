//! Novac's own report of what moved the balance.

use chrono::NaiveDate;
use gateways::{Error, ReportLine};
use ledger::{Currency, GatewayKind};
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
