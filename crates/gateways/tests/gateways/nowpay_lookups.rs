//! What Nowpay's history says of a payout: believed where it is about the same request, by every id and the amount.

use gateways::{Error, PayoutHandle, PayoutReport};
use ledger::{PayoutKind, PayoutStatus};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::nowpay_support::*;
use crate::support::*;

const HISTORY: &str = "/api/recharge/history";

async fn told(reply: &str, handle: &PayoutHandle) -> Result<PayoutReport, Error> {
    let server = answering(HISTORY, 200, reply).await;
    nowpay(&server).look_up_payout(handle).await
}

/// The documented answer, its `success` and the transaction's `status` replaced.
fn saying(success: &str, status: &str) -> String {
    fixture!("nowpay/history_reply")
        .replace("\"success\": \"1\"", &format!("\"success\": {success}"))
        .replace("\"status\": \"Success\"", &format!("\"status\": {status}"))
}

#[tokio::test]
async fn the_documented_question_gets_the_documented_answer() {
    let server = answering(HISTORY, 200, fixture!("nowpay/history_reply")).await;
    let report = nowpay(&server).look_up_payout(&sent(PayoutKind::Recharge)).await.unwrap();
    assert_eq!(
        report,
        PayoutReport {
            status: PayoutStatus::Processed,
            gateway_status: "Success".to_owned(),
            gateway_payout_id: Some("NP2026041400017".to_owned()),
            bank_reference: Some("OP553311".to_owned()),
            fee: Some(inr(1250)),
            message: Some("Recharge Successful".to_owned()),
        }
    );
    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("nowpay/history_request")));
}

