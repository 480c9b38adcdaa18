//! Keys: what is refused before anything is sent, and that none ever comes back out.

use std::error::Error as _;
use std::io::Write;
use std::sync::{Arc, Mutex};

use gateways::{Credentials, CredentialsError, Error};
use ledger::{GatewayKind, Mode};
use secrecy::ExposeSecret;
use tracing_subscriber::fmt::MakeWriter;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

fn novac_keys(public: &str, secret: &str) -> Result<Credentials, CredentialsError> {
    let json = format!(r#"{{"public_key":"{public}","secret_key":"{secret}"}}"#);
    Credentials::from_json(GatewayKind::Novac, &json)
}

fn refused(gateway: GatewayKind, json: &str) -> CredentialsError {
    let error = Credentials::from_json(gateway, json).unwrap_err();
    assert!(!error.to_string().contains("sesame"), "{error}");
    assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
    error
}

#[test]
fn keys_go_to_the_keychain_and_come_back_the_same() {
    let keys = novac_keys(&format!("  {PUBLIC_KEY}\\n"), SECRET_KEY).unwrap();
    let json = keys.to_json();
    let again = Credentials::from_json(GatewayKind::Novac, json.expose_secret()).unwrap();
    assert_eq!(again.to_json().expose_secret(), json.expose_secret());
    assert!(
        json.expose_secret().contains(&format!("\"{PUBLIC_KEY}\"")),
        "space is no part of a key"
    );
    assert_eq!(format!("{keys:?}"), r#"{"public_key", "secret_key"}"#);
}

#[test]
fn the_mode_is_seen_in_the_keys() {
    let long = "0123456789abcdef";
    let mode = |public: &str, secret: &str| {
        novac_keys(&format!("{public}_{long}"), &format!("{secret}_{long}")).unwrap().mode()
    };
    assert_eq!(mode("nc_testpk", "nc_testsk"), Mode::Test);
    assert_eq!(mode("nc_livepk", "nc_livesk"), Mode::Live);
    assert_eq!(mode("pk_live", "sk_live"), Mode::Live);
    assert_eq!(mode("abcdef", "nc_testsk"), Mode::Test);
    assert_eq!(mode("abcdef", "ghijkl"), Mode::Unknown);
}

#[test]
fn a_key_where_another_belongs_is_told_apart() {
    let (public, secret) = (PUBLIC_KEY, SECRET_KEY);
    let public_for_secret = "the public key was given where the secret key belongs";
    let secret_for_public = "the secret key was given where the public key belongs";
    for (given_public, given_secret, message) in [
        (public, public, public_for_secret),
        (public, "pk_live_1", public_for_secret),
        (secret, secret, secret_for_public),
        (secret, public, secret_for_public),
        ("sk_test_1", secret, secret_for_public),
    ] {
        let error = novac_keys(given_public, given_secret).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn keys_for_tests_and_for_real_money_are_not_mixed() {
    let error = novac_keys(PUBLIC_KEY, "nc_livesk_fedcba98765432100123").unwrap_err();
    assert_eq!(error, CredentialsError::MixedModes);
}

#[test]
fn keys_that_cannot_be_whole_are_refused() {
    let error = novac_keys("nc_testpk_1", SECRET_KEY).unwrap_err();
    assert_eq!(error, CredentialsError::TooShort { title: "public key" });
    let error = novac_keys(PUBLIC_KEY, "nc_testsk_0123 4567890123456").unwrap_err();
    assert_eq!(error, CredentialsError::Characters { title: "secret key" });
    let error = novac_keys(PUBLIC_KEY, "nc_testsk_•••••••••••••••••").unwrap_err();
    assert_eq!(error, CredentialsError::Characters { title: "secret key" });
}

#[test]
fn keys_of_another_gateway_are_told_apart() {
    let error = novac_keys(PUBLIC_KEY, API_KEY).unwrap_err();
    assert!(error.to_string().contains("OVGC"), "{error}");
    let json = format!(r#"{{"api_key":"{SECRET_KEY}"}}"#);
    let error = Credentials::from_json(GatewayKind::Ovgc, &json).unwrap_err();
    assert!(error.to_string().contains("Novac"), "{error}");
}

#[test]
fn the_webhook_secret_can_be_left_out_but_not_put_in_the_place_of_the_api_key() {
    for json in
        [r#"{"api_key":"ovgc_live_1"}"#, r#"{"api_key":"ovgc_live_1","webhook_secret":" "}"#]
    {
        let keys = Credentials::from_json(GatewayKind::Ovgc, json).unwrap();
        assert_eq!(keys.to_json().expose_secret(), r#"{"api_key":"ovgc_live_1"}"#);
        assert_eq!(keys.mode(), Mode::Live);
    }
    for json in [
        r#"{"api_key":"whsec_sesame"}"#,
        r#"{"api_key":"ovgc_live_sesame","webhook_secret":"ovgc_live_sesame"}"#,
    ] {
        assert!(matches!(refused(GatewayKind::Ovgc, json), CredentialsError::WrongKind { .. }));
    }
}

#[test]
fn credentials_that_are_none_are_refused_without_repeating_them() {
    let novac = GatewayKind::Novac;
    for json in [
        "",
        "sesame",
        "\"sesame\"",
        "[\"sesame\"]",
        "{\"public_key\":[\"sesame\"]}",
        "{\"a\":\"sesame\"",
    ] {
        assert!(matches!(refused(novac, json), CredentialsError::NotAnObject { .. }), "{json}");
    }
    let unknown = refused(novac, r#"{"sesame":"sesame"}"#);
    assert!(matches!(unknown, CredentialsError::UnknownField { .. }));
    let missing = refused(novac, &format!(r#"{{"public_key":"{PUBLIC_KEY}"}}"#));
    assert_eq!(missing, CredentialsError::Missing { title: "secret key" });
    let empty = refused(novac, &format!(r#"{{"public_key":"{PUBLIC_KEY}","secret_key":""}}"#));
    assert_eq!(empty, CredentialsError::Missing { title: "secret key" });
}

/// What is written to the log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn all_of(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(&format!(" {inner} {inner:?}"));
        source = inner.source();
    }
    text
}

/// All a gateway can be asked, as text.
async fn everything(kind: GatewayKind, base_url: &str) -> String {
    let account = account(kind, base_url, QUICK);
    let (order, reference) = match kind {
        GatewayKind::Novac => (novac_order(), "ORDER-00123"),
        GatewayKind::Ovgc => (ovgc_order(), SESSION),
        GatewayKind::Nowpay | GatewayKind::Echezona => (novac_order(), "ORDER-00123"),
    };
    let text = |answer: Result<String, Error>| answer.unwrap_or_else(|error| all_of(&error));
    [
        text(account.check().await.map(|answer| format!("{answer:?}"))),
        text(account.open_link(&order).await.map(|answer| format!("{answer:?}"))),
        text(account.look_up(&payment(reference)).await.map(|answer| format!("{answer:?}"))),
        text(account.refund(&full_refund()).await.map(|answer| format!("{answer:?}"))),
        text(account.refunds_of(&refunds_of(&["R"])).await.map(|answer| format!("{answer:?}"))),
    ]
    .concat()
}

/// Answers of a gateway that puts every key into every field.
fn echoes(keys: &str) -> Vec<ResponseTemplate> {
    let mut answers = Vec::new();
    for keys in [keys.to_owned(), keys.replace('_', "\\u005f")] {
        let path = keys.replace(' ', "/");
        let fields = format!(
            r#""id":"{keys}","status":"{keys}","amount":1,"currency":"NGN","channel":"{keys}",
            "refundReference":"{keys}","customerNote":"{keys}","merchantName":"{keys}",
            "gatewayResponseMessage":"{keys}","customer":{{"name":"{keys}"}},
            "checkoutUrl":"https://novac.example/{path}","checkout_url":"https://ovgc.example/{path}""#
        );
        let yes = format!(r#"{{"status":true,"message":"{keys}","data":{{{fields}}}}}"#);
        let no = format!(r#"{{"status":false,"message":"{keys}","data":{{{fields}}}}}"#);
        let error = format!(r#"{{"error":{{"code":"{keys}","message":"{keys}"}}}}"#);
        for status in [200, 400, 401, 403, 404, 409, 500] {
            for body in [&yes, &no, &error] {
                let answer = ResponseTemplate::new(status);
                answers.push(answer.set_body_raw(body.clone(), "application/json"));
            }
        }
    }
    answers
}

#[tokio::test]
async fn no_key_comes_back_out_of_answers_errors_or_the_log() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let logging = tracing::subscriber::set_default(subscriber);
    let mut said = Vec::new();
    for (kind, keys) in [
        (GatewayKind::Novac, [PUBLIC_KEY, SECRET_KEY]),
        (GatewayKind::Ovgc, [API_KEY, WEBHOOK_SECRET]),
    ] {
        for answer in echoes(&keys.join(" ")) {
            let server = MockServer::start().await;
            Mock::given(any()).respond_with(answer).mount(&server).await;
            said.push((keys, everything(kind, &server.uri()).await));
        }
        let raw = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n{}", keys[0], keys[1]);
        let server = RawServer::answering(raw).await;
        said.push((keys, everything(kind, &server.http()).await));
        said.push((keys, everything(kind, &server.https()).await));
    }
    drop(logging);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<_> = log.lines().filter(|line| line.contains("gateways::http")).collect();
    assert!(ours.iter().any(|line| line.contains("/api/v1/checkout/ORDER-00123/verify")), "{log}");
    assert!(!ours.iter().any(|line| line.contains("customer@example.com")), "no body is logged");
    for (keys, said) in said {
        for key in keys {
            assert!(!said.contains(&key[8..]), "a key comes back: {said}");
        }
    }
    for key in [PUBLIC_KEY, SECRET_KEY, API_KEY, WEBHOOK_SECRET] {
        assert!(!log.contains(&key[8..]), "a key is logged");
    }
}
