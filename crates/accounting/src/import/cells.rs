//! Cells that are dates, amounts and currencies, read the same way for statements and for old payments.

use chrono::NaiveDate;
use ledger::{Currency, Money};

use super::date::split_date;
use super::number::{self, Marks};
use super::sheet::{Sheet, SheetRow};
use super::{CurrencyFrom, DateOrder, ImportError, Layout, NotTaken, shortened};

/// Where the currency of a row is told.
#[derive(Debug, Clone, Copy)]
pub(super) enum CurrencyAt {
    Fixed(Currency),
    Column(usize),
}

impl CurrencyAt {
    pub(super) fn of(sheet: &Sheet, from: Option<&CurrencyFrom>) -> Result<Self, ImportError> {
        match from {
            None => Err(ImportError::Unsettled { what: "the currency" }),
            Some(CurrencyFrom::Fixed(currency)) => Ok(Self::Fixed(*currency)),
            Some(CurrencyFrom::Column(column)) => Ok(Self::Column(sheet.place(column)?)),
        }
    }

    pub(super) fn read(self, row: &SheetRow) -> Result<Currency, NotTaken> {
        let place = match self {
            Self::Fixed(currency) => return Ok(currency),
            Self::Column(place) => place,
        };
        match row.cell(place) {
            "" => Err(NotTaken::Missing("currency")),
            code => code.parse().map_err(|_| NotTaken::Currency(shortened(code))),
        }
    }

    pub(super) const fn place(self) -> Option<usize> {
        match self {
            Self::Fixed(_) => None,
            Self::Column(place) => Some(place),
        }
    }
}

/// How the amounts of a file are written.
pub(super) fn marks(layout: &Layout) -> Result<Marks, ImportError> {
    let decimal = layout.decimal_mark.ok_or(ImportError::Unsettled { what: "the decimal mark" })?;
    let marks = Marks { decimal, thousands: layout.thousands_mark };
    if marks.is_one_for_both() { Err(ImportError::SameMark) } else { Ok(marks) }
}

/// The order of the parts of dates, which no date of the file may prove wrong.
pub(super) fn date_order(
    sheet: &Sheet,
    layout: &Layout,
    place: usize,
) -> Result<DateOrder, ImportError> {
    let chosen = layout.date_order.ok_or(ImportError::Unsettled { what: "the order of dates" })?;
    let fits = |text: &str, order| split_date(text, order).is_some();
    for other in DateOrder::ALL.into_iter().filter(|other| *other != chosen) {
        let texts = || sheet.rows.iter().map(|row| (row.line, row.cell(place)));
        let against = texts().find(|(_, text)| !fits(text, chosen) && fits(text, other));
        let speaks_for = texts().any(|(_, text)| fits(text, chosen) && !fits(text, other));
        if let Some((line, text)) = against.filter(|_| !speaks_for) {
            return Err(ImportError::OtherDateOrder { line, text: shortened(text), chosen, other });
        }
    }
    Ok(chosen)
}

/// The date in a cell, by `read`, or why there is none.
pub(super) fn date<T>(
    text: &str,
    order: DateOrder,
    read: impl Fn(&str, DateOrder) -> Option<T>,
) -> Result<T, NotTaken> {
    if text.is_empty() {
        return Err(NotTaken::Missing("date"));
    }
    read(text, order).ok_or_else(|| {
        let mut others = DateOrder::ALL.into_iter().filter(|other| *other != order);
        match others.find(|other| read(text, *other).is_some()) {
            Some(other) => NotTaken::DateOrder { text: shortened(text), chosen: order, other },
            None => NotTaken::Date(shortened(text)),
        }
    })
}

/// The day in a cell, whatever time stands behind it.
pub(super) fn day(row: &SheetRow, place: usize, order: DateOrder) -> Result<NaiveDate, NotTaken> {
    date(row.cell(place), order, super::date::read_date)
}

/// The amount in a cell; none where the cell is empty or has a dash for nothing.
pub(super) fn amount(
    row: &SheetRow,
    place: usize,
    what: &'static str,
    currency: Currency,
    marks: Marks,
) -> Result<Option<Money>, NotTaken> {
    let text = row.cell(place);
    if text.chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}')) {
        return Ok(None);
    }
    let amount = number::money(text, currency, marks);
    amount.map(Some).map_err(|why| NotTaken::Amount { what, text: shortened(text), why })
}
