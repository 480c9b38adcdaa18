//! Amounts and days as they stand on paper, in plain English.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use chrono_tz::Tz;
use ledger::Money;

/// `NGN 1,234.50`: the thousands set apart, with all digits of the currency.
#[must_use]
pub fn amount(money: Money) -> String {
    format!("{} {}", money.currency(), number(money))
}

/// `1,234.50`, where the currency is told beside it.
pub(crate) fn number(money: Money) -> String {
    let text = money.to_decimal_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = match digits.find('.') {
        Some(point) => digits.split_at(point),
        None => (digits, ""),
    };
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// `29 March 2026`.
pub(crate) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `23 to 29 March 2026`, `30 March to 5 April 2026`, or the one day.
pub(crate) fn days(first: NaiveDate, last: NaiveDate) -> String {
    let is_one_year = first.year() == last.year();
    let from = match (is_one_year, first.month() == last.month()) {
        _ if first == last => return day(first),
        (true, true) => first.format("%-d"),
        (true, false) => first.format("%-d %B"),
        (false, _) => first.format("%-d %B %Y"),
    };
    format!("{from} to {}", day(last))
}

/// `29 March 2026, 14:05 BST`.
pub(crate) fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %B %Y, %H:%M %Z").to_string()
}
