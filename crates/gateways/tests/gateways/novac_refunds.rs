//! Refunds at Novac.

use chrono::NaiveDate;
use gateways::{Error, Outcome, RefundReport, RefundRequest};
use ledger::{Currency, GatewayKind, Money, RefundStatus};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn mount(server: &MockServer, verb: &str, at: &str, status: u16, body: &str) {
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(server).await;
}

async fn refund_answered(body: &str) -> Result<RefundReport, Error> {
    let server = MockServer::start().await;
    mount(&server, "POST", "/api/v1/refund", 200, body).await;
    novac(&server).refund(&full_refund()).await
}

#[tokio::test]
async fn the_guides_full_refund_is_sent_as_the_guide_prints_it() {
    let server = MockServer::start().await;
    let reply = fixture!("novac/refund_reply_without_refund");
    mount(&server, "POST", "/api/v1/refund", 200, reply).await;
    let report = novac(&server).refund(&full_refund()).await.unwrap();
    assert_eq!(report.status, RefundStatus::Pending, "taken on is not paid back");
    assert_eq!(report.message.as_deref(), Some("Refund queued for processing"));

    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("novac/refund_request")));
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
    assert_eq!(header(&request, "idempotency-key"), full_refund().idempotency_key);
}

#[tokio::test]
async fn a_partial_refund_carries_the_exact_amount_and_both_notes() {
    let server = MockServer::start().await;
    mount(&server, "POST", "/api/v1/partial-refund", 200, fixture!("novac/refund_reply")).await;
    let request = RefundRequest {
        amount: ngn(1_000_050),
        full: false,
        customer_note: Some("Sorry!".to_owned()),
        merchant_note: Some("one item was damaged".to_owned()),
        ..full_refund()
    };
    let report = novac(&server).refund(&request).await.unwrap();
    assert_eq!(report.gateway_refund_id.as_deref(), Some("RFD-77"));
    assert_eq!(report.amount, Some(ngn(1_000_050)));
    assert_eq!(
        (report.status, report.gateway_status.as_str()),
        (RefundStatus::Pending, "processing")
    );
    assert_eq!(report.created_at, Some("2026-04-14T12:30:00Z".parse().unwrap()));
    assert_eq!(report.message.as_deref(), Some("Sorry!"));
    assert_eq!(
        body(&only_request(&server).await),
        r#"{"reference":"ORDER-00123","amount":10000.5,"customer_note":"Sorry!","merchant_note":"one item was damaged"}"#
    );
}

#[tokio::test]
async fn each_word_for_a_refunds_state_is_read_and_unknown_ones_mean_look_again() {
    for (word, status) in [
        ("processed", RefundStatus::Processed),
        ("completed", RefundStatus::Processed),
        ("successful", RefundStatus::Processed),
        ("failed", RefundStatus::Failed),
        ("rejected", RefundStatus::Failed),
        ("pending", RefundStatus::Pending),
        ("processing", RefundStatus::Pending),
        ("queued", RefundStatus::Pending),
        ("needs-attention", RefundStatus::Pending),
    ] {
        let body = fixture!("novac/refund_reply").replace("processing", word);
        let report = refund_answered(&body).await.unwrap();
        assert_eq!(report.status, status, "{word}");
        assert_eq!(report.gateway_status, word);
    }
}

#[tokio::test]
async fn a_refund_in_an_envelope_is_read_too() {
    let report = refund_answered(fixture!("novac/refund_reply_enveloped")).await.unwrap();
    assert_eq!(report.status, RefundStatus::Processed);
    assert_eq!(report.amount, Some(ngn(1_000_050)));
    assert_eq!(report.created_at, None, "a time without a zone could be of another day");
}

