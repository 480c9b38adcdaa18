//! Wave's statement upload: date, amount and description, the month first.
//!
//! Wave asks which column is which and takes every amount in the currency of its account, so a file has one currency.

use super::USUAL;
use super::statement::{MONTH_FIRST, ONE_LINE, amount, date, description, line, plain_csv};
use crate::table::Table;
use crate::{Limits, Parts, Profile};

pub(super) const PROFILE: Profile = Profile {
    name: "wave",
    title: "Wave",
    about: "A statement for an account in Wave that stands for the account at the gateway, a file per account and currency. \
            Days have the month first.",
    columns: &[date("Date"), amount("Amount"), description("Description")],
    limits: Limits { rows: Some(1_000), bytes: None, why: "Wave takes at most 1,000 rows a file" },
    parts: Parts::Clearing,
    takes: line,
    format: |context| Box::new(Table::new(plain_csv(MONTH_FIRST, ONE_LINE), context)),
    ..USUAL
};
