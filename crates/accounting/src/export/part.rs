//! Which file a row goes into, and what that adds to the file's name.

use std::collections::BTreeSet;

use ledger::Currency;

use super::FileMade;
use crate::finding::{Findings, Matter};
use crate::text::mark;
use crate::{Context, Parts, Row};

/// What the rows of a file have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PartKey {
    Whole,
    Currency(Currency),
    Clearing(String, Currency),
}

impl PartKey {
    pub(super) fn of(context: &Context, row: &Row) -> Self {
        let currency = row.movement.money.currency();
        match context.profile.parts {
            Parts::Whole => Self::Whole,
            Parts::Currency => Self::Currency(currency),
            Parts::Clearing => Self::Clearing(context.accounts.called(row).to_owned(), currency),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Currency(currency) => format!("-{currency}"),
            Self::Clearing(account, currency) => format!("{}-{currency}", slug(account)),
        }
    }

    /// The same where accounts differ in nothing but signs that a file's name leaves out. A number would read as a part.
    fn marked_words(&self) -> String {
        match self {
            Self::Clearing(account, currency) => {
                format!("{}-{}-{currency}", slug(account), mark(account))
            }
            Self::Whole | Self::Currency(_) => self.words(),
        }
    }
}

/// A name in letters and digits that every file system takes.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug: String = words.flat_map(|word| ["-", word]).collect();
    slug.chars().take(41).collect()
}

/// What tells each of the files from the others, in their order; nothing where there is only one.
pub(super) fn suffixes<'a>(files: impl Iterator<Item = (&'a PartKey, u32)>) -> Vec<String> {
    let files: Vec<_> = files.collect();
    if files.len() == 1 {
        return vec![String::new()];
    }
    let parts: BTreeSet<_> = files.iter().map(|(key, _)| *key).collect();
    let suffix = |(key, number): (&PartKey, u32)| {
        let is_alike = |other: &&&PartKey| **other != key && other.words() == key.words();
        let words = match parts.iter().filter(is_alike).count() {
            _ if parts.len() == 1 => String::new(),
            0 => key.words(),
            _ => key.marked_words(),
        };
        let is_split = files.iter().any(|(other, next)| *other == key && *next > 1);
        if is_split { format!("{words}-{number}") } else { words }
    };
    files.iter().copied().map(suffix).collect()
}

/// Says why there is more than one file.
pub(super) fn tell<D>(
    context: &Context,
    done: &[(PartKey, u32, FileMade, D)],
    findings: &mut Findings,
) {
    let parts: BTreeSet<_> = done.iter().map(|(key, ..)| key).collect();
    let count = |files: usize| u64::try_from(files).unwrap_or(u64::MAX);
    if parts.len() > 1 {
        let why = match context.profile.parts {
            Parts::Clearing => {
                "a bank account has one currency, so each account and currency has a file"
            }
            Parts::Currency | Parts::Whole => "amounts of one file have one currency",
        };
        findings.of_all(Matter::Parts(why), count(parts.len()));
    }
    if done.iter().any(|(_, number, ..)| *number > 1) {
        findings.of_all(Matter::Split(context.profile.limits.why), count(done.len()));
    }
}
