//! The kinds of file there are. To add one, write its module with a `PROFILE` and list it here.

mod base;
mod beancount;
mod books;
mod firefly;
mod freeagent;
mod gnucash;
mod hledger;
mod hledger_csv;
mod ofx;
mod plaintext;
mod qbo;
mod qif;
mod sage;
mod spreadsheet;
mod statement;
mod wave;
mod words;
mod xero_bank;
mod xero_invoice;
mod xlsx;
mod zoho;

use crate::profile::{as_listed, every_row};
use crate::text::shortened;
use crate::{ExportError, Limits, Parts, Profile};

/// What is usual: a plain CSV of everything, in which nothing may be chosen. A profile says what it is called and where it
/// differs.
const USUAL: Profile = Profile {
    name: "",
    title: "",
    about: "",
    extension: "csv",
    columns: &[],
    free_columns: false,
    names_accounts: false,
    choices: &[],
    limits: Limits::NONE,
    parts: Parts::Whole,
    layout: as_listed,
    takes: every_row,
    format: statement::plain_table,
    companion: None,
    new_rows: |_| Ok(()),
    numbers_orders: false,
};

/// Every profile, in the order in which they are offered.
static PROFILES: [Profile; 18] = [
    base::PROFILE,
    spreadsheet::PROFILE,
    xlsx::PROFILE,
    qbo::THREE_COLUMNS,
    qbo::FOUR_COLUMNS,
    xero_bank::PROFILE,
    xero_invoice::PROFILE,
    freeagent::PROFILE,
    wave::PROFILE,
    zoho::PROFILE,
    sage::PROFILE,
    gnucash::PROFILE,
    hledger::PROFILE,
    hledger_csv::PROFILE,
    beancount::PROFILE,
    firefly::PROFILE,
    ofx::PROFILE,
    qif::PROFILE,
];

/// Every profile, in the order in which they are offered.
#[must_use]
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

/// The profile of that name.
///
/// # Errors
/// [`ExportError::UnknownProfile`] names those there are.
pub fn profile(name: &str) -> Result<&'static Profile, ExportError> {
    let found = PROFILES.iter().find(|profile| profile.name == name);
    found.ok_or_else(|| ExportError::UnknownProfile {
        name: shortened(name),
        known: PROFILES.each_ref().map(|profile| profile.name).join(", "),
    })
}
