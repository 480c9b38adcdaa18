//! Look-ups and key checks at Novac.

use gateways::{Error, PaymentHandle, PaymentReport};
use ledger::{Currency, Mode, PaymentStatus, Source};
use wiremock::matchers::{header as has_header, method, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method("GET"))
        .and(path("/api/v1/checkout/ORDER-00123/verify"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn look_up(body: &str) -> Result<PaymentReport, Error> {
    let server = answering(200, body).await;
    novac(&server).look_up(&payment("ORDER-00123")).await
}

/// The seed's answer with some of it replaced.
async fn look_up_with(from: &str, to: &str) -> Result<PaymentReport, Error> {
    let body = fixture!("novac/verify_reply");
    assert!(body.contains(from));
    look_up(&body.replacen(from, to, 1)).await
}

#[tokio::test]
async fn the_guides_example_is_a_paid_order() {
    let server = answering(200, fixture!("novac/verify_reply")).await;
    let report = novac(&server).look_up(&payment("ORDER-00123")).await.unwrap();
    let seen = &report.observation;
    assert_eq!((seen.source, seen.status), (Source::Lookup, PaymentStatus::Paid));
    assert_eq!(seen.gateway_status, "successful");
    assert_eq!(seen.gateway_reference.as_deref(), Some("ORDER-00123"));
    assert_eq!(
        (seen.amount, seen.charged, seen.fee),
        (Some(ngn(2_500_000)), Some(ngn(2_500_000)), None)
    );
    assert_eq!(seen.channel.as_deref(), Some("card"));
    let customer = report.customer.unwrap();
    assert_eq!(customer.name.as_deref(), Some("Ada Obi"));
    assert_eq!(customer.email.as_deref(), Some("customer@example.com"));
    assert_eq!(report.mode, Mode::Test, "the key is one for tests");

    let request = only_request(&server).await;
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
    assert_eq!(header(&request, "accept"), "application/json");
    assert!(header(&request, "user-agent").starts_with("Tillkeeper/"));
}

#[tokio::test]
async fn the_api_references_object_tells_the_fee_and_the_mode() {
    let report = look_up(fixture!("novac/verify_reply_full")).await.unwrap();
    let seen = report.observation;
    assert_eq!((seen.amount, seen.fee), (Some(ngn(2_500_000)), Some(ngn(35_075))));
    assert_eq!(seen.message.as_deref(), Some("Approved"));
    assert_eq!(seen.channel.as_deref(), Some("bank-transfer"));
    assert_eq!(report.mode, Mode::Test);
}

#[tokio::test]
async fn a_live_payment_seen_with_a_test_key_is_called_live() {
    let full = fixture!("novac/verify_reply_full").replace("\"test\"", "\"live\"");
    assert_eq!(look_up(&full).await.unwrap().mode, Mode::Live);
}

#[tokio::test]
async fn the_object_of_the_guides_webhook_reads_like_that_of_a_look_up() {
    let report = look_up(fixture!("novac/webhook_transaction")).await.unwrap();
    assert_eq!(report.observation.status, PaymentStatus::Paid);
    assert_eq!(report.observation.amount, Some(ngn(2_500_000)));
}

#[tokio::test]
async fn each_word_for_a_state_means_what_the_documents_say() {
    for (word, status) in [
        ("pending", PaymentStatus::Pending),
        ("successful", PaymentStatus::Paid),
        ("failed", PaymentStatus::Failed),
        ("cancelled", PaymentStatus::Cancelled),
        ("abandoned", PaymentStatus::Cancelled),
        ("reversed", PaymentStatus::Reversed),
        ("in-review", PaymentStatus::Unknown),
        ("", PaymentStatus::Unknown),
    ] {
        let report = look_up_with("\"successful\"", &format!("\"{word}\"")).await.unwrap();
        assert_eq!(report.observation.status, status, "{word}");
        assert_eq!(report.observation.gateway_status, word, "the word is kept as it is");
    }
}

#[tokio::test]
async fn the_merchants_share_of_the_fee_is_what_the_customer_was_not_charged() {
    for (charged, fee, share) in [
        ("25000", "350", 35_000),
        ("25350", "350", 0),
        ("25300", "350", 5_000),
        ("25400.50", "350", 0),
        ("24000", "350", 35_000),
        ("\"25,000.00\"", "\"350.10\"", 35_010),
    ] {
        let amounts = format!("\"chargedAmount\": {charged}, \"transactionFee\": {fee}");
        let report = look_up_with("\"chargedAmount\": 25000", &amounts).await.unwrap();
        assert_eq!(report.observation.fee, Some(ngn(share)), "{charged} {fee}");
        assert!(report.observation.charged.is_some(), "{charged}");
        assert_eq!(report.observation.amount, Some(ngn(2_500_000)));
    }
}

#[tokio::test]
async fn amounts_are_read_in_every_way_of_writing_them() {
    for amount in ["25000", "25000.0", "25000.00", "\"25000\"", "\"25,000.00\"", "2.5e4"] {
        let report = look_up_with("\"amount\": 25000", &format!("\"amount\": {amount}")).await;
        assert_eq!(report.unwrap().observation.amount, Some(ngn(2_500_000)), "{amount}");
    }
}

#[tokio::test]
async fn an_amount_that_cannot_be_is_never_guessed() {
    for amount in ["25000.005", "-25000", "1e300", "\"lots\"", "true", "[25000]", "null"] {
        let report = look_up_with("\"amount\": 25000", &format!("\"amount\": {amount}")).await;
        assert!(matches!(report, Err(Error::Malformed { .. })), "{amount}: {report:?}");
    }
    let report = look_up_with("\"NGN\"", "\"Naira\"").await;
    assert!(matches!(report, Err(Error::Malformed { .. })), "{report:?}");
}

#[tokio::test]
async fn an_answer_about_another_payment_is_not_used() {
    let report = look_up_with("\"ORDER-00123\"", "\"ORDER-00124\"").await;
    assert!(matches!(report, Err(Error::OtherPayment { .. })), "{report:?}");
}

#[tokio::test]
async fn the_reference_goes_by_three_names() {
    for name in ["transactionReference", "reference", "transactionRef"] {
        let report = look_up_with("transactionReference", name).await.unwrap();
        assert_eq!(report.observation.status, PaymentStatus::Paid);
        let both = format!("reference\": \"internal-1\", \"{name}2\": 1, \"transactionReference");
        assert!(look_up_with("transactionReference", &both).await.is_ok());
    }
}

#[tokio::test]
async fn of_several_names_the_likeliest_counts() {
    let other = r#"reference": "ORDER-00123", "transactionReference": "ORDER-00124", "x"#;
    let report = look_up_with("transactionReference", other).await;
    assert!(matches!(report, Err(Error::OtherPayment { .. })), "{report:?}");
}

#[tokio::test]
async fn every_way_to_pay_is_kept_in_novacs_own_word() {
    for channel in ["card", "bank-transfer", "PWBT", "ussd", "opay", "palmpay", "momo", "new way"] {
        let report = look_up_with("\"card\"", &format!("\"{channel}\"")).await.unwrap();
        assert_eq!(report.observation.channel.as_deref(), Some(channel));
    }
}

#[tokio::test]
async fn odd_decoration_does_not_hide_a_payment() {
    for customer in ["null", "[]", "\"Ada\"", "{\"email\":7}", "{}", "{\"name\":[1]}"] {
        let body = fixture!("novac/verify_reply");
        let at = body.find("\"customer\":").unwrap();
        let body =
            format!("{}\"customer\": {customer}, \"extra\": {{\"deep\": [1]}} }} }}", &body[..at]);
        let report = look_up(&body).await.unwrap();
        assert_eq!(report.observation.status, PaymentStatus::Paid, "{customer}");
    }
    let report = look_up_with("\"card\"", "{}").await.unwrap();
    assert_eq!(report.observation.channel, None);
}

#[tokio::test]
async fn a_currency_left_out_is_the_one_expected() {
    let body = fixture!("novac/verify_reply").replace("\"currency\": \"NGN\",", "");
    let server = answering(200, &body).await;
    let mut handle = payment("ORDER-00123");
    assert!(matches!(novac(&server).look_up(&handle).await, Err(Error::Malformed { .. })));
    handle = PaymentHandle { currency: Some(Currency::NGN), ..handle };
    let report = novac(&server).look_up(&handle).await.unwrap();
    assert_eq!(report.observation.amount, Some(ngn(2_500_000)));
}

#[tokio::test]
async fn a_payment_novac_does_not_know_is_not_found_and_never_failed() {
    let unfound = fixture!("novac/verify_reply_unfound");
    for (status, body) in [(200, unfound), (404, unfound), (404, ""), (404, "<html>")] {
        let server = answering(status, body).await;
        let error = novac(&server).look_up(&payment("ORDER-00123")).await.unwrap_err();
        assert!(matches!(error, Error::NotFound { .. }), "{status} {body}: {error}");
    }
}

#[tokio::test]
async fn a_yes_that_tells_nothing_is_no_news() {
    for body in [
        "{}",
        "{\"status\":true}",
        "{\"status\":true,\"data\":null}",
        "{\"data\":[]}",
        "{\"data\":{}}",
        "[]",
        "7",
    ] {
        let report = look_up(body).await;
        assert!(matches!(report, Err(Error::Malformed { .. })), "{body}: {report:?}");
    }
}

#[tokio::test]
async fn an_odd_order_number_is_looked_up_under_its_own_name() {
    let server = MockServer::start().await;
    let reply = fixture!("novac/verify_reply").replace("ORDER-00123", "A/1 ?#ö");
    Mock::given(path("/api/v1/checkout/A%2F1%20%3F%23%C3%B6/verify"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(reply, "application/json"))
        .mount(&server)
        .await;
    assert!(novac(&server).look_up(&payment("A/1 ?#ö")).await.is_ok());
    let error = novac(&server).look_up(&payment("..")).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
}

async fn checking(secret: (u16, &str), public: (u16, &str)) -> MockServer {
    let server = MockServer::start().await;
    let answer = |(status, body): (u16, &str)| {
        ResponseTemplate::new(status).set_body_raw(body, "application/json")
    };
    Mock::given(path_regex("^/api/v1/checkout/[A-Za-z0-9_-]{16,50}/verify$"))
        .and(has_header("authorization", format!("Bearer {SECRET_KEY}").as_str()))
        .respond_with(answer(secret))
        .mount(&server)
        .await;
    Mock::given(path("/api/v1/checkout/merchant-info"))
        .and(has_header("authorization", format!("Bearer {PUBLIC_KEY}").as_str()))
        .respond_with(answer(public))
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn keys_that_work_tell_the_mode_and_the_merchant() {
    let unfound = fixture!("novac/verify_reply_unfound");
    let server = checking((404, unfound), (200, fixture!("novac/merchant_info_reply"))).await;
    let checked = novac(&server).check().await.unwrap();
    assert_eq!(checked.mode, Mode::Test);
    assert_eq!(checked.merchant.as_deref(), Some("Your Store Ltd"));
}

#[tokio::test]
async fn any_answer_but_a_refused_key_accepts_it() {
    for secret in [(200, fixture!("novac/verify_reply_unfound")), (404, ""), (400, "{}")] {
        for public in [(404, "<html>"), (400, "{}"), (200, "{}"), (200, "<html>")] {
            let server = checking(secret, public).await;
            let checked = novac(&server).check().await.unwrap();
            assert_eq!(checked.merchant, None);
        }
    }
}

#[tokio::test]
async fn the_key_that_is_refused_is_named() {
    let (ok, no) = ((404, "{}"), fixture!("novac/error_401"));
    for (secret, public, wrong) in [
        ((401, no), ok, "secret key"),
        ((403, no), ok, "secret key"),
        (ok, (401, no), "public key"),
        (ok, (403, no), "public key"),
    ] {
        let server = checking(secret, public).await;
        match novac(&server).check().await {
            Err(
                Error::Unauthorised { key, message, .. } | Error::Forbidden { key, message, .. },
            ) => {
                assert_eq!(key, wrong);
                assert_eq!(message.as_deref(), Some("Invalid Merchant Authorization."));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_gateway_out_of_order_says_nothing_about_the_keys() {
    let server = checking((503, ""), (404, "")).await;
    let error = novac(&server).check().await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { status: 503, .. }), "{error}");
}
