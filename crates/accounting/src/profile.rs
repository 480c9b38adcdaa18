//! Profiles: the kinds of file there are. To add one, write its module with a `PROFILE` and list it here.

use std::fmt::{self, Write as _};

use crate::{Context, Error, Row, base, text};

/// Every profile, in the order in which they are offered.
static PROFILES: [Profile; 1] = [base::PROFILE];

/// A kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// Its name on the command line. Never changes.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// What the file's name ends with, without the point.
    pub extension: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// A column of a profile.
#[derive(Clone, Copy)]
pub struct Column {
    /// The heading.
    pub name: &'static str,
    /// What it says, in a sentence.
    pub about: &'static str,
    /// Writes the cell of a row.
    pub(crate) cell: fn(&Row, &Context, &mut Pen<'_>),
}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Writes one cell. What Tillkeeper made itself is plain; what a person or a gateway wrote is text, and guarded.
pub(crate) struct Pen<'a> {
    cell: &'a mut String,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(cell: &'a mut String) -> Self {
        cell.clear();
        Self { cell }
    }

    /// A number, date, id or word that Tillkeeper made: written as it is.
    pub(crate) fn plain(&mut self, value: impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.cell, "{value}");
    }

    /// What a person or a gateway wrote: kept from being taken for a formula.
    pub(crate) fn text(&mut self, text: &str) {
        text::guard_into(text, self.cell);
    }
}

/// Every profile, in the order in which they are offered.
#[must_use]
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

/// The profile of that name.
///
/// # Errors
/// [`Error::UnknownProfile`] names those there are.
pub fn profile(name: &str) -> Result<&'static Profile, Error> {
    let found = PROFILES.iter().find(|profile| profile.name == name);
    found.ok_or_else(|| Error::UnknownProfile {
        name: name.chars().take(40).collect(),
        known: PROFILES.each_ref().map(|profile| profile.name).join(", "),
    })
}

/// The headings of a profile, in order.
#[must_use]
pub fn columns(profile: &Profile) -> Vec<&'static str> {
    profile.columns.iter().map(|column| column.name).collect()
}
