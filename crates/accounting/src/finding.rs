//! What was found while rows were put into the form of a file: what had to be mended, left out or split, in words.
//!
//! Nothing is left out or changed without a finding. Each matter is told once, with how often it occurred and the first
//! place where it did, so that a million rows do not make a million sentences.

use std::collections::BTreeMap;

use ledger::{Currency, Money};

use crate::Row;

/// Something a person should know before the file is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The matter in a word that scripts may look at: `left_out`, `text_changed`, `text_cut`, `split`, `test_mode`, …
    pub code: &'static str,
    /// What was found and what was done about it, in a sentence.
    pub sentence: String,
    /// How many rows, texts or files it is about.
    pub count: u64,
    /// The order number or payout it was first found at.
    pub example: Option<String>,
}

impl Finding {
    /// What is to be known of an export as a whole.
    pub fn of_export(code: &'static str, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into(), count: 1, example: None }
    }
}

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Matter {
    /// A row has no place in such a file. Told with what such rows come to.
    LeftOut(&'static str),
    /// A text held what the program cannot take.
    TextChanged(&'static str),
    /// A text was longer than the program takes.
    TextCut(&'static str),
    /// Two records would have had the same number.
    Renumbered(&'static str),
    /// A number has more digits than the program keeps of one.
    NumberAsText(&'static str),
    /// Real money and test money in one file.
    TestMode,
    /// One file for each account or currency.
    Parts(&'static str),
    /// More rows or bytes than one file may have.
    Split(&'static str),
    /// There is nothing in it.
    Nothing,
}

#[derive(Debug, Clone, Default)]
struct Found {
    count: u64,
    example: Option<String>,
    /// What the rows come to, as far as that can be stated exactly.
    sums: BTreeMap<Currency, Option<Money>>,
}

/// All that was found so far, and the numbers that were given to records which have to have one each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    found: BTreeMap<Matter, Found>,
    given: BTreeMap<String, u32>,
}

impl Findings {
    /// Something was found at a row.
    pub(crate) fn at(&mut self, matter: Matter, row: &Row) {
        let found = self.found.entry(matter).or_default();
        found.count = found.count.saturating_add(1);
        found.example.get_or_insert_with(|| row.reference.clone());
    }

    /// A row has no place in such a file.
    pub(crate) fn left_out(&mut self, why: &'static str, row: &Row) {
        self.at(Matter::LeftOut(why), row);
        let money = row.movement.money;
        let found = self.found.entry(Matter::LeftOut(why)).or_default();
        let sum = found.sums.entry(money.currency()).or_insert(Some(Money::zero(money.currency())));
        *sum = sum.and_then(|sum| sum.checked_add(money).ok());
    }

    /// Something was found of the files as a whole.
    pub(crate) fn of_all(&mut self, matter: Matter, count: u64) {
        self.found.entry(matter).or_default().count = count;
    }

    /// The number as it is wanted, or, where that was given already, with another behind it: `ORDER-1 (2)`. It has no more
    /// characters than the longest may have.
    pub(crate) fn unused(&mut self, wanted: &str, longest: usize) -> String {
        let mut number = wanted.to_owned();
        let mut times = *self.given.get(wanted).unwrap_or(&0);
        while self.given.contains_key(&number) {
            times = times.saturating_add(1);
            let behind = format!(" ({})", times.saturating_add(1));
            let room = longest.saturating_sub(behind.len());
            number = wanted.chars().take(room).chain(behind.chars()).collect();
        }
        self.given.insert(wanted.to_owned(), times);
        self.given.entry(number.clone()).or_default();
        number
    }

    pub(crate) fn into_list(self) -> Vec<Finding> {
        let finding = |(matter, found): (Matter, Found)| Finding {
            code: matter.code(),
            sentence: matter.sentence(&found),
            count: found.count,
            example: found.example,
        };
        self.found.into_iter().map(finding).collect()
    }
}

impl Matter {
    fn code(self) -> &'static str {
        match self {
            Self::LeftOut(_) => "left_out",
            Self::TextChanged(_) => "text_changed",
            Self::TextCut(_) => "text_cut",
            Self::Renumbered(_) => "renumbered",
            Self::NumberAsText(_) => "number_as_text",
            Self::TestMode => "test_mode",
            Self::Parts(_) => "parts",
            Self::Split(_) => "split",
            Self::Nothing => "nothing",
        }
    }

    fn sentence(self, found: &Found) -> String {
        let count = found.count;
        match self {
            Self::LeftOut(why) => {
                let sums = found.sums.values().flatten();
                let sums: Vec<_> = sums.map(Money::to_string).collect();
                let rows = many(count, "row was", "rows were");
                match sums.as_slice() {
                    [] => format!("{rows} left out: {why}."),
                    sums => format!("{rows} left out, {} in all: {why}.", sums.join(" and ")),
                }
            }
            Self::TextChanged(why) => {
                format!("{} changed: {why}.", many(count, "text was", "texts were"))
            }
            Self::TextCut(why) => format!("{} cut: {why}.", many(count, "text was", "texts were")),
            Self::Renumbered(why) => {
                format!(
                    "{} another number: {why}.",
                    many(count, "record was given", "records were given")
                )
            }
            Self::NumberAsText(why) => {
                format!("{} written as text: {why}.", many(count, "number was", "numbers were"))
            }
            Self::TestMode => format!(
                "{} of test payments, beside real ones; add mode:live to the filter to leave them out.",
                many(count, "row is", "rows are")
            ),
            Self::Parts(why) => format!("There are {count} files: {why}."),
            Self::Split(why) => format!("There are {count} numbered files: {why}."),
            Self::Nothing => "No money moved in this selection; the file has no rows.".to_owned(),
        }
    }
}

fn many(count: u64, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
