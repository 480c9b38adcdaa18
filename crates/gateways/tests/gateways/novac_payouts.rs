//! Payouts at Novac: transfers and their look-ups.

use std::collections::BTreeMap;

use gateways::{Error, Outcome, PayoutHandle, PayoutReport, PayoutRequest};
use ledger::{PayoutKind, PayoutStatus};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

const TRANSFERS: &str = "/api/v1/transfers";
const TRANSFER: &str = "/api/v1/transfers/PAYOUT-00123";

async fn answering(verb: &str, at: &str, status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(&server).await;
    server
}

fn fields(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn payout() -> PayoutRequest {
    PayoutRequest {
        kind: PayoutKind::Bank,
        reference: "PAYOUT-00123".parse().unwrap(),
        idempotency_key: "0192aabb-0000-7000-8000-000000000003".to_owned(),
        amount: ngn(500_050),
        fields: fields(&[
            ("bank_code", "044"),
            ("bank_name", "Access Bank"),
            ("account_number", "0690000031"),
            ("account_name", "Ada Obi"),
        ]),
        narration: "Salary of June".to_owned(),
    }
}

fn sent() -> PayoutHandle {
    PayoutHandle {
        kind: PayoutKind::Bank,
        reference: "PAYOUT-00123".parse().unwrap(),
        gateway_payout_id: None,
        amount: ngn(500_050),
    }
}

async fn pay_out_answered(status: u16, body: &str) -> Result<PayoutReport, Error> {
    let server = answering("POST", TRANSFERS, status, body).await;
    let answer = novac(&server).pay_out(&payout()).await;
    only_request(&server).await;
    answer
}

async fn look_up_answered(status: u16, body: &str) -> Result<PayoutReport, Error> {
    let server = answering("GET", TRANSFER, status, body).await;
    novac(&server).look_up_payout(&sent()).await
}

/// The documented transfer with some of it replaced.
async fn look_up_with(from: &str, to: &str) -> Result<PayoutReport, Error> {
    let body = fixture!("novac/transfer_found");
    assert!(body.contains(from));
    look_up_answered(200, &body.replacen(from, to, 1)).await
}

#[tokio::test]
async fn the_documented_transfer_is_sent_exactly_and_once() {
    let server = answering("POST", TRANSFERS, 200, fixture!("novac/transfer_reply")).await;
    let report = novac(&server).pay_out(&payout()).await.unwrap();
    assert_eq!(report.status, PayoutStatus::Pending, "taken on is not arrived");
    assert_eq!(report.gateway_status, "pending");
    assert_eq!(report.gateway_payout_id.as_deref(), Some("9001"));
    assert_eq!((report.bank_reference, report.fee), (None, Some(ngn(2_500))));
    assert_eq!(report.message.as_deref(), Some("Transfer queued"));

    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("novac/transfer_request")));
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
    assert_eq!(header(&request, "idempotency-key"), payout().idempotency_key);
}