#[tokio::test]
async fn a_no_inside_a_yes_is_a_no() {
    let error =
        refund_answered(r#"{"status":false,"message":"Already refunded"}"#).await.unwrap_err();
    assert!(error.to_string().contains("Already refunded"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotDone);
}

#[tokio::test]
async fn a_no_with_a_refund_in_it_is_no_answer() {
    let body = fixture!("novac/refund_reply_enveloped").replacen("true", "false", 1);
    let error = refund_answered(&body).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let failed = body.replace("completed", "failed");
    assert_eq!(refund_answered(&failed).await.unwrap().status, RefundStatus::Failed);
}

#[tokio::test]
async fn a_no_with_anything_of_a_refund_in_it_leaves_the_refund_unknown() {
    for rest in [
        r#""data":{"amount":25000,"status":"processing"}"#,
        r#""data":{"status":"processed"}"#,
        r#""data":{"customerNote":"Sorry"}"#,
        r#""data":{"responseCode":"00","amount":25000}"#,
        r#""data":{"anything":1}"#,
        r#""data":[{"amount":25000}]"#,
        r#""data":"processing""#,
        r#""amount":25000,"currency":"NGN""#,
    ] {
        let body = format!(r#"{{"status":false,"message":"Queued",{rest}}}"#);
        let error = refund_answered(&body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_no_with_nothing_but_words_of_an_error_is_a_no() {
    let said = r#"{"responseCode":"51","responseMessage":"No funds","responseDescription":"No"}"#;
    for data in ["null", "{}", "{ }", "[]", said, r#"{"responseCode":"51","amount":null}"#] {
        let body = format!(r#"{{"status":false,"message":"Insufficient funds","data":{data}}}"#);
        let error = refund_answered(&body).await.unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{body}: {error}");
        assert_eq!(error.outcome(), Outcome::NotDone, "{body}");
    }
}

#[tokio::test]
async fn a_status_that_says_no_without_a_word_leaves_a_refund_unknown_unless_it_never_got_in() {
    for (status, outcome) in [
        (400, Outcome::Unknown),
        (402, Outcome::Unknown),
        (410, Outcome::Unknown),
        (422, Outcome::Unknown),
        (401, Outcome::NotDone),
        (403, Outcome::NotDone),
        (404, Outcome::NotDone),
        (405, Outcome::NotDone),
        (429, Outcome::NotDone),
    ] {
        let server = MockServer::start().await;
        mount(&server, "POST", "/api/v1/refund", status, "").await;
        let error = novac(&server).refund(&full_refund()).await.unwrap_err();
        assert_eq!(error.outcome(), outcome, "{status}: {error}");
    }
}

#[tokio::test]
async fn a_full_refund_can_be_set_to_go_out_with_its_amount() {
    let server = MockServer::start().await;
    mount(&server, "POST", "/api/v1/partial-refund", 200, fixture!("novac/refund_reply")).await;
    let account = account_set(GatewayKind::Novac, &server.uri(), "full_refund", "partial-refund");
    account.refund(&full_refund()).await.unwrap();
    let expected = r#"{"reference":"ORDER-00123","amount":25000}"#;
    assert_eq!(body(&only_request(&server).await), expected);
}

#[tokio::test]
async fn a_clash_may_be_a_refund_under_way() {
    let server = MockServer::start().await;
    mount(&server, "POST", "/api/v1/refund", 409, r#"{"message":"in progress"}"#).await;
    let error = novac(&server).refund(&full_refund()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn answers_about_something_else_leave_the_refund_unknown() {
    let other = fixture!("novac/refund_reply").replace("ORDER-00123", "ORDER-00124");
    let error = refund_answered(&other).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
    let odd_amount = fixture!("novac/refund_reply").replace("10000.50", "10000.505");
    for body in [fixture!("novac/refund_list"), odd_amount.as_str(), "", "[", "null", "true"] {
        let error = refund_answered(body).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}: {error}");
    }
}

#[tokio::test]
async fn a_refund_of_nothing_is_never_sent() {
    let server = MockServer::start().await;
    let request = RefundRequest { amount: ngn(0), full: false, ..full_refund() };
    let error = novac(&server).refund(&request).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(problem) if problem.field == "amount"), "{error}");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn refunds_are_found_by_the_payment_and_by_their_own_references() {
    let server = MockServer::start().await;
    mount(&server, "GET", "/api/v1/refund/ORDER-00123", 200, fixture!("novac/refund_list")).await;
    mount(&server, "GET", "/api/v1/refund/RFD-77", 200, fixture!("novac/refund_reply_enveloped"))
        .await;
    let third = fixture!("novac/refund_reply").replace("77", "79").replace("processing", "failed");
    mount(&server, "GET", "/api/v1/refund/RFD-79", 200, &third).await;
    let found = novac(&server).refunds_of(&refunds_of(&["RFD-77", "RFD-79"])).await.unwrap();
    let found: Vec<_> =
        found.iter().map(|r| (r.gateway_refund_id.as_deref().unwrap(), r.status)).collect();
    let expected = [("RFD-77", RefundStatus::Processed), ("RFD-79", RefundStatus::Failed)];
    assert_eq!(found, expected, "each once, and none of another payment");
}

#[tokio::test]
async fn no_refunds_are_no_error() {
    for (status, reply) in [
        (404, ""),
        (400, fixture!("novac/error_400")),
        (200, fixture!("novac/refund_list_empty")),
        (200, r#"{"status":false,"message":"No record found","data":null}"#),
        (200, r#"{"status":true,"message":"no record found","data":[]}"#),
        (200, "[]"),
    ] {
        let server = MockServer::start().await;
        mount(&server, "GET", "/api/v1/refund/ORDER-00123", status, reply).await;
        let found = novac(&server).refunds_of(&refunds_of(&[])).await.unwrap();
        assert_eq!(found, [], "{status} {reply}");
    }
}

#[tokio::test]
async fn a_gateway_out_of_order_is_not_taken_for_no_refunds() {
    for status in [401, 403, 500] {
        let server = MockServer::start().await;
        mount(&server, "GET", "/api/v1/refund/ORDER-00123", status, "{}").await;
        assert!(novac(&server).refunds_of(&refunds_of(&[])).await.is_err(), "{status}");
    }
}

#[tokio::test]
async fn refunds_of_a_period_are_asked_for_a_week_at_a_time() {
    let server = MockServer::start().await;
    let list = fixture!("novac/refund_list");
    mount(&server, "GET", "/api/v1/refund/2026-04-08/2026-04-14", 200, list).await;
    let none = fixture!("novac/refund_list_empty");
    mount(&server, "GET", "/api/v1/refund/2026-04-15/2026-04-16", 200, none).await;
    let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).unwrap();
    let found = novac(&server).refunds_between(day(8), day(16)).await.unwrap();
    let amounts: Vec<_> = found.iter().map(|refund| refund.amount).collect();
    let dollars = Money::from_minor(500, Currency::USD);
    assert_eq!(amounts, [Some(ngn(100_050)), Some(dollars)]);
    assert_eq!(found[0].created_at, Some("2026-04-14T11:30:00Z".parse().unwrap()));
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}
