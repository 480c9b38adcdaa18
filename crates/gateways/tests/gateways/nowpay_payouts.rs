//! Money sent from the wallet at Nowpay. What goes out is exactly what the documents name; the body of the answer decides; and
//! nothing is sent a second time, whatever comes back.

use std::time::Duration;

use gateways::{Error, Outcome, PayoutReport, Settings, Timing, profile};
use ledger::{GatewayKind, PayoutKind, PayoutStatus};
use proptest::prelude::*;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::nowpay_support::*;
use crate::support::*;

async fn answered(status: u16, reply: &str) -> Result<PayoutReport, Error> {
    let server = answering("/api/bank/payout", status, reply).await;
    let answer = nowpay(&server).pay_out(&payout(PayoutKind::Bank)).await;
    only_request(&server).await;
    answer
}

#[tokio::test]
async fn each_way_of_sending_asks_as_its_document_says() {
    for ((kind, route_of_kind), documented) in SENDING.into_iter().zip([
        fixture!("nowpay/bank_request"),
        fixture!("nowpay/remittance_request"),
        fixture!("nowpay/wallet_request"),
        fixture!("nowpay/recharge_request"),
    ]) {
        let server = answering(route_of_kind, 200, fixture!("nowpay/bank_reply")).await;
        let report = nowpay(&server).pay_out(&payout(kind)).await.unwrap();
        assert_eq!(report.status, PayoutStatus::Processed, "{kind}");
        let request = only_request(&server).await;
        assert_eq!(route(&request), route_of_kind);
        assert_eq!(body(&request), compact(documented), "{kind}");
        assert_eq!(header(&request, "content-type"), "application/json");
        assert_eq!(header(&request, "idempotency-key"), payout(kind).idempotency_key);
        assert_eq!(header(&request, "authorization"), "", "the key goes in the body alone");
        assert!(!request.url.as_str().contains(NOWPAY_KEY));
    }
}

#[tokio::test]
async fn the_documented_answers_mean_what_the_document_says() {
    let done = answered(200, fixture!("nowpay/bank_reply")).await.unwrap();
    assert_eq!(
        done,
        PayoutReport {
            status: PayoutStatus::Processed,
            gateway_status: "1".to_owned(),
            gateway_payout_id: Some("NP2026041400017".to_owned()),
            bank_reference: Some("610412345678".to_owned()),
            fee: None,
            message: Some("Transaction Successful".to_owned()),
        }
    );
    let pending = answered(200, fixture!("nowpay/bank_reply_pending")).await.unwrap();
    assert_eq!((pending.status, pending.gateway_status.as_str()), (PayoutStatus::Pending, "2"));
    assert_eq!(pending.gateway_payout_id.as_deref(), Some("NP2026041400017"));
    let failed = answered(200, fixture!("nowpay/bank_reply_failed")).await.unwrap();
    assert_eq!((failed.status, failed.gateway_status.as_str()), (PayoutStatus::Failed, "0"));
    assert_eq!(failed.message.as_deref(), Some("Insufficient balance"));
}

#[tokio::test]
async fn the_body_decides_whatever_the_status_of_http() {
    for status in [200, 202, 400, 401, 403, 404, 408, 422, 429, 500, 503] {
        for (reply, expected) in [
            (fixture!("nowpay/bank_reply"), PayoutStatus::Processed),
            (fixture!("nowpay/bank_reply_pending"), PayoutStatus::Pending),
        ] {
            let report = answered(status, reply).await.unwrap();
            assert_eq!(report.status, expected, "{status} {reply}");
        }
    }
    for status in [200, 202, 400, 401, 403, 404, 422, 429] {
        let report = answered(status, fixture!("nowpay/bank_reply_failed")).await.unwrap();
        assert_eq!(report.status, PayoutStatus::Failed, "{status}");
    }
}

