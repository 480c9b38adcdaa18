//! What crosses to the window, and how domain nouns become it.
//!
//! Everything here is a view or a form. Amounts are decimal strings in major units with their currency and its digits, times are RFC
//! 3339 in UTC, and no view has a place for a key.

mod account;
mod account_settings;
mod attention;
mod batch;
mod customer;
mod decision;
mod export;
mod fault;
mod import;
mod link;
mod notification;
mod payment;
mod payout;
mod refund;
mod report;
mod settlement;
mod shop;
mod time_zone;
mod webhook;
mod words;

pub(crate) use account::*;
pub(crate) use account_settings::*;
pub(crate) use attention::*;
pub(crate) use batch::*;
pub(crate) use customer::*;
pub(crate) use decision::*;
pub(crate) use export::*;
pub(crate) use fault::*;
pub(crate) use import::*;
pub(crate) use link::*;
pub(crate) use notification::*;
pub(crate) use payment::*;
pub(crate) use payout::*;
pub(crate) use refund::*;
pub(crate) use report::*;
pub(crate) use settlement::*;
pub(crate) use shop::*;
pub(crate) use time_zone::*;
pub(crate) use webhook::*;
pub(crate) use words::*;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use specta::Type;

use crate::error::CommandError;

/// An exact amount.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Money {
    /// A decimal in major units: `25000.00`, `-0.05`.
    amount: String,
    /// Three letters.
    currency: String,
    /// Digits after the point.
    exponent: u32,
}

impl From<ledger::Money> for Money {
    fn from(money: ledger::Money) -> Self {
        let currency = money.currency();
        Self {
            amount: money.to_decimal_string(),
            currency: currency.code().to_owned(),
            exponent: currency.exponent(),
        }
    }
}

/// A form's field that cannot be used as it is.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct FieldProblem {
    field: String,
    message: String,
}

impl From<backoffice::FieldProblem> for FieldProblem {
    fn from(problem: backoffice::FieldProblem) -> Self {
        Self { field: problem.field.to_owned(), message: problem.message }
    }
}

/// RFC 3339 in UTC.
fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A day as the window sends it.
fn day(field: &str, text: Option<&str>) -> Result<Option<NaiveDate>, CommandError> {
    let parsed = text.map(str::parse).transpose();
    parsed.map_err(|_| CommandError::invalid(field, "Write the date as 2026-01-31."))
}

/// A number of things; more than four thousand million are shown as that many.
fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
