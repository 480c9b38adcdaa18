//! What files have in common that are read like the statement of a bank account: the account at the gateway.
//!
//! A line per movement of the money there, with one date, in words, and signed: more than zero comes to the merchant. What
//! was paid back from elsewhere is not on it, nor is what moved nothing, which such programs refuse or take for a gap.

use crate::format::Format;
use crate::profile::clearing_only;
use crate::style::{Style, TextRule};
use crate::table::{Dialect, Pen, Quotes, Table};
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
        _ => ISO_DAY,
    }
}

pub(super) const MONTH_FIRST: &str = "%m/%d/%Y";
pub(super) const DAY_FIRST: &str = "%d/%m/%Y";
pub(super) const ISO_DAY: &str = "%Y-%m-%d";

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

/// The same as a table, with days as they were chosen.
pub(super) fn plain_table(context: &Context) -> Box<dyn Format + Send> {
    Box::new(Table::new(plain_csv(chosen_day(context), ONE_LINE), context))
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

/// The currency.
pub(super) const fn currency(name: &'static str) -> Column {
    Column {
        name,
        about: "The currency of the amount, by its ISO 4217 code.",
        cell: |row, _, pen| pen.plain(row.movement.money.currency()),
    }
}

/// Why money moved.
pub(super) const fn kind(name: &'static str) -> Column {
    Column {
        name,
        about: "Why money moved: sale, fee, refund, refund_returned, reversal, payout, transfer.",
        cell: |row, _, pen| pen.plain(row.kind()),
    }
}

/// What the merchant calls it.
pub(super) const fn order_ref(name: &'static str) -> Column {
    Column {
        name,
        about: "The merchant's order number, or the payout's reference.",
        cell: |row, _, pen| pen.text(&row.reference),
    }
}

/// What somebody wrote about it.
pub(super) const fn note(name: &'static str) -> Column {
    Column {
        name,
        about: "Why, where it is a refund or a payout.",
        cell: |row, _, pen| pen.maybe_text(row.note.as_deref()),
    }
}

/// A column that has to be there and says nothing.
pub(super) const fn empty(name: &'static str, about: &'static str) -> Column {
    Column { name, about, cell: |_, _, _| {} }
}
