//! What a file is told in: the merchant's zone, what was chosen of the profile, and how accounts are called.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::{AccountNames, Column, Companion, Error, Profile, Row};

/// What a person chose, not yet held against what the profile offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Choices by their name.
    pub choices: BTreeMap<String, String>,
    /// Columns by their name, in order; all of them where there are none.
    pub columns: Vec<String>,
    /// Names of accounts, as [`AccountNames::with`] takes them.
    pub names: BTreeMap<String, String>,
}

/// What the merchant's rows are told in.
#[derive(Debug, Clone)]
pub struct Context {
    /// The kind of file.
    pub profile: &'static Profile,
    /// The merchant's time zone.
    pub time_zone: Tz,
    /// The first and last day that the file is about, where that is known; some formats state it.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// How accounts are called.
    pub names: AccountNames,
    choices: BTreeMap<&'static str, &'static str>,
    columns: Vec<&'static Column>,
}

impl Context {
    /// Holds what was wished for against what the profile offers.
    ///
    /// # Errors
    /// [`Error::UnknownChoice`], [`Error::UnknownColumn`], [`Error::FixedColumns`], [`Error::AccountName`].
    pub fn new(profile: &'static Profile, time_zone: Tz, wishes: &Wishes) -> Result<Self, Error> {
        Ok(Self {
            profile,
            time_zone,
            period: None,
            names: AccountNames::with(&wishes.names)?,
            choices: choices(profile, &wishes.choices)?,
            columns: columns(profile, &wishes.columns)?,
        })
    }

    /// What was chosen, or is taken where nothing was.
    pub(crate) fn choice(&self, name: &str) -> &'static str {
        self.choices.get(name).copied().unwrap_or_default()
    }

    /// Whether a row has a place in such a file.
    #[must_use]
    pub fn takes(&self, row: &Row) -> bool {
        (self.profile.takes)(row).is_ok()
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[&'static Column] {
        &self.columns
    }

    /// The file that belongs beside each file, where there is one.
    #[must_use]
    pub fn companion(&self) -> Option<Companion> {
        self.profile.companion.map(|companion| companion(self))
    }

    /// Every choice with what holds for it, for a manifest.
    #[must_use]
    pub fn choices(&self) -> &BTreeMap<&'static str, &'static str> {
        &self.choices
    }
}

fn choices(
    profile: &'static Profile,
    wished: &BTreeMap<String, String>,
) -> Result<BTreeMap<&'static str, &'static str>, Error> {
    let unknown = |name: &String, value: &String| Error::UnknownChoice {
        profile: profile.name,
        choice: shortened(&format!("{name}={value}")),
        known: offered(profile),
    };
    let mut chosen: BTreeMap<_, _> = profile
        .choices
        .iter()
        .filter_map(|choice| Some((choice.name, choice.values.first()?.0)))
        .collect();
    for (name, value) in wished {
        let choice = profile.choices.iter().find(|choice| choice.name == name);
        let values = choice.map_or(&[][..], |choice| choice.values);
        let (Some(choice), Some((value, _))) =
            (choice, values.iter().find(|(known, _)| known == value))
        else {
            return Err(unknown(name, value));
        };
        chosen.insert(choice.name, *value);
    }
    Ok(chosen)
}

fn offered(profile: &Profile) -> String {
    let choice = |choice: &crate::Choice| {
        let values: Vec<_> = choice.values.iter().map(|(value, _)| *value).collect();
        format!("{}={}", choice.name, values.join("|"))
    };
    let offered: Vec<_> = profile.choices.iter().map(choice).collect();
    if offered.is_empty() { "nothing".to_owned() } else { offered.join(", ") }
}

fn columns(profile: &'static Profile, wished: &[String]) -> Result<Vec<&'static Column>, Error> {
    if wished.is_empty() {
        return Ok(profile.columns.iter().collect());
    }
    if !profile.free_columns {
        return Err(Error::FixedColumns { profile: profile.name });
    }
    let mut chosen: Vec<&'static Column> = Vec::with_capacity(wished.len());
    for name in wished {
        let column = profile.columns.iter().find(|column| column.name == name);
        let is_new = |column: &&Column| chosen.iter().all(|known| known.name != column.name);
        let column = column.filter(is_new).ok_or_else(|| Error::UnknownColumn {
            column: shortened(name),
            known: profile.headings().join(", "),
        })?;
        chosen.push(column);
    }
    Ok(chosen)
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
