//! Which lines of a bank statement are known, and which only look like it. Pure.
//!
//! Between lines that both have ids of the same kind, the ids decide: another id is another line. Of lines without, the likeness
//! decides (day, amount, text and reference, and a number among those that are alike in all of these), and a likeness that is
//! known is never left out by itself. An id that comes again with another day and another amount is no proof: there are banks
//! that number the lines of each statement anew. Where a file of another kind was imported before, as a CSV and then an OFX, ids
//! and texts say nothing of each other: there a line of the same amount and of about the same day is alike. Each line that is
//! known stands for one line of the file at most, so that two equal payments of one day stay two.

use std::collections::{BTreeMap, HashMap, HashSet};

use accounting::import::{StatementLine, likeness};
use chrono::{NaiveDate, TimeDelta};
use ledger::Money;

use super::Alike;
use super::plan::Fate;
use crate::print::Print;

/// How many days two files may tell of the same line apart.
pub(super) const DAYS_APART: i64 = 3;
/// How many days a bank may move a line whose amount it leaves.
const MOST_MOVED: i64 = 10;

/// A line of the bank account that counts already.
pub(super) struct KnownLine {
    pub(super) key: String,
    pub(super) has_own_id: bool,
    pub(super) date: NaiveDate,
    pub(super) amount: Money,
    /// What it says; gone where somebody in it was masked.
    pub(super) text: Option<String>,
}

/// A file of a bank account, and what is known of that account on the file's days and about its ids.
pub(super) struct Comparison<'a> {
    /// What kind of keys the file's lines have: those of another kind say nothing of them.
    pub(super) scheme: &'a str,
    pub(super) lines: &'a [StatementLine],
    pub(super) known: &'a [KnownLine],
    pub(super) alike: Option<Alike>,
}

/// What is to become of a line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) fate: Fate,
    /// The key that it is kept under.
    pub(super) key: String,
    /// Whether that is by the bank's own id.
    pub(super) has_own_id: bool,
    pub(super) message: Option<String>,
}

/// What a line is known by, which tells keys of one kind from those of another.
pub(super) fn key_of(scheme: &str, key: &str) -> String {
    format!("{scheme}:{key}")
}

/// What a line is known by whose id the bank had given to another before: the id, and how it looks.
fn key_of_reused(scheme: &str, line: &StatementLine) -> String {
    let mut print = Print::begin("tillkeeper.statement-line.reused-id.1");
    print.text(&line.key);
    print.text(&likeness(line, 1));
    key_of(scheme, &print.end())
}

