//! Amounts as people and banks write them, read to the last minor unit or not at all.
//!
//! Currency signs, brackets, a minus behind and `CR` or `DR` are understood. Which mark stands before the decimals is
//! passed in and never told by one amount alone: `1.234` is one thing in Berlin and another in London. So three digits
//! behind the mark are refused in a currency that has not three, even where all of them are zeros.

use ledger::{AmountError, Currency, Money};
use serde::{Deserialize, Serialize};

use super::shortened;

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1.50`
    Point,
    /// `1,50`
    Comma,
}

/// What stands between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThousandsMark {
    /// `1,000`, and `1,00,000` as in India.
    Comma,
    /// `1.000`
    Point,
    /// `1 000`, with a space of any kind.
    Space,
    /// `1'000`
    Apostrophe,
}

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountProblem {
    /// Something else than digits, marks and a sign.
    #[error("it is not a number")]
    NotANumber,
    /// A mark that is neither for decimals nor for thousands.
    #[error(
        "it has `{0}`, which the mapping takes neither for the decimal nor for the thousands mark"
    )]
    OtherMark(char),
    /// Marks in odd places.
    #[error(
        "its thousands marks are not before every third digit; check which mark is for decimals"
    )]
    Groups,
    /// More digits than the currency has.
    #[error("{0} has {1} digits behind the decimal mark; check which mark is for decimals")]
    Digits(Currency, u32),
    /// The text names another currency.
    #[error("it is in `{0}`, and the line is in {1}")]
    OtherCurrency(String, Currency),
    /// More than can be kept exactly.
    #[error("it is too large to be kept exactly")]
    TooLarge,
}

/// How amounts are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub(super) decimal: DecimalMark,
    pub(super) thousands: Option<ThousandsMark>,
}

impl Marks {
    /// Whether a mark would stand for both.
    pub(super) fn is_one_for_both(self) -> bool {
        matches!(
            (self.decimal, self.thousands),
            (DecimalMark::Point, Some(ThousandsMark::Point))
                | (DecimalMark::Comma, Some(ThousandsMark::Comma))
        )
    }
}

/// What stands for a currency in an amount: the signs that are only one's own. `$`, `£` and `¥` are of several.
const SIGNS: [(&str, Option<&str>); 23] = [
    ("$", None),
    ("£", None),
    ("¥", None),
    ("kr", None),
    ("€", Some("EUR")),
    ("₦", Some("NGN")),
    ("N", Some("NGN")),
    ("₵", Some("GHS")),
    ("GH₵", Some("GHS")),
    ("₹", Some("INR")),
    ("Rs", Some("INR")),
    ("US$", Some("USD")),
    ("KSh", Some("KES")),
    ("R", Some("ZAR")),
    ("zł", Some("PLN")),
    ("Kč", Some("CZK")),
    ("R$", Some("BRL")),
    ("₩", Some("KRW")),
    ("₽", Some("RUB")),
    ("₺", Some("TRY")),
    ("₫", Some("VND")),
    ("₱", Some("PHP")),
    ("₪", Some("ILS")),
];

/// Reads an amount.
pub(super) fn money(text: &str, currency: Currency, marks: Marks) -> Result<Money, AmountProblem> {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let (digits, is_negative) = bare(visible.trim(), currency)?;
    let (whole, fraction) = halves(digits, marks)?;
    let fraction = fitting(fraction, currency)?;
    let sign = if is_negative { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    Money::parse(&format!("{sign}{whole}{point}{fraction}"), currency).map_err(
        |error| match error {
            AmountError::TooLarge => AmountProblem::TooLarge,
            AmountError::TooPrecise { .. } => AmountProblem::Digits(currency, currency.exponent()),
            _ => AmountProblem::NotANumber,
        },
    )
}

/// The digits and marks alone, and whether they are below zero.
fn bare(text: &str, currency: Currency) -> Result<(&str, bool), AmountProblem> {
    // Some programs put an apostrophe before a minus, so that a spreadsheet takes it for text.
    let mut rest = text.strip_prefix('\'').unwrap_or(text);
    let mut signs = 0_u8;
    let mut is_negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (rest, signs, is_negative) = (inner, 1, true);
    }
    loop {
        rest = rest.trim();
        if let Some((inner, negative)) = without_sign(rest) {
            rest = inner;
            signs = signs.saturating_add(1);
            is_negative = negative;
        } else if let Some((inner, name)) = without_letters(rest) {
            check_currency(name, currency)?;
            rest = inner;
        } else {
            break;
        }
    }
    let is_plain = signs <= 1
        && rest.starts_with(|c: char| c.is_ascii_digit() || is_mark(c))
        && rest.contains(|c: char| c.is_ascii_digit());
    if is_plain { Ok((rest, is_negative)) } else { Err(AmountProblem::NotANumber) }
}

