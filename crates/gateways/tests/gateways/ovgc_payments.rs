//! Look-ups, key checks and what OVGC cannot do.

use chrono::NaiveDate;
use gateways::{Error, Outcome, PaymentHandle, PaymentReport};
use ledger::{Currency, Mode, PaymentStatus};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method("GET"))
        .and(path(format!("/api/checkout-sessions/{SESSION}")))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn look_up(status: u16, body: &str) -> Result<PaymentReport, Error> {
    let server = answering(status, body).await;
    ovgc(&server).look_up(&payment(SESSION)).await
}

#[tokio::test]
async fn the_documented_session_is_paid() {
    let server = answering(200, fixture!("ovgc/session_reply")).await;
    let report = ovgc(&server).look_up(&payment(SESSION)).await.unwrap();
    let seen = report.observation;
    assert_eq!((seen.status, seen.gateway_status.as_str()), (PaymentStatus::Paid, "completed"));
    assert_eq!((seen.amount, seen.charged, seen.fee), (Some(usd(2500)), None, None));
    assert_eq!(seen.gateway_reference.as_deref(), Some(SESSION));
    assert_eq!((report.customer, report.mode), (None, Mode::Test));
    let request = only_request(&server).await;
    assert_eq!(header(&request, "authorization"), format!("Bearer {API_KEY}"));
}

#[tokio::test]
async fn each_word_for_a_state_means_what_the_documents_say() {
    for (word, status) in [
        ("pending", PaymentStatus::Pending),
        ("completed", PaymentStatus::Paid),
        ("paid", PaymentStatus::Paid),
        ("settled", PaymentStatus::Settled),
        ("declined", PaymentStatus::Failed),
        ("expired", PaymentStatus::Expired),
        ("on_hold", PaymentStatus::Unknown),
    ] {
        let body = fixture!("ovgc/session_reply").replace("completed", word);
        let report = look_up(200, &body).await.unwrap();
        assert_eq!(report.observation.status, status, "{word}");
        assert_eq!(report.observation.gateway_status, word);
    }
}

#[tokio::test]
async fn a_session_nested_as_in_the_answer_to_a_new_one_is_read_too() {
    let report = look_up(200, fixture!("ovgc/create_reply")).await.unwrap();
    assert_eq!(report.observation.status, PaymentStatus::Pending);
    assert_eq!(report.observation.amount, Some(usd(2500)));
}

#[tokio::test]
async fn an_expired_session_is_news_and_no_error_in_every_shape_it_may_come() {
    for body in
        [fixture!("ovgc/error_nested"), fixture!("ovgc/error_flat"), fixture!("ovgc/error_word")]
    {
        let seen = look_up(400, body).await.unwrap().observation;
        assert_eq!(seen.status, PaymentStatus::Expired);
        assert_eq!(seen.gateway_status, "SESSION_EXPIRED");
        assert_eq!(seen.message.as_deref(), Some("Checkout session has expired"));
        assert_eq!(seen.gateway_reference.as_deref(), Some(SESSION));
    }
}

#[tokio::test]
async fn other_refusals_of_a_look_up_are_errors() {
    let body = |code: &str| fixture!("ovgc/error_nested").replace("SESSION_EXPIRED", code);
    let error = look_up(400, &body("BAD_REQUEST")).await.unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{error}");
    let error = look_up(404, &body("NOT_FOUND")).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
    let error = look_up(500, &body("INTERNAL_ERROR")).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }), "{error}");
    let error = look_up(401, &body("UNAUTHORIZED")).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { key: "API key", .. }), "{error}");
}

#[tokio::test]
async fn an_answer_about_another_session_is_not_used() {
    let other = fixture!("ovgc/session_reply").replace("a1b2c3d4", "ffffffff");
    let error = look_up(200, &other).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
}

#[tokio::test]
async fn money_taken_without_saying_how_much_is_no_news() {
    let reply = fixture!("ovgc/session_reply");
    for body in [
        reply.replace("\"amount\": 2500,", ""),
        reply.replace("2500", "25.5"),
        reply.replace("2500", "-2500"),
    ] {
        let error = look_up(200, &body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
}

#[tokio::test]
async fn a_currency_left_out_is_the_one_expected() {
    let body = fixture!("ovgc/session_reply").replace("\"currency\": \"USD\",", "");
    let server = answering(200, &body).await;
    let handle = PaymentHandle { currency: Some(Currency::USD), ..payment(SESSION) };
    let report = ovgc(&server).look_up(&handle).await.unwrap();
    assert_eq!(report.observation.amount, Some(usd(2500)));
}

#[tokio::test]
async fn what_can_be_no_session_id_is_never_sent() {
    let server = MockServer::start().await;
    for id in ["", "..", "a/b", "a b", "a?b", "ö"] {
        let error = ovgc(&server).look_up(&payment(id)).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{id}: {error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_key_is_accepted_by_any_answer_but_a_refusal_of_it() {
    for (status, accepted) in
        [(404, true), (400, true), (200, true), (401, false), (403, false), (500, false)]
    {
        let server = MockServer::start().await;
        Mock::given(path_regex("^/api/checkout-sessions/[0-9a-f-]{36}$"))
            .respond_with(ResponseTemplate::new(status).set_body_raw("{}", "application/json"))
            .mount(&server)
            .await;
        let checked = ovgc(&server).check().await;
        assert_eq!(checked.is_ok(), accepted, "{status}: {checked:?}");
        if let Ok(checked) = checked {
            assert_eq!((checked.mode, checked.merchant), (Mode::Test, None));
        }
    }
}

#[tokio::test]
async fn refunds_are_refused_with_what_to_do_instead() {
    let server = MockServer::start().await;
    let account = ovgc(&server);
    let capabilities = account.capabilities();
    let reason = capabilities.refund.reason().unwrap();
    assert!(reason.contains("dashboard"), "{reason}");
    assert_eq!(capabilities.partial_refund.reason(), Some(reason));
    assert!(capabilities.link.is_yes() && capabilities.renew.is_yes());
    let day = NaiveDate::from_ymd_opt(2026, 4, 14).unwrap();
    let errors = [
        account.refund(&full_refund()).await.unwrap_err(),
        account.refunds_of(&refunds_of(&[])).await.unwrap_err(),
        account.refunds_between(day, day).await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        assert_eq!((error.to_string().as_str(), error.outcome()), (reason, Outcome::NotDone));
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}
