//! Where amounts stand and how they are written, told from the headings and from amounts that can be read in one way only.

use ledger::Currency;

use super::{Question, Role};
use crate::import::number::is_mark;
use crate::import::sheet::Sheet;
use crate::import::statement_csv::word_of;
use crate::import::{DecimalMark, ThousandsMark, shortened};

const WORDS_IN: [&str; 9] =
    ["credit", "cr", "c", "in", "money in", "inflow", "deposit", "haben", "h"];
const WORDS_OUT: [&str; 9] =
    ["debit", "dr", "d", "out", "money out", "outflow", "withdrawal", "soll", "s"];

/// The columns of amounts, by their places.
pub(super) enum Columns {
    Signed(usize),
    InAndOut { money_in: usize, money_out: usize, out_is_negative: bool },
    WithDirection { amount: usize, direction: usize, words_in: Vec<String>, words_out: Vec<String> },
}

impl Columns {
    /// The places of the amounts.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + use<> {
        let (one, other) = match self {
            Self::Signed(place) => (*place, None),
            Self::InAndOut { money_in, money_out, .. } => (*money_in, Some(*money_out)),
            Self::WithDirection { amount, .. } => (*amount, None),
        };
        std::iter::once(one).chain(other)
    }
}

/// Finds the columns of amounts.
pub(super) fn columns(
    sheet: &Sheet,
    date: Option<usize>,
    why: &mut Vec<String>,
) -> Option<Columns> {
    let is_negative = |place: usize| sheet.rows.iter().any(|row| seems_negative(row.cell(place)));
    if let (Some(money_in), Some(money_out)) =
        (Role::MoneyIn.column(sheet), Role::MoneyOut.column(sheet))
    {
        why.push("there is a column for what came in and one for what went out".to_owned());
        let out_is_negative = is_negative(money_out);
        return Some(Columns::InAndOut { money_in, money_out, out_is_negative });
    }
    let Some(amount) = Role::Amount.column(sheet) else {
        return only_number(sheet, date).map(Columns::Signed);
    };
    let direction = Role::Direction.columns(sheet).find_map(|place| directions(sheet, place));
    match direction.filter(|_| !is_negative(amount)) {
        Some((direction, words_in, words_out)) => {
            why.push(
                "amounts have no sign, and another column says which way they went".to_owned(),
            );
            Some(Columns::WithDirection { amount, direction, words_in, words_out })
        }
        None => Some(Columns::Signed(amount)),
    }
}

/// A column of words for directions, with those it has; none where it has any other word.
fn directions(sheet: &Sheet, place: usize) -> Option<(usize, Vec<String>, Vec<String>)> {
    let words: std::collections::BTreeSet<String> = sheet
        .rows
        .iter()
        .map(|row| word_of(row.cell(place)))
        .filter(|word| !word.is_empty())
        .collect();
    let (words_in, others): (Vec<_>, Vec<_>) =
        words.into_iter().partition(|word| WORDS_IN.contains(&word.as_str()));
    let is_all = others.iter().all(|word| WORDS_OUT.contains(&word.as_str()));
    let is_any = !words_in.is_empty() || !others.is_empty();
    (is_all && is_any).then_some((place, words_in, others))
}