fn without_sign(text: &str) -> Option<(&str, bool)> {
    if let Some(rest) = text.strip_prefix('+').or_else(|| text.strip_suffix('+')) {
        return Some((rest, false));
    }
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        return Some((rest, true));
    }
    if let Some(rest) = text.strip_suffix(['-', '\u{2212}']) {
        return Some((rest, true));
    }
    let (rest, word) = text.split_at_checked(text.len().checked_sub(2)?)?;
    match word.to_ascii_uppercase().as_str() {
        "CR" => Some((rest, false)),
        "DR" => Some((rest, true)),
        _ => None,
    }
}

/// Takes what is not a digit, a mark or a sign off one end.
fn without_letters(text: &str) -> Option<(&str, &str)> {
    let begins = text.find(|c: char| !is_letter(c)).unwrap_or(0);
    if begins > 0 {
        let (name, rest) = text.split_at_checked(begins)?;
        // `Rs.5` has its point behind the letters.
        return Some(match rest.strip_prefix('.') {
            Some(rest) if name == "Rs" => (rest, name),
            _ => (rest, name),
        });
    }
    let kept = text.trim_end_matches(is_letter).len();
    let (rest, name) = text.split_at_checked(kept)?;
    (!name.is_empty() && !rest.is_empty()).then_some((rest, name))
}

fn check_currency(name: &str, currency: Currency) -> Result<(), AmountProblem> {
    let other = || AmountProblem::OtherCurrency(shortened(name), currency);
    if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| *sign == name) {
        return if code.is_none_or(|code| code == currency.code()) { Ok(()) } else { Err(other()) };
    }
    match name.parse::<Currency>() {
        Ok(named) if named == currency => Ok(()),
        Ok(_) => Err(other()),
        Err(_) => Err(AmountProblem::NotANumber),
    }
}

/// The digits before and behind the decimal mark, without what stands between thousands.
fn halves(digits: &str, marks: Marks) -> Result<(String, &str), AmountProblem> {
    let decimal = if marks.decimal == DecimalMark::Point { '.' } else { ',' };
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((digits, ""));
    let is_thousands = |c: char| marks.thousands.is_some_and(|mark| mark.is(c));
    if let Some(odd) =
        fraction.chars().chain(whole.chars()).find(|c| !c.is_ascii_digit() && !is_thousands(*c))
    {
        return Err(if is_mark(odd) {
            AmountProblem::OtherMark(odd)
        } else {
            AmountProblem::NotANumber
        });
    }
    let groups: Vec<&str> = whole.split(is_thousands).collect();
    if fraction.chars().any(is_thousands) || !are_thousands(&groups) {
        return Err(AmountProblem::Groups);
    }
    let whole = groups.concat();
    // Some write `.50`.
    Ok((if whole.is_empty() { "0".to_owned() } else { whole }, fraction))
}

/// Groups of three, or as in India of two before the last three.
fn are_thousands(groups: &[&str]) -> bool {
    let [first, middle @ .., last] = groups else { return true };
    let of = |size: usize| middle.iter().all(|group| group.len() == size);
    let fits = |most: usize| (1..=most).contains(&first.len());
    last.len() == 3 && ((of(3) && fits(3)) || (of(2) && fits(2)))
}

/// The decimals without zeros that the currency has no place for.
fn fitting(fraction: &str, currency: Currency) -> Result<&str, AmountProblem> {
    let digits = currency.exponent();
    let most = usize::try_from(digits).unwrap_or(0);
    if fraction.len() <= most {
        return Ok(fraction);
    }
    let (kept, over) = fraction.split_at_checked(most).unwrap_or((fraction, ""));
    let is_certain = fraction.len() != 3 && over.bytes().all(|byte| byte == b'0');
    if is_certain { Ok(kept) } else { Err(AmountProblem::Digits(currency, digits)) }
}

impl ThousandsMark {
    pub(super) fn is(self, c: char) -> bool {
        match self {
            Self::Comma => c == ',',
            Self::Point => c == '.',
            Self::Space => c.is_whitespace(),
            Self::Apostrophe => matches!(c, '\'' | '\u{2019}'),
        }
    }
}

pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '\u{2019}') || c.is_whitespace()
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '$' | '£' | '¥' | '\u{20A0}'..='\u{20CF}')
}

/// Marks that steer the direction of text, and spaces without width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{61C}')
}
