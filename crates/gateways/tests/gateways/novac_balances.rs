//! What is left at Novac, and what a payment would cost.

use gateways::{Balance, Error};
use ledger::{Currency, Money};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn mount(server: &MockServer, verb: &str, at: &str, status: u16, body: &str) {
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(server).await;
}

fn balance(title: &str, money: Money) -> Balance {
    Balance { title: title.to_owned(), money }
}

async fn balance_answered(body: &str) -> Result<Vec<Balance>, Error> {
    let server = MockServer::start().await;
    mount(&server, "GET", "/api/v1/balance/NGN", 200, body).await;
    novac(&server).balances(Some(Currency::NGN)).await
}

#[tokio::test]
async fn what_can_be_spent_comes_first() {
    let server = MockServer::start().await;
    let reply = fixture!("novac/balance_reply");
    mount(&server, "GET", "/api/v1/balance/NGN", 200, reply).await;
    let found = novac(&server).balances(Some(Currency::NGN)).await.unwrap();
    let expected = [balance("available", ngn(154_434_050)), balance("ledger", ngn(160_000_000))];
    assert_eq!(found, expected);
    let request = only_request(&server).await;
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
}

#[tokio::test]
async fn a_balance_is_found_in_every_likely_shape() {
    for (body, title) in [
        (r#"{"status":true,"data":-12.5}"#, "balance"),
        (r#"{"success":true,"data":"-12.50"}"#, "balance"),
        (r#"{"data":{"balance":-12.5}}"#, "balance"),
        (r#"{"balance":-12.5,"currency":"NGN"}"#, "balance"),
        (r#"{"data":{"available_balance":"-12.5","currency":"NGN"}}"#, "available"),
        (
            r#"{"data":[{"currency":"USD","balance":7},{"currency":"NGN","balance":-12.5}]}"#,
            "balance",
        ),
    ] {
        let found = balance_answered(body).await.unwrap();
        assert_eq!(found, [balance(title, ngn(-1_250))], "{body}");
    }
}

#[tokio::test]
async fn what_names_no_balance_of_the_currency_is_never_taken_for_nothing() {
    for body in [
        "{}",
        r#"{"status":true,"data":null}"#,
        r#"{"data":[]}"#,
        r#"{"data":{"currency":"NGN"}}"#,
        r#"{"data":{"currency":"USD","balance":7}}"#,
        r#"{"data":[{"balance":7}]}"#,
        r#"{"data":{"balance":0.001}}"#,
        r#"{"data":{"balance":"lots"}}"#,
        r#"{"data":true}"#,
    ] {
        let error = balance_answered(body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
    let no = r#"{"status":false,"message":"No such wallet"}"#;
    assert!(matches!(balance_answered(no).await, Err(Error::Refused { .. })));
}

#[tokio::test]
async fn all_balances_are_those_of_the_currencies_the_account_has() {
    let server = MockServer::start().await;
    mount(&server, "GET", "/api/v1/balance/NGN", 200, r#"{"data":{"balance":1}}"#).await;
    mount(&server, "GET", "/api/v1/balance/USD", 200, r#"{"data":{"balance":2}}"#).await;
    let found = novac(&server).balances(None).await.unwrap();
    assert_eq!(found, [balance("balance", ngn(100)), balance("balance", usd(200))]);

    let none = MockServer::start().await;
    let error = novac(&none).balances(None).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");

    mount(&server, "GET", "/api/v1/balance/GHS", 401, "{}").await;
    let error = novac(&server).balances(None).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { .. }), "{error}");
}

const FEE: &str = "/api/v1/transaction-fee";

async fn fee_answered(body: &str) -> Result<Money, Error> {
    let server = MockServer::start().await;
    mount(&server, "POST", FEE, 200, body).await;
    novac(&server).quote_fee("ORDER-00123", "CARD", Currency::NGN).await
}

#[tokio::test]
async fn a_fee_is_asked_for_with_the_public_key() {
    let server = MockServer::start().await;
    mount(&server, "POST", FEE, 200, fixture!("novac/fee_reply")).await;
    let fee = novac(&server).quote_fee("ORDER-00123", " CARD ", Currency::NGN).await.unwrap();
    assert_eq!(fee, ngn(35_075));
    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("novac/fee_request")));
    assert_eq!(header(&request, "authorization"), format!("Bearer {PUBLIC_KEY}"));
    for body in [
        r#"{"status":true,"data":350.75}"#,
        r#"{"status":true,"data":"350.75"}"#,
        r#"{"data":{"fee":"350.75"}}"#,
        r#"{"data":{"transaction_fee":350.75,"amount":25000}}"#,
        r#"{"transactionFeeAmount":"350.75","transactionFeeCurrency":"NGN"}"#,
    ] {
        assert_eq!(fee_answered(body).await.unwrap(), ngn(35_075), "{body}");
    }
}

#[tokio::test]
async fn a_fee_that_is_not_named_is_never_guessed() {
    for body in [
        "{}",
        r#"{"data":{}}"#,
        r#"{"data":{"amount":25000}}"#,
        r#"{"data":[350.75]}"#,
        r#"{"data":-1}"#,
        r#"{"data":{"fee":0.001}}"#,
        r#"{"data":{"fee":1,"currency":"USD"}}"#,
        r#"{"data":{"transactionFeeAmount":"1","transactionFeeCurrency":"USD"}}"#,
    ] {
        let error = fee_answered(body).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
    let other = fixture!("novac/fee_reply").replace("ORDER-00123", "ORDER-00124");
    assert!(matches!(fee_answered(&other).await, Err(Error::OtherPayment { .. })));
    let server = MockServer::start().await;
    let error = novac(&server).quote_fee("ORDER-00123", " ", Currency::NGN).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
}
