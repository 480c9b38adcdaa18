//! Checkout sessions at OVGC.

use gateways::{Error, LinkOpened, LinkRequest, Outcome};
use ledger::{GatewayKind, Money};
use proptest::prelude::*;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method("POST"))
        .and(path("/api/checkout-sessions"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn opened(body: &str) -> Result<LinkOpened, Error> {
    let server = answering(200, body).await;
    ovgc(&server).open_link(&ovgc_order()).await
}

#[tokio::test]
async fn the_documented_request_gets_the_documented_answer() {
    let server = answering(201, fixture!("ovgc/create_reply")).await;
    let opened = ovgc(&server).open_link(&ovgc_order()).await.unwrap();
    assert_eq!(opened.gateway_reference, SESSION);
    assert_eq!(opened.url, "https://billing.ovgcpayments.com/checkout/a1b2c3d4...");
    assert_eq!(opened.expires_at, Some("2026-04-14T12:30:00Z".parse().unwrap()));

    let request = only_request(&server).await;
    let documented = compact(fixture!("ovgc/create_request"));
    let documented = documented.trim_end_matches('}');
    let expected = format!(r#"{documented},"metadata":{{"order_reference":"ORDER-00123"}}}}"#);
    assert_eq!(body(&request), expected);
    assert_eq!(header(&request, "authorization"), format!("Bearer {API_KEY}"));
    assert_eq!(header(&request, "idempotency-key"), ovgc_order().idempotency_key);
}

#[tokio::test]
async fn the_merchants_own_metadata_goes_along() {
    let server = answering(201, fixture!("ovgc/create_reply")).await;
    let mut order = ovgc_order();
    order.metadata.insert("table".to_owned(), "7 \"by the window\"".to_owned());
    ovgc(&server).open_link(&order).await.unwrap();
    let request = only_request(&server).await;
    assert!(
        body(&request).ends_with(
            r#""metadata":{"order_reference":"ORDER-00123","table":"7 \"by the window\""}}"#
        ),
        "{}",
        body(&request)
    );
}

#[tokio::test]
async fn an_expiry_time_is_read_in_the_zone_that_is_set() {
    let server = answering(200, fixture!("ovgc/create_reply")).await;
    for (zone, expected) in
        [("UTC", "12:30"), ("+01:00", "11:30"), ("-05:00", "17:30"), ("+14:00", "22:30")]
    {
        let account = account_set(GatewayKind::Ovgc, &server.uri(), "expires_at_zone", zone);
        let opened = account.open_link(&ovgc_order()).await.unwrap();
        let expires = opened.expires_at.unwrap().format("%H:%M").to_string();
        assert_eq!(expires, expected, "{zone}");
    }
}

#[tokio::test]
async fn without_a_readable_expiry_time_a_session_lasts_thirty_minutes() {
    for expiry in ["null", "\"soon\"", "7", "{}"] {
        let body = fixture!("ovgc/create_reply").replace("\"2026-04-14 12:30:00\"", expiry);
        let opened = opened(&body).await.unwrap();
        assert_eq!(opened.expires_at, Some(noon() + chrono::TimeDelta::minutes(30)), "{expiry}");
    }
}

#[tokio::test]
async fn a_session_over_another_amount_is_not_used() {
    for (from, to) in [("2500", "25"), ("2500", "25.00"), ("2500", "0.5"), ("USD", "NGN")] {
        let error = opened(&fixture!("ovgc/create_reply").replacen(from, to, 1)).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{to}: {error}");
    }
}

#[tokio::test]
async fn a_session_that_cannot_be_looked_up_or_paid_is_not_used() {
    let reply = fixture!("ovgc/create_reply");
    for body in [
        reply.replace(SESSION, "../../admin"),
        reply.replace(SESSION, ""),
        reply.replace("https://billing", "http://billing"),
        reply.replace("checkout_url", "url"),
        "{\"data\":{}}".to_owned(),
        "{}".to_owned(),
        "[]".to_owned(),
    ] {
        let error = opened(&body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn a_refused_session_was_not_made_and_the_reason_is_told() {
    let body = r#"{"error":{"code":"BAD_REQUEST","message":"success_url is required"}}"#;
    let server = answering(400, body).await;
    let error = ovgc(&server).open_link(&ovgc_order()).await.unwrap_err();
    assert!(error.to_string().contains("success_url is required"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotDone);
}

#[tokio::test]
async fn a_link_that_ovgc_cannot_take_is_never_sent() {
    let server = MockServer::start().await;
    let with = |change: fn(&mut LinkRequest)| {
        let mut order = ovgc_order();
        change(&mut order);
        order
    };
    for (field, order) in [
        ("success_url", with(|o| o.urls.success = None)),
        ("cancel_url", with(|o| o.urls.cancel = None)),
        ("cancel_url", with(|o| o.urls.cancel = Some("http://yoursite.com/cancel".to_owned()))),
        ("email", with(|o| o.customer.email = None)),
        ("amount", with(|o| o.amount = usd(0))),
    ] {
        let error = ovgc(&server).open_link(&order).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(problem) if problem.field == field), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn amounts_go_out_in_minor_units_exactly(minor in 1..=i64::MAX) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let sent = runtime.block_on(async {
            let server = answering(400, "{}").await;
            let order = LinkRequest { amount: Money::from_minor(minor, ledger::Currency::USD), ..ovgc_order() };
            ovgc(&server).open_link(&order).await.unwrap_err();
            body(&only_request(&server).await).to_owned()
        });
        let amount = format!("{{\"amount\":{minor},");
        prop_assert!(sent.starts_with(&amount), "{}", sent);
    }
}