impl Comparison<'_> {
    /// The fate of each line, in their order.
    pub(super) fn judge(&self) -> Vec<Judged> {
        let by_key: HashMap<&str, &KnownLine> =
            self.known.iter().map(|known| (known.key.as_str(), known)).collect();
        let keys: Vec<_> = self.lines.iter().map(|line| key_of(self.scheme, &line.key)).collect();
        let in_file: HashSet<&str> = keys.iter().map(String::as_str).collect();
        let unknown = self
            .lines
            .iter()
            .zip(&keys)
            .map(|(line, key)| (!by_key.contains_key(key.as_str())).then_some(line));
        let mut likenesses = self.like_another_kind(&unknown.collect::<Vec<_>>(), &in_file);
        let mut numbers = Numbers { comparison: self, taken: HashSet::new(), next: HashMap::new() };
        numbers.taken.extend(self.known.iter().map(|known| known.key.clone()));
        numbers.taken.extend(keys.iter().cloned());
        let judged =
            self.lines.iter().zip(&keys).zip(&mut likenesses).map(|((line, key), like)| {
                let has_own_id = line.has_own_id();
                let judged = |fate, key: &str, message| Judged {
                    fate,
                    key: key.to_owned(),
                    has_own_id,
                    message,
                };
                match by_key.get(key.as_str()).copied() {
                    Some(known) if has_own_id && is_another(line, known) => {
                        let key = key_of_reused(self.scheme, line);
                        match by_key.get(key.as_str()).copied() {
                            Some(_) => judged(Fate::Known, &key, None),
                            None => judged(Fate::Alike, &key, Some(id_of_another(known))),
                        }
                    }
                    Some(known) if has_own_id => {
                        let (fate, message) = told_again(line, known);
                        judged(fate, key, message)
                    }
                    Some(known) if self.alike == Some(Alike::Take) => {
                        judged(Fate::Alike, &numbers.next_for(line), Some(looks_like(known)))
                    }
                    Some(known) => judged(Fate::Alike, key, Some(looks_like(known))),
                    None => match like.take() {
                        Some(message) => judged(Fate::Alike, key, Some(message)),
                        None => judged(Fate::New, key, None),
                    },
                }
            });
        judged.collect()
    }

    /// Of each line that is not known by its key, why it may be known all the same by a key of another kind. Banks book a
    /// line on one day and count it from another, and which of the two a file has differs; what is of the very day comes first.
    fn like_another_kind(
        &self,
        lines: &[Option<&StatementLine>],
        in_file: &HashSet<&str>,
    ) -> Vec<Option<String>> {
        let mut free: BTreeMap<(NaiveDate, Money), Vec<&KnownLine>> = BTreeMap::new();
        for known in self.known.iter().filter(|known| !in_file.contains(known.key.as_str())) {
            free.entry((known.date, known.amount)).or_default().push(known);
        }
        let mut likenesses = vec![None; lines.len()];
        for days in 0..=DAYS_APART {
            for (line, likeness) in lines.iter().zip(&mut likenesses) {
                let Some(line) = line.filter(|_| likeness.is_none()) else { continue };
                let span = TimeDelta::days(days);
                for date in [line.date.checked_sub_signed(span), line.date.checked_add_signed(span)]
                {
                    let known = date.and_then(|date| free.get_mut(&(date, line.amount)));
                    if likeness.is_none() {
                        *likeness = known.and_then(|known| self.take_another_kind(line, known));
                    }
                }
            }
        }
        likenesses
    }

    /// Uses up one of the known lines whose keys say nothing of the line.
    fn take_another_kind(
        &self,
        line: &StatementLine,
        candidates: &mut Vec<&KnownLine>,
    ) -> Option<String> {
        let is_of_this_kind = |known: &KnownLine| {
            let scheme = known.key.split_once(':').map(|(scheme, _)| scheme);
            scheme == Some(self.scheme) && known.has_own_id == line.has_own_id()
        };
        let place = candidates.iter().position(|known| !is_of_this_kind(known))?;
        Some(looks_like(candidates.swap_remove(place)))
    }
}

/// Whether a line of a known id may be another line all the same: some banks number the lines of each statement anew. A bank
/// that changes a line leaves its amount, and about its day, or leaves its day.
fn is_another(line: &StatementLine, known: &KnownLine) -> bool {
    let moved = line.date.signed_duration_since(known.date).num_days().abs();
    moved > MOST_MOVED || (moved > 0 && line.amount != known.amount)
}

fn id_of_another(known: &KnownLine) -> String {
    format!(
        "the bank gave its id to a line of {} over {} before, which was imported: this is another line where the bank uses its ids \
         again, and the same where it changed both",
        known.date, known.amount
    )
}

/// The same id again.
fn told_again(line: &StatementLine, known: &KnownLine) -> (Fate, Option<String>) {
    let says_the_same =
        known.text.as_ref().is_none_or(|text| one_spaced(text) == one_spaced(&line.text));
    if line.date == known.date && line.amount == known.amount && says_the_same {
        return (Fate::Known, None);
    }
    let told = if line.amount != known.amount {
        format!("the bank told of it with {} before", known.amount)
    } else if line.date != known.date {
        format!("the bank told of it on {} before", known.date)
    } else {
        "the bank told of it with another text before".to_owned()
    };
    (Fate::Changed, Some(format!("{told}; the line that was imported stays as it is")))
}

fn looks_like(known: &KnownLine) -> String {
    let text = known.text.as_deref().map(one_spaced).filter(|text| !text.is_empty());
    let text = text.map(|text| format!(" (“{}”)", text.chars().take(60).collect::<String>()));
    format!(
        "a line of {} over {}{} was imported before, and nothing but its looks tells whether this is the same",
        known.date,
        known.amount,
        text.unwrap_or_default()
    )
}

fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Numbers among lines that look the same, for those that a person says are others.
struct Numbers<'a> {
    comparison: &'a Comparison<'a>,
    taken: HashSet<String>,
    next: HashMap<String, u64>,
}

impl Numbers<'_> {
    fn next_for(&mut self, line: &StatementLine) -> String {
        let next = self.next.entry(likeness(line, 1)).or_insert(1);
        loop {
            let key = key_of(self.comparison.scheme, &likeness(line, *next));
            *next = next.saturating_add(1);
            if self.taken.insert(key.clone()) {
                return key;
            }
        }
    }
}

#[cfg(test)]
mod tests;
