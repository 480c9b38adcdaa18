//! What a profile declares: a kind of file with its columns, choices, limits and rules.

use std::fmt;

use crate::format::Format;
use crate::{Column, Context, Row};

/// A kind of file.
#[derive(Clone, Copy)]
pub struct Profile {
    /// Its name on the command line. Never changes.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// What the file's name ends with, without the point.
    pub extension: &'static str,
    /// Its columns, in order, where nothing else is chosen; none where the file is not a table.
    pub columns: &'static [Column],
    /// Whether columns may be chosen and put in another order.
    pub free_columns: bool,
    /// Whether the accounts of the books are named in it, which the merchant can do.
    pub names_accounts: bool,
    /// What may be chosen.
    pub choices: &'static [Choice],
    /// How much goes into one file.
    pub limits: Limits,
    /// What goes into files of its own.
    pub parts: Parts,
    /// The columns for what was chosen, or in a few words why such choices do not go together.
    pub(crate) layout: fn(&Context) -> Result<&'static [Column], &'static str>,
    /// Whether a row has a place in such a file, or in a few words why not.
    pub(crate) takes: fn(&Row) -> Result<(), &'static str>,
    /// Begins a file.
    pub(crate) format: fn(&Context) -> Box<dyn Format + Send>,
    /// A second file that belongs beside each, where there is one.
    pub(crate) companion: Option<fn(&Context) -> Companion>,
}

/// Something about a profile that a person may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it decides, in a sentence.
    pub about: &'static str,
    /// What may be chosen, each with what it means; the first is taken where nothing is said.
    pub values: &'static [(&'static str, &'static str)],
    /// Whether something else may be written there too, and these are but proposals: a line of at most
    /// [`Choice::LONGEST`] characters.
    pub free: bool,
}

impl Choice {
    /// The most characters of something written freely.
    pub const LONGEST: usize = 100;
}

/// How much one file may have before another is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many rows, without the heading.
    pub rows: Option<u64>,
    /// How many bytes.
    pub bytes: Option<u64>,
    /// Where the limit comes from, for whoever is told of it.
    pub why: &'static str,
}

impl Limits {
    /// As much as there is.
    pub const NONE: Self = Self { rows: None, bytes: None, why: "" };
}

/// What goes into files of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// Everything is in one file.
    Whole,
    /// A file per currency.
    Currency,
    /// A file per account at a gateway and currency: what a bank statement would be of it.
    Clearing,
}

/// A second file that belongs beside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// What is put behind the file's whole name.
    pub suffix: &'static str,
    /// What is in it.
    pub text: String,
}

impl Profile {
    /// The headings, in order.
    #[must_use]
    pub fn headings(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.name).collect()
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Profile {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// For profiles whose columns are the same whatever is chosen.
pub(crate) fn as_listed(context: &Context) -> Result<&'static [Column], &'static str> {
    Ok(context.profile.columns)
}

/// For profiles that take every row.
pub(crate) const fn every_row(_: &Row) -> Result<(), &'static str> {
    Ok(())
}

/// For profiles that are statements of the money at a gateway.
pub(crate) fn clearing_only(row: &Row) -> Result<(), &'static str> {
    match row.movement.funds {
        ledger::LedgerAccount::Clearing => Ok(()),
        _ => Err("paid back in cash or from the bank, not from the money at the gateway"),
    }
}
