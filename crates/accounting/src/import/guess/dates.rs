//! The order of dates, told only from a date that fits no other.

use super::Question;
use crate::import::date::{is_date, is_worded, split_date};
use crate::import::sheet::Sheet;
use crate::import::{DateOrder, shortened};

/// The column that has a date in most of its rows, for a file whose columns have no names.
pub(super) fn column(sheet: &Sheet) -> Option<usize> {
    let dates = |place: &usize| sheet.rows.iter().filter(|row| is_date(row.cell(*place))).count();
    (0..sheet.columns).find(|place| dates(place).saturating_mul(2) > sheet.rows.len())
}

/// The order that the dates of a column are in; a question where they do not tell.
pub(in crate::import) fn seen_order(
    sheet: &Sheet,
    place: usize,
    why: &mut Vec<String>,
    open: &mut Vec<Question>,
) -> Option<DateOrder> {
    let fits = |text: &str, order| split_date(text, order).is_some();
    let is_some = |text: &&str| DateOrder::ALL.into_iter().any(|order| fits(text, order));
    let dates: Vec<&str> = sheet.rows.iter().map(|row| row.cell(place)).filter(is_some).collect();
    let example = dates.first()?;
    if dates.iter().all(|date| is_worded(date)) {
        why.push(format!("months are words, as in `{}`", shortened(example)));
        return Some(DateOrder::DayFirst);
    }
    let fitting =
        DateOrder::ALL.into_iter().filter(|order| dates.iter().all(|date| fits(date, *order)));
    match fitting.collect::<Vec<_>>()[..] {
        [order] => {
            let others = || DateOrder::ALL.into_iter().filter(|other| *other != order);
            let proves = |date: &&&str| others().all(|other| !fits(date, other));
            let proof = dates.iter().find(proves).unwrap_or(example);
            why.push(format!("dates are {order}, because of `{}`", shortened(proof)));
            Some(order)
        }
        _ => {
            open.push(Question::DateOrder { example: shortened(example) });
            None
        }
    }
}
