//! Dates as banks and spreadsheets write them. Which part is the day is never told by the text alone, so that the order is
//! passed in; a month that is a word needs none.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The years that a statement or a payment can be of.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// Months by their first three letters, in English and, where those differ, in German.
const MONTHS: [(&str, u32); 17] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("apr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
];

/// The order of a date's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder {
    /// `2026-01-31`
    #[serde(rename = "y-m-d")]
    YearFirst,
    /// `31/01/2026`
    #[serde(rename = "d-m-y")]
    DayFirst,
    /// `01/31/2026`
    #[serde(rename = "m-d-y")]
    MonthFirst,
}

impl DateOrder {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::YearFirst, Self::DayFirst, Self::MonthFirst];
}

impl std::fmt::Display for DateOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::YearFirst => "year-month-day",
            Self::DayFirst => "day-month-year",
            Self::MonthFirst => "month-day-year",
        })
    }
}

/// A date, and what stands behind it: a time of day, or nothing.
pub(super) fn split_date(text: &str, order: DateOrder) -> Option<(NaiveDate, &str)> {
    let (parts, rest) = parts(text.trim(), order)?;
    Some((date(parts, order)?, rest))
}

/// A date, whatever time of day stands behind it.
pub(super) fn read_date(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let (date, rest) = split_date(text, order)?;
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | '+' | '-');
    let is_time =
        |c: char| is_time(c) || matches!(c, 'T' | 'Z' | 'A' | 'P' | 'M' | 'a' | 'p' | 'm');
    rest.chars().all(is_time).then_some(date)
}

/// Whether the text is a date in some order.
pub(super) fn is_date(text: &str) -> bool {
    DateOrder::ALL.into_iter().any(|order| read_date(text, order).is_some())
}

/// Whether the text is a date that needs no order, because its month is a word.
pub(super) fn is_worded(text: &str) -> bool {
    is_date(text) && text.chars().take_while(|c| !matches!(c, 'T' | ':')).any(char::is_alphabetic)
}

fn parts(text: &str, order: DateOrder) -> Option<([&str; 3], &str)> {
    if let Some((compact, rest)) = text.split_at_checked(8)
        && compact.bytes().all(|byte| byte.is_ascii_digit())
        && !rest.starts_with(|c: char| c.is_alphanumeric() && c != 'T')
    {
        let (first, second) = if order == DateOrder::YearFirst { (4, 6) } else { (2, 4) };
        let (left, third) = compact.split_at_checked(second)?;
        let (one, two) = left.split_at_checked(first)?;
        return Some(([one, two, third], rest));
    }
    let (one, rest) = part(text)?;
    let (two, rest) = part(separated(rest)?)?;
    let rest = separated(rest)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (three, rest) = rest.split_at_checked(end)?;
    let ends_well = rest.is_empty() || rest.starts_with([' ', 'T', ',', '\u{A0}']);
    let rest = rest.trim_start_matches([' ', 'T', ',', '\u{A0}']);
    ends_well.then_some(([one, two, three], rest))
}

fn part(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.split_at_checked(end).filter(|(part, _)| !part.is_empty())
}

/// What is behind a separator, of which a point and a comma may have a space behind them.
fn separated(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '/', '.', ' ', ','])?;
    Some(if text.starts_with(['.', ',']) { rest.strip_prefix(' ').unwrap_or(rest) } else { rest })
}

fn date([one, two, three]: [&str; 3], order: DateOrder) -> Option<NaiveDate> {
    let (year, month, day) = match (month_word(one), month_word(two)) {
        (Some(month), _) => (three, month, two),
        (None, Some(month)) if one.len() == 4 => (one, month, three),
        (None, Some(month)) => (three, month, one),
        (None, None) => match order {
            DateOrder::YearFirst => (one, number(two, 2)?, three),
            DateOrder::DayFirst => (three, number(two, 2)?, one),
            DateOrder::MonthFirst => (three, number(one, 2)?, two),
        },
    };
    let is_short = order != DateOrder::YearFirst && year.len() == 2;
    let year = if is_short {
        century(number(year, 2)?)
    } else {
        number(year, 4).filter(|_| year.len() == 4)?
    };
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, month, number(day, 2)?)
}

/// Years of two digits are of 1970 to 2069.
const fn century(year: u32) -> u32 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

fn number(text: &str, most: usize) -> Option<u32> {
    let is_plain = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

fn month_word(text: &str) -> Option<u32> {
    let begins: String = text.to_lowercase().chars().take(3).collect();
    MONTHS.iter().find(|(word, _)| *word == begins).map(|(_, month)| *month)
}
