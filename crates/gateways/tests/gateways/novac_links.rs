//! Payment links at Novac.

use std::collections::BTreeMap;

use gateways::{Error, Outcome, SettingError, Settings};
use ledger::{Currency, GatewayKind, Money};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

fn initiated(reference: &str) -> String {
    fixture!("novac/initiate_reply")
        .replace("REFERENCE", reference)
        .replace("PUBLIC_KEY", PUBLIC_KEY)
}

async fn answering(at: &str, status: u16, body: impl Into<String>) -> MockServer {
    let server = MockServer::start().await;
    mount(&server, at, status, body).await;
    server
}

async fn mount(server: &MockServer, at: &str, status: u16, body: impl Into<String>) {
    let answer = ResponseTemplate::new(status).set_body_raw(body.into(), "application/json");
    Mock::given(method("POST")).and(path(at)).respond_with(answer).mount(server).await;
}

#[tokio::test]
async fn the_guides_checkout_is_sent_as_the_guide_prints_it() {
    let reply = fixture!("novac/checkout_reply");
    let server = answering("/api/v1/checkout", 200, reply).await;
    let opened = novac_by(&server, "checkout").open_link(&novac_order()).await.unwrap();
    assert_eq!(opened.url, "https://checkout.novacpayment.com/c/ORDER-00123");
    assert_eq!(opened.gateway_reference, "ORDER-00123");
    assert_eq!(opened.expires_at, None);

    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("novac/checkout_request")));
    assert_eq!(header(&request, "authorization"), format!("Bearer {PUBLIC_KEY}"));
    assert_eq!(header(&request, "content-type"), "application/json");
    assert_eq!(header(&request, "idempotency-key"), novac_order().idempotency_key);
}

#[tokio::test]
async fn an_answer_without_an_envelope_is_read_too() {
    let reply = fixture!("novac/checkout_reply_bare");
    let server = answering("/api/v1/checkout", 201, reply).await;
    let opened = novac_by(&server, "checkout").open_link(&novac_order()).await.unwrap();
    assert_eq!(opened.gateway_reference, "ORDER-00123");
}

#[tokio::test]
async fn initiate_gets_a_derived_reference_and_everything_known_of_the_order() {
    let mut order = novac_order();
    order.amount = ngn(2_500_050);
    order.customer.name = Some("Ada Ngozi Obi".to_owned());
    order.description = Some("Premium Plan".to_owned());
    order.metadata.insert("table".to_owned(), "7".to_owned());
    let server = MockServer::start().await;
    let account = novac_by(&server, "initiate");
    let reference = account.candidates(&order).remove(0);
    mount(&server, "/api/v1/initiate", 200, initiated(&reference)).await;

    let opened = account.open_link(&order).await.unwrap();
    assert_eq!(opened.gateway_reference, reference);
    assert_eq!(opened.url, format!("https://checkout.novacpayment.com/p/{reference}"));
    let expected = format!(
        r#"{{"transactionReference":"{reference}","amount":25000.5,"currency":"NGN","metaData":"{{\"order_reference\":\"ORDER-00123\",\"table\":\"7\"}}","redirectUrl":"https://yourstore.com/order/confirm","checkoutCustomerData":{{"email":"customer@example.com","firstName":"Ada Ngozi","lastName":"Obi"}},"checkoutCustomizationData":{{"paymentDescription":"Premium Plan"}}}}"#
    );
    assert_eq!(body(&only_request(&server).await), expected);
}

#[tokio::test]
async fn where_novac_does_not_know_initiate_the_order_number_goes_to_checkout() {
    for status in [404, 405] {
        let server = answering("/api/v1/initiate", status, "").await;
        mount(&server, "/api/v1/checkout", 200, fixture!("novac/checkout_reply")).await;
        let opened = novac(&server).open_link(&novac_order()).await.unwrap();
        assert_eq!(opened.gateway_reference, "ORDER-00123");
        assert!(novac(&server).candidates(&novac_order()).contains(&opened.gateway_reference));
    }
}

#[tokio::test]
async fn a_refused_initiate_does_not_go_on_to_checkout() {
    let server = answering("/api/v1/initiate", 400, fixture!("novac/error_400")).await;
    let error = novac(&server).open_link(&novac_order()).await.unwrap_err();
    assert!(error.to_string().contains("Invalid request parameter."), "{error}");
    assert_eq!(error.outcome(), Outcome::NotDone);
    only_request(&server).await;
}

