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
    Statement(Mapping),
    /// Of old payments.
    History(HistoryMapping),
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