/// The only column with numbers, for a file whose columns have no names.
fn only_number(sheet: &Sheet, date: Option<usize>) -> Option<usize> {
    if !sheet.headings.is_empty() {
        return None;
    }
    let is_number = |place: &usize| {
        let numbers = sheet.rows.iter().filter(|row| marks_in(row.cell(*place)).is_some()).count();
        numbers.saturating_mul(2) > sheet.rows.len()
    };
    let mut found = (0..sheet.columns).filter(|place| Some(*place) != date).filter(is_number);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn seems_negative(cell: &str) -> bool {
    let has_digit = cell.contains(|c: char| c.is_ascii_digit());
    has_digit && (cell.contains(['-', '\u{2212}']) || cell.starts_with('('))
}

/// How the amounts of a file are written.
pub(in crate::import) struct Seen {
    pub(in crate::import) decimal: Option<DecimalMark>,
    pub(in crate::import) thousands: Option<ThousandsMark>,
}

/// What amounts show of their marks; a question where they do not tell.
pub(in crate::import) fn seen_marks<'a>(
    texts: impl Iterator<Item = &'a str>,
    why: &mut Vec<String>,
    open: &mut Vec<Question>,
) -> Seen {
    let (mut points, mut commas) = (Vec::new(), Vec::new());
    let mut unsure: Option<(char, &str)> = None;
    let mut thousands = None;
    for text in texts {
        let Some(marks) = marks_in(text) else { continue };
        let last = marks.iter().rev().find(|(mark, _)| matches!(mark, '.' | ','));
        if let Some((mark, _)) = marks.iter().find(|(mark, _)| !matches!(mark, '.' | ',')) {
            let is_apostrophe = ThousandsMark::Apostrophe.is(*mark);
            thousands =
                Some(if is_apostrophe { ThousandsMark::Apostrophe } else { ThousandsMark::Space });
        }
        let Some((mark, behind)) = last else { continue };
        let others = marks.iter().any(|(other, _)| other != mark);
        let is_repeated = marks.iter().filter(|(other, _)| other == mark).count() > 1;
        let is_decimal =
            if is_repeated { Some(false) } else { (others || *behind != 3).then_some(true) };
        match (is_decimal, mark) {
            (Some(true), '.') | (Some(false), ',') => points.push(text),
            (Some(_), _) => commas.push(text),
            (None, mark) => unsure = unsure.or(Some((*mark, text))),
        }
        if let Some((other, _)) =
            marks.iter().find(|(other, _)| other != mark && matches!(other, '.' | ','))
        {
            thousands =
                Some(if *other == ',' { ThousandsMark::Comma } else { ThousandsMark::Point });
        }
        if is_repeated {
            thousands =
                Some(if *mark == ',' { ThousandsMark::Comma } else { ThousandsMark::Point });
        }
    }
    decided(&points, &commas, unsure, thousands, why, open)
}

fn decided(
    points: &[&str],
    commas: &[&str],
    unsure: Option<(char, &str)>,
    thousands: Option<ThousandsMark>,
    why: &mut Vec<String>,
    open: &mut Vec<Question>,
) -> Seen {
    let (decimal, proof) = match (points.first(), commas.first(), unsure) {
        (Some(proof), None, _) => (DecimalMark::Point, *proof),
        (None, Some(proof), _) => (DecimalMark::Comma, *proof),
        // Without any mark, either will do.
        (None, None, None) => return Seen { decimal: Some(DecimalMark::Point), thousands },
        (one, _, unsure) => {
            let example = unsure.map(|(_, text)| text).or(one.copied()).unwrap_or_default();
            open.push(Question::DecimalMark { example: shortened(example) });
            return Seen { decimal: None, thousands: None };
        }
    };
    let name = if decimal == DecimalMark::Point { "point" } else { "comma" };
    why.push(format!("decimals come after a {name}, because of `{}`", shortened(proof)));
    let other = match (decimal, unsure) {
        (DecimalMark::Point, Some((',', _))) => Some(ThousandsMark::Comma),
        (DecimalMark::Comma, Some(('.', _))) => Some(ThousandsMark::Point),
        _ => None,
    };
    Seen { decimal: Some(decimal), thousands: thousands.or(other) }
}

/// The marks between the digits of an amount, each with how many digits follow; none for what is no amount.
fn marks_in(text: &str) -> Option<Vec<(char, usize)>> {
    let begins = text.find(|c: char| c.is_ascii_digit())?;
    let ends = text.rfind(|c: char| c.is_ascii_digit())?;
    let number = text.get(begins..=ends)?;
    let mut marks: Vec<(char, usize)> = Vec::new();
    for sign in number.chars() {
        match marks.last_mut() {
            _ if is_mark(sign) => marks.push((sign, 0)),
            _ if !sign.is_ascii_digit() => return None,
            Some((_, digits)) => *digits = digits.saturating_add(1),
            None => {}
        }
    }
    Some(marks)
}

/// The currency that all amounts are written with.
pub(super) fn only_currency<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Currency> {
    let mut found = None;
    for cell in cells.filter(|cell| cell.contains(|c: char| c.is_ascii_digit())) {
        let letters: String = cell
            .chars()
            .filter(|c| c.is_alphabetic() || ('\u{20A0}'..='\u{20CF}').contains(c))
            .collect();
        let currency = match letters.as_str() {
            "₦" => Currency::NGN,
            "€" => Currency::EUR,
            "₹" => Currency::INR,
            code if code.len() == 3 => code.parse().ok()?,
            _ => return None,
        };
        if found.is_some_and(|found| found != currency) {
            return None;
        }
        found = Some(currency);
    }
    found
}
