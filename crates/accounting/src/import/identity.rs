//! What a line is known by when it comes again. What that proves is said at [`StatementLine`].

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::doubt::First;
use super::{Doubt, Statement, StatementLine};

/// Part of each hash, so that another way of making keys can never give the same ones.
const BY_ID: &str = "tillkeeper.statement-line.id.1";
const BY_LIKENESS: &str = "tillkeeper.statement-line.likeness.1";

/// Gives all lines of a file their keys. The statements are those of one file, in its order.
pub(super) fn identify(statements: &mut [Statement]) {
    let mut uses: HashMap<(Option<String>, String), usize> = HashMap::new();
    for statement in &*statements {
        for id in statement.lines.iter().filter_map(|line| line.id.clone()) {
            let count = uses.entry((statement.account.clone(), id)).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut alike: HashMap<(Option<String>, [u8; 32]), u64> = HashMap::new();
    for statement in statements {
        let account = statement.account.clone();
        let mut twice = First::default();
        for line in &mut statement.lines {
            let looks = looks_digest(line);
            let ordinal = alike.entry((account.clone(), looks)).or_default();
            *ordinal = ordinal.saturating_add(1);
            line.likeness = nth(&looks, *ordinal);
            line.key.clone_from(&line.likeness);
            let Some(id) = &line.id else { continue };
            if uses.get(&(account.clone(), id.clone())).is_some_and(|count| *count == 1) {
                line.key = hex::encode(digest([BY_ID, id].map(str::as_bytes)));
            } else {
                twice.note((id.clone(), line.number));
            }
        }
        let doubt = twice.doubt(|(id, number), more| Doubt::IdTwice { id, number, more });
        statement.doubts.extend(doubt);
    }
}

/// The likeness of the line among lines of the account that look just like it, counted from 1. A line that a person knows to
/// be another than those that are known takes the first number that is free.
#[must_use]
pub fn likeness(line: &StatementLine, number: u64) -> String {
    nth(&looks_digest(line), number)
}

fn nth(looks: &[u8; 32], number: u64) -> String {
    hex::encode(digest([&looks[..], &number.to_le_bytes()[..]]))
}

fn looks_digest(line: &StatementLine) -> [u8; 32] {
    let text = one_spaced(&line.text);
    let reference = one_spaced(line.reference.as_deref().unwrap_or_default());
    let date = line.date.format("%Y-%m-%d").to_string();
    let amount = line.amount.to_string();
    digest([BY_LIKENESS, &date, &amount, &text, &reference].map(str::as_bytes))
}

/// Banks break the same text into lines in different places.
fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The hash of parts, each behind its length, so that no two lists of parts are written alike.
fn digest<const N: usize>(parts: [&[u8]; N]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
