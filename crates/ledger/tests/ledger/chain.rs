//! The hash chain notices a change of anything.

use chrono::TimeDelta;
use ledger::{AccountId, Actor, ChainHash, EntryId, ExportId, Link, PaymentId, Subject};
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
