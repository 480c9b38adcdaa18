//! What files have in common that are read like the statement of a bank account: the account at the gateway.
//!
//! A line per movement of the money there, with one date, in words, and signed: more than zero comes to the merchant. What
//! was paid back from elsewhere is not on it, nor is what moved nothing, which such programs refuse or take for a gap.

use crate::profile::clearing_only;
use crate::table::{Dialect, Pen, Quotes, Style, TextRule};
use crate::text::LineRule;
use crate::{Choice, Column, Context, Row};

use super::words;

/// Text for programs that say nothing of how much they take.
pub(super) const ONE_LINE: TextRule = TextRule::Line(
    LineRule { forbidden: "", longest: 250 },
    "such programs show a text as one plain line, and are given 250 characters of it at most",
);

/// Days with the month first.
pub(super) const US: (&str, &str) = ("us", "month first, 12/31/2026, as in the United States");
/// Days with the day first.
pub(super) const UK: (&str, &str) = ("uk", "day first, 31/12/2026, as in most other countries");
/// Days with the year first.
pub(super) const ISO: (&str, &str) = ("iso", "year first, 2026-12-31, which nobody can misread");

/// How days are written, out of some of the above.
pub(super) const fn dates(values: &'static [(&'static str, &'static str)]) -> Choice {
    Choice {
        name: "dates",
        about: "How days are written. Choose what the program is set to, and the same each time: some ask only once.",
        values,
        free: false,
    }
}

/// What was chosen of [`dates`], as `chrono` has it.
pub(super) fn chosen_day(context: &Context) -> &'static str {
    match context.choice("dates") {
        "us" => MONTH_FIRST,
        "uk" => DAY_FIRST,
        _ => "%Y-%m-%d",
    }
}

pub(super) const MONTH_FIRST: &str = "%m/%d/%Y";
pub(super) const DAY_FIRST: &str = "%d/%m/%Y";

/// RFC 4180 with a heading and no more quotation marks than are needed.
pub(super) const fn plain_csv(day: &'static str, text: TextRule) -> Dialect {
    Dialect {
        heading: true,
        delimiter: b',',
        mark: false,
        quotes: Quotes::Needed,
        style: Style { text, decimal: '.', day },
    }
}

/// Whether a row is a line of the statement.
pub(super) fn line(row: &Row) -> Result<(), &'static str> {
    if row.movement.money.is_zero() {
        return Err("no money moved, and a statement has no lines of zero");
    }
    clearing_only(row)
}

/// The day in the merchant's time zone.
pub(super) const fn date(name: &'static str) -> Column {
    Column {
        name,
        about: "The day of it in the merchant's time zone.",
        cell: |row, context, pen| pen.day(row.local(context.time_zone).date()),
    }
}

/// What happened.
pub(super) const fn description(name: &'static str) -> Column {
    Column {
        name,
        about: "What happened, with the order number or payout, who paid and what for.",
        cell: |row, _, pen| pen.text(&words::description(row)),
    }
}

/// The amount with its sign.
pub(super) const fn amount(name: &'static str) -> Column {
    Column {
        name,
        about: "The amount; more than zero is money in. Safe to sum.",
        cell: |row, _, pen| pen.money(row.movement.money),
    }
}

/// The amount of money that came.
pub(super) const fn money_in(name: &'static str) -> Column {
    Column {
        name,
        about: "The amount without a sign, where money came in; else empty.",
        cell: |row, _, pen| unsigned_if(row.movement.money.is_positive(), row, pen),
    }
}

/// The amount of money that went.
pub(super) const fn money_out(name: &'static str) -> Column {
    Column {
        name,
        about: "The amount without a sign, where money went out; else empty.",
        cell: |row, _, pen| unsigned_if(!row.movement.money.is_positive(), row, pen),
    }
}

fn unsigned_if(is_so: bool, row: &Row, pen: &mut Pen<'_>) {
    if is_so {
        pen.unsigned(row.movement.money);
    }
}

/// Whom it came from or went to.
pub(super) const fn payee(name: &'static str) -> Column {
    Column {
        name,
        about: "Whom the money came from or went to; empty where that is not known.",
        cell: |row, _, pen| pen.text(words::payee(row)),
    }
}

/// The row's own id.
pub(super) const fn row_id(name: &'static str) -> Column {
    Column {
        name,
        about: "The row's own id: the same in every export, by which a line that was imported twice is found.",
        cell: |row, _, pen| pen.plain(row.id()),
    }
}
