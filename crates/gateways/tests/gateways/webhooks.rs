//! What holds for the messages of every gateway that proves them by a secret, and what signs them in tests.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use chrono::{DateTime, Utc};
use gateways::{Arrival, Credentials, Event, Headers, Proof, Rejection, Settings, profile};
use hmac::{Hmac, KeyInit, Mac};
use ledger::GatewayKind;
use proptest::prelude::*;
use sha2::{Sha256, Sha512};

use crate::support::*;

/// A message, as it is changed on its way.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) received_at: DateTime<Utc>,
}

/// An account that messages come in for.
#[derive(Debug, Clone)]
pub(crate) struct Receiver {
    pub(crate) kind: GatewayKind,
    pub(crate) keys: String,
    pub(crate) settings: Settings,
}

impl Receiver {
    pub(crate) fn new(kind: GatewayKind, keys: &str, settings: &[(&str, &str)]) -> Self {
        let pairs = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let settings = Settings::new(kind, &pairs.collect::<BTreeMap<_, _>>()).unwrap();
        Self { kind, keys: keys.to_owned(), settings }
    }

    pub(crate) fn prove(&self, message: &Message) -> Result<Proof, Rejection> {
        let headers = Headers::new(message.headers.clone());
        let keys = Credentials::from_json(self.kind, &self.keys).unwrap();
        let arrival = Arrival {
            headers: &headers,
            body: &message.body,
            source: None,
            received_at: message.received_at,
        };
        profile(self.kind).prove(&arrival, &keys, &self.settings)
    }

    /// Why a message is not taken; a sentence that gives no key away.
    pub(crate) fn rejects(&self, message: &Message) -> String {
        let reason = self.prove(message).unwrap_err().to_string();
        check_sentence(&reason);
        reason
    }

    pub(crate) fn read(&self, body: &str) -> Result<Event, Rejection> {
        profile(self.kind).read_event(body.as_bytes(), &self.settings)
    }
}

impl Message {
    /// The same with another value of a header.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut message = self.without(name);
        message.headers.push((name.to_owned(), value.to_owned()));
        message
    }

    pub(crate) fn without(&self, name: &str) -> Self {
        let mut message = self.clone();
        message.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        message
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        &found.unwrap().1
    }
}

pub(crate) fn check_sentence(reason: &str) {
    let is_sentence = reason.contains(' ') && reason.len() > 20 && !reason.contains('\n');
    assert!(is_sentence, "{reason}");
    for key in [API_KEY, WEBHOOK_SECRET, ECHEZONA_KEY] {
        assert!(!reason.contains(key), "{reason}");
    }
}

pub(crate) fn hmac_sha256(key: &str, signed: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(signed);
    hex::encode(mac.finalize().into_bytes())
}

pub(crate) fn hmac_sha512(key: &str, signed: &[u8]) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(signed);
    hex::encode(mac.finalize().into_bytes())
}

