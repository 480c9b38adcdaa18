//! Look-ups, key checks and what Echezona cannot do.

use chrono::NaiveDate;
use gateways::{CredentialsError, Error, Gateway, Outcome, PaymentReport};
use ledger::{GatewayKind, Mode, PaymentStatus};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

const REPLY: &str = fixture!("echezona/verify_reply");
const TRANSACTION: &str = "ORDER-00123-0a1b2c3d";

fn account_at(server: &MockServer) -> Box<dyn Gateway> {
    account(GatewayKind::Echezona, &format!("{}/api", server.uri()), QUICK)
}

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method("POST"))
        .and(path("/api/Payments/VerifyPayment"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn look_up(status: u16, body: &str) -> Result<PaymentReport, Error> {
    let server = answering(status, body).await;
    account_at(&server).look_up(&payment(TRANSACTION)).await
}

#[tokio::test]
async fn a_successful_payment_is_paid() {
    let server = answering(200, REPLY).await;
    let report = account_at(&server).look_up(&payment(TRANSACTION)).await.unwrap();
    let seen = report.observation;
    assert_eq!((seen.status, seen.gateway_status.as_str()), (PaymentStatus::Paid, "Successful"));
    assert_eq!((seen.amount, seen.message.as_deref()), (Some(ngn(2_500_000)), Some("Approved")));
    assert_eq!(seen.gateway_reference.as_deref(), Some(TRANSACTION));
    assert_eq!(report.mode, Mode::Unknown);
    let request = only_request(&server).await;
    assert_eq!(body(&request), format!(r#"{{"transactionId":"{TRANSACTION}"}}"#));
    assert_eq!(header(&request, "authorization"), format!("Bearer {ECHEZONA_KEY}"));
    assert_eq!(header(&request, "idempotency-key"), "");
}

#[tokio::test]
async fn only_both_signs_together_are_a_payment_and_a_contradiction_is_unknown() {
    for (word, flag, expected) in [
        ("Successful", "true", PaymentStatus::Paid),
        ("Successful", "false", PaymentStatus::Unknown),
        ("Successful", "null", PaymentStatus::Unknown),
        ("Pending", "false", PaymentStatus::Pending),
        ("Pending", "null", PaymentStatus::Pending),
        ("Pending", "true", PaymentStatus::Unknown),
        ("Failed", "false", PaymentStatus::Failed),
        ("Failed", "true", PaymentStatus::Unknown),
        ("Reversed", "false", PaymentStatus::Unknown),
        ("success", "true", PaymentStatus::Unknown),
    ] {
        let body = REPLY
            .replace("\"status\": \"Successful\"", &format!("\"status\": \"{word}\""))
            .replace("\"isSuccessful\": true", &format!("\"isSuccessful\": {flag}"));
        for code in ["00", "04", "99"] {
            let body =
                body.replace("\"responseCode\": \"00\"", &format!("\"responseCode\": \"{code}\""));
            let seen = look_up(200, &body).await.unwrap().observation;
            assert_eq!(
                (seen.status, seen.gateway_status.as_str()),
                (expected, word),
                "{flag} {code}"
            );
        }
    }
}

#[tokio::test]
async fn a_look_up_is_sent_again_where_the_gateway_is_out_of_order() {
    let server = MockServer::start().await;
    let paid = ResponseTemplate::new(200).set_body_raw(REPLY, "application/json");
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    Mock::given(method("POST")).respond_with(paid).mount(&server).await;
    let report = account_at(&server).look_up(&payment(TRANSACTION)).await.unwrap();
    assert_eq!(report.observation.status, PaymentStatus::Paid);
}

#[tokio::test]
async fn amounts_are_read_in_the_unit_that_is_set_and_in_their_own_currency() {
    let server = answering(200, &REPLY.replace("25000.00", "2500000")).await;
    let base = format!("{}/api", server.uri());
    let minor = account_set(GatewayKind::Echezona, &base, "amount_unit", "minor");
    let seen = minor.look_up(&payment(TRANSACTION)).await.unwrap().observation;
    assert_eq!(seen.amount, Some(ngn(2_500_000)));
    let seen = look_up(200, &REPLY.replace("NGN", "USD")).await.unwrap().observation;
    assert_eq!(seen.amount, Some(usd(2_500_000)), "a wrong currency is for the ledger to flag");
    let seen =
        look_up(200, &REPLY.replace("\"currency\": \"NGN\",", "")).await.unwrap().observation;
    assert_eq!(seen.amount, Some(ngn(2_500_000)));
}

#[tokio::test]
async fn an_answer_about_another_payment_or_without_its_amount_is_not_used() {
    let error = look_up(200, &REPLY.replace(TRANSACTION, "ORDER-00124")).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
    for body in [
        REPLY.replace("\"amount\": \"25000.00\",", ""),
        REPLY.replace("25000.00", "25000.001"),
        REPLY.replace("25000.00", "-1"),
        REPLY.replace("NGN", "naira"),
        REPLY.replace("\"status\": \"Successful\",", ""),
        REPLY.replace("true", "\"true\""),
        "{}x".to_owned(),
        "[]".to_owned(),
    ] {
        let error = look_up(200, &body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
}

#[tokio::test]
async fn what_echezona_does_not_know_is_not_found_and_never_failed() {
    for (status, body) in [
        (200, r#"{"responseCode":"01","responseMessage":"Not found","data":null}"#),
        (200, r#"{"responseCode":"00","responseMessage":"Successful"}"#),
        (404, r#"{"responseMessage":"Not found"}"#),
        (404, "Not found"),
    ] {
        let error = look_up(status, body).await.unwrap_err();
        assert!(matches!(error, Error::NotFound { .. }), "{status} {body}: {error}");
    }
    for status in [200, 400] {
        let error = look_up(status, "Transaction is on hold").await.unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{error}");
        assert!(error.to_string().contains("Transaction is on hold"), "{error}");
    }
}

#[tokio::test]
async fn a_key_is_accepted_by_any_answer_but_a_refusal_of_it() {
    for (status, body, accepted) in [
        (200, r#"{"responseCode":"01","responseMessage":"Transaction not found"}"#, true),
        (200, "Transaction not found", true),
        (404, "Transaction not found", true),
        (400, "{}", true),
        (200, "Invalid merchant key", false),
        (400, "Invalid merchant key", false),
        (401, "", false),
        (403, "{}", false),
        (500, "", false),
        (200, "<html></html>", false),
    ] {
        let server = answering(status, body).await;
        let checked = account_at(&server).check().await;
        assert_eq!(checked.is_ok(), accepted, "{status} {body}: {checked:?}");
    }
}

#[tokio::test]
async fn refunds_and_money_out_are_refused_with_what_to_do_instead() {
    let server = MockServer::start().await;
    let account = account_at(&server);
    let can = account.capabilities();
    assert!(
        can.link.is_yes() && can.renew.is_yes() && can.look_up.is_yes() && can.webhooks.is_yes()
    );
    for no in [can.refund, can.partial_refund, can.payout, can.balance, can.fee_quote] {
        let reason = no.reason().unwrap();
        assert!(reason.ends_with('.') && reason.contains("Echezona"), "{reason}");
    }
    let reason = can.refund.reason().unwrap();
    assert!(reason.contains("dashboard"), "{reason}");
    let day = NaiveDate::from_ymd_opt(2026, 4, 14).unwrap();
    for error in [
        account.refund(&full_refund()).await.unwrap_err(),
        account.refunds_of(&refunds_of(&[])).await.unwrap_err(),
        account.refunds_between(day, day).await.unwrap_err(),
    ] {
        assert_eq!((error.to_string().as_str(), error.outcome()), (reason, Outcome::NotDone));
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[test]
fn keys_of_another_gateway_are_told_apart() {
    for (key, other) in [
        (SECRET_KEY, GatewayKind::Novac),
        (API_KEY, GatewayKind::Ovgc),
        (WEBHOOK_SECRET, GatewayKind::Ovgc),
    ] {
        let json = format!(r#"{{"api_key":"{key}"}}"#);
        let error = gateways::Credentials::from_json(GatewayKind::Echezona, &json).unwrap_err();
        let gateway = GatewayKind::Echezona;
        assert_eq!(error, CredentialsError::OtherGateway { title: "API key", other, gateway });
    }
}
