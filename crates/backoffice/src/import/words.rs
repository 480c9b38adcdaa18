//! Mappings in words, such as `date=Booking date`: typed one at a time, shown, and changed on top of what is known.
//!
//! A mapping and its words say the same, so that a change is a change of words, and what was never said stays open. A column
//! is named by its heading, or as `#3` by its place; lists are parted by `|`; an empty value takes a column away.

mod history;
mod layout;
mod reading;
mod statement;

use std::collections::BTreeMap;

use accounting::import::{ColumnRef, HistoryMapping, Mapping};
use serde::{Deserialize, Serialize};

use crate::{Error, FieldProblem};
pub use history::HISTORY_WORDS;
pub use layout::LAYOUT_WORDS;
use reading::Reading;
pub use statement::STATEMENT_WORDS;

/// What the words of a mapping say, by their keys.
pub(super) type Words = BTreeMap<String, String>;

/// What the columns of a CSV mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportMapping {
    /// Of a bank statement.
    Statement(Box<Mapping>),
    /// Of old payments.
    History(Box<HistoryMapping>),
}

impl ImportMapping {
    /// The mapping in words, by their keys.
    #[must_use]
    pub fn words(&self) -> Vec<(String, String)> {
        let words = match self {
            Self::Statement(mapping) => mapping.to_words(),
            Self::History(mapping) => mapping.to_words(),
        };
        words.into_iter().collect()
    }
}

/// A mapping that can be said in words.
pub(super) trait InWords: Sized {
    /// Keys of which a choice of the first leaves no place for the others.
    const INSTEAD: &'static [(&'static str, &'static [&'static str])];

    /// Every key, with what it means.
    fn keys() -> Vec<(&'static str, &'static str)>;

    /// All that is settled.
    fn to_words(&self) -> Words;

    /// The mapping that the words say.
    fn from_words(words: &Reading<'_>) -> Result<Self, String>;

    /// The mapping with some words changed.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a key that there is not, or a value that it does not take.
    fn changed(&self, changes: &[(String, String)]) -> Result<Self, Error> {
        let mut words = self.to_words();
        let keys = Self::keys();
        for (key, _) in changes {
            let key = key.trim();
            let stem = key.split_once(':').map_or(key, |(stem, _)| stem);
            let is_key = |(known, _): &(&str, &str)| {
                *known == key || known.split_once(':').is_some_and(|(known, _)| known == stem)
            };
            if !keys.iter().any(is_key) {
                let known = keys.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
                return Err(problem(format!("a mapping has no `{key}`; there are: {known}")));
            }
            for (_, others) in Self::INSTEAD.iter().filter(|(chosen, _)| *chosen == key) {
                words.retain(|known, _| !others.contains(&known.as_str()));
            }
        }
        for (key, value) in changes {
            let (key, value) = (worded(key.trim()), value.trim());
            if value.is_empty() {
                words.remove(&key);
            } else {
                words.insert(key, value.to_owned());
            }
        }
        Self::from_words(&Reading(&words)).map_err(problem)
    }
}

/// A key as it is compared: words of the file in small letters, as mappings keep them.
fn worded(key: &str) -> String {
    match key.split_once(':') {
        Some((stem @ ("state" | "kind"), word)) => format!("{stem}:{}", word.trim().to_lowercase()),
        _ => key.to_owned(),
    }
}

fn problem(message: String) -> Error {
    Error::Invalid(vec![FieldProblem::new("map", message)])
}

/// A column in words.
fn column(column: &ColumnRef) -> String {
    match column {
        ColumnRef::Place(place) => format!("#{place}"),
        ColumnRef::Heading(heading) if heading.starts_with('#') => format!("#{heading}"),
        ColumnRef::Heading(heading) => heading.clone(),
    }
}

/// Several words in one.
fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items = items.into_iter().map(|item| item.replace('\\', r"\\").replace('|', r"\|"));
    items.collect::<Vec<_>>().join("|")
}