/// The same by OpenSSL's command, which shares no code with this crate.
pub(crate) fn hmac_by_openssl(algorithm: &str, key: &str, signed: &[u8]) -> String {
    let mut openssl = Command::new("openssl")
        .args(["dgst", algorithm, "-hmac", key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    openssl.stdin.take().unwrap().write_all(signed).unwrap();
    let said = openssl.wait_with_output().unwrap();
    assert!(said.status.success());
    let said = String::from_utf8(said.stdout).unwrap();
    said.trim().rsplit(' ').next().unwrap().to_owned()
}

/// An account of each kind of proof, and a message that proves to be its gateway's.
pub(crate) fn proven() -> Vec<(Receiver, Message)> {
    vec![
        (crate::ovgc_webhooks::account(), crate::ovgc_webhooks::signed_message()),
        (crate::ovgc_webhooks::newer_account(), crate::ovgc_webhooks::message_with_secret()),
        (crate::echezona_webhooks::account(), crate::echezona_webhooks::signed_message()),
    ]
}

/// Bodies of people who try what happens.
fn hostile_bodies() -> Vec<Vec<u8>> {
    let nested =
        |open: &str, close: &str| (open.repeat(10_000) + &close.repeat(10_000)).into_bytes();
    vec![
        Vec::new(),
        b"null".to_vec(),
        b"sesame".to_vec(),
        b"[]".to_vec(),
        b"{}".to_vec(),
        b"\"payment.succeeded\"".to_vec(),
        b"{\"event\":".to_vec(),
        b"{\"event\":\"\xff\xfe\"}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        vec![0; 256 * 1024],
        vec![b'{'; 256 * 1024],
        nested("[", "]"),
        nested("{\"data\":", "}"),
        nested("{\"a\":[", "]}"),
        br#"{"event":[],"data":7}"#.to_vec(),
        br#"{"event":"","data":{"status":""}}"#.to_vec(),
        br#"{"event":"refund.created","event":"payout.completed","data":{}}"#.to_vec(),
    ]
}

#[test]
fn what_is_no_message_of_a_gateway_is_rejected_in_a_sentence() {
    for (account, message) in proven() {
        for body in hostile_bodies() {
            account.rejects(&Message { body: body.clone(), ..message.clone() });
            let reason = profile(account.kind).read_event(&body, &account.settings).unwrap_err();
            check_sentence(&reason.to_string());
        }
    }
}

#[test]
fn a_message_cut_off_anywhere_is_rejected() {
    for (account, message) in proven() {
        for length in 0..message.body.len() {
            let mut cut = message.clone();
            cut.body.truncate(length);
            account.rejects(&cut);
        }
    }
}

#[test]
fn the_order_and_the_case_of_headers_do_not_matter() {
    for (account, message) in proven() {
        let mut other = message.clone();
        other.headers.reverse();
        for (name, _) in &mut other.headers {
            *name = name.to_ascii_uppercase();
        }
        assert_eq!(account.prove(&other), Ok(Proof::Secret));
    }
}

#[test]
fn the_message_of_one_account_proves_nothing_to_another() {
    let all = proven();
    for (n, (account, _)) in all.iter().enumerate() {
        for (m, (_, message)) in all.iter().enumerate() {
            assert_eq!(account.prove(message).is_ok(), n == m, "{n} {m}");
        }
    }
}

#[test]
fn a_large_message_is_proven_and_read_like_any_other() {
    let pad = " ".repeat(256 * 1024);
    let body =
        format!(r#"{{"event":"payment.success","data":{{"transaction_id":"1"}},"pad":"{pad}"}}"#);
    let account = crate::echezona_webhooks::account();
    let message = crate::echezona_webhooks::signed(&body);
    assert_eq!(account.prove(&message), Ok(Proof::Secret));
    assert_eq!(account.read(&body).unwrap().references, ["1"]);
}

#[test]
fn the_signer_of_these_tests_and_openssl_agree() {
    for (key, signed) in [("k", &b""[..]), (WEBHOOK_SECRET, b"1.{}"), ("key", &[0, 255, 10, 13])] {
        assert_eq!(hmac_sha256(key, signed), hmac_by_openssl("-sha256", key, signed));
        assert_eq!(hmac_sha512(key, signed), hmac_by_openssl("-sha512", key, signed));
    }
}

proptest! {
    #[test]
    fn no_body_is_too_odd_to_be_rejected_calmly(body: Vec<u8>) {
        for (account, message) in proven() {
            let message = Message { body: body.clone(), ..message };
            prop_assert!(account.prove(&message).is_err());
            let _ = profile(account.kind).read_event(&body, &account.settings);
        }
    }

    #[test]
    fn no_damage_to_a_message_is_too_odd_either(
        which in 0..3_usize, at: prop::sample::Index, length in 0..12_usize, patch: Vec<u8>,
    ) {
        let (account, message) = proven().remove(which);
        let mut body = message.body.clone();
        let from = at.index(body.len());
        let to = body.len().min(from + length);
        body.splice(from..to, patch);
        let _ = account.prove(&Message { body: body.clone(), ..message });
        let _ = profile(account.kind).read_event(&body, &account.settings);
    }

    #[test]
    fn any_flipped_bit_of_a_signed_message_is_refused(
        which in prop::sample::select(vec![0_usize, 2]), part in 0..3_usize,
        at: prop::sample::Index, bit in 0..7_u8,
    ) {
        let (account, mut message) = proven().remove(which);
        let flipped = |text: &[u8]| {
            let mut bytes = text.to_vec();
            let byte = at.index(bytes.len());
            bytes[byte] ^= 1 << bit;
            bytes
        };
        match part {
            0 => message.body = flipped(&message.body),
            _ => {
                let header = part % message.headers.len();
                let value = flipped(message.headers[header].1.as_bytes());
                message.headers[header].1 = String::from_utf8(value).unwrap();
            }
        }
        prop_assert!(account.prove(&message).is_err(), "{:?}", message);
    }
}
