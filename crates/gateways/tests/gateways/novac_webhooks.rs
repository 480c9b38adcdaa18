//! Novac's webhooks: who they come from, and what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use gateways::{About, Arrival, Event, Headers, Proof, Rejection, Settings, masked, profile};
use ledger::GatewayKind;

use crate::support::*;

const KIND: GatewayKind = GatewayKind::Novac;

fn read(body: &str) -> Result<Event, Rejection> {
    profile(KIND).read_event(body.as_bytes(), &Settings::defaults(KIND))
}

fn prove(source: Option<&str>, sources: Option<&str>) -> Result<Proof, Rejection> {
    let given = sources.map(|list| ("webhook_sources".to_owned(), list.to_owned()));
    let settings = Settings::new(KIND, &BTreeMap::from_iter(given)).unwrap();
    let arrival = Arrival {
        headers: &Headers::default(),
        body: fixture!("novac/webhook_transaction").as_bytes(),
        source: source.map(|address| address.parse::<IpAddr>().unwrap()),
        received_at: noon(),
    };
    profile(KIND).prove(&arrival, &credentials(KIND), &settings)
}

#[test]
fn a_message_is_novacs_by_the_address_it_comes_from() {
    assert_eq!(prove(Some("18.233.137.110"), None), Ok(Proof::Source));
    assert_eq!(prove(Some("::ffff:18.233.137.110"), None), Ok(Proof::Source));
    assert_eq!(prove(Some("127.0.0.1"), Some("127.0.0.1, 10.0.0.0/8")), Ok(Proof::Source));
    for (source, sources) in [
        (Some("18.233.137.111"), None),
        (Some("127.0.0.1"), None),
        (Some("18.233.137.110"), Some("127.0.0.1")),
        (Some("18.233.137.110"), Some("")),
        (None, None),
    ] {
        let rejection = prove(source, sources).unwrap_err().to_string();
        assert!(rejection.contains("Novac"), "{rejection}");
    }
}

#[test]
fn the_guides_example_is_about_a_payment() {
    let event = read(fixture!("novac/webhook_transaction")).unwrap();
    assert_eq!(
        event,
        Event {
            name: "transaction.successful".to_owned(),
            key: "ORDER-00123|successful|successful".to_owned(),
            references: vec!["ORDER-00123".to_owned()],
            about: About::Payment,
            amount: Some(ngn(2_500_000)),
        }
    );
}

#[test]
fn every_documented_shape_names_the_payment() {
    for (body, name) in [
        (fixture!("novac/webhook_bank_transfer"), "banktransfer.successful"),
        (fixture!("novac/webhook_card"), "transaction.reversed"),
        (fixture!("novac/webhook_older_reference"), "transaction.failed"),
        (fixture!("novac/webhook_reference_beside"), "transaction.abandoned"),
    ] {
        let event = read(body).unwrap();
        assert_eq!((event.name.as_str(), &event.about), (name, &About::Payment));
        assert_eq!(event.references, ["ORDER-00123"], "{body}");
    }
    let amount = |body| read(body).unwrap().amount;
    assert_eq!(amount(fixture!("novac/webhook_bank_transfer")), Some(ngn(2_500_050)));
    assert_eq!(amount(fixture!("novac/webhook_card")), Some(ngn(2_500_000)));
    assert_eq!(amount(fixture!("novac/webhook_reference_beside")), None);
}

#[test]
fn the_likeliest_of_several_references_comes_first() {
    let body = r#"{"notify":"transaction","transactionRef":"D","reference":"A","data":{
        "reference":"C","transactionRef":"B","transactionReference":"A"}}"#;
    assert_eq!(read(body).unwrap().references, ["A", "B", "C", "D"]);
}

#[test]
fn the_dashboards_test_is_a_ping() {
    let event = read(fixture!("novac/webhook_test")).unwrap();
    assert_eq!((event.about, event.references), (About::Ping, Vec::new()));
    assert_eq!(read(r#"{"notify":"TEST_ASSESS"}"#).unwrap().about, About::Ping);
}

#[test]
fn what_this_version_does_not_know_is_told_apart() {
    let body = r#"{"notify":"payout","notifyType":"initiated","data":{"reference":"PAYOUT-1"}}"#;
    let event = read(body).unwrap();
    assert_eq!((event.name.as_str(), event.about), ("payout.initiated", About::Other));
    assert_eq!(event.references, ["PAYOUT-1"]);
    let nameless = read(r#"{"notify":"settlement"}"#).unwrap();
    let another = read(r#"{"notify":"settlement","data":{"id":1}}"#).unwrap();
    assert_ne!(nameless.key, another.key);
}

#[test]
fn no_two_unlike_events_about_one_reference_have_one_key() {
    let of = |notify: &str, amount: u32, token: &str| {
        format!(
            r#"{{"notify":"{notify}","notifyType":"successful","token":"{token}","data":{{
                "transactionReference":"ORDER-00123","status":"successful","amount":{amount}}}}}"#
        )
    };
    let key = |body: &str| read(body).unwrap().key;
    let unlike = [
        of("transaction", 1, "t"),
        of("refund", 1, "t"),
        of("refund", 2, "t"),
        of("payout", 1, "t"),
        of("test_assess", 1, "t"),
    ];
    let keys: BTreeSet<String> = unlike.iter().map(|body| key(body)).collect();
    assert_eq!(keys.len(), unlike.len(), "{keys:?}");
    assert!(key(&unlike[1]).starts_with("refund.successful|"), "{keys:?}");
    for body in unlike {
        let kept = String::from_utf8(masked(body.as_bytes()).body).unwrap();
        assert_ne!(kept, body);
        assert_eq!(key(&kept), key(&body), "it is the same without its secrets");
    }
    let nameless = r#"{"notify":"settlement","token":"t"}"#;
    let kept = String::from_utf8(masked(nameless.as_bytes()).body).unwrap();
    assert_eq!(key(&kept), key(nameless));
}