/// The word that a choice is kept by.
fn word<T: Serialize>(choice: T) -> Option<String> {
    serde_json::to_value(choice).ok()?.as_str().map(str::to_owned)
}

/// Words that are being gathered; nothing is put down for what is open.
#[derive(Default)]
struct Gathering(Words);

impl Gathering {
    fn put(&mut self, key: &str, value: impl Into<String>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn column(&mut self, key: &str, named: Option<&ColumnRef>) {
        if let Some(named) = named {
            self.put(key, column(named));
        }
    }

    fn columns(&mut self, key: &str, named: &[ColumnRef]) {
        if !named.is_empty() {
            let named: Vec<_> = named.iter().map(column).collect();
            self.put(key, list(named.iter().map(String::as_str)));
        }
    }

    fn word<T: Serialize>(&mut self, key: &str, choice: Option<T>) {
        if let Some(word) = choice.and_then(word) {
            self.put(key, word);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn guessed(text: &str) -> Mapping {
        accounting::import::guess_mapping(text.as_bytes()).unwrap().mapping
    }

    fn old(text: &str) -> HistoryMapping {
        let guess =
            accounting::import::guess_history_mapping(text.as_bytes(), chrono_tz::Africa::Lagos);
        guess.unwrap().mapping
    }

    fn again<M: InWords>(mapping: &M) -> M {
        M::from_words(&Reading(&mapping.to_words())).unwrap()
    }

    #[test]
    fn a_mapping_and_its_words_say_the_same() {
        let statements = [
            "Booking date,Details,Amount (NGN)\n2026-03-31,x,1.00\n",
            "Date;Narration;Debit;Credit;Balance\n31/03/2026;x;;1,00;2,00\n",
            "Date,Details,Amount,Type\n2026-03-31,x,1.00,credit\n2026-03-31,x,1.00,debit\n",
        ];
        for text in statements {
            let mapping = guessed(text);
            assert_eq!(again(&mapping), mapping, "{text}");
        }
        let mapping = old(
            "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Balance Impact\n\
             03/15/2025,10:00:00,UTC,Ada,Website Payment,Completed,USD,1.00,-0.10,0.90,PP1,Credit\n",
        );
        assert_eq!(again(&mapping), mapping);
    }

    #[test]
    fn a_change_takes_the_place_of_what_it_excludes() {
        let mapping = guessed("Date;Narration;Debit;Credit\n31/03/2026;x;;1,00\n");
        let change = |key: &str, value: &str| [(key.to_owned(), value.to_owned())];
        let words = mapping.changed(&change("amount", "#2")).unwrap().to_words();
        assert_eq!((words.get("amount").map(String::as_str), words.get("in")), (Some("#2"), None));
        let words = mapping.changed(&change("text", "")).unwrap().to_words();
        assert_eq!(words.get("text"), None);
        for (key, value) in
            [("in", ""), ("skip", "many"), ("decimals", "point"), ("heading", "perhaps")]
        {
            assert!(mapping.changed(&change(key, value)).is_err(), "{key}");
        }
    }

    proptest! {
        #[test]
        fn no_heading_is_too_odd_to_be_named(headings in proptest::collection::vec("[^\r\n]{1,12}", 1..4)) {
            let columns: Vec<_> = headings.into_iter().map(ColumnRef::Heading).collect();
            let mapping = Mapping { text: columns, ..guessed("Booking date,Details,Amount (NGN)\n2026-03-31,x,1.00\n") };
            prop_assert_eq!(again(&mapping).text, mapping.text);
        }

        #[test]
        fn no_word_is_too_odd_to_be_refused_in_words(key in "[a-z:-]{0,12}", value in "\\PC{0,20}") {
            let mapping = guessed("Booking date,Details,Amount (NGN)\n2026-03-31,x,1.00\n");
            if let Err(problem) = mapping.changed(&[(key, value)]) {
                prop_assert_eq!(problem.field(), Some("map"));
            }
        }
    }
}
