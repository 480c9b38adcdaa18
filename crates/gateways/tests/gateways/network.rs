//! Networks and servers at their worst. A request that makes or moves something leaves exactly once, whatever comes back,
//! and its outcome is called unknown unless it certainly had no effect.

use std::time::Duration;

use gateways::{Error, LARGEST_ANSWER_BYTES, Outcome, Timing};
use ledger::GatewayKind;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn html(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw("<html><h1>Sorry</h1></html>", "text/html")
}

/// Everything that is sent once, tried against one server: a link at each gateway and a refund.
async fn tried_once(base_url: &str, timing: Timing) -> Vec<Error> {
    let novac = account(GatewayKind::Novac, base_url, timing);
    let ovgc = account(GatewayKind::Ovgc, base_url, timing);
    vec![
        novac.open_link(&novac_order()).await.unwrap_err(),
        ovgc.open_link(&ovgc_order()).await.unwrap_err(),
        novac.refund(&full_refund()).await.unwrap_err(),
    ]
}

async fn sent_once(answer: ResponseTemplate, expected: Outcome) -> Vec<Error> {
    let server = answering(answer).await;
    let errors = tried_once(&server.uri(), QUICK).await;
    assert_eq!(server.received_requests().await.unwrap().len(), errors.len(), "{errors:?}");
    for error in &errors {
        assert_eq!(error.outcome(), expected, "{error}");
    }
    errors
}

async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

#[tokio::test]
async fn server_errors_leave_the_outcome_unknown() {
    for status in [500, 502, 503, 504, 599] {
        for error in sent_once(html(status), Outcome::Unknown).await {
            assert!(matches!(error, Error::Unavailable { status: seen, .. } if seen == status));
        }
    }
}

#[tokio::test]
async fn a_refusal_that_can_be_read_had_no_effect() {
    for status in [400, 401, 403, 422] {
        let answer = ResponseTemplate::new(status).set_body_string("{\"message\":\"No.\"}");
        for error in sent_once(answer, Outcome::NotDone).await {
            assert!(error.to_string().contains("No."), "{error}");
        }
    }
}

#[tokio::test]
async fn a_refusal_that_cannot_be_read_leaves_the_outcome_unknown() {
    sent_once(html(400), Outcome::Unknown).await;
    sent_once(ResponseTemplate::new(422).set_body_string("{\"mess"), Outcome::Unknown).await;
    sent_once(ResponseTemplate::new(408), Outcome::Unknown).await;
}

#[tokio::test]
async fn being_asked_for_a_pause_is_told_and_nothing_is_sent_again() {
    let answer = ResponseTemplate::new(429).insert_header("retry-after", "1");
    for error in sent_once(answer, Outcome::NotDone).await {
        let second = Some(Duration::from_secs(1));
        assert!(matches!(error, Error::RateLimited { retry_after, .. } if retry_after == second));
    }
}

#[tokio::test]
async fn a_web_page_in_place_of_data_leaves_the_outcome_unknown() {
    for error in sent_once(html(200), Outcome::Unknown).await {
        assert!(error.to_string().contains("web page"), "{error}");
    }
    sent_once(ResponseTemplate::new(204), Outcome::Unknown).await;
    sent_once(ResponseTemplate::new(200).set_body_string("{\"status\": tr"), Outcome::Unknown)
        .await;
}

#[tokio::test]
async fn a_redirect_is_not_followed_so_that_keys_stay_where_they_belong() {
    let elsewhere = answering(ResponseTemplate::new(200).set_body_string("{}")).await;
    for status in [301, 302, 303, 307, 308] {
        let answer = ResponseTemplate::new(status).insert_header("location", elsewhere.uri());
        for error in sent_once(answer.clone(), Outcome::Unknown).await {
            assert!(matches!(error, Error::Redirected { .. }), "{error}");
        }
        let server = answering(answer).await;
        let error = novac(&server).look_up(&payment("ORDER-00123")).await.unwrap_err();
        assert!(matches!(error, Error::Redirected { .. }), "{error}");
    }
    assert_eq!(requests(&elsewhere).await, 0);
}

