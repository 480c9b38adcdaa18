//! Payment links at Echezona.

use gateways::{Error, Gateway, LinkOpened, LinkRequest, Outcome};
use ledger::{Currency, GatewayKind};
use proptest::prelude::*;
use secrecy::SecretString;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

const REPLY: &str = fixture!("echezona/initialize_reply");
const TRANSACTION: &str = "ORDER-00123-0a1b2c3d";

fn account_at(server: &MockServer) -> Box<dyn Gateway> {
    account(GatewayKind::Echezona, &format!("{}/api", server.uri()), QUICK)
}

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method("POST"))
        .and(path("/api/Payments/Initialize"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn opened(status: u16, body: &str) -> Result<LinkOpened, Error> {
    let server = answering(status, body).await;
    account_at(&server).open_link(&novac_order_without_redirect()).await
}

fn novac_order_without_redirect() -> LinkRequest {
    let mut order = novac_order();
    order.urls.redirect = None;
    order
}

#[tokio::test]
async fn an_order_gets_a_link_under_a_reference_that_is_known_beforehand() {
    let server = answering(200, REPLY).await;
    let account = account_at(&server);
    let order = novac_order_without_redirect();
    let opened = account.open_link(&order).await.unwrap();
    assert_eq!(account.candidates(&order), [TRANSACTION]);
    assert_eq!(opened.gateway_reference, TRANSACTION);
    assert_eq!(opened.url, "https://checkout.echezona.com/a1b2c3d4");
    assert_eq!(opened.expires_at, None);
    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("echezona/initialize_request")));
    assert_eq!(header(&request, "authorization"), format!("Bearer {ECHEZONA_KEY}"));
    assert_eq!(header(&request, "idempotency-key"), order.idempotency_key);
}

#[tokio::test]
async fn the_customers_name_and_the_merchants_own_words_go_along() {
    let server = answering(200, REPLY).await;
    let mut order = novac_order_without_redirect();
    order.customer.name = Some("John Doe".to_owned());
    order.description = Some("Premium Plan".to_owned());
    order.metadata.insert("table".to_owned(), "7".to_owned());
    account_at(&server).open_link(&order).await.unwrap();
    let request = only_request(&server).await;
    let end = r#""metadata":[{"name":"table","value":"7"}],"productId":"ORDER-00123","productDescription":"Premium Plan","firstName":"John","lastName":"Doe"}"#;
    assert!(body(&request).ends_with(end), "{}", body(&request));
}

