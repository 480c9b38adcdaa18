//! Echezona's messages: signed over the body with the API key, and read as the seed shows them.

use gateways::{About, Event, Proof};
use ledger::{GatewayKind, PayoutKind, PayoutStatus, RefundStatus};

use crate::support::*;
use crate::webhooks::*;

const SIGNATURE: &str = "x-echezona-signature";
const OLD_KEY: &str = "ez_0011223344556677889900aa";
const EXAMPLE: &str = fixture!("echezona/webhook_payment_success");

fn account_with(more: &str, settings: &[(&str, &str)]) -> Receiver {
    let keys = format!(r#"{{"api_key":"{ECHEZONA_KEY}"{more}}}"#);
    Receiver::new(GatewayKind::Echezona, &keys, settings)
}

pub(crate) fn account() -> Receiver {
    account_with("", &[])
}

pub(crate) fn signed(body: &str) -> Message {
    let signature = hmac_sha256(ECHEZONA_KEY, body.as_bytes());
    let headers = vec![(SIGNATURE.to_owned(), signature)];
    Message { headers, body: body.as_bytes().to_vec(), received_at: noon() }
}

pub(crate) fn signed_message() -> Message {
    signed(EXAMPLE)
}

fn event(body: &str) -> Event {
    account().read(body).unwrap()
}

#[test]
fn the_documented_message_is_a_payment_to_be_looked_up() {
    assert_eq!(account().prove(&signed_message()), Ok(Proof::Secret));
    let event = event(EXAMPLE);
    assert_eq!((event.name.as_str(), event.about), ("payment.success", About::Payment));
    assert_eq!(
        (event.references, event.amount),
        (vec!["123456789".to_owned()], Some(ngn(500_000)))
    );
    assert_eq!(event.key, "payment.success|123456789|success");
}

#[test]
fn openssl_signs_the_same_by_either_algorithm() {
    let body = EXAMPLE.as_bytes();
    let sha256 = hmac_by_openssl("-sha256", ECHEZONA_KEY, body);
    let sha512 = hmac_by_openssl("-sha512", ECHEZONA_KEY, body);
    let message = signed_message();
    let by_sha512 = account_with("", &[("webhook_algorithm", "sha512")]);
    assert_eq!(account().prove(&message.with(SIGNATURE, &sha256)), Ok(Proof::Secret));
    assert_eq!(by_sha512.prove(&message.with(SIGNATURE, &sha512)), Ok(Proof::Secret));
    account().rejects(&message.with(SIGNATURE, &sha512));
    by_sha512.rejects(&message.with(SIGNATURE, &sha256));
    assert_eq!(hmac_sha512(ECHEZONA_KEY, body), sha512);
}

#[test]
fn what_was_changed_on_the_way_is_rejected() {
    let message = signed_message();
    let signature = message.header(SIGNATURE).to_owned();
    for message in [
        message.with(SIGNATURE, &hmac_sha256("guess", EXAMPLE.as_bytes())),
        message.with(SIGNATURE, &signature[2..]),
        message.with(SIGNATURE, &signature.to_uppercase()),
        message.with(SIGNATURE, &format!("sha256={signature}")),
        message.with(SIGNATURE, ""),
        Message { body: EXAMPLE.replace("5000", "5001").into_bytes(), ..message.clone() },
        Message { body: EXAMPLE.trim_end().as_bytes().to_vec(), ..message.clone() },
    ] {
        account().rejects(&message);
    }
}

#[test]
fn the_signature_is_looked_for_once_in_the_header_that_is_set() {
    let message = signed_message();
    let reason = account().rejects(&message.without(SIGNATURE));
    assert!(reason.contains("no header `X-Echezona-Signature`"), "{reason}");
    let mut twice = message.clone();
    twice.headers.push((SIGNATURE.to_owned(), message.header(SIGNATURE).to_owned()));
    let reason = account().rejects(&twice);
    assert!(reason.contains("more than one header"), "{reason}");
    let other = account_with("", &[("webhook_signature_header", "X-Signature")]);
    other.rejects(&message);
    let renamed = message.without(SIGNATURE).with("X-SIGNATURE", message.header(SIGNATURE));
    assert_eq!(other.prove(&renamed), Ok(Proof::Secret));
}

#[test]
fn a_key_being_replaced_counts_as_well_and_is_told_apart() {
    let account = account_with(&format!(r#","old_api_key":"{OLD_KEY}""#), &[]);
    let message = signed_message();
    assert_eq!(account.prove(&message), Ok(Proof::Secret));
    let by_old = message.with(SIGNATURE, &hmac_sha256(OLD_KEY, EXAMPLE.as_bytes()));
    assert_eq!(account.prove(&by_old), Ok(Proof::OldSecret));
    account.rejects(&message.with(SIGNATURE, &hmac_sha256("another", EXAMPLE.as_bytes())));
}

#[test]
fn every_documented_event_means_what_the_seed_says() {
    let read = |name: &str| event(&EXAMPLE.replace("payment.success", name));
    for name in ["payment.success", "payment.failed", "subscription.renew"] {
        let event = read(name);
        assert_eq!((event.name.as_str(), event.about), (name, About::Payment));
        assert_eq!(event.references, ["123456789"]);
    }
    let word = "success".to_owned();
    let refund = read("refund.processed");
    let (status, of) = (RefundStatus::Processed, word.clone());
    assert_eq!(refund.about, About::Refund { id: None, status, word: of });
    assert_eq!(
        (refund.references, refund.amount),
        (vec!["123456789".to_owned()], Some(ngn(500_000)))
    );
    let about = About::Payout {
        kind: PayoutKind::Transfer,
        status: PayoutStatus::Processed,
        word,
        id: Some("123456789".to_owned()),
    };
    assert_eq!(read("transfer.success").about, about);
    assert_eq!(read("invoice.sent").about, About::Other);
}

#[test]
fn a_refund_whose_word_says_otherwise_is_not_processed() {
    for (word, expected) in [
        ("failed", RefundStatus::Failed),
        ("Pending", RefundStatus::Pending),
        ("processed", RefundStatus::Processed),
        ("completed", RefundStatus::Processed),
    ] {
        let body = EXAMPLE.replace("payment.success", "refund.processed");
        let event = event(&body.replace("\"success\"", &format!("\"{word}\"")));
        assert!(
            matches!(event.about, About::Refund { status, .. } if status == expected),
            "{word}"
        );
    }
}

#[test]
fn the_same_event_again_has_the_same_key_and_another_refund_another() {
    let refund = EXAMPLE.replace("payment.success", "refund.processed");
    let key = |body: &str| event(body).key;
    assert_eq!(key(&refund), key(&refund.replace('\n', " ")));
    assert_ne!(key(&refund), key(EXAMPLE));
    assert_ne!(key(&refund), key(&refund.replace("5000", "4000")));
    let with_id = refund.replace("\"amount\"", "\"refund_id\": \"r1\", \"amount\"");
    assert_ne!(key(&with_id), key(&with_id.replace("r1", "r2")));
    let nameless = r#"{"event":"transfer.success","data":{"amount":5}}"#;
    assert_eq!(key(nameless).len(), 64);
}

#[test]
fn amounts_are_in_the_unit_that_is_set() {
    let minor = account_with("", &[("amount_unit", "minor")]);
    assert_eq!(minor.read(EXAMPLE).unwrap().amount, Some(ngn(5000)));
    let text = EXAMPLE.replace("5000", "\"5,000.50\"");
    assert_eq!(event(&text).amount, Some(ngn(500_050)));
    let refund = text.replace("payment.success", "refund.processed");
    check_sentence(&minor.read(&refund).unwrap_err().to_string());
    assert_eq!(minor.read(&text).unwrap().amount, None, "a payment is looked up anyway");
}

#[test]
fn the_shape_that_the_plug_in_reads_is_a_payment_too() {
    let event = event(r#"{"reference":"ORDER-00123-0a1b2c3d","status":"Successful"}"#);
    assert_eq!((event.name.as_str(), event.about), ("Successful", About::Payment));
    assert_eq!(event.references, ["ORDER-00123-0a1b2c3d"]);
    let reason = account().read(r#"{"event":"payment.success","data":{"amount":1}}"#).unwrap_err();
    assert!(reason.to_string().contains("which payment"), "{reason}");
}
