//! Keys: what is refused before anything is sent, and that none ever comes back out.

use std::error::Error as _;
use std::fmt::Debug;
use std::io::Write;
use std::sync::{Arc, Mutex};

use gateways::{
    Credentials, CredentialsError, Error, Gateway, PayoutHandle, PayoutRequest, PayoutRoute,
    PayoutValues, Settings, connect_with, profile,
};
use ledger::{Currency, GatewayKind, Mode, Money};
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

/// An account that can do all that its gateway has, on a server that nobody has to trust.
fn able(kind: GatewayKind, base_url: &str) -> Box<dyn Gateway> {
    let routes = profile(kind).settings.iter().filter(|setting| setting.key.ends_with("_route"));
    let given = routes.map(|route| (route.key.to_owned(), format!("/api/{}", route.key)));
    let settings = Settings::new(kind, &given.collect()).unwrap();
    connect_with(kind, base_url, &credentials(kind), &settings, QUICK).unwrap()
}

fn told<T: Debug>(answer: Result<T, Error>) -> String {
    answer.map_or_else(|error| all_of(&error), |answer| format!("{answer:?}"))
}

/// All a gateway can be asked, as text.
async fn everything(kind: GatewayKind, base_url: &str) -> String {
    let account = able(kind, base_url);
    let (order, reference) = match kind {
        GatewayKind::Ovgc => (ovgc_order(), SESSION),
        _ => (novac_order(), "ORDER-00123"),
    };
    let day = noon().date_naive();
    let mut said = vec![
        told(account.check().await),
        told(account.open_link(&order).await),
        told(account.look_up(&payment(reference)).await),
        told(account.refund(&full_refund()).await),
        told(account.refunds_of(&refunds_of(&["R"])).await),
        told(account.refunds_between(day, day).await),
        told(account.balances(Some(profile(kind).currencies()[0])).await),
        told(account.balance_report(Currency::NGN, day, day).await),
        told(account.quote_fee(reference, "card", Currency::NGN).await),
    ];
    for route in profile(kind).payout_routes {
        let request = payout(route);
        let handle = PayoutHandle {
            kind: route.kind,
            reference: request.reference.clone(),
            gateway_payout_id: None,
            amount: request.amount,
        };
        said.push(told(account.pay_out(&request).await));
        said.push(told(account.look_up_payout(&handle).await));
        said.push(told(account.check_beneficiary(route.kind, &request.fields).await));
        for field in route.fields.iter().filter(|f| matches!(f.values, PayoutValues::Listed)) {
            said.push(told(account.choices(route.kind, field.key, &request.fields).await));
        }
    }
    said.concat()
}

/// A payout by any route of any gateway.
fn payout(route: &PayoutRoute) -> PayoutRequest {
    let fields = [
        ("account_number", "0123456789"),
        ("account_name", "Ada Okafor"),
        ("bank_code", "044"),
        ("ifsc", "HDFC0000123"),
        ("transfer_mode", "IMPS"),
        ("upi", "ada@okhdfcbank"),
        ("phone", "9876543210"),
        ("wallet", "PAYTM"),
        ("beneficiary_id", "7001"),
        ("remitter_id", "3002"),
        ("sender_number", "9876543210"),
        ("number", "9876543210"),
        ("operator", "11"),
        ("circle", "4"),
    ];
    PayoutRequest {
        kind: route.kind,
        reference: "PAYOUT-00123".parse().unwrap(),
        idempotency_key: "0192aabb-0000-7000-8000-000000000003".to_owned(),
        amount: Money::from_minor(150_000, route.currencies[0]),
        fields: fields.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        narration: "Rent".to_owned(),
    }
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
        let sent = format!(
            r#"{{"success":1,"message":"{keys}","rrn":"{keys}","beneficiaryName":"{keys}","tradebal":"{keys}",
            "ourrequestid":"{keys}","operators":[{{"id":"{keys}","name":"{keys}"}}],
            "data":{{"Clientid":"{keys}","yourreqid":"PAYOUTZ2D00123","amount":"1500.00","status":"{keys}"}}}}"#
        );
        let unsent =
            format!(r#"{{"success":"{keys}","message":"{keys}","ourrequestid":"{keys}"}}"#);
        let refused = format!(r#"{{"success":0,"message":"Invalid key {keys}"}}"#);
        for status in [200, 400, 401, 403, 404, 409, 500] {
            for body in [&yes, &no, &error, &sent, &unsent, &refused] {
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
        (GatewayKind::Novac, &[PUBLIC_KEY, SECRET_KEY][..]),
        (GatewayKind::Ovgc, &[API_KEY, WEBHOOK_SECRET]),
        (GatewayKind::Nowpay, &[NOWPAY_KEY]),
        (GatewayKind::Echezona, &[ECHEZONA_KEY]),
    ] {
        for answer in echoes(&keys.join(" ")) {
            let server = MockServer::start().await;
            Mock::given(any()).respond_with(answer).mount(&server).await;
            said.push((keys, everything(kind, &server.uri()).await));
        }
        let (first, last) = (keys[0], keys[keys.len() - 1]);
        let raw = format!("HTTP/1.1 200 OK\r\nx: {first}\r\n\r\n{last}");
        let server = RawServer::answering(raw).await;
        said.push((keys, everything(kind, &server.http()).await));
        said.push((keys, everything(kind, &server.https()).await));
    }
    drop(logging);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<_> = log.lines().filter(|line| line.contains("gateways::http")).collect();
    assert!(ours.iter().any(|line| line.contains("/api/v1/checkout/ORDER-00123/verify")), "{log}");
    for body in ["customer@example.com", "Ada Okafor", "9876543210"] {
        assert!(!ours.iter().any(|line| line.contains(body)), "no body is logged");
    }
    for (keys, said) in said {
        for key in keys {
            assert!(!said.contains(&key[8..]), "a key comes back: {said}");
        }
    }
    for key in [PUBLIC_KEY, SECRET_KEY, API_KEY, WEBHOOK_SECRET, NOWPAY_KEY, ECHEZONA_KEY] {
        assert!(!log.contains(&key[8..]), "a key is logged");
    }
}
