//! Which lines of a bank statement are known, and which only look like it. Pure.
//!
//! Between lines that both have ids of the same kind, the ids decide: another id is another line. Of lines without, the likeness
//! decides (account, day, amount, text and reference, and a number among those that are alike in all of these), and a
//! likeness that is known is never left out by itself. Where a file of another kind was imported before, as a CSV and then an
//! OFX, ids and texts say nothing of each other: there a line of the same day and amount is alike. Each line that is known
//! stands for one line of the file at most, so that two equal payments of one day stay two.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use accounting::import::{StatementLine, likeness};
use chrono::NaiveDate;
use ledger::Money;

use super::Alike;
use super::plan::Fate;

/// A line of the bank account that counts already.
pub(super) struct KnownLine {
    pub(super) key: String,
    pub(super) has_own_id: bool,
    pub(super) date: NaiveDate,
    pub(super) amount: Money,
    /// What it says; gone where somebody in it was masked.
    pub(super) text: Option<String>,
}

/// A file of a bank account, and what is known of that account on the file's days.
pub(super) struct Comparison<'a> {
    /// How the file names the account.
    pub(super) account: Option<&'a str>,
    /// What kind of keys the file's lines have: those of another kind say nothing of them.
    pub(super) scheme: &'a str,
    pub(super) lines: &'a [StatementLine],
    pub(super) known: &'a [KnownLine],
    /// Keys by ids that lines of other days have.
    pub(super) elsewhere: &'a BTreeSet<String>,
    pub(super) alike: Option<Alike>,
}

/// What is to become of a line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) fate: Fate,
    /// The key that it is kept under.
    pub(super) key: String,
    pub(super) message: Option<String>,
}

/// What a line is known by, which tells keys of one kind from those of another.
pub(super) fn key_of(scheme: &str, key: &str) -> String {
    format!("{scheme}:{key}")
}

impl Comparison<'_> {
    /// The fate of each line, in their order.
    pub(super) fn judge(&self) -> Vec<Judged> {
        let by_key: HashMap<&str, &KnownLine> =
            self.known.iter().map(|known| (known.key.as_str(), known)).collect();
        let keys: Vec<_> = self.lines.iter().map(|line| key_of(self.scheme, &line.key)).collect();
        let in_file: HashSet<&str> = keys.iter().map(String::as_str).collect();
        let mut free = self.unmet(&in_file);
        let mut numbers = Numbers { comparison: self, taken: HashSet::new(), next: HashMap::new() };
        numbers.taken.extend(self.known.iter().map(|known| known.key.clone()));
        numbers.taken.extend(keys.iter().cloned());
        let judged = self.lines.iter().zip(&keys).map(|(line, key)| {
            let known = by_key.get(key.as_str()).copied();
            let (fate, message) = match known {
                Some(known) if line.has_own_id() => told_again(line, known),
                Some(known) => (Fate::Alike, Some(looks_like(known))),
                None if self.elsewhere.contains(key) => (
                    Fate::Changed,
                    Some("the bank gave this id to a line of another day before; that one stays as it is".to_owned()),
                ),
                None => match self.like_another_kind(line, &mut free) {
                    Some(message) => (Fate::Alike, Some(message)),
                    None => (Fate::New, None),
                },
            };
            let needs_number = fate == Fate::Alike && known.is_some();
            let key = match self.alike {
                Some(Alike::Take) if needs_number => numbers.next_for(line),
                _ => key.clone(),
            };
            Judged { fate, key, message }
        });
        judged.collect()
    }

    /// The known lines that the file does not have by their key, by day and amount.
    fn unmet(&self, in_file: &HashSet<&str>) -> BTreeMap<(NaiveDate, Money), Vec<&KnownLine>> {
        let mut free: BTreeMap<_, Vec<&KnownLine>> = BTreeMap::new();
        for known in self.known.iter().filter(|known| !in_file.contains(known.key.as_str())) {
            free.entry((known.date, known.amount)).or_default().push(known);
        }
        free
    }

    /// Why a line that is not known by its key may be known all the same, by a key of another kind.
    fn like_another_kind(
        &self,
        line: &StatementLine,
        free: &mut BTreeMap<(NaiveDate, Money), Vec<&KnownLine>>,
    ) -> Option<String> {
        let candidates = free.get_mut(&(line.date, line.amount))?;
        let is_of_this_kind = |known: &KnownLine| {
            let scheme = known.key.split_once(':').map(|(scheme, _)| scheme);
            scheme == Some(self.scheme) && known.has_own_id == line.has_own_id()
        };
        let place = candidates.iter().position(|known| !is_of_this_kind(known))?;
        Some(looks_like(candidates.swap_remove(place)))
    }
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
        let account = self.comparison.account;
        let next = self.next.entry(likeness(account, line, 1)).or_insert(1);
        loop {
            let key = key_of(self.comparison.scheme, &likeness(account, line, *next));
            *next = next.saturating_add(1);
            if self.taken.insert(key.clone()) {
                return key;
            }
        }
    }
}

#[cfg(test)]
mod tests;
