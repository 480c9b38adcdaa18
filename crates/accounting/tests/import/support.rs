//! Files, and mappings to read them by.

use accounting::import::{
    AmountFrom, ColumnRef, CurrencyFrom, DateOrder, DecimalMark, Delimiter, Encoding, ImportError,
    Layout, Mapping, NotTaken, Statement, ThousandsMark, read_statement_csv,
};
use chrono::NaiveDate;
use ledger::{Currency, Money};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("fixtures/", $name)).as_slice()
    };
}
pub(crate) use fixture;

pub(crate) fn money(minor: i64, code: &str) -> Money {
    Money::from_minor(minor, code.parse().unwrap())
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn named(heading: &str) -> ColumnRef {
    ColumnRef::Heading(heading.to_owned())
}

/// Commas, UTF-8, a heading, `2026-01-31` and `1,000.00`.
pub(crate) fn layout() -> Layout {
    Layout {
        delimiter: Delimiter::Comma,
        encoding: Encoding::Utf8,
        skip_rows: 0,
        has_heading: true,
        date_order: Some(DateOrder::YearFirst),
        decimal_mark: Some(DecimalMark::Point),
        thousands_mark: Some(ThousandsMark::Comma),
    }
}

/// The columns `date,amount,text,reference,id`, of which the last two may be missing from a test's file.
pub(crate) fn mapping(code: &str) -> Mapping {
    Mapping {
        account: Some("0690000031".to_owned()),
        date: Some(named("date")),
        amount: Some(AmountFrom::Signed { column: named("amount") }),
        currency: Some(CurrencyFrom::Fixed(code.parse::<Currency>().unwrap())),
        text: vec![named("text")],
        ..Mapping::new(layout())
    }
}

/// A statement of the columns `date,amount,text`.
pub(crate) fn read(rows: &str, code: &str) -> Statement {
    read_statement_csv(format!("date,amount,text\n{rows}").as_bytes(), &mapping(code)).unwrap()
}

pub(crate) fn refusal(bytes: &[u8], mapping: &Mapping) -> ImportError {
    read_statement_csv(bytes, mapping).unwrap_err()
}

/// The amounts of a statement in minor units.
pub(crate) fn minors(statement: &Statement) -> Vec<i64> {
    statement.lines.iter().map(|line| line.amount.minor()).collect()
}

/// The numbers of the rows that were not taken, with why.
pub(crate) fn left(statement: &Statement) -> Vec<(u32, NotTaken)> {
    statement.problems.iter().map(|left| (left.number, left.problem.clone())).collect()
}