#[tokio::test]
async fn a_no_from_a_gateway_that_broke_down_leaves_the_outcome_unknown() {
    let refused_key = fixture!("nowpay/refused_key");
    for status in [408, 500, 502, 503, 504] {
        for reply in [
            fixture!("nowpay/bank_reply_failed"),
            refused_key,
            r#"{"success":0}"#,
            r#"{"success":" 0 "}"#,
            r#"{"success":"3"}"#,
            r#"{"success":null}"#,
            r#"{"success":[1]}"#,
            r#"{"success":"0","data":{"success":"1"}}"#,
            r#"{"success":"1","success":"0"}"#,
        ] {
            let error = answered(status, reply).await.unwrap_err();
            assert!(matches!(error, Error::Unavailable { .. }), "{status} {reply}: {error}");
            assert_eq!(error.outcome(), Outcome::Unknown);
        }
        for (reply, expected) in [
            (r#"{"success":1}"#, PayoutStatus::Processed),
            (r#"{"success":" 2 "}"#, PayoutStatus::Pending),
        ] {
            assert_eq!(answered(status, reply).await.unwrap().status, expected, "{status} {reply}");
        }
    }
}

#[tokio::test]
async fn what_is_none_of_the_documented_words_is_unknown_and_never_failed() {
    for success in [
        "\"3\"",
        "17",
        "19",
        "21",
        "\"\"",
        "null",
        "true",
        "false",
        "\"failed\"",
        "\"01\"",
        "-0",
        "0.0",
        "[0]",
        "{}",
    ] {
        let reply = format!(r#"{{"success":{success},"ourrequestid":"NP1"}}"#);
        let report = answered(200, &reply).await.unwrap();
        assert_eq!(report.status, PayoutStatus::Unknown, "{success}");
        assert_eq!(report.gateway_payout_id.as_deref(), Some("NP1"), "{success}");
    }
    let report = answered(200, r#"{"message":"Try again"}"#).await.unwrap();
    assert_eq!(report.status, PayoutStatus::Unknown);
}

#[tokio::test]
async fn what_cannot_be_read_leaves_the_outcome_unknown() {
    for status in [200, 400, 404, 422] {
        for reply in ["", "1", "[]", "[1]", "<html>Sorry</html>", "{\"success\":\"0\"", "Failed"] {
            let error = answered(status, reply).await.unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{status} {reply}: {error}");
        }
    }
    let twice = r#"{"success":"0","success":"1"}"#;
    assert_eq!(answered(200, twice).await.unwrap_err().outcome(), Outcome::Unknown);
    let error = answered(404, r#"{"message":"Not found"}"#).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
}

#[tokio::test]
async fn an_answer_about_another_request_is_not_used() {
    let other = fixture!("nowpay/bank_reply").replace(REQUEST_ID, "RENT202605");
    let error = answered(200, &other).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn an_address_that_is_not_allowed_is_explained_as_such() {
    let whole = fixture!("nowpay/refused_address");
    for (status, reply) in
        [(200, whole), (403, whole), (403, "<html>Forbidden</html>"), (403, ""), (403, "IP denied")]
    {
        let error = answered(status, reply).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden { .. }), "{status} {reply}: {error}");
        assert!(error.to_string().contains("allows the IP address of this computer"), "{error}");
        assert_eq!(error.outcome(), Outcome::NotDone);
    }
}

#[tokio::test]
async fn a_wrong_username_or_key_is_explained_as_such() {
    for (status, reply) in [(200, fixture!("nowpay/refused_key")), (401, "{}"), (401, "")] {
        let error = answered(status, reply).await.unwrap_err();
        assert!(matches!(error, Error::Unauthorised { .. }), "{status} {reply}: {error}");
        assert!(error.to_string().contains("username and key"), "{error}");
        assert_eq!(error.outcome(), Outcome::NotDone);
    }
}

#[tokio::test]
async fn an_id_that_was_used_before_leaves_the_outcome_unknown() {
    let reply = r#"{"success":"0","message":"Duplicate yourrequestid"}"#;
    let error = answered(200, reply).await.unwrap_err();
    assert!(matches!(error, Error::Conflict { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_the_money_is_asked_for_once() {
    let slow = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_delay(Duration::from_secs(3600));
    Mock::given(any()).respond_with(answer).mount(&slow).await;
    let closing = RawServer::answering("").await;
    let half =
        RawServer::answering("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"success\":\"0\"")
            .await;
    let broken = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(502)).mount(&broken).await;
    let timing = Timing { total: Duration::from_millis(300), ..QUICK };
    for origin in [slow.uri(), closing.http(), half.http(), broken.uri()] {
        let account = nowpay_at(&origin, &ROUTES, timing);
        for (kind, _) in SENDING {
            let error = account.pay_out(&payout(kind)).await.unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{kind}: {error}");
        }
        for kind in [PayoutKind::Bank, PayoutKind::Wallet] {
            account.check_beneficiary(kind, &fields()).await.unwrap_err();
        }
    }
    let sent = SENDING.len() + 2;
    assert_eq!(slow.received_requests().await.unwrap().len(), sent);
    assert_eq!(broken.received_requests().await.unwrap().len(), sent);
    assert_eq!((closing.requests(), half.requests()), (sent, sent));
}

#[tokio::test]
async fn a_payout_that_nowpay_cannot_take_is_never_sent() {
    let server = MockServer::start().await;
    let account = nowpay(&server);
    for (kind, field, value) in [
        (PayoutKind::Bank, "account_number", "1234"),
        (PayoutKind::Bank, "ifsc", "HDFC1000123"),
        (PayoutKind::Bank, "account_name", " "),
        (PayoutKind::Bank, "transfer_mode", "UPI"),
        (PayoutKind::Bank, "upi", "ada"),
        (PayoutKind::Remittance, "transfer_mode", "RTGS"),
        (PayoutKind::Remittance, "sender_number", "+919876543210"),
        (PayoutKind::Remittance, "remitter_id", ""),
        (PayoutKind::Wallet, "wallet", "PYTM_WALLET"),
        (PayoutKind::Wallet, "phone", "0987654321"),
        (PayoutKind::Recharge, "number", "98-76"),
        (PayoutKind::Recharge, "operator", ""),
    ] {
        let mut request = payout(kind);
        request.fields.insert(field.to_owned(), value.to_owned());
        let error = account.pay_out(&request).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(problem) if problem.field == field), "{error}");
    }
    for (field, amount) in [("currency", ngn(150_000)), ("amount", inr(0)), ("amount", inr(-1))] {
        let request = gateways::PayoutRequest { amount, ..payout(PayoutKind::Bank) };
        let error = account.pay_out(&request).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(problem) if problem.field == field), "{error}");
    }
    for kind in [PayoutKind::Settlement, PayoutKind::Transfer] {
        let error = account.pay_out(&payout(kind)).await.unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_recharge_needs_a_route_that_only_nowpay_tells() {
    let server = MockServer::start().await;
    let account = nowpay_at(&server.uri(), &[], QUICK);
    let error = account.pay_out(&payout(PayoutKind::Recharge)).await.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("recharge_route") && text.contains("not publish"), "{text}");
    assert!(server.received_requests().await.unwrap().is_empty());

    let nowpay = profile(GatewayKind::Nowpay);
    let can = |kind, settings: &[(&str, &str)]| nowpay.can_pay_out(kind, &set(settings));
    assert_eq!(can(PayoutKind::Recharge, &[]).reason(), Some(text.as_str()));
    assert!(can(PayoutKind::Recharge, &ROUTES).is_yes());
    assert!(can(PayoutKind::Bank, &[]).is_yes());
}

#[tokio::test]
async fn optional_fields_of_a_recharge_are_left_out_and_not_sent_empty() {
    let server = answering("/api/recharge/submit", 200, fixture!("nowpay/bank_reply")).await;
    let mut request = payout(PayoutKind::Recharge);
    request.fields.insert("circle".to_owned(), String::new());
    request.fields.remove("plan");
    nowpay(&server).pay_out(&request).await.unwrap();
    let sent = body(&only_request(&server).await).to_owned();
    assert!(!sent.contains("circleid") && !sent.contains("planid"), "{sent}");
}

#[tokio::test]
async fn a_paytm_wallet_is_named_by_the_word_that_is_set() {
    for (word, wallet, expected) in [
        ("PAYTM", "PAYTM", "PAYTM"),
        ("PYTM_WALLET", "PAYTM", "PYTM_WALLET"),
        ("PYTM_WALLET", "AMAZON", "AMAZON"),
    ] {
        let server = answering("/api/bank/wallet_transfer", 200, "{\"success\":1}").await;
        let mut request = payout(PayoutKind::Wallet);
        request.fields.insert("wallet".to_owned(), wallet.to_owned());
        let account = nowpay_at(&server.uri(), &[("wallet_mode_word", word)], QUICK);
        account.pay_out(&request).await.unwrap();
        let mode = format!(r#""transferMode":"{expected}"}}"#);
        let request = only_request(&server).await;
        assert!(body(&request).ends_with(&mode), "{}", body(&request));
    }
}

#[tokio::test]
async fn transfers_over_the_limit_are_for_the_back_office_to_split() {
    let most =
        |kind, settings: &Settings| profile(GatewayKind::Nowpay).most_per_payout(kind, settings);
    let (usual, higher) = (set(&[]), set(&[("transfer_limit", "10000")]));
    for kind in [PayoutKind::Remittance, PayoutKind::Wallet] {
        assert_eq!(most(kind, &usual), Some(inr(500_000)));
        assert_eq!(most(kind, &higher), Some(inr(1_000_000)));
    }
    assert_eq!(most(PayoutKind::Bank, &usual), None);
    assert_eq!(most(PayoutKind::Recharge, &usual), None);

    let server = answering("/api/bank/account_transfer", 200, "{\"success\":1}").await;
    let mut request = payout(PayoutKind::Remittance);
    request.amount = inr(500_001);
    let error = nowpay(&server).pay_out(&request).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(problem) if problem.field == "amount"), "{error}");
    request.amount = inr(500_000);
    nowpay(&server).pay_out(&request).await.unwrap();
    only_request(&server).await;
}

#[test]
fn a_limit_is_an_amount_and_a_route_is_a_route() {
    let refused = |key: &str, value: &str| {
        let given = filled_in(&[(key, value)]);
        Settings::new(GatewayKind::Nowpay, &given).is_err()
    };
    for limit in ["", "0", "-1", "five", "5,000", "1.005", "INR 5"] {
        assert!(refused("transfer_limit", limit), "{limit}");
    }
    for route in ["api", "/", "/api?x=1", "/api/a b", "/api#x", "https://nowpay.in/api"] {
        assert!(refused("history_route", route), "{route}");
        assert!(refused("recharge_route", route), "{route}");
    }
    assert!(refused("history_route", ""));
    assert!(!refused("recharge_route", ""));
    assert!(refused("callback_sources", "nowpay.in"));
    assert!(!refused("callback_sources", "203.0.113.7, 10.0.0.0/8"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn amounts_go_out_in_rupees_and_paise_exactly(minor in 1..=i64::MAX) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let sent = runtime.block_on(async {
            let server = answering("/api/bank/payout", 200, "{\"success\":\"2\"}").await;
            let mut request = payout(PayoutKind::Bank);
            request.amount = inr(minor);
            nowpay(&server).pay_out(&request).await.unwrap();
            body(&only_request(&server).await).to_owned()
        });
        let amount = format!(r#""amount":"{}.{:02}","yourrequestid""#, minor / 100, minor % 100);
        prop_assert!(sent.contains(&amount), "{}", sent);
    }

    #[test]
    fn only_the_three_documented_words_mean_anything(word in "\\PC{0,6}|[0-9]{1,3}| ?[012] ?") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let reply = serde_json_text(&word);
        let status = runtime.block_on(async { answered(200, &reply).await.unwrap().status });
        let expected = match word.trim() {
            "1" => PayoutStatus::Processed,
            "2" => PayoutStatus::Pending,
            "0" => PayoutStatus::Failed,
            _ => PayoutStatus::Unknown,
        };
        prop_assert_eq!(status, expected);
    }
}

/// An answer whose `success` is a text.
fn serde_json_text(word: &str) -> String {
    let escaped: String = word
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c => c.to_string(),
        })
        .collect();
    format!(r#"{{"success":"{escaped}"}}"#)
}
