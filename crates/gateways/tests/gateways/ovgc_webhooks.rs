//! OVGC's messages: proven as the seed publishes, or by the secret inside, and read in every shape they may have.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use gateways::{About, Event, Proof};
use ledger::{Currency, GatewayKind, Money, PayoutKind, PayoutStatus, RefundStatus};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::support::*;
use crate::webhooks::*;

const TIMESTAMP: &str = "x-webhook-timestamp";
const SIGNATURE: &str = "x-webhook-signature";
const OLD_SECRET: &str = "whsec_99887766554433221100";

const PAYMENT: &str = r#"{"event":"payment.succeeded","data":{"id":"a1b2c3d4-e5f6-7890-abcd-ef1234567890","amount":2500,"currency":"USD","status":"completed"}}"#;

fn keys(more: &str) -> String {
    format!(r#"{{"api_key":"{API_KEY}","webhook_secret":"{WEBHOOK_SECRET}"{more}}}"#)
}

/// An account that speaks the Checkout Sessions API.
pub(crate) fn account() -> Receiver {
    Receiver::new(GatewayKind::Ovgc, &keys(""), &[])
}

/// An account that speaks the payment-request API.
pub(crate) fn newer_account() -> Receiver {
    Receiver::new(GatewayKind::Ovgc, &keys(""), &[("api", "payment_request")])
}

/// What the seed's own sample signs and expects, with its two templates filled in.
fn recipe(timestamp: &str, payload: &str, hmac: impl Fn(&[u8]) -> String) -> String {
    let sample = include_str!("../fixtures/ovgc/verify_webhook.js");
    let mut templates = sample.split('`').skip(1).step_by(2);
    let signed = templates.next().unwrap();
    let signed = signed.replace("${timestamp}", timestamp).replace("${payload}", payload);
    templates.next().unwrap().replace("${expected}", &hmac(signed.as_bytes()))
}

fn signed(timestamp: &str, body: &str, secret: &str) -> Message {
    let signature = recipe(timestamp, body, |text| hmac_sha256(secret, text));
    let headers = [(TIMESTAMP, timestamp), (SIGNATURE, &signature)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Message { headers: headers.into(), body: body.as_bytes().to_vec(), received_at: noon() }
}

fn seconds(from_noon: i64) -> String {
    (noon() + TimeDelta::seconds(from_noon)).timestamp().to_string()
}

pub(crate) fn signed_message() -> Message {
    signed(&seconds(-2), PAYMENT, WEBHOOK_SECRET)
}

pub(crate) fn message_with_secret() -> Message {
    let body = format!(
        r#"{{"event_type":"payment.succeeded","transaction_id":"TXN-2f6a90","webhook_secret":"{WEBHOOK_SECRET}"}}"#
    );
    Message { headers: Vec::new(), body: body.into_bytes(), received_at: noon() }
}

#[test]
fn a_message_signed_by_openssl_after_the_published_recipe_is_ovgcs_own() {
    for body in [PAYMENT, "{}", "{\"event\":\"größer\"}\r\n", ""] {
        let timestamp = seconds(0);
        let by_openssl =
            recipe(&timestamp, body, |text| hmac_by_openssl("-sha256", WEBHOOK_SECRET, text));
        let message = signed(&timestamp, body, WEBHOOK_SECRET);
        assert_eq!(account().prove(&message.with(SIGNATURE, &by_openssl)), Ok(Proof::Secret));
        assert_eq!(message.header(SIGNATURE), by_openssl);
        let other = recipe(&timestamp, body, |text| hmac_by_openssl("-sha256", "other", text));
        account().rejects(&message.with(SIGNATURE, &other));
    }
}

#[test]
fn the_time_may_be_five_minutes_off_and_counted_in_milliseconds() {
    for (from_noon, fresh) in [(-300, true), (300, true), (-301, false), (301, false)] {
        for unit in ["", "000"] {
            let timestamp = seconds(from_noon) + unit;
            let message = signed(&timestamp, PAYMENT, WEBHOOK_SECRET);
            assert_eq!(account().prove(&message).is_ok(), fresh, "{timestamp}");
        }
    }
    let stale = account().rejects(&signed(&seconds(-3600), PAYMENT, WEBHOOK_SECRET));
    assert!(stale.contains("60 minutes before it came in"), "{stale}");
    let future = account().rejects(&signed(&seconds(3600), PAYMENT, WEBHOOK_SECRET));
    assert!(future.contains("60 minutes in the future"), "{future}");
    account().rejects(&signed("soon", PAYMENT, WEBHOOK_SECRET));
}

#[test]
fn what_was_changed_on_the_way_is_rejected() {
    let message = signed_message();
    let signature = message.header(SIGNATURE).to_owned();
    let forged = recipe(message.header(TIMESTAMP), PAYMENT, |text| hmac_sha256("guess", text));
    for message in [
        message.with(SIGNATURE, &forged),
        message.with(SIGNATURE, &signature[..signature.len() - 2]),
        message.with(SIGNATURE, &signature.to_uppercase()),
        message.with(SIGNATURE, &format!("sha256={}", signature["sha256=".len()..].to_uppercase())),
        message.with(SIGNATURE, &signature["sha256=".len()..]),
        message.with(SIGNATURE, "sha256="),
        message.with(SIGNATURE, &format!("{signature}, {signature}")),
        message.with(TIMESTAMP, &seconds(-1)),
        Message { body: PAYMENT.replace("2500", "2501").into_bytes(), ..message.clone() },
        Message { body: format!("{PAYMENT}\n").into_bytes(), ..message.clone() },
        // The seed's point between time and body does not hide where one ends.
        Message {
            body: format!("{}{PAYMENT}", &message.header(TIMESTAMP)[9..]).into_bytes(),
            ..message.with(TIMESTAMP, &message.header(TIMESTAMP)[..9])
        },
    ] {
        account().rejects(&message);
    }
}

#[test]
fn a_header_that_is_missing_or_there_twice_is_named() {
    let message = signed_message();
    for name in [SIGNATURE, TIMESTAMP] {
        let reason = account().rejects(&message.without(name));
        assert!(reason.contains(&format!("no header `{name}`")), "{reason}");
        let mut twice = message.clone();
        twice.headers.push((name.to_uppercase(), message.header(name).to_owned()));
        let reason = account().rejects(&twice);
        assert!(reason.contains(&format!("more than one header `{name}`")), "{reason}");
    }
}

#[test]
fn the_signature_is_looked_for_in_the_header_that_is_set() {
    let settings = [("webhook_signature_header", "X-OVGC-Signature")];
    let account = Receiver::new(GatewayKind::Ovgc, &keys(""), &settings);
    let message = signed_message();
    let renamed = message.without(SIGNATURE).with("x-ovgc-signature", message.header(SIGNATURE));
    assert_eq!(account.prove(&renamed), Ok(Proof::Secret));
    account.rejects(&message);
}

#[test]
fn a_secret_being_replaced_counts_as_well_and_is_told_apart() {
    let more = format!(r#","old_webhook_secret":"{OLD_SECRET}""#);
    for settings in [vec![], vec![("webhook_proof", "secret_in_body")]] {
        let account = Receiver::new(GatewayKind::Ovgc, &keys(&more), &settings);
        let by = |secret: &str| {
            let body = format!(r#"{{"data":{{"webhook_secret":"{secret}"}}}}"#);
            account.prove(&signed(&seconds(0), &body, secret))
        };
        assert_eq!(by(WEBHOOK_SECRET), Ok(Proof::Secret));
        assert_eq!(by(OLD_SECRET), Ok(Proof::OldSecret));
        assert!(by("whsec_another").is_err());
    }
}

#[test]
fn without_a_secret_nothing_is_proven_and_the_reason_says_where_it_goes() {
    let keys = format!(r#"{{"api_key":"{API_KEY}"}}"#);
    for settings in [vec![], vec![("api", "payment_request")]] {
        let account = Receiver::new(GatewayKind::Ovgc, &keys, &settings);
        for message in [signed_message(), message_with_secret(), signed(&seconds(0), PAYMENT, "")] {
            let reason = account.rejects(&message);
            assert!(reason.contains("`webhook_secret`"), "{reason}");
        }
    }
}

#[test]
fn at_the_newer_api_the_secret_in_the_body_proves_a_message() {
    let with = |body: &str| Message { body: body.as_bytes().to_vec(), ..message_with_secret() };
    for body in [
        format!(r#"{{"webhook_secret":"{WEBHOOK_SECRET}"}}"#),
        format!(r#"{{"data":{{"webhook_secret":"{WEBHOOK_SECRET}"}}}}"#),
    ] {
        assert_eq!(newer_account().prove(&with(&body)), Ok(Proof::Secret));
        account().rejects(&with(&body));
    }
    let wrong = &WEBHOOK_SECRET[..WEBHOOK_SECRET.len() - 1];
    for body in [
        format!(r#"{{"webhook_secret":"{wrong}"}}"#),
        format!(r#"{{"webhook_secret":["{WEBHOOK_SECRET}"]}}"#),
        format!(r#"{{"webhook_secret":"{wrong}","data":{{"webhook_secret":"{WEBHOOK_SECRET}"}}}}"#),
        format!(r#"{{"webhook_secret":"{wrong}","webhook_secret":"{WEBHOOK_SECRET}"}}"#),
        format!(r#"{{"secret":"{WEBHOOK_SECRET}"}}"#),
        r#"{"webhook_secret":""}"#.to_owned(),
        r#"{"webhook_secret":"[secret]"}"#.to_owned(),
    ] {
        newer_account().rejects(&with(&body));
    }
}

#[test]
fn how_messages_are_proven_can_be_set_apart_from_the_api() {
    let with = |settings: &[(&str, &str)]| Receiver::new(GatewayKind::Ovgc, &keys(""), settings);
    let newer_signed = with(&[("api", "payment_request"), ("webhook_proof", "signature")]);
    assert_eq!(newer_signed.prove(&signed_message()), Ok(Proof::Secret));
    newer_signed.rejects(&message_with_secret());
    let older_secret = with(&[("webhook_proof", "secret_in_body")]);
    assert_eq!(older_secret.prove(&message_with_secret()), Ok(Proof::Secret));
    older_secret.rejects(&signed_message());
}

fn event(body: &str) -> Event {
    account().read(body).unwrap()
}

#[test]
fn a_payment_is_read_in_every_envelope() {
    let data = format!(r#""id":"{SESSION}","amount":2500,"currency":"USD","status":"declined""#);
    for body in [
        format!(r#"{{"event":"payment.declined","data":{{{data}}}}}"#),
        format!(r#"{{"type":"payment.declined","data":{{{data}}}}}"#),
        format!(r#"{{"event_type":"payment.declined","data":{{{data}}}}}"#),
        format!(r#"{{"event":"payment.declined",{data}}}"#),
        format!(
            r#"{{"event":"payment.declined","data":{{{data},"session":{{"id":"{SESSION}"}}}}}}"#
        ),
        format!(r#"{{"event":"payment.declined","data":[],{data}}}"#),
    ] {
        let event = event(&body);
        assert_eq!((event.name.as_str(), &event.about), ("payment.declined", &About::Payment));
        assert_eq!(event.references, [SESSION], "{body}");
        assert_eq!(event.amount, Some(usd(2500)));
        assert_eq!(event.key, hex::encode(Sha256::digest(&body)));
    }
}

#[test]
fn the_references_of_a_payment_come_with_the_likeliest_first() {
    let body = r#"{"event":"payment.succeeded","data":{"metadata":{"order_reference":"ORDER-00123"},
        "order_uuid":"u-1","transaction_id":"T-1","session_id":"S-1","id":"7","session":{"id":"S-1"}}}"#;
    assert_eq!(event(body).references, ["S-1", "7", "T-1", "u-1", "ORDER-00123"]);
    let newer = newer_account().read(body).unwrap().references;
    assert_eq!(newer, ["T-1", "u-1", "S-1", "7", "ORDER-00123"]);
}

#[test]
fn a_message_is_known_by_its_own_id_and_never_by_the_payments() {
    let key = |body: &str| event(body).key;
    let data = format!(r#""data":{{"session_id":"{SESSION}"}}"#);
    let own = format!(r#"{{"id":"evt_1","event":"refund.created",{data}}}"#);
    assert_eq!(key(&own), "refund.created|evt_1");
    assert_eq!(key(&own.replace(r#""id":"#, r#""event_id":"#)), "refund.created|evt_1");
    for body in [
        format!(r#"{{"id":"{SESSION}","event":"refund.created",{data}}}"#),
        format!(r#"{{"id":"{SESSION}","event":"refund.created","data":{{"amount":5}}}}"#),
        format!(r#"{{"id":"{SESSION}","event":"refund.created"}}"#),
    ] {
        let event = event(&body);
        assert_eq!(event.references, [SESSION], "{body}");
        assert_eq!(event.key, hex::encode(Sha256::digest(&body)));
    }
}

#[test]
fn an_orders_id_in_the_place_of_the_messages_makes_no_two_events_one() {
    let of = |name: &str, more: &str| {
        format!(
            r#"{{"id":"ord_7","event":"{name}","data":{{"session_id":"S-1","order":"ord_7"{more}}}}}"#
        )
    };
    let bodies = [
        of("payment.completed", ""),
        of("refund.created", ""),
        of("refund.created", r#","refund_id":"rf_1""#),
        of("refund.created", r#","refund_id":"rf_2""#),
    ];
    let keys: BTreeSet<String> = bodies.iter().map(|body| event(body).key).collect();
    assert_eq!(keys.len(), bodies.len(), "{keys:?}");
    assert_eq!(event(&bodies[2]).key, event(&bodies[2].replace(',', " , ")).key);
}

#[test]
fn a_refund_that_was_created_is_pending() {
    let body = format!(
        r#"{{"event":"refund.created","data":{{"id":"rf_1","session_id":"{SESSION}","amount":500,"currency":"USD","status":"completed"}}}}"#
    );
    let event = event(&body);
    let (id, word) = (Some("rf_1".to_owned()), "completed".to_owned());
    assert_eq!(event.about, About::Refund { id, status: RefundStatus::Pending, word });
    assert_eq!((event.references, event.amount), (vec![SESSION.to_owned()], Some(usd(500))));
}

#[test]
fn the_only_id_of_a_refund_is_the_payments() {
    let refund = |data: &str| event(&format!(r#"{{"event":"refund.created","data":{data}}}"#));
    let read = refund(r#"{"id":"S-1"}"#);
    assert_eq!(read.references, ["S-1"]);
    assert!(matches!(read.about, About::Refund { id: None, .. }));
    let read = refund(r#"{"id":"S-1","refund_id":"rf_1"}"#);
    assert_eq!(read.references, ["S-1"]);
    assert!(matches!(read.about, About::Refund { id: Some(id), .. } if id == "rf_1"));
    for named in ["session_id", "checkout_session_id", "transaction_id", "order_uuid"] {
        let read = refund(&format!(r#"{{"id":"S-1","{named}":"S-1"}}"#));
        assert_eq!(read.references, ["S-1"]);
        assert!(matches!(read.about, About::Refund { id: None, .. }), "{named}");
    }
}

#[test]
fn a_payout_goes_to_the_merchant_and_is_done() {
    for (data, id) in [
        (r#"{"id":"po_1","amount":90000,"currency":"NGN"}"#, "po_1"),
        (r#"{"payout_id":"po_2","id":"7","amount":90000,"currency":"NGN"}"#, "po_2"),
        (r#"{"transaction_id":"po_3","amount":90000,"currency":"NGN"}"#, "po_3"),
    ] {
        let event = event(&format!(r#"{{"event":"payout.completed","data":{data}}}"#));
        let about = About::Payout {
            kind: PayoutKind::Settlement,
            status: PayoutStatus::Processed,
            word: "payout.completed".to_owned(),
            id: Some(id.to_owned()),
        };
        assert_eq!(event.about, about);
        assert_eq!((event.references, event.amount), (vec![id.to_owned()], Some(ngn(90_000))));
    }
}

#[test]
fn the_newer_api_writes_major_units_and_may_leave_out_name_and_currency() {
    let read = |body: &str| newer_account().read(body).unwrap();
    let event =
        read(r#"{"success":true,"order_uuid":"u-1","total_amount":25.10,"payment_status":"Paid"}"#);
    assert_eq!((event.name.as_str(), event.about), ("Paid", About::Payment));
    assert_eq!((event.references, event.amount), (vec!["u-1".to_owned()], Some(usd(2510))));
    let event = read(
        r#"{"event":"payment.succeeded","transaction_id":"T","amount":"1,250.5","currency":"NGN"}"#,
    );
    assert_eq!(event.amount, Some(ngn(125_050)));
    let settings = [("api", "payment_request"), ("request_currency", "NGN")];
    let naira = Receiver::new(GatewayKind::Ovgc, &keys(""), &settings);
    let event = naira.read(r#"{"status":"Paid","transaction_id":"T","amount":10}"#).unwrap();
    assert_eq!(event.amount, Some(ngn(1000)));
}

#[test]
fn a_message_whose_secret_was_masked_is_read_as_the_same_event() {
    let message = message_with_secret();
    let masked = gateways::masked(&message.body);
    assert!(masked.changed);
    let read = |body: &[u8]| newer_account().read(std::str::from_utf8(body).unwrap()).unwrap();
    assert_eq!(read(&masked.body), read(&message.body));
    let secret = gateways::Credentials::from_json(GatewayKind::Ovgc, &keys("")).unwrap().to_json();
    let secret = secret.expose_secret();
    assert!(secret.contains(WEBHOOK_SECRET));
    assert!(!String::from_utf8(masked.body).unwrap().contains(WEBHOOK_SECRET));
}

#[test]
fn an_amount_that_cannot_be_read_is_no_amount_of_a_payment_and_no_refund_at_all() {
    for told in [
        r#""amount":25.5,"currency":"USD""#,
        r#""amount":-1,"currency":"USD""#,
        r#""amount":"much","currency":"USD""#,
        r#""amount":1,"currency":"money""#,
        r#""amount":1e400,"currency":"USD""#,
    ] {
        let body =
            |event: &str| format!(r#"{{"event":"{event}","data":{{"session_id":"S",{told}}}}}"#);
        assert_eq!(event(&body("payment.succeeded")).amount, None, "{told}");
        for believed in ["refund.created", "payout.completed"] {
            let reason = account().read(&body(believed)).unwrap_err().to_string();
            check_sentence(&reason);
        }
    }
    let without_currency =
        event(r#"{"event":"refund.created","data":{"session_id":"S","amount":5}}"#);
    assert_eq!(without_currency.amount, None);
    let yen = event(
        r#"{"event":"refund.created","data":{"session_id":"S","amount":5,"currency":"jpy"}}"#,
    );
    assert_eq!(yen.amount, Some(Money::from_minor(5, "JPY".parse::<Currency>().unwrap())));
}

#[test]
fn the_total_of_an_order_is_never_the_amount_of_its_refund_or_of_a_payout() {
    let amount = |name: &str, told: &str| {
        let body =
            format!(r#"{{"event":"{name}","data":{{"session_id":"S","currency":"USD",{told}}}}}"#);
        event(&body).amount
    };
    for name in ["refund.created", "payout.completed"] {
        for (told, expected) in [
            (r#""amount":500"#, Some(usd(500))),
            (r#""amount":500,"total_amount":null"#, Some(usd(500))),
            (r#""amount":500,"total_amount":"500.00""#, Some(usd(500))),
            (r#""total_amount":2500"#, None),
            (r#""amount":null,"total_amount":2500"#, None),
            (r#""amount":500,"total_amount":2500"#, None),
            (r#""amount":500,"total_amount":"odd""#, None),
        ] {
            assert_eq!(amount(name, told), expected, "{name} {told}");
        }
    }
    let both = r#""amount":2400,"total_amount":2500"#;
    assert_eq!(amount("payment.succeeded", both), Some(usd(2500)));
}

#[test]
fn an_event_that_nobody_documents_is_kept_and_nothing_follows_from_it() {
    let event = event(r#"{"event":"dispute.opened","data":{"session_id":"S","amount":"odd"}}"#);
    assert_eq!((event.name.as_str(), event.about), ("dispute.opened", About::Other));
    let reason = account().read(r#"{"event":"payment.succeeded","data":{"amount":1}}"#);
    assert!(reason.unwrap_err().to_string().contains("which payment"));
}
