//! QuickBooks Online's bank upload, with three columns and with four.
//!
//! The three columns are the safer choice, since a sign cannot be misread. In the four, which of Credit and Debit is
//! money in is contested: the older page of Intuit's in the United Kingdom has money out under Credit, most guides have it
//! the other way round, and the wizard asks. So it can be chosen. QuickBooks wants exactly these headings, no
//! zeros, and in a description no digits alone, which [`super::words`] sees to; such a file carries no ids, so that an
//! overlap of two files doubles lines.

use super::USUAL;
use super::statement::{UK, US, amount, date, dates, description, line, money_in, money_out};
use crate::{Choice, Column, Limits, Parts, Profile};

pub(super) const THREE_COLUMNS: Profile = Profile {
    name: "qbo-3",
    title: "QuickBooks Online, 3 columns",
    about: "A bank upload for QuickBooks Online with signed amounts, a file per account and currency; the safer of the two.",
    columns: &[date("Date"), description("Description"), amount("Amount")],
    choices: &[DATES],
    limits: LIMITS,
    parts: Parts::Clearing,
    takes: line,
    ..USUAL
};

pub(super) const FOUR_COLUMNS: Profile = Profile {
    name: "qbo-4",
    title: "QuickBooks Online, 4 columns",
    about: "A bank upload for QuickBooks Online with money in and out in columns of their own, a file per account and \
            currency; check in its wizard which column is which.",
    columns: &CREDIT_IN,
    choices: &[DATES, MONEY_IN],
    layout: |context| {
        Ok(match context.choice(MONEY_IN.name) {
            "debit" => &DEBIT_IN,
            _ => &CREDIT_IN,
        })
    },
    ..THREE_COLUMNS
};

const DATES: Choice = dates(&[US, UK]);

const MONEY_IN: Choice = Choice {
    name: "money-in",
    about: "Which column money that came in is in; the other has what went out. Tell QuickBooks the same when it asks.",
    values: &[
        ("credit", "Credit is money in and Debit money out, as on a bank's own statement"),
        ("debit", "Debit is money in and Credit money out, as an older page of Intuit's has it"),
    ],
    free: false,
};

const CREDIT_IN: [Column; 4] =
    [date("Date"), description("Description"), money_in("Credit"), money_out("Debit")];

const DEBIT_IN: [Column; 4] =
    [date("Date"), description("Description"), money_out("Credit"), money_in("Debit")];

const LIMITS: Limits = Limits {
    rows: Some(1_000),
    bytes: Some(350_000),
    why: "QuickBooks Online takes at most 1,000 rows and 350 KB a file",
};
