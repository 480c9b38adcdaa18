//! Callbacks of Nowpay, of which nothing is documented but that there are some: they cause a look-up and nothing else.

use std::net::IpAddr;

use gateways::{About, Arrival, Event, Headers, Proof, Rejection, profile};
use ledger::{GatewayKind, PayoutKind, PayoutStatus};
use proptest::prelude::*;

use crate::nowpay_support::*;
use crate::support::*;

fn proven(sources: &str, source: Option<&str>) -> Result<Proof, Rejection> {
    let headers = Headers::default();
    let source = source.map(|source| source.parse::<IpAddr>().unwrap());
    let arrival = Arrival { headers: &headers, body: b"{}", source, received_at: noon() };
    let kind = GatewayKind::Nowpay;
    profile(kind).prove(&arrival, &credentials(kind), &set(&[("callback_sources", sources)]))
}

fn read(body: &[u8]) -> Result<Event, Rejection> {
    profile(GatewayKind::Nowpay).read_event(body, &set(&[]))
}

#[test]
fn a_callback_proves_nothing_unless_its_addresses_are_named() {
    assert_eq!(proven("", None), Ok(Proof::Nothing));
    assert_eq!(proven("", Some("203.0.113.7")), Ok(Proof::Nothing));
    assert_eq!(proven("203.0.113.0/24", Some("203.0.113.7")), Ok(Proof::Source));
    assert!(proven("203.0.113.0/24", Some("198.51.100.7")).is_err());
    assert!(proven("203.0.113.0/24", None).is_err());
}

#[test]
fn a_callback_names_a_payout_and_says_nothing_certain_of_it() {
    let event = read(fixture!("nowpay/callback").as_bytes()).unwrap();
    assert_eq!(event.references, [REFERENCE, REQUEST_ID, "NP2026041400017"]);
    assert_eq!(event.amount, Some(inr(150_000)));
    assert_eq!(
        event.about,
        About::Payout {
            kind: PayoutKind::Transfer,
            status: PayoutStatus::Unknown,
            word: "1".to_owned(),
            id: Some("NP2026041400017".to_owned()),
        }
    );
}

#[test]
fn ids_are_found_under_every_name_the_documents_have_for_them() {
    for body in [
        r#"{"yourreqid":"RENTZ2D202604","Clientid":"NP1"}"#,
        r#"{"success":"1","data":{"yourreqid":"RENTZ2D202604","Clientid":"NP1","apirequestid":"NA"}}"#,
        r#"{"YourRequestId":"RENTZ2D202604","OurRequestId":"NP1"}"#,
        r#"{"yourrequestid":"RENTZ2D202604","apirequestid":"NP1","status":["x"]}"#,
        "yourrequestid=RENTZ2D202604&ourrequestid=NP1&status=Success",
        "status=0&yourreqid=RENTZ2D202604&Clientid=NP1",
    ] {
        let event = read(body.as_bytes()).unwrap();
        assert_eq!(event.references, [REFERENCE, REQUEST_ID, "NP1"], "{body}");
        let About::Payout { status, id, .. } = event.about else { panic!("{body}") };
        assert_eq!((status, id.as_deref()), (PayoutStatus::Unknown, Some("NP1")), "{body}");
    }
    let event = read(br#"{"ourrequestid":20260414}"#).unwrap();
    assert_eq!(event.references, ["20260414"]);
}

#[test]
fn an_id_guessed_beforehand_does_not_take_the_place_of_the_real_callback() {
    let real = read(fixture!("nowpay/callback").as_bytes()).unwrap();
    let again = read(fixture!("nowpay/callback").as_bytes()).unwrap();
    let forged = read(br#"{"success":"1","yourrequestid":"RENTZ2D202604"}"#).unwrap();
    assert_eq!(real.key, again.key);
    assert_ne!(real.key, forged.key);
}

#[test]
fn what_names_no_request_is_rejected_with_a_reason() {
    let deep = format!("{{\"data\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "hello",
        "a=b",
        "<xml yourrequestid=1>",
        "{\"yourrequestid\":\"\"}",
        "{\"yourrequestid\":\"NA\"}",
        "{\"yourrequestid\":[\"A\"]}",
        "{\"yourrequestid\":\"A B\"}",
        "{\"yourrequestid\":\"A",
        "yourrequestid=",
        "yourrequestid=%F0%9F%92%B8",
        &deep,
    ] {
        let rejection = read(body.as_bytes()).unwrap_err();
        assert!(!rejection.to_string().is_empty());
    }
    let long = format!("yourrequestid={}", "A".repeat(65));
    assert!(read(long.as_bytes()).is_err());
    assert!(read(b"yourrequestid=\xff\xfe").is_err());
}

proptest! {
    #[test]
    fn no_body_is_too_odd_to_be_read(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&body);
    }

    #[test]
    fn no_text_is_too_odd_to_be_read(text in "[{\\[]?\"?(yourrequestid|data)?\"?[:=]\\PC{0,60}") {
        let _ = read(text.as_bytes());
    }
}
