//! Zoho Books' statement import, in each of the three ways in which it takes amounts.
//!
//! Zoho asks which way it is before the columns are mapped; the headings are called what its fields are called.

use super::USUAL;
use super::statement::{
    ISO, UK, US, amount, date, dates, description, line, money_in, money_out, payee, row_id,
};
use crate::{Choice, Column, Limits, Parts, Profile};

pub(super) const PROFILE: Profile = Profile {
    name: "zoho",
    title: "Zoho Books",
    about: "A statement for a bank account in Zoho Books that stands for the account at the gateway, a file per account and \
            currency.",
    columns: &SIGNED,
    choices: &[AMOUNTS, dates(&[ISO, UK, US])],
    limits: Limits {
        rows: None,
        bytes: Some(10_000_000),
        why: "Zoho Books takes at most 10 MB a file",
    },
    parts: Parts::Clearing,
    layout: |context| {
        Ok(match context.choice(AMOUNTS.name) {
            "double" => &DOUBLE,
            "type" => &WITH_TYPE,
            _ => &SIGNED,
        })
    },
    takes: line,
    ..USUAL
};

const AMOUNTS: Choice = Choice {
    name: "amounts",
    about: "How amounts are written in the file. Tell Zoho the same when it asks for the type of the amount column.",
    values: &[
        (
            "signed",
            "one column, below zero where money went out: single column with negative values",
        ),
        ("double", "a column for withdrawals and one for deposits: double column"),
        (
            "type",
            "one column without signs, and one that says Credit or Debit: single column with amount type",
        ),
    ],
    free: false,
};

const DATE: Column = date("Date");
const PAYEE: Column = payee("Payee");
const DESCRIPTION: Column = description("Description");
const REFERENCE: Column = row_id("Reference Number");

const SIGNED: [Column; 5] = [DATE, amount("Amount"), PAYEE, DESCRIPTION, REFERENCE];

const DOUBLE: [Column; 6] =
    [DATE, money_out("Withdrawals"), money_in("Deposits"), PAYEE, DESCRIPTION, REFERENCE];

const WITH_TYPE: [Column; 6] = [
    DATE,
    Column {
        name: "Amount",
        about: "The amount without a sign; the type says the direction.",
        cell: |row, _, pen| pen.unsigned(row.movement.money),
    },
    Column {
        name: "Amount Type",
        about: "Credit where money came in, Debit where it went out.",
        cell: |row, _, pen| {
            pen.plain(if row.movement.money.is_positive() { "Credit" } else { "Debit" });
        },
    },
    PAYEE,
    DESCRIPTION,
    REFERENCE,
];
