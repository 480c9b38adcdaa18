//! What a CSV shows of itself, so that a person has little to choose.
//!
//! Only what the file proves is filled in. A date order that no date proves, a decimal mark that no amount proves and a
//! currency that is named nowhere stay open and are asked for, because a wrong guess at these gives lines that look right.

mod amounts;
mod dates;
mod headings;
mod layout;

use super::sheet::Sheet;
use super::{AmountFrom, ColumnRef, CurrencyFrom, ImportError, Mapping};
pub(super) use amounts::{Seen, seen_marks};
pub(super) use dates::seen_order;
use headings::Role;
pub(super) use headings::{code_in, columns_called, plain};
pub(super) use layout::{Found, found, reference_to};

/// A mapping as far as a file shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The mapping; what is open is `None` in it.
    pub mapping: Mapping,
    /// What was told from what, a sentence each.
    pub why: Vec<String>,
    /// What a person has to choose.
    pub open: Vec<Question>,
}

/// What a file does not show, and a person has to choose.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Question {
    /// Each date fits several orders, or they fit none together.
    #[error(
        "in which order are the parts of dates such as `{example}`? No date in the file shows it"
    )]
    DateOrder {
        /// A date of the file.
        example: String,
    },
    /// No amount tells decimals from thousands.
    #[error(
        "is the mark in `{example}` for decimals or for thousands? No amount in the file shows it"
    )]
    DecimalMark {
        /// An amount of the file.
        example: String,
    },
    /// No currency is named.
    #[error("in which currency are the amounts? The file does not say")]
    Currency,
    /// A column that was not found.
    #[error("which column has the {0}? No heading says so")]
    Column(&'static str),
}

/// Guesses the mapping of a bank's CSV.
///
/// # Errors
/// [`ImportError`] for a file that is too large, is no text, or has no columns.
pub fn guess_mapping(bytes: &[u8]) -> Result<Guess, ImportError> {
    let Found { layout, sheet, mut why } = found(bytes, &Role::is_known)?;
    let mut open = Vec::new();
    let column = |role: Role| role.column(&sheet);
    let refer = |place: Option<usize>| place.map(|place| reference_to(&sheet, place));
    let date = column(Role::Date).or_else(|| dates::column(&sheet));
    let amount = amounts::columns(&sheet, date, &mut why);
    let mut mapping = Mapping {
        layout,
        account: None,
        date: refer(date),
        amount: amount.as_ref().map(|amount| amount.from(&sheet)),
        currency: currency(&sheet, amount.as_ref(), &mut why),
        text: Role::Text.columns(&sheet).map(|place| reference_to(&sheet, place)).collect(),
        reference: refer(column(Role::Reference)),
        counterparty: refer(column(Role::Counterparty)),
        id: refer(column(Role::Id).filter(|place| is_never_twice(&sheet, *place, &mut why))),
        balance: refer(column(Role::Balance)),
    };
    if mapping.text.is_empty() && sheet.headings.is_empty() {
        mapping.text = rest(&sheet, date, amount.as_ref());
    }
    ask(&mut open, &mapping.date, &mapping.amount, &mapping.currency);
    if let Some(place) = date {
        mapping.layout.date_order = seen_order(&sheet, place, &mut why, &mut open);
    }
    let places = amount.iter().flat_map(amounts::Columns::places).chain(column(Role::Balance));
    let texts = places.flat_map(|place| sheet.rows.iter().map(move |row| row.cell(place)));
    let Seen { decimal, thousands } = seen_marks(texts, &mut why, &mut open);
    (mapping.layout.decimal_mark, mapping.layout.thousands_mark) = (decimal, thousands);
    Ok(Guess { mapping, why, open })
}

/// Asks for what no line can be read without.
pub(super) fn ask<Amount>(
    open: &mut Vec<Question>,
    date: &Option<ColumnRef>,
    amount: &Option<Amount>,
    currency: &Option<CurrencyFrom>,
) {
    if date.is_none() {
        open.push(Question::Column("date"));
    }
    if amount.is_none() {
        open.push(Question::Column("amount"));
    }
    if currency.is_none() {
        open.push(Question::Currency);
    }
}

fn currency(
    sheet: &Sheet,
    amount: Option<&amounts::Columns>,
    why: &mut Vec<String>,
) -> Option<CurrencyFrom> {
    if let Some(place) = Role::Currency.column(sheet) {
        return Some(CurrencyFrom::Column(reference_to(sheet, place)));
    }
    let places = || amount.into_iter().flat_map(amounts::Columns::places);
    let headings = places().filter_map(|place| sheet.headings.get(place));
    if let Some(currency) = headings.filter_map(|heading| code_in(heading)).next() {
        why.push(format!("a heading says that amounts are in {currency}"));
        return Some(CurrencyFrom::Fixed(currency));
    }
    let cells = places().flat_map(|place| sheet.rows.iter().map(move |row| row.cell(place)));
    let currency = amounts::only_currency(cells)?;
    why.push(format!("amounts are written in {currency}"));
    Some(CurrencyFrom::Fixed(currency))
}

/// Whether each row has a value of its own in a column.
fn is_never_twice(sheet: &Sheet, place: usize, why: &mut Vec<String>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let values = sheet.rows.iter().map(|row| row.cell(place)).filter(|cell| !cell.is_empty());
    let is_unique = values.into_iter().all(|value| seen.insert(value)) && !seen.is_empty();
    if !is_unique && let Some(name) = sheet.headings.get(place) {
        why.push(format!(
            "`{name}` is not taken for the bank's id, because it has the same value twice or none"
        ));
    }
    is_unique
}

/// The columns that are neither date nor amount, for a file whose columns have no names.
fn rest(sheet: &Sheet, date: Option<usize>, amount: Option<&amounts::Columns>) -> Vec<ColumnRef> {
    let taken: Vec<usize> =
        amount.into_iter().flat_map(amounts::Columns::places).chain(date).collect();
    let others = (0..sheet.columns).filter(|place| !taken.contains(place));
    others.map(|place| reference_to(sheet, place)).collect()
}

impl amounts::Columns {
    fn from(&self, sheet: &Sheet) -> AmountFrom {
        let refer = |place: usize| reference_to(sheet, place);
        match self {
            Self::Signed(place) => AmountFrom::Signed { column: refer(*place) },
            Self::InAndOut { money_in, money_out, out_is_negative } => AmountFrom::InAndOut {
                money_in: refer(*money_in),
                money_out: refer(*money_out),
                out_is_negative: *out_is_negative,
            },
            Self::WithDirection { amount, direction, words_in, words_out } => {
                AmountFrom::WithDirection {
                    column: refer(*amount),
                    direction: refer(*direction),
                    words_in: words_in.clone(),
                    words_out: words_out.clone(),
                }
            }
        }
    }
}
