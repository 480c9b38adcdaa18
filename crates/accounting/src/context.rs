//! What a file is told in: the merchant's zone, what was chosen of the profile, and how accounts are called.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use ledger::LedgerAccount;

use crate::text::{Line, LineRule, shortened};
use crate::{
    AccountNames, AccountsAtGateways, Choice, Column, Companion, ExportError, Profile, Row,
};

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
    pub(crate) period: Option<(NaiveDate, NaiveDate)>,
    /// How accounts of the books are called.
    pub(crate) names: AccountNames,
    /// How accounts at gateways are called.
    pub(crate) accounts: AccountsAtGateways,
    choices: BTreeMap<&'static str, String>,
    columns: Vec<&'static Column>,
}

impl Context {
    /// Holds what was wished for against what the profile offers.
    ///
    /// # Errors
    /// [`ExportError::UnknownChoice`], [`ExportError::ChoiceText`], [`ExportError::ChoicesClash`], [`ExportError::UnknownColumn`],
    /// [`ExportError::FixedColumns`], [`ExportError::AccountName`].
    pub fn new(
        profile: &'static Profile,
        time_zone: Tz,
        wishes: &Wishes,
    ) -> Result<Self, ExportError> {
        let mut context = Self {
            profile,
            time_zone,
            period: None,
            names: AccountNames::with(&wishes.names)?,
            accounts: AccountsAtGateways::default(),
            choices: choices(profile, &wishes.choices)?,
            columns: Vec::new(),
        };
        let layout = (profile.layout)(&context);
        let layout =
            layout.map_err(|why| ExportError::ChoicesClash { profile: profile.name, why })?;
        context.columns = columns(profile, layout, &wishes.columns)?;
        Ok(context)
    }

    /// The same for a file about these days, the first and the last.
    #[must_use]
    pub fn with_period(self, first: NaiveDate, last: NaiveDate) -> Self {
        Self { period: Some((first, last)), ..self }
    }

    /// The same where accounts at gateways are called so.
    #[must_use]
    pub fn with_accounts(self, accounts: AccountsAtGateways) -> Self {
        Self { accounts, ..self }
    }

    /// How accounts of the books are called.
    #[must_use]
    pub const fn names(&self) -> &AccountNames {
        &self.names
    }

    /// What was chosen, or is taken where nothing was.
    pub(crate) fn choice(&self, name: &str) -> &str {
        self.choices.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The levels of the name of an account of the books for a row, outermost first.
    pub(crate) fn levels(&self, account: LedgerAccount, row: &Row) -> Vec<String> {
        self.names.levels(account, row, self.accounts.called(row))
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

    /// Whether a file may have only what is new.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn check_new_rows(&self) -> Result<(), &'static str> {
        (self.profile.new_rows)(self)
    }

    /// Whether it has to be known of each sale which payment of its order came first.
    #[must_use]
    pub const fn numbers_orders(&self) -> bool {
        self.profile.numbers_orders
    }

    /// Every choice with what holds for it, for a manifest.
    #[must_use]
    pub fn choices(&self) -> &BTreeMap<&'static str, String> {
        &self.choices
    }
}

fn choices(
    profile: &'static Profile,
    wished: &BTreeMap<String, String>,
) -> Result<BTreeMap<&'static str, String>, ExportError> {
    let usual = |choice: &Choice| Some((choice.name, choice.values.first()?.0.to_owned()));
    let mut chosen: BTreeMap<_, _> = profile.choices.iter().filter_map(usual).collect();
    for (name, value) in wished {
        let choice = profile.choices.iter().find(|choice| {
            let is_offered = choice.values.iter().any(|(known, _)| known == value);
            choice.name == name && (choice.free || is_offered)
        });
        let choice = choice.ok_or_else(|| ExportError::UnknownChoice {
            profile: profile.name,
            choice: shortened(&format!("{name}={value}")),
            known: offered(profile),
        })?;
        if choice.free && !is_writable(value) {
            return Err(ExportError::ChoiceText { choice: choice.name, most: Choice::LONGEST });
        }
        chosen.insert(choice.name, value.clone());
    }
    Ok(chosen)
}

/// Whether every program takes it as it is.
fn is_writable(value: &str) -> bool {
    let line = Line::of(value, LineRule { forbidden: "\"", longest: Choice::LONGEST });
    !value.is_empty() && line.text == value
}

fn offered(profile: &Profile) -> String {
    let choice = |choice: &Choice| {
        let own = choice.free.then_some("…");
        let values = choice.values.iter().map(|(value, _)| *value).chain(own);
        let values: Vec<_> = values.collect();
        format!("{}={}", choice.name, values.join("|"))
    };
    let offered: Vec<_> = profile.choices.iter().map(choice).collect();
    if offered.is_empty() { "nothing".to_owned() } else { offered.join(", ") }
}

fn columns(
    profile: &'static Profile,
    layout: &'static [Column],
    wished: &[String],
) -> Result<Vec<&'static Column>, ExportError> {
    if wished.is_empty() {
        return Ok(layout.iter().collect());
    }
    if !profile.free_columns {
        return Err(ExportError::FixedColumns { profile: profile.name });
    }
    let mut chosen: Vec<&'static Column> = Vec::with_capacity(wished.len());
    for name in wished {
        let column = layout.iter().find(|column| column.name == name);
        let is_new = |column: &&Column| chosen.iter().all(|known| known.name != column.name);
        let column = column.filter(is_new).ok_or_else(|| ExportError::UnknownColumn {
            column: shortened(name),
            known: layout.iter().map(|column| column.name).collect::<Vec<_>>().join(", "),
        })?;
        chosen.push(column);
    }
    Ok(chosen)
}