#[tokio::test]
async fn a_payout_whose_answer_was_lost_is_found_by_our_id_alone() {
    let server = answering(HISTORY, 200, fixture!("nowpay/history_reply")).await;
    let report = nowpay(&server).look_up_payout(&lost(PayoutKind::Bank)).await.unwrap();
    assert_eq!(report.status, PayoutStatus::Processed);
    assert_eq!(report.gateway_payout_id.as_deref(), Some("NP2026041400017"));
    let request = only_request(&server).await;
    assert!(!body(&request).contains("\"ourrequestid\""), "{}", body(&request));
    assert!(body(&request).contains(r#""yourrequestid":"RENTZ2D202604""#), "{}", body(&request));
}

#[tokio::test]
async fn the_history_is_asked_at_the_route_that_is_set() {
    let server = answering("/api/bank/history", 200, fixture!("nowpay/history_reply")).await;
    let account = nowpay_at(&server.uri(), &[("history_route", "/api/bank/history")], QUICK);
    account.look_up_payout(&sent(PayoutKind::Bank)).await.unwrap();
}

#[tokio::test]
async fn an_answer_about_another_request_changes_nothing() {
    let whole = fixture!("nowpay/history_reply");
    for other in [
        whole.replace(REQUEST_ID, "RENT202605"),
        whole.replace("NP2026041400017", "NP2026041400018"),
        whole.replace("yourreqid", "x").replace("Clientid", "y"),
        whole.replace(REQUEST_ID, "NA").replace("NP2026041400017", "NA"),
    ] {
        let error = told(&other, &sent(PayoutKind::Bank)).await.unwrap_err();
        assert!(matches!(error, Error::OtherPayment { .. }), "{other}: {error}");
    }
    // Nowpay's id is not known here, so that ours has to be in the answer.
    let without_ours = whole.replace("yourreqid", "x");
    let error = told(&without_ours, &lost(PayoutKind::Bank)).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
    assert!(told(&without_ours, &sent(PayoutKind::Bank)).await.is_ok());
}

#[tokio::test]
async fn another_amount_or_none_changes_nothing() {
    let whole = fixture!("nowpay/history_reply");
    for amount in ["\"15.00\"", "\"1500.01\"", "150000", "null", "\"\"", "\"-1500.00\"", "[]"] {
        let other = whole.replace("\"1500.00\"", amount);
        let error = told(&other, &sent(PayoutKind::Bank)).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{amount}: {error}");
    }
    for amount in ["1500", "1500.0", "\"1,500.00\""] {
        let same = whole.replace("\"1500.00\"", amount);
        assert!(told(&same, &sent(PayoutKind::Bank)).await.is_ok(), "{amount}");
    }
}

#[tokio::test]
async fn the_transactions_own_word_decides_once_the_question_is_answered() {
    use PayoutStatus::{Failed, Pending, Processed, Unknown};
    for (success, status, expected) in [
        ("\"1\"", "\"Success\"", Processed),
        ("1", "\"SUCCESS\"", Processed),
        ("\"1\"", "\"Pending\"", Pending),
        ("\"1\"", "\"Failed\"", Failed),
        ("\"1\"", "\"Refunded\"", Failed),
        ("\"1\"", "1", Processed),
        ("\"1\"", "2", Pending),
        ("\"1\"", "\"0\"", Failed),
        ("\"1\"", "\"Queued at operator\"", Unknown),
        ("\"1\"", "null", Unknown),
        ("\"2\"", "null", Unknown),
        ("\"0\"", "null", Unknown),
        ("\"0\"", "\"\"", Unknown),
        ("\"2\"", "\"Pending\"", Pending),
        ("\"0\"", "\"Failed\"", Failed),
        ("\"0\"", "\"Success\"", Unknown),
        ("\"0\"", "\"Pending\"", Unknown),
        ("\"2\"", "\"Failed\"", Unknown),
        ("\"2\"", "\"Success\"", Unknown),
        ("\"3\"", "\"Failed\"", Unknown),
        ("null", "\"Failed\"", Unknown),
        ("true", "null", Unknown),
    ] {
        let report = told(&saying(success, status), &sent(PayoutKind::Bank)).await.unwrap();
        assert_eq!(report.status, expected, "{success} {status}");
    }
}

#[tokio::test]
async fn a_commission_is_no_fee() {
    let reply = fixture!("nowpay/history_reply").replace("Surcharge", "Commission");
    assert_eq!(told(&reply, &sent(PayoutKind::Recharge)).await.unwrap().fee, None);
}

#[tokio::test]
async fn what_the_history_does_not_know_has_not_failed() {
    let unfound = fixture!("nowpay/history_reply_unfound");
    let error = told(unfound, &lost(PayoutKind::Bank)).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
    for reply in
        ["{}", "{\"success\":\"1\"}", "{\"success\":\"1\",\"data\":[]}", "[]", "{\"data\":7}"]
    {
        let error = told(reply, &lost(PayoutKind::Bank)).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{reply}: {error}");
    }
}

#[tokio::test]
async fn a_list_of_transactions_is_read_where_one_is_about_the_request() {
    let one = fixture!("nowpay/history_reply");
    let data = &one[one.find("\"data\": {").unwrap() + "\"data\": ".len()..one.rfind('}').unwrap()];
    let other = data.replace(REQUEST_ID, "RENT202605").replace("400017", "400018");
    let listed = |items: &[&str]| format!(r#"{{"success":"1","data":[{}]}}"#, items.join(","));
    let handle = sent(PayoutKind::Bank);
    let report = told(&listed(&[&other, data]), &handle).await.unwrap();
    assert_eq!(report.gateway_payout_id.as_deref(), Some("NP2026041400017"));
    let error = told(&listed(&[data, data]), &handle).await.unwrap_err();
    assert!(matches!(error, Error::Malformed { .. }), "two payouts under one id: {error}");
    let error = told(&listed(&[&other]), &handle).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
}

#[tokio::test]
async fn a_refused_address_is_no_answer_about_the_payout() {
    let error =
        told(fixture!("nowpay/refused_address"), &lost(PayoutKind::Bank)).await.unwrap_err();
    assert!(matches!(error, Error::Forbidden { .. }), "{error}");
    let error = told(fixture!("nowpay/refused_key"), &lost(PayoutKind::Bank)).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { .. }), "{error}");
}

#[tokio::test]
async fn a_look_up_costs_nothing_and_is_asked_again() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(503);
    Mock::given(any()).respond_with(busy).up_to_n_times(2).mount(&server).await;
    let answer = ResponseTemplate::new(200).set_body_string(fixture!("nowpay/history_reply"));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    nowpay(&server).look_up_payout(&lost(PayoutKind::Wallet)).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| body(request) == body(&requests[0])));
}