#[tokio::test]
async fn a_yes_without_an_address_may_have_made_something() {
    let reply = fixture!("novac/initiate_reply_without_address");
    let server = answering("/api/v1/initiate", 200, reply).await;
    let error = novac(&server).open_link(&novac_order()).await.unwrap_err();
    assert!(matches!(error, Error::Malformed { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn a_checkout_for_another_payment_is_not_used() {
    let server = answering("/api/v1/initiate", 200, initiated("SOMEBODY-ELSES-ORDER")).await;
    let error = novac(&server).open_link(&novac_order()).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn a_no_inside_a_yes_is_a_no() {
    let reply = r#"{"status":false,"message":"Duplicate reference","data":null}"#;
    let server = answering("/api/v1/checkout", 200, reply).await;
    let error = novac_by(&server, "checkout").open_link(&novac_order()).await.unwrap_err();
    assert!(error.to_string().contains("Duplicate reference"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotDone);
}

#[tokio::test]
async fn a_reference_novac_already_has_is_named() {
    let server = answering("/api/v1/checkout", 409, "{}").await;
    let error = novac_by(&server, "checkout").open_link(&novac_order()).await.unwrap_err();
    assert!(matches!(&error, Error::Duplicate { reference, .. } if reference == "ORDER-00123"));
    assert_eq!(error.outcome(), Outcome::NotDone);
}

#[tokio::test]
async fn customers_are_sent_to_safe_addresses_only() {
    for address in [
        "http://checkout.novacpayment.com/c/1",
        "javascript:alert(1)",
        "//checkout.novacpayment.com/c/1",
        "https://",
        "https://novac.example/a b",
        "file:///etc/passwd",
    ] {
        let reply = format!(r#"{{"status":true,"data":{{"checkoutUrl":"{address}"}}}}"#);
        let server = answering("/api/v1/checkout", 200, reply).await;
        let error = novac_by(&server, "checkout").open_link(&novac_order()).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{address}: {error}");
    }
}

#[tokio::test]
async fn a_reference_that_hides_what_it_says_is_not_kept() {
    for reference in ["A\\u202eB", "A\\nB", &"x".repeat(500)] {
        let reply =
            fixture!("novac/checkout_reply").replace("\"ORDER-00123", &format!("\"{reference}"));
        let server = answering("/api/v1/checkout", 200, reply).await;
        let error = novac_by(&server, "checkout").open_link(&novac_order()).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{reference}: {error}");
    }
}

#[tokio::test]
async fn a_renewed_link_is_another_payment_at_novac() {
    let server = MockServer::start().await;
    let (first, mut again) = (novac_order(), novac_order());
    again.nonce = "ffff".to_owned();
    let account = novac_by(&server, "initiate");
    assert_ne!(account.candidates(&first), account.candidates(&again));
    assert!(account.capabilities().renew.is_yes());
    assert!(!novac_by(&server, "checkout").capabilities().renew.is_yes());
}

#[tokio::test]
async fn a_link_that_novac_cannot_take_is_never_sent() {
    let server = MockServer::start().await;
    let with = |change: &dyn Fn(&mut gateways::LinkRequest)| {
        let mut order = novac_order();
        change(&mut order);
        order
    };
    let cases = [
        ("amount", with(&|o| o.amount = ngn(9_999))),
        ("amount", with(&|o| o.amount = ngn(0))),
        ("amount", with(&|o| o.amount = ngn(-100))),
        ("currency", with(&|o| o.amount = Money::from_minor(50_000, Currency::INR))),
        ("email", with(&|o| o.customer.email = None)),
        ("email", with(&|o| o.customer.email = Some("ada at example.com".to_owned()))),
        ("email", with(&|o| o.customer.email = Some("Ada <ada@example.com>".to_owned()))),
        ("callback_url", with(&|o| o.urls.callback = Some("http://yourstore.com/cb".to_owned()))),
        ("redirect_url", with(&|o| o.urls.redirect = Some("yourstore.com".to_owned()))),
    ];
    for (field, order) in cases {
        match novac(&server).open_link(&order).await {
            Err(error @ Error::Invalid(_)) => {
                assert_eq!(error.outcome(), Outcome::NotDone);
                let Error::Invalid(problem) = error else { unreachable!() };
                assert_eq!(problem.field, field, "{problem}");
            }
            other => panic!("{field}: {other:?}"),
        }
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_ways_to_pay_that_are_set_go_along_and_none_by_default() {
    for (set, sent) in [
        ("", None),
        ("CARD", Some(r#""allowedPaymentOptions":"CARD""#)),
        (" CARD , PWBT,MOMO ", Some(r#""allowedPaymentOptions":"CARD,PWBT,MOMO""#)),
    ] {
        let server = MockServer::start().await;
        let account = account_set(GatewayKind::Novac, &server.uri(), "payment_options", set);
        let _ = account.open_link(&novac_order()).await;
        let requests = server.received_requests().await.unwrap();
        let first = body(&requests[0]);
        assert_eq!(requests[0].url.path(), "/api/v1/initiate");
        assert_eq!(first.contains("allowedPaymentOptions"), sent.is_some(), "{first}");
        assert!(first.contains(sent.unwrap_or_default()), "{first}");
    }
}

#[test]
fn ways_to_pay_days_zones_and_addresses_are_checked_before_they_are_kept() {
    let set = |key: &str, value: &str| {
        Settings::new(GatewayKind::Novac, &BTreeMap::from([(key.to_owned(), value.to_owned())]))
    };
    for (key, value) in [
        ("payment_options", "CARD,PWBT,OPAY,USSD,PALMPAY,MOMO"),
        ("refund_days", ""),
        ("refund_days", "1"),
        ("refund_days", "3650"),
        ("report_zone", "-03:30"),
        ("webhook_sources", "10.0.0.0/8, ::1"),
    ] {
        assert!(set(key, value).is_ok(), "{key} {value}");
    }
    for (key, value) in [
        ("payment_options", "card"),
        ("payment_options", "CARD;PWBT"),
        ("payment_options", "CARD,,PWBT"),
        ("payment_options", ","),
        ("refund_days", "0"),
        ("refund_days", "3651"),
        ("refund_days", "-1"),
        ("refund_days", "+30"),
        ("refund_days", "30 days"),
        ("refund_days", "99999999999"),
        ("report_zone", ""),
        ("report_zone", "1"),
        ("report_zone", "+25:00"),
        ("report_zone", "+01:00Z"),
        ("report_zone", "WAT"),
        ("webhook_sources", "novac"),
    ] {
        assert!(matches!(set(key, value), Err(SettingError::NotAllowed { .. })), "{key} {value}");
    }
}
