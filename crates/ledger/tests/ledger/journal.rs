//! What the journal keeps: bodies and words are read back as they were written.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use ledger::{
    AccountId, Body, ExportMade, ExportedFile, Flag, GatewayKind, ImportKind, ImportMade,
    LedgerAccount, LineRead, Mode, MovementKind, PaymentStatus, PayoutId, RefundMethod,
    RefundStatus, Source, State, UnknownWord,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::support::{ada, body, ngn, noon};

fn is_kept(body: &Body) {
    let json = serde_json::to_value(body).unwrap();
    assert_eq!(json["kind"], body.kind());
    assert_eq!(&serde_json::from_value::<Body>(json).unwrap(), body);
}

proptest! {
    #[test]
    fn every_body_is_read_back_as_written_under_its_kind(body in body()) {
        is_kept(&body);
    }
}

#[test]
fn bodies_about_accounts_and_exports_are_read_back_as_written() {
    is_kept(&Body::AccountConnected {
        name: "Shop".parse().unwrap(),
        gateway: GatewayKind::Ovgc,
        mode: Mode::Live,
        base_url: "https://api.example".to_owned(),
        settings: BTreeMap::from([("refund-unit".to_owned(), "major".to_owned())]),
    });
    is_kept(&Body::AccountRemoved);
    is_kept(&Body::ExportMade(ExportMade {
        profile: "base".to_owned(),
        filter: "status:paid".to_owned(),
        rows: u64::MAX,
        sha256: "00".repeat(32),
        sums: vec![ngn(i64::MIN), ngn(i64::MAX)],
        after: Some(7),
        through: Some(u64::MAX),
        files: vec![ExportedFile { name: "a-1.csv".to_owned(), rows: 9, sha256: "00".repeat(32) }],
        options: BTreeMap::from([("clearing".to_owned(), "Assets:Novac".to_owned())]),
    }));
}

#[test]
fn bodies_about_imports_are_read_back_as_written() {
    let (by, reason) = (ada(), "the wrong file".to_owned());
    is_kept(&Body::ImportMade(ImportMade {
        of: ImportKind::History,
        file: "old shop.csv".to_owned(),
        sha256: "00".repeat(32),
        lines: 7,
        account: Some(AccountId(Uuid::from_u128(2))),
        place: None,
        by: None,
    }));
    is_kept(&Body::LineRead(LineRead {
        line: u32::MAX,
        key: "key".to_owned(),
        has_own_id: false,
        date: noon().date_naive(),
        amount: ngn(-1),
        digest: "00".repeat(32),
    }));
    let payout = PayoutId(Uuid::from_u128(7));
    is_kept(&Body::LineMatched { line: 1, payout, by: by.clone() });
    is_kept(&Body::LineReleased { line: 1, by: by.clone() });
    is_kept(&Body::ImportUndone { reason, by });
}

/// What was written before an entry could say more reads as before, and would be written as before.
#[test]
fn entries_of_older_versions_are_written_as_they_were() {
    let older = [
        r#"{"kind":"export_made","profile":"base","filter":"","rows":1,"sha256":"00","sums":[]}"#,
        r#"{"kind":"payment_found","account":"00000000-0000-0000-0000-000000000002","gateway":"novac","mode":"live","reference":"ref-9","amount":{"currency":"NGN","minor":700},"customer":null}"#,
        r#"{"kind":"refund_found","refund":"00000000-0000-0000-0000-000000000003","amount":{"currency":"NGN","minor":7},"status":"processed","gateway_status":"done","gateway_refund_id":"RF","reason":"found"}"#,
        r#"{"kind":"refund_recorded","refund":"00000000-0000-0000-0000-000000000003","amount":{"currency":"NGN","minor":7},"method":"cash","reason":"x","evidence":null,"idempotency_key":"k"}"#,
    ];
    for written in older {
        let body: Body = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&body).unwrap(), written);
    }
}

fn words_are_kept<T>(all: &[T])
where
    T: Copy
        + Debug
        + PartialEq
        + Display
        + FromStr<Err = UnknownWord>
        + Serialize
        + DeserializeOwned,
{
    for value in all {
        let word = value.to_string();
        assert_eq!(word.parse(), Ok(*value));
        assert_eq!(serde_json::to_value(value).unwrap(), word);
        assert_eq!(serde_json::from_value::<T>(word.clone().into()).unwrap(), *value);
        assert!(word.to_uppercase().parse::<T>().is_err());
    }
}

#[test]
fn every_word_means_itself_in_text_and_json() {
    words_are_kept(GatewayKind::ALL);
    words_are_kept(Mode::ALL);
    words_are_kept(PaymentStatus::ALL);
    words_are_kept(RefundStatus::ALL);
    words_are_kept(RefundMethod::ALL);
    words_are_kept(Flag::ALL);
    words_are_kept(Source::ALL);
    words_are_kept(State::ALL);
    words_are_kept(MovementKind::ALL);
    words_are_kept(LedgerAccount::ALL);
    words_are_kept(ImportKind::ALL);
}

#[test]
fn an_unknown_word_is_refused_with_those_that_are_known() {
    let refused = "payed".parse::<Mode>().unwrap_err();
    assert_eq!(refused.to_string(), "`payed` is not one of test, live, unknown");
}
