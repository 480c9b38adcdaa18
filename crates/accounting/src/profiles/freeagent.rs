//! FreeAgent's bank statement: three columns without a heading, and not one quotation mark.
//!
//! FreeAgent reads no quoted text, so commas, quotation marks and line breaks are taken out of it, which is told. It
//! takes two decimals. Amounts of currencies with fewer get zeros; those with more are left out where that would change
//! the amount, for a rounded statement would never agree.

use ledger::Money;

use super::USUAL;
use super::statement::{DAY_FIRST, date, line, plain_csv};
use super::words;
use crate::style::TextRule;
use crate::table::{Dialect, Quotes, Table};
use crate::text::LineRule;
use crate::{Column, Parts, Profile, Row};

pub(super) const PROFILE: Profile = Profile {
    name: "freeagent",
    title: "FreeAgent",
    about: "A statement for a bank account in FreeAgent that stands for the account at the gateway, a file per account and \
            currency. It has no heading.",
    columns: &[date("date"), AMOUNT, DESCRIPTION],
    parts: Parts::Clearing,
    takes,
    format: |context| Box::new(Table::new(DIALECT, context)),
    ..USUAL
};

const DIALECT: Dialect =
    Dialect { heading: false, quotes: Quotes::Never, ..plain_csv(DAY_FIRST, TEXT) };

const TEXT: TextRule = TextRule::Line(
    LineRule { forbidden: ",\"'", longest: 250 },
    "FreeAgent takes a description as one plain line of at most 250 characters, without commas and quotation marks",
);

const AMOUNT: Column = Column {
    name: "amount",
    about: "The amount with two decimals; more than zero is money in. Safe to sum.",
    cell: |row, _, pen| {
        let money = row.movement.money;
        if let Some(digits) = in_hundredths(money) {
            pen.digits(money, &digits);
        }
    },
};

const DESCRIPTION: Column = Column {
    name: "description",
    about: "What happened, with the order number or payout, who paid and what for.",
    cell: |row, _, pen| pen.text(&words::description_with(" - ", row)),
};

fn takes(row: &Row) -> Result<(), &'static str> {
    line(row)?;
    let fits = in_hundredths(row.movement.money);
    fits.map(|_| ()).ok_or("FreeAgent takes at most two decimals")
}

/// The amount with two decimals, where it has no more than those.
fn in_hundredths(money: Money) -> Option<String> {
    let digits = money.to_decimal_string();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let part = part.trim_end_matches('0');
    (part.len() <= 2).then(|| format!("{whole}.{part:0<2}"))
}