#[tokio::test]
async fn the_mode_is_named_where_the_key_shows_it() {
    for (key, word) in [("ez_test_0123456789", "Test"), ("ez_live_0123456789", "Live")] {
        let server = answering(200, REPLY).await;
        let keys = [("api_key".to_owned(), SecretString::from(key))];
        let keys = gateways::Credentials::new(GatewayKind::Echezona, keys).unwrap();
        let settings = gateways::Settings::defaults(GatewayKind::Echezona);
        let base = format!("{}/api", server.uri());
        let account =
            gateways::connect_with(GatewayKind::Echezona, &base, &keys, &settings, QUICK).unwrap();
        account.open_link(&novac_order_without_redirect()).await.unwrap();
        let request = only_request(&server).await;
        assert!(body(&request).ends_with(&format!(r#","mode":"{word}"}}"#)), "{}", body(&request));
    }
}

#[tokio::test]
async fn a_link_is_one_whatever_the_code_beside_it() {
    for code in ["\"00\"", "\"04\"", "\"99\"", "0", "null"] {
        let reply = REPLY.replace("\"00\"", code);
        assert!(opened(200, &reply).await.is_ok(), "{code}");
    }
}

#[tokio::test]
async fn a_no_in_words_made_nothing_whatever_its_status() {
    for (status, no) in [
        (200, "Transaction already exists"),
        (200, "\"Transaction already exists\""),
        (200, r#"{"responseCode":"00","responseMessage":"Transaction already exists"}"#),
        (
            200,
            r#"{"responseCode":"05","responseMessage":"Transaction already exists","data":null}"#,
        ),
        (400, "Transaction already exists"),
        (400, r#"{"responseCode":"05","responseMessage":"Transaction already exists"}"#),
    ] {
        let error = opened(status, no).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotDone, "{status} {no}: {error}");
        assert!(matches!(error, Error::Refused { .. }), "{error:?}");
    }
    let error = opened(409, "{}").await.unwrap_err();
    assert!(matches!(&error, Error::Duplicate { reference, .. } if reference == TRANSACTION));
}

#[tokio::test]
async fn a_key_that_is_refused_is_told_apart_whatever_the_status() {
    for (status, no) in [
        (200, "Invalid merchant key"),
        (200, "\"Invalid merchant key\""),
        (200, r#"{"responseCode":"00","responseMessage":"Invalid merchant key","data":null}"#),
        (400, "Invalid merchant key"),
        (401, "Invalid merchant key"),
        (404, "Invalid merchant key"),
    ] {
        let error = opened(status, no).await.unwrap_err();
        assert!(
            matches!(&error, Error::Unauthorised { key: "API key", .. }),
            "{status}: {error:?}"
        );
        assert!(error.to_string().contains("Invalid merchant key"), "{error}");
    }
}

#[tokio::test]
async fn a_key_in_a_line_of_text_never_comes_back() {
    for body in [
        format!("Invalid merchant key {ECHEZONA_KEY}"),
        format!("\"Merchant {ECHEZONA_KEY} is unknown\""),
        format!(r#"{{"responseMessage":"{ECHEZONA_KEY}","data":null}}"#),
        format!(r#"{{"data":{{"paymentUrl":"https://checkout.echezona.com/{ECHEZONA_KEY}"}}}}"#),
    ] {
        for status in [200, 400, 401, 404] {
            let opened = opened(status, &body).await;
            let said = format!("{opened:?} {:?}", opened.as_ref().map_err(Error::to_string));
            assert!(!said.contains(ECHEZONA_KEY), "{said}");
        }
    }
}

#[tokio::test]
async fn a_link_that_cannot_be_paid_by_is_not_used() {
    for body in [
        REPLY.replace("https://", "http://"),
        REPLY.replace("https://checkout.echezona.com/a1b2c3d4", "a1b2c3d4"),
        REPLY.replace("paymentUrl", "url"),
        REPLY.replace("\"accessCode\": \"a1b2c3d4\"", "\"transactionId\": \"another\""),
        r#"{"responseCode":"00"}"#.to_owned(),
        "<html>".to_owned(),
        "[]".to_owned(),
    ] {
        let error = opened(200, &body).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}: {error}");
    }
}

#[tokio::test]
async fn an_order_that_echezona_cannot_take_is_never_sent() {
    let server = MockServer::start().await;
    let order = novac_order_without_redirect;
    for (field, order) in [
        ("currency", LinkRequest { amount: usd(2500), ..order() }),
        ("amount", LinkRequest { amount: ngn(0), ..order() }),
        ("callback_url", LinkRequest { urls: ledger::ReturnUrls::default(), ..order() }),
        ("redirect_url", novac_order()),
    ] {
        let error = account_at(&server).open_link(&order).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(problem) if problem.field == field), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn amounts_go_out_exactly_in_the_unit_that_is_set(minor in 1..=i64::MAX) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for unit in ["major", "minor"] {
            let sent = runtime.block_on(async {
                let server = answering(400, "{}").await;
                let base = format!("{}/api", server.uri());
                let account = account_set(GatewayKind::Echezona, &base, "amount_unit", unit);
                let order = LinkRequest { amount: ngn(minor), ..novac_order_without_redirect() };
                account.open_link(&order).await.unwrap_err();
                body(&only_request(&server).await).to_owned()
            });
            let written = match unit {
                "minor" => minor.to_string(),
                _ => ledger::Money::from_minor(minor, Currency::NGN).to_decimal_string(),
            };
            let start = format!("{{\"amount\":\"{written}\",");
            prop_assert!(sent.starts_with(&start), "{}", sent);
        }
    }
}
