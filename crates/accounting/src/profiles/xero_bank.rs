//! Xero's bank statement, in the columns of its own template.
//!
//! Xero asks once what the columns mean and remembers it until a heading changes, so the headings never do; of the two
//! templates that there are, the country decides. It also asks once how days are to be read, and reads all later files so.

use super::USUAL;
use super::statement::{ISO, UK, amount, date, dates, description, empty, line, payee, row_id};
use crate::{Choice, Column, Limits, Parts, Profile};

pub(super) const PROFILE: Profile = Profile {
    name: "xero-bank",
    title: "Xero, bank statement",
    about: "A statement for a bank account in Xero that stands for the account at the gateway, a file per account and \
            currency.",
    columns: &UK_COLUMNS,
    choices: &[HEADER, dates(&[ISO, UK])],
    limits: Limits {
        // The heading is a line as well.
        rows: Some(999),
        bytes: None,
        why: "Xero takes at most 1,000 lines a file",
    },
    parts: Parts::Clearing,
    layout: |context| {
        Ok(match context.choice(HEADER.name) {
            "us" => &US_COLUMNS,
            _ => &UK_COLUMNS,
        })
    },
    takes: line,
    ..USUAL
};

const HEADER: Choice = Choice {
    name: "header",
    about: "Whose template it is; Xero wants the same headings each time.",
    values: &[
        (
            "uk",
            "Cheque Number, as in the United Kingdom, Australia, New Zealand and most countries",
        ),
        ("us", "Check Number, as in the United States"),
    ],
    free: false,
};

const UK_COLUMNS: [Column; 6] = columns("Cheque Number");
const US_COLUMNS: [Column; 6] = columns("Check Number");

const fn columns(cheque: &'static str) -> [Column; 6] {
    [
        date("*Date"),
        amount("*Amount"),
        payee("Payee"),
        description("Description"),
        row_id("Reference"),
        empty(cheque, "Empty: nothing here is paid by cheque."),
    ]
}
