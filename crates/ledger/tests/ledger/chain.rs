//! The hash chain notices a change of anything.

use chrono::TimeDelta;
use ledger::{AccountId, Actor, Body, ChainHash, EntryId, ExportId, Link, PaymentId, Subject};
use uuid::Uuid;

use crate::support::noon;

const ID: Uuid = Uuid::from_u128(5);

#[test]
fn a_change_of_any_field_changes_the_hash() {
    let (till, window) = (Actor::till(), Actor::window());
    let link = Link {
        previous: ChainHash::GENESIS,
        seq: 1,
        version: 1,
        subject: Subject::Payment(PaymentId(ID)),
        id: EntryId(ID),
        at: noon(),
        actor: &till,
        body: r#"{"kind":"account_removed"}"#,
    };
    let changed = [
        Link { previous: ChainHash([1; 32]), ..link },
        Link { seq: 2, ..link },
        Link { version: 2, ..link },
        Link { subject: Subject::Payment(PaymentId(Uuid::from_u128(6))), ..link },
        Link { subject: Subject::Account(AccountId(ID)), ..link },
        Link { subject: Subject::Export(ExportId(ID)), ..link },
        Link { id: EntryId(Uuid::from_u128(6)), ..link },
        Link { at: noon() + TimeDelta::milliseconds(1), ..link },
        Link { actor: &window, ..link },
        Link { body: r#"{"kind":"account_removed" }"#, ..link },
    ];
    let mut hashes: Vec<_> = changed.iter().map(|link| link.hash().to_string()).collect();
    hashes.push(link.hash().to_string());
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), changed.len() + 1);
}

#[test]
fn text_moved_from_one_field_to_the_next_changes_the_hash() {
    let hash = |actor: &str, body: &str| {
        let actor = Actor(actor.to_owned());
        let subject = Subject::Payment(PaymentId(ID));
        let (previous, id, at) = (ChainHash::GENESIS, EntryId(ID), noon());
        Link { previous, seq: 1, version: 1, subject, id, at, actor: &actor, body }.hash()
    };
    assert_ne!(hash("till", "{}"), hash("til", "l{}"));
}

#[test]
fn the_hash_of_an_entry_is_the_same_in_every_version() {
    let link = Link {
        previous: ChainHash::GENESIS,
        seq: 1,
        version: 1,
        subject: Subject::Payment(PaymentId(ID)),
        id: EntryId(ID),
        at: noon(),
        actor: &Actor::till(),
        body: "{}",
    };
    insta::assert_snapshot!(link.hash());
}

/// Entries with every field that they can have, as they are stored, and with only those that they must have.
const STORED: [&str; 14] = [
    r#"{"kind":"export_made","profile":"base","filter":"status:paid","rows":2,"sha256":"e1","sums":[{"currency":"NGN","minor":23900}],"after":7,"through":9,"files":[{"name":"a-1.csv","rows":2,"sha256":"e1"}],"options":{"choice.clearing":"Assets:Novac"}}"#,
    r#"{"kind":"export_made","profile":"base","filter":"","rows":0,"sha256":"e1","sums":[]}"#,
    r#"{"kind":"import_made","of":"statement","file":"november.csv","sha256":"e2","lines":3,"account":"00000000-0000-0000-0000-000000000002","place":"GTBank","by":"Ada Obi"}"#,
    r#"{"kind":"import_made","of":"history","file":"old.csv","sha256":"e2","lines":3}"#,
    r#"{"kind":"line_read","line":1,"key":"k","has_own_id":true,"date":"2026-03-01","amount":{"currency":"NGN","minor":-5},"digest":"e3"}"#,
    r#"{"kind":"payout_observed","source":"lookup","status":"processed","gateway_status":"PAID","gateway_payout_id":"P","bank_reference":"B","fee":{"currency":"NGN","minor":25},"message":"m"}"#,
    r#"{"kind":"payout_observed","source":"hand","status":"failed"}"#,
    r#"{"kind":"refund_requested","refund":"00000000-0000-0000-0000-000000000003","amount":{"currency":"NGN","minor":7},"full":true,"reason":"r","customer_note":"c","merchant_note":"m","idempotency_key":"k","by":"Ada Obi","batch":"00000000-0000-0000-0000-000000000004"}"#,
    r#"{"kind":"refund_requested","refund":"00000000-0000-0000-0000-000000000003","amount":{"currency":"NGN","minor":7},"full":false,"reason":"r","customer_note":null,"merchant_note":null,"idempotency_key":"k"}"#,
    r#"{"kind":"refund_observed","refund":"00000000-0000-0000-0000-000000000003","source":"import","status":"processed","gateway_status":"DONE","gateway_refund_id":"RF","message":"m","amount":{"currency":"NGN","minor":7}}"#,
    r#"{"kind":"refund_observed","refund":"00000000-0000-0000-0000-000000000003","source":"reply","status":"unknown","gateway_status":null,"gateway_refund_id":null,"message":null}"#,
    r#"{"kind":"refund_recorded","refund":"00000000-0000-0000-0000-000000000003","amount":{"currency":"NGN","minor":7},"method":"cash","reason":"r","evidence":"e","file":{"sha256":"e4","name":"slip.pdf","bytes":9},"by":"Ada Obi","idempotency_key":"k","import":"00000000-0000-0000-0000-000000000005"}"#,
    r#"{"kind":"refund_recorded","refund":"00000000-0000-0000-0000-000000000003","amount":{"currency":"NGN","minor":7},"method":"bank","reason":"r","evidence":null,"idempotency_key":"k"}"#,
    r#"{"kind":"refund_found","refund":"00000000-0000-0000-0000-000000000003","amount":{"currency":"NGN","minor":7},"status":"pending","gateway_status":"QUEUED","gateway_refund_id":"RF","reason":"r","import":"00000000-0000-0000-0000-000000000005"}"#,
];

#[test]
fn what_is_written_of_an_entry_and_its_hash_are_the_same_in_every_version() {
    let actor = Actor::till();
    let last = (1..).zip(STORED).fold(ChainHash::GENESIS, |previous, (seq, stored)| {
        let body: Body = serde_json::from_str(stored).unwrap();
        let written = serde_json::to_string(&body).unwrap();
        assert_eq!(written, stored);
        let (subject, id, at) = (Subject::Payment(PaymentId(ID)), EntryId(ID), noon());
        Link { previous, seq, version: seq, subject, id, at, actor: &actor, body: &written }.hash()
    });
    insta::assert_snapshot!(last);
}