#[tokio::test]
async fn half_an_answer_leaves_the_outcome_unknown_and_nothing_is_sent_again() {
    let half = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"status\":true,";
    let server = RawServer::answering(half).await;
    let errors = tried_once(&server.http(), QUICK).await;
    assert_eq!(server.requests(), errors.len());
    for error in errors {
        assert!(matches!(error, Error::Interrupted { .. }), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn no_answer_at_all_leaves_the_outcome_unknown_and_nothing_is_sent_again() {
    let server = RawServer::answering("").await;
    let errors = tried_once(&server.http(), QUICK).await;
    assert_eq!(server.requests(), errors.len());
    for error in errors {
        assert!(matches!(error, Error::Interrupted { .. }), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn an_answer_that_is_no_http_leaves_the_outcome_unknown() {
    let server = RawServer::answering("220 mail.example.com ESMTP\r\n").await;
    for error in tried_once(&server.http(), QUICK).await {
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    }
}

#[tokio::test]
async fn a_slow_gateway_leaves_the_outcome_unknown_and_nothing_is_sent_again() {
    let server = answering(ResponseTemplate::new(200).set_delay(Duration::from_secs(3600))).await;
    let timing = Timing { total: Duration::from_millis(200), ..QUICK };
    let errors = tried_once(&server.uri(), timing).await;
    assert_eq!(requests(&server).await, errors.len());
    for error in errors {
        assert!(matches!(error, Error::TimedOut { .. }), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn with_no_network_nothing_was_done() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    for error in tried_once(&format!("http://{closed}"), QUICK).await {
        assert!(matches!(error, Error::Offline { .. }), "{error}");
        assert_eq!(error.outcome(), Outcome::NotDone);
    }
}

#[tokio::test]
async fn a_name_that_nobody_has_is_no_network() {
    for error in tried_once("https://gateway.invalid", QUICK).await {
        assert!(matches!(error, Error::Offline { .. }), "{error}");
        assert_eq!(error.outcome(), Outcome::NotDone);
    }
}

#[tokio::test]
async fn without_a_safe_connection_nothing_was_sent() {
    for answer in ["HTTP/1.1 400 Bad Request\r\n\r\n", ""] {
        let server = RawServer::answering(answer).await;
        for error in tried_once(&server.https(), QUICK).await {
            assert!(matches!(error, Error::Tls { .. }), "{error:?}");
            assert_eq!(error.outcome(), Outcome::NotDone);
        }
    }
}

#[tokio::test]
async fn a_connection_that_is_never_made_safe_is_given_up_before_anything_is_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let timing = Timing { connect: Duration::from_millis(100), ..QUICK };
    for error in tried_once(&base_url, timing).await {
        assert!(matches!(error, Error::Offline { .. }), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NotDone);
    }
}

#[tokio::test]
async fn an_answer_too_large_for_a_gateway_is_not_read() {
    let body = format!("{{\"pad\":\"{}\"}}", "x".repeat(LARGEST_ANSWER_BYTES));
    let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    for error in sent_once(answer, Outcome::Unknown).await {
        assert!(matches!(error, Error::TooLarge { .. }), "{error}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let body = chunk.repeat(40);
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = RawServer::answering(format!("{head}{body}")).await;
    for error in tried_once(&server.http(), QUICK).await {
        assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_nested_too_deep_is_refused() {
    let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
    let objects = format!("{}1{}", "{\"data\":".repeat(60_000), "}".repeat(60_000));
    for body in [
        format!("{{\"data\":{{\"session\":{open}{close}}}}}"),
        format!("{{\"status\":{open}{close}}}"),
        objects,
        open,
    ] {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let server = answering(answer).await;
        assert!(novac(&server).look_up(&payment("ORDER-00123")).await.is_err());
        assert!(ovgc(&server).look_up(&payment(SESSION)).await.is_err());
    }
}

#[tokio::test]
async fn a_look_up_is_asked_again_until_it_is_answered() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(html(503)).up_to_n_times(1).mount(&server).await;
    let limited = ResponseTemplate::new(429).insert_header("retry-after", "0");
    Mock::given(any()).respond_with(limited).up_to_n_times(1).mount(&server).await;
    let answer = ResponseTemplate::new(200).set_body_string(fixture!("novac/verify_reply"));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    assert!(novac(&server).look_up(&payment("ORDER-00123")).await.is_ok());
    assert_eq!(requests(&server).await, 3);
}

#[tokio::test]
async fn a_look_up_is_given_up_after_three_attempts() {
    let server = answering(html(500)).await;
    let error = novac(&server).look_up(&payment("ORDER-00123")).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }), "{error}");
    assert_eq!(requests(&server).await, 3);
}

#[tokio::test]
async fn a_look_up_does_not_outwait_a_long_pause() {
    let server = answering(ResponseTemplate::new(429).insert_header("retry-after", "3600")).await;
    let error = novac(&server).look_up(&payment("ORDER-00123")).await.unwrap_err();
    let hour = Some(Duration::from_secs(3600));
    assert!(matches!(error, Error::RateLimited { retry_after, .. } if retry_after == hour));
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn a_refused_look_up_is_not_asked_again() {
    for status in [400, 401, 403, 404] {
        let server = answering(ResponseTemplate::new(status).set_body_string("{}")).await;
        novac(&server).look_up(&payment("ORDER-00123")).await.unwrap_err();
        assert_eq!(requests(&server).await, 1, "{status}");
    }
}
