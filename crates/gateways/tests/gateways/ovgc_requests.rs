//! Accounts at OVGC that speak the payment-request API.

use std::collections::BTreeMap;

use gateways::{
    Error, Gateway, LinkOpened, LinkRequest, Outcome, PaymentHandle, PaymentReport, Person,
    Settings, connect_with, profile,
};
use ledger::{Currency, GatewayKind, Money, PaymentStatus};
use proptest::prelude::*;
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

const TRANSACTION: &str = "TXN-2f6a90";
const REPLY: &str = fixture!("ovgc/request_reply");
const STATUS: &str = fixture!("ovgc/order_status_reply");

fn settings(more: &[(&str, &str)]) -> Settings {
    let all = [("api", "payment_request")].iter().chain(more);
    let given: BTreeMap<_, _> =
        all.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Settings::new(GatewayKind::Ovgc, &given).unwrap()
}

fn account(server: &MockServer) -> Box<dyn Gateway> {
    account_in(server, "USD")
}

fn account_in(server: &MockServer, currency: &str) -> Box<dyn Gateway> {
    let (kind, keys) = (GatewayKind::Ovgc, credentials(GatewayKind::Ovgc));
    let settings = settings(&[("request_currency", currency)]);
    connect_with(kind, &server.uri(), &keys, &settings, QUICK).unwrap()
}

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method("POST"))
        .and(path("/backend/api/payment-request-api"))
        .respond_with(answer.clone())
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(path_regex("^/backend/api/order-status/[A-Za-z0-9_-]+$"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn opened(body: &str) -> Result<LinkOpened, Error> {
    let server = answering(200, body).await;
    account(&server).open_link(&ovgc_order()).await
}

async fn look_up(body: &str, id: &str) -> Result<PaymentReport, Error> {
    let server = answering(200, body).await;
    account(&server).look_up(&payment(id)).await
}

fn order_uuid(order: &LinkRequest) -> String {
    let kind = GatewayKind::Ovgc;
    let (keys, settings) = (credentials(kind), settings(&[]));
    let account = connect_with(kind, "http://localhost", &keys, &settings, QUICK).unwrap();
    let candidates = account.candidates(order);
    assert_eq!(candidates.len(), 1);
    candidates[0].clone()
}

#[tokio::test]
async fn a_request_carries_the_key_in_its_body_and_a_major_amount() {
    let server = answering(200, REPLY).await;
    let mut order = ovgc_order();
    order.amount = usd(2550);
    order.customer.name = Some("Ada N. Obi".to_owned());
    let opened = account(&server).open_link(&order).await.unwrap();
    assert_eq!(opened.gateway_reference, TRANSACTION);
    assert_eq!(opened.url, "https://billing.ovgcpayments.com/pay/TXN-2f6a90");
    assert_eq!(opened.expires_at, Some("2026-04-14T12:30:00Z".parse().unwrap()));

    let request = only_request(&server).await;
    let uuid = order_uuid(&order);
    let expected = format!(
        r#"{{"api_key":"{API_KEY}","order_uuid":"{uuid}","total_amount":25.5,"email":"customer@example.com","success_url":"https://yoursite.com/success","cancel_url":"https://yoursite.com/cancel","product_title":"Premium Plan","first_name":"Ada N.","last_name":"Obi"}}"#
    );
    assert_eq!(body(&request), expected);
    assert_eq!(header(&request, "authorization"), "");
    assert_eq!(header(&request, "idempotency-key"), order.idempotency_key);
}

#[tokio::test]
async fn a_link_is_found_under_every_name_that_integrators_look_for() {
    for name in ["url", "checkout_url", "payment_url", "redirect_url"] {
        let fields =
            format!(r#""{name}":"https://billing.ovgcpayments.com/pay/1","transaction_id":"T1""#);
        for body in [format!("{{{fields}}}"), format!(r#"{{"status":true,"data":{{{fields}}}}}"#)] {
            let opened = opened(&body).await.unwrap();
            assert_eq!(opened.url, "https://billing.ovgcpayments.com/pay/1", "{body}");
            assert_eq!(opened.gateway_reference, "T1");
        }
    }
}

#[tokio::test]
async fn without_a_transaction_id_our_own_id_is_what_it_is_looked_up_by() {
    let order = ovgc_order();
    let uuid = order_uuid(&order);
    let opened = opened(r#"{"url":"https://billing.ovgcpayments.com/pay/1"}"#).await.unwrap();
    assert_eq!(opened.gateway_reference, uuid);
    let body = format!(r#"{{"order_uuid":"{uuid}","transaction_id":"T1","status":"Paid"}}"#);
    let seen = look_up(&body, &uuid).await.unwrap().observation;
    assert_eq!(seen.status, PaymentStatus::Paid);
    assert_eq!(seen.gateway_reference, Some(uuid));
}

#[test]
fn our_own_id_is_a_uuid_and_another_for_each_link_but_not_for_each_attempt() {
    let order = ovgc_order();
    let uuid = order_uuid(&order);
    assert!(uuid::Uuid::parse_str(&uuid).is_ok());
    let again = LinkRequest { idempotency_key: "another".to_owned(), ..order.clone() };
    assert_eq!(order_uuid(&again), uuid);
    let renewed = LinkRequest { nonce: "0a1b2c3e".to_owned(), ..order.clone() };
    assert_ne!(order_uuid(&renewed), uuid);
    let other = LinkRequest { reference: "ORDER-00124".parse().unwrap(), ..order };
    assert_ne!(order_uuid(&other), uuid);
}

#[tokio::test]
async fn a_no_that_can_be_read_made_nothing_and_all_else_may_have() {
    for body in [
        r#"{"status":false,"message":"Total amount is required"}"#,
        r#"{"success":false,"error":"Total amount is required"}"#,
        r#"{"error":"Total amount is required"}"#,
        r#"{"data":{"status":false,"message":"Total amount is required"}}"#,
    ] {
        let error = opened(body).await.unwrap_err();
        assert!(error.to_string().contains("Total amount is required"), "{error}");
        assert_eq!(error.outcome(), Outcome::NotDone, "{body}");
    }
    for body in [
        "{}".to_owned(),
        "[]".to_owned(),
        r#"{"status":true}"#.to_owned(),
        REPLY.replace("true", "false"),
        REPLY.replace("https://", "http://"),
        REPLY.replace("https://", "javascript:"),
        REPLY.replace("\"TXN-2f6a90\"", "\"../admin\""),
        REPLY.replace("\"status\": true", "\"total_amount\": 26"),
        REPLY.replace("\"status\": true", "\"total_amount\": 25, \"currency\": \"NGN\""),
        REPLY.replace("\"status\": true", "\"order_uuid\": \"another\""),
    ] {
        let error = opened(&body).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}: {error}");
    }
}

#[tokio::test]
async fn an_order_in_a_currency_that_the_request_cannot_name_is_not_sent() {
    let server = answering(200, REPLY).await;
    let order = LinkRequest { amount: ngn(250_000), ..ovgc_order() };
    let error = account(&server).open_link(&order).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(problem) if problem.field == "currency"), "{error}");
    assert!(error.to_string().contains("request_currency"), "{error}");
    assert!(server.received_requests().await.unwrap().is_empty());
    account_in(&server, "ngn").open_link(&order).await.unwrap();
}

#[tokio::test]
async fn an_order_is_looked_up_with_the_key_in_a_header_of_its_own() {
    let server = answering(200, STATUS).await;
    let seen = account(&server).look_up(&payment(TRANSACTION)).await.unwrap().observation;
    assert_eq!((seen.status, seen.gateway_status.as_str()), (PaymentStatus::Paid, "Paid"));
    assert_eq!(
        (seen.amount, seen.gateway_reference.as_deref()),
        (Some(usd(2500)), Some(TRANSACTION))
    );
    let request = only_request(&server).await;
    assert_eq!(request.url.path(), "/backend/api/order-status/TXN-2f6a90");
    assert_eq!(header(&request, "x-api-key"), API_KEY);
    assert_eq!(header(&request, "authorization"), "");
}

#[tokio::test]
async fn each_word_for_a_state_is_known_wherever_it_stands() {
    for (word, expected) in [
        ("Pending", PaymentStatus::Pending),
        ("Paid", PaymentStatus::Paid),
        ("Declined", PaymentStatus::Failed),
        ("Expired", PaymentStatus::Expired),
        ("Refunded", PaymentStatus::Unknown),
    ] {
        for body in [
            format!(r#"{{"payment_status":"{word}"}}"#),
            format!(r#"{{"status":"{word}"}}"#),
            format!(r#"{{"status":true,"data":{{"status":"{word}"}}}}"#),
            format!(r#"{{"status":"success","data":{{"payment_status":"{word}"}}}}"#),
            format!(r#"{{"status":"success","payment_status":"{word}","data":{{}}}}"#),
        ] {
            let seen = look_up(&body, TRANSACTION).await.unwrap().observation;
            assert_eq!((seen.status, seen.gateway_status.as_str()), (expected, word), "{body}");
            assert_eq!(seen.amount, None, "no amount is promised");
        }
    }
}

#[tokio::test]
async fn an_amount_without_a_currency_is_in_the_orders_else_in_the_accounts() {
    let body = r#"{"status":"Paid","amount":"2,500.50"}"#;
    let server = answering(200, body).await;
    let account = account_in(&server, "GHS");
    let seen = account.look_up(&payment(TRANSACTION)).await.unwrap().observation;
    assert_eq!(seen.amount, Some(Money::from_minor(250_050, Currency::GHS)));
    let handle = PaymentHandle { currency: Some(Currency::NGN), ..payment(TRANSACTION) };
    let seen = account.look_up(&handle).await.unwrap().observation;
    assert_eq!(seen.amount, Some(ngn(250_050)));
}

#[tokio::test]
async fn an_answer_about_another_payment_is_not_used() {
    let ours = order_uuid(&ovgc_order());
    let other = order_uuid(&LinkRequest { nonce: "ff".to_owned(), ..ovgc_order() });
    for (body, asked) in [
        (STATUS.to_owned(), "TXN-other"),
        (format!(r#"{{"order_uuid":"{other}","status":"Paid"}}"#), ours.as_str()),
        (format!(r#"{{"order_uuid":"{other}","transaction_id":"T1","status":"Paid"}}"#), &ours),
        (r#"{"order_uuid":"x","transaction_id":"T1","status":"Paid"}"#.to_owned(), TRANSACTION),
    ] {
        let error = look_up(&body, asked).await.unwrap_err();
        assert!(matches!(error, Error::OtherPayment { .. }), "{body}: {error}");
    }
    // Asked for by OVGC's id, an answer that names ours alone cannot be compared.
    let body = format!(r#"{{"order_uuid":"{ours}","status":"Paid"}}"#);
    assert!(look_up(&body, TRANSACTION).await.is_ok());
}

#[tokio::test]
async fn what_is_not_known_is_not_found_and_never_failed() {
    for body in [r#"{"status":false,"message":"Not found"}"#, r#"{"error":"Not found"}"#] {
        let error = look_up(body, TRANSACTION).await.unwrap_err();
        assert!(matches!(error, Error::NotFound { .. }), "{body}: {error}");
    }
    for body in ["{}", r#"{"status":true,"data":null}"#, r#"{"status":"Paid","amount":-5}"#] {
        let error = look_up(body, TRANSACTION).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
    for id in ["", "..", "a/b", "a b"] {
        let error = look_up(STATUS, id).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{id}: {error}");
    }
}

#[tokio::test]
async fn a_key_is_accepted_by_any_answer_but_a_refusal_of_it() {
    for (status, accepted) in
        [(404, true), (400, true), (200, true), (401, false), (403, false), (500, false)]
    {
        let server = answering(status, "{}").await;
        let checked = account(&server).check().await;
        assert_eq!(checked.is_ok(), accepted, "{status}: {checked:?}");
    }
}

#[tokio::test]
async fn the_key_that_went_out_in_the_body_never_comes_back() {
    let url = format!("https://billing.ovgcpayments.com/{API_KEY}");
    for body in [
        format!(r#"{{"url":"{url}","message":"{API_KEY}","transaction_id":"{API_KEY}"}}"#),
        format!(r#"{{"url":"{url}","message":"{API_KEY}"}}"#),
        format!(r#"{{"status":"{API_KEY}","message":"{API_KEY}"}}"#),
        format!(r#"{{"status":false,"error":"invalid key {API_KEY}"}}"#),
        format!(r#"{{"error":{{"message":"{}"}}}}"#, API_KEY.replace('_', "\\u005f")),
    ] {
        for status in [200, 400, 401, 404] {
            let server = answering(status, &body).await;
            let account = account(&server);
            let opened = account.open_link(&ovgc_order()).await;
            let seen = account.look_up(&payment(TRANSACTION)).await;
            let said =
                format!("{opened:?} {:?} {seen:?}", opened.as_ref().map_err(Error::to_string));
            assert!(!said.contains(API_KEY), "{said}");
        }
    }
}

#[test]
fn each_api_has_its_usual_address() {
    let ovgc = profile(GatewayKind::Ovgc);
    let usual = ovgc.address(&Settings::defaults(GatewayKind::Ovgc));
    assert_eq!((usual, ovgc.base_url), ("https://dashboard.ovgcpayments.com", usual));
    assert_eq!(ovgc.address(&settings(&[])), "https://billing.ovgcpayments.com");
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_whole_sentences() {
    let server = MockServer::start().await;
    let account = account(&server);
    let can = account.capabilities();
    assert!(
        can.link.is_yes() && can.renew.is_yes() && can.look_up.is_yes() && can.webhooks.is_yes()
    );
    for no in [can.refund, can.partial_refund, can.refund_lists, can.payout, can.balance] {
        let reason = no.reason().unwrap();
        assert!(reason.ends_with('.') && reason.contains("OVGC"), "{reason}");
    }
    let error = account.refund(&full_refund()).await.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert!(account.balances(None).await.is_err());
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_order_number_stands_for_a_description_that_is_not_there() {
    let server = answering(200, REPLY).await;
    let customer = Person { name: None, ..ovgc_order().customer };
    let order = LinkRequest { description: None, customer, ..ovgc_order() };
    account(&server).open_link(&order).await.unwrap();
    let request = only_request(&server).await;
    assert!(body(&request).ends_with(r#""product_title":"ORDER-00123"}"#), "{}", body(&request));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn amounts_go_out_in_major_units_exactly(minor in 1..=i64::MAX) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let sent = runtime.block_on(async {
            let server = answering(400, "{}").await;
            let order = LinkRequest { amount: usd(minor), ..ovgc_order() };
            account(&server).open_link(&order).await.unwrap_err();
            body(&only_request(&server).await).to_owned()
        });
        let told = sent.split("\"total_amount\":").nth(1).unwrap().split(',').next().unwrap();
        prop_assert_eq!(Money::from_decimal(told.parse().unwrap(), Currency::USD), Ok(usd(minor)));
    }
}