#[tokio::test]
async fn what_is_not_known_of_the_receiver_is_left_out() {
    let server = answering("POST", TRANSFERS, 200, r#"{"success":true}"#).await;
    let bare =
        fields(&[("bank_code", " 044 "), ("account_number", "0690000031"), ("bank_name", "")]);
    let request = PayoutRequest { fields: bare, amount: ngn(i64::MAX), ..payout() };
    let report = novac(&server).pay_out(&request).await.unwrap();
    assert_eq!((report.status, report.gateway_status.as_str()), (PayoutStatus::Pending, ""));
    assert_eq!(
        body(&only_request(&server).await),
        r#"{"currency":"NGN","amount":92233720368547758.07,"bankCode":"044","accountNumber":"0690000031","narration":"Salary of June","reference":"PAYOUT-00123"}"#
    );
}

#[tokio::test]
async fn a_payout_that_novac_cannot_take_is_never_sent() {
    let without = |key: &str| {
        let mut fields = payout().fields;
        fields.remove(key);
        PayoutRequest { fields, ..payout() }
    };
    let with = |key: &str, value: &str| {
        let mut fields = payout().fields;
        fields.insert(key.to_owned(), value.to_owned());
        PayoutRequest { fields, ..payout() }
    };
    let named =
        |reference: &str| PayoutRequest { reference: reference.parse().unwrap(), ..payout() };
    let server = MockServer::start().await;
    for (request, field) in [
        (without("bank_code"), "bank_code"),
        (with("bank_code", "  "), "bank_code"),
        (without("account_number"), "account_number"),
        (with("account_number", "069000003"), "account_number"),
        (with("account_number", "06900000311"), "account_number"),
        (with("account_number", "O690000031"), "account_number"),
        (named("PAYOUT-12"), "reference"),
        (named(&"9".repeat(51)), "reference"),
        (PayoutRequest { amount: usd(100), ..payout() }, "currency"),
        (PayoutRequest { amount: ngn(0), ..payout() }, "amount"),
        (PayoutRequest { narration: " ".to_owned(), ..payout() }, "reason"),
    ] {
        match novac(&server).pay_out(&request).await {
            Err(Error::Invalid(problem)) => assert_eq!(problem.field, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    let wallet = PayoutRequest { kind: PayoutKind::Wallet, ..payout() };
    let error = novac(&server).pay_out(&wallet).await.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn the_documented_failure_was_not_sent_and_says_why() {
    for status in [200, 400, 404, 422] {
        let error = pay_out_answered(status, fixture!("novac/transfer_failure")).await.unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{status}: {error:?}");
        assert_eq!(error.to_string(), "Novac refused this (it said: Insufficient balance)");
        assert_eq!(error.outcome(), Outcome::NotDone);
    }
}

#[tokio::test]
async fn an_address_that_is_not_on_novacs_list_is_told_as_that() {
    let said = "IP address not whitelisted";
    let body = format!(r#"{{"success":false,"message":"{said}","data":null}}"#);
    for status in [200, 400, 401, 403, 404] {
        let error = look_up_answered(status, &body).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden { .. }), "{status}: {error:?}");
        let error = pay_out_answered(status, &body).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden { .. }), "{status}: {error:?}");
        let error = error.to_string();
        assert!(error.contains("the IP address of this computer"), "{error}");
        assert!(error.contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_clash_over_the_reference_may_be_our_own_payout() {
    for said in [
        "Duplicate reference",
        "Transfer already exists",
        "The reference has been used before.",
        "Reference must be unique",
    ] {
        let body = format!(r#"{{"success":false,"message":"{said}"}}"#);
        for status in [200, 400, 404, 409] {
            let error = pay_out_answered(status, &body).await.unwrap_err();
            assert!(matches!(error, Error::Conflict { .. }), "{status}: {error:?}");
            assert_eq!(error.outcome(), Outcome::Unknown);
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_or_odd_leaves_the_payout_unknown() {
    let found = fixture!("novac/transfer_found");
    for (status, body) in [
        (500, "<html>".to_owned()),
        (504, String::new()),
        (200, String::new()),
        (200, "{}".to_owned()),
        (200, "[]".to_owned()),
        (200, "<html>".to_owned()),
        (200, found[..found.len() / 2].to_owned()),
        (200, found.replace("PAYOUT-00123", "PAYOUT-00124")),
        (200, found.replace("5000.5", "\"lots\"")),
        (200, found.replace("5000.5", "-5000.5")),
        (200, found.replacen("true", "false", 1)),
        (200, r#"{"success":false,"data":{"amount":5000.5}}"#.to_owned()),
        (400, String::new()),
        (409, "{}".to_owned()),
    ] {
        let error = pay_out_answered(status, &body).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{status} {body}: {error}");
    }
}

#[tokio::test]
async fn a_no_with_a_failed_transfer_in_it_is_a_failed_payout() {
    let failed = fixture!("novac/transfer_found")
        .replacen("true", "false", 1)
        .replace("\"successful\"", "\"failed\"")
        .replace("Approved or completed successfully", "Invalid account");
    for report in [pay_out_answered(200, &failed).await, look_up_answered(200, &failed).await] {
        let report = report.unwrap();
        assert_eq!(report.status, PayoutStatus::Failed);
        assert_eq!(report.message.as_deref(), Some("Invalid account"));
    }
}

#[tokio::test]
async fn a_look_up_tells_all_that_novac_knows() {
    let server = answering("GET", TRANSFER, 200, fixture!("novac/transfer_found")).await;
    let report = novac(&server).look_up_payout(&sent()).await.unwrap();
    assert_eq!(
        report,
        PayoutReport {
            status: PayoutStatus::Processed,
            gateway_status: "successful".to_owned(),
            gateway_payout_id: Some("9001".to_owned()),
            bank_reference: Some("000001260627003012345678901234".to_owned()),
            fee: Some(ngn(2_500)),
            message: Some("Approved or completed successfully".to_owned()),
        }
    );
    let request = only_request(&server).await;
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
}

#[tokio::test]
async fn each_word_for_a_transfers_state_is_read_and_unknown_ones_are_kept() {
    for (word, status) in [
        ("pending", PayoutStatus::Pending),
        ("successful", PayoutStatus::Processed),
        ("failed", PayoutStatus::Failed),
        ("on hold", PayoutStatus::Unknown),
        ("", PayoutStatus::Unknown),
    ] {
        let report = look_up_with("\"successful\"", &format!("\"{word}\"")).await.unwrap();
        assert_eq!((report.status, report.gateway_status.as_str()), (status, word));
    }
}

#[tokio::test]
async fn a_transfer_of_another_amount_or_currency_is_not_the_one_that_was_sent() {
    for word in ["pending", "successful", "failed"] {
        let body =
            fixture!("novac/transfer_found").replace("\"successful\"", &format!("\"{word}\""));
        for (from, to) in [("5000.5,", "5000.51,"), ("5000.5,", "500050,"), ("\"NGN\"", "\"USD\"")]
        {
            let report = look_up_answered(200, &body.replacen(from, to, 1)).await.unwrap();
            assert_eq!(report.status, PayoutStatus::Unknown, "{word} {to}");
            assert_eq!(report.gateway_status, word);
            assert_eq!(report.fee, None);
            let said = report.message.unwrap();
            assert!(said.contains("5000.50 NGN was asked for"), "{said}");
        }
    }
    let report = look_up_with("\"amount\": 5000.5,", "").await.unwrap();
    assert_eq!(report.status, PayoutStatus::Unknown, "arrived, and nobody says how much");
    let report = look_up_with("5000.5,", "\"5,000.50\",").await.unwrap();
    assert_eq!(report.status, PayoutStatus::Processed);
}

#[tokio::test]
async fn a_look_up_that_is_about_another_payout_or_none_is_not_used() {
    let error = look_up_with("PAYOUT-00123", "PAYOUT-00124").await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
    for (from, to) in [
        ("\"reference\": \"PAYOUT-00123\",", ""),
        ("\"status\": \"successful\",", ""),
        ("\"NGN\"", "\"Naira\""),
        ("true", "false"),
    ] {
        let error = look_up_with(from, to).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{from}: {error}");
    }
    let error = look_up_answered(200, r#"{"success":true,"data":null}"#).await.unwrap_err();
    assert!(matches!(error, Error::Malformed { .. }), "{error}");
}

#[tokio::test]
async fn a_transfer_novac_does_not_know_is_not_found_and_never_failed() {
    let body = r#"{"success":false,"message":"Transfer not found","data":null}"#;
    for status in [200, 400, 404] {
        let error = look_up_answered(status, body).await.unwrap_err();
        assert!(matches!(error, Error::NotFound { .. }), "{status}: {error:?}");
        assert!(error.to_string().contains("Transfer not found"), "{error}");
    }
}