#[test]
fn the_same_event_has_the_same_key_and_another_has_not() {
    let event = |body: &str| read(body).unwrap().key;
    let first = fixture!("novac/webhook_transaction");
    let again = compact(first).replace("25000", "25000.00");
    assert_eq!(event(first), event(&again));
    for (from, to) in [
        ("ORDER-00123", "ORDER-00124"),
        ("\"notifyType\": \"successful\"", "\"notifyType\": \"reversed\""),
        ("\"status\": \"successful\"", "\"status\": \"reversed\""),
    ] {
        assert!(first.contains(from));
        assert_ne!(event(first), event(&first.replace(from, to)), "{to}");
    }
}

#[test]
fn an_amount_that_cannot_be_is_left_out_and_hides_nothing() {
    for amount in ["25000.005", "-1", "\"lots\"", "null", "[1]", "{}", "1e300"] {
        let body = fixture!("novac/webhook_transaction")
            .replace("\"amount\": 25000", &format!("\"amount\": {amount}"));
        let event = read(&body).unwrap();
        assert_eq!((event.amount, event.about), (None, About::Payment), "{amount}");
    }
    let naira = fixture!("novac/webhook_transaction").replace("\"NGN\"", "\"Naira\"");
    assert_eq!(read(&naira).unwrap().amount, None);
}

#[test]
fn a_message_without_its_secrets_reads_the_same() {
    let card = fixture!("novac/webhook_card");
    let kept = masked(card.as_bytes());
    assert!(kept.changed);
    let kept = String::from_utf8(kept.body).unwrap();
    assert!(!kept.contains("AUTH-1") && !kept.contains("tok-1"), "{kept}");
    assert_eq!(read(&kept), read(card));
}

#[test]
fn what_is_no_message_of_novac_is_rejected_in_a_sentence() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_inside = format!(r#"{{"notify":"transaction","data":{{"a":{deep}}}}}"#);
    let deep_objects = format!(r#"{{"data":{}"#, r#"{"data":"#.repeat(20_000));
    let huge = format!(r#"{{"transactionRef":"A","pad":"{}"}}"#, "x".repeat(300_000));
    let example = fixture!("novac/webhook_transaction");
    for body in [
        "",
        " ",
        "null",
        "7",
        "\"ORDER-00123\"",
        "[]",
        "{}",
        "<html>",
        "notify=transaction&reference=ORDER-00123",
        r#"{"notify":"transaction"}"#,
        r#"{"notify":"transaction","data":[]}"#,
        r#"{"notify":"transaction","data":{"transactionReference":""}}"#,
        r#"{"notify":"transaction","data":{"transactionReference":{"a":1}}}"#,
        r#"{"notify":"transaction","data":{"transactionReference":"A\nB"}}"#,
        r#"{"notify":"transaction","data":{},"data":{"transactionReference":"A"}}"#,
        r#"{"data":{"transactionReference":"A","transactionReference":"B"}}"#,
        r#"{"data":{"checkoutMetadata":{"transactionReference":"A"}}}"#,
        r#"{"checkoutMetadata":{"transactionReference":"A"}}"#,
        &example[..example.len() - 3],
        &deep,
        &deep_inside,
        &deep_objects,
        &huge,
    ] {
        let shown: String = body.chars().take(80).collect();
        let rejection = read(body).expect_err(&shown).to_string();
        assert!(rejection.contains(' ') && rejection.len() < 200, "{shown}: {rejection}");
        assert!(!rejection.contains("ORDER-00123"), "{rejection}");
    }
    let settings = Settings::defaults(KIND);
    for body in [&b"\xff\xfe"[..], b"{\"transactionRef\":\"\xff\"}", b"{\"a\":\"\x00\"}"] {
        assert!(profile(KIND).read_event(body, &settings).is_err(), "{body:?}");
    }
}
