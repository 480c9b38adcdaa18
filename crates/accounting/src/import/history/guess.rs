//! What a CSV of old payments shows of itself.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::HistoryMapping;
use super::known::{STATES, known};
use crate::import::guess::{
    Found, Seen, ask, code_in, columns_called, found, plain, reference_to, seen_marks, seen_order,
};
use crate::import::sheet::Sheet;
use crate::import::statement_csv::word_of;
use crate::import::{ColumnRef, CurrencyFrom, ImportError, Question};

/// A mapping as far as a file shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryGuess {
    /// The mapping; what is open is missing in it.
    pub mapping: HistoryMapping,
    /// The back office whose file it is, where its columns are known.
    pub from: Option<&'static str>,
    /// What was told from what, a sentence each.
    pub why: Vec<String>,
    /// What a person has to choose.
    pub open: Vec<Question>,
    /// The words for states and kinds of which the mapping does not say what they mean.
    pub unknown_words: Vec<String>,
}

const REFERENCE: &[&str] = &[
    "order number",
    "order id",
    "order ref",
    "order reference",
    "order",
    "reference",
    "payment reference",
    "transaction reference",
    "invoice number",
    "invoice",
    "transaction id",
    "id",
];
const DATE: &[&str] = &[
    "paid at",
    "date paid",
    "payment date",
    "created at",
    "created",
    "created date",
    "transaction date",
    "date",
    "date/time",
    "time",
    "timestamp",
];
const TIME: &[&str] = &["time"];
const ZONE: &[&str] = &["timezone", "time zone", "zone"];
const AMOUNT: &[&str] = &["amount", "gross", "gross amount", "amount paid", "total", "order total"];
const CURRENCY: &[&str] = &["currency", "currency code", "ccy"];
const FEE: &[&str] = &["fee", "fees", "transaction fee", "gateway fee", "charges"];
const FEE_CURRENCY: &[&str] = &["fee currency", "converted currency"];
const REFUNDED: &[&str] = &["refunded", "amount refunded", "refunded amount", "refund amount"];
const STATUS: &[&str] = &["status", "payment status", "state", "transaction status"];
const NAME: &[&str] = &["customer name", "customer", "name", "billing name"];
const EMAIL: &[&str] = &["customer email", "email", "e-mail", "email address", "billing email"];
const CHANNEL: &[&str] = &["channel", "payment method", "method"];
const DESCRIPTION: &[&str] = &["description", "item", "product", "note", "narration"];
const GATEWAY: &[&str] = &["gateway reference", "gateway id", "transaction id", "charge id"];

const WORDS: [&[&str]; 15] = [
    REFERENCE,
    DATE,
    TIME,
    ZONE,
    AMOUNT,
    CURRENCY,
    FEE,
    FEE_CURRENCY,
    REFUNDED,
    STATUS,
    NAME,
    EMAIL,
    CHANNEL,
    DESCRIPTION,
    GATEWAY,
];

/// Guesses the mapping of another back office's CSV; times that name no zone are taken to be in `time_zone`.
///
/// # Errors
/// [`ImportError`] for a file that is too large, is no text, or has no columns.
pub fn guess_history_mapping(bytes: &[u8], time_zone: Tz) -> Result<HistoryGuess, ImportError> {
    let is_known = |heading: &str| {
        let heading = plain(heading);
        WORDS.iter().any(|words| words.contains(&heading.as_str()))
    };
    let Found { layout, sheet, mut why } = found(bytes, &is_known)?;
    let mut open = Vec::new();
    let mut mapping = HistoryMapping::new(layout, time_zone);
    mapping.status_words =
        STATES.iter().map(|(word, meaning)| ((*word).to_owned(), *meaning)).collect();
    let known = known(&sheet);
    match known {
        Some(known) => {
            (known.fill)(&mut mapping, &sheet);
            why.push(format!("the headings are those of {}", known.name));
        }
        None => by_headings(&mut mapping, &sheet, &mut why),
    }
    settle_layout(&mut mapping, &sheet, &mut why, &mut open);
    if mapping.reference.is_empty() {
        open.push(Question::Column("order number"));
    }
    ask(&mut open, &mapping.date, &mapping.amount, &mapping.currency);
    let unknown_words = unknown_words(&mapping, &sheet);
    Ok(HistoryGuess { mapping, from: known.map(|known| known.name), why, open, unknown_words })
}

fn by_headings(mapping: &mut HistoryMapping, sheet: &Sheet, why: &mut Vec<String>) {
    let place = |words: &[&str]| columns_called(sheet, words).next();
    let of = |words| place(words).map(|place| reference_to(sheet, place));
    mapping.reference = of(REFERENCE).into_iter().collect();
    mapping.id = mapping.reference.first().cloned();
    mapping.date = of(DATE);
    mapping.time = of(TIME).filter(|time| mapping.date.as_ref() != Some(time));
    mapping.zone = of(ZONE);
    mapping.amount = of(AMOUNT);
    let heading = place(AMOUNT).and_then(|place| code_in(sheet.headings.get(place)?));
    let fixed = || {
        let currency = heading?;
        why.push(format!("a heading says that amounts are in {currency}"));
        Some(CurrencyFrom::Fixed(currency))
    };
    mapping.currency = of(CURRENCY).map(CurrencyFrom::Column).or_else(fixed);
    mapping.fee = of(FEE);
    let is_negative = |place: usize| sheet.rows.iter().any(|row| row.cell(place).starts_with('-'));
    mapping.fee_is_negative = place(FEE).is_some_and(is_negative);
    mapping.fee_currency = of(FEE_CURRENCY);
    mapping.refunded = of(REFUNDED);
    mapping.status = of(STATUS);
    mapping.customer_name = of(NAME);
    mapping.customer_email = of(EMAIL);
    mapping.channel = of(CHANNEL);
    mapping.description = of(DESCRIPTION);
    mapping.gateway_reference = of(GATEWAY).filter(|column| !mapping.reference.contains(column));
}

fn settle_layout(
    mapping: &mut HistoryMapping,
    sheet: &Sheet,
    why: &mut Vec<String>,
    open: &mut Vec<Question>,
) {
    if let Some(place) = mapping.date.as_ref().and_then(|column| sheet.place(column).ok()) {
        mapping.layout.date_order = seen_order(sheet, place, why, open);
    }
    let columns = [&mapping.amount, &mapping.fee, &mapping.refunded];
    let places = columns.into_iter().flatten().filter_map(|column| sheet.place(column).ok());
    let texts = places.flat_map(|place| sheet.rows.iter().map(move |row| row.cell(place)));
    let Seen { decimal, thousands } = seen_marks(texts, why, open);
    (mapping.layout.decimal_mark, mapping.layout.thousands_mark) = (decimal, thousands);
}

fn unknown_words(mapping: &HistoryMapping, sheet: &Sheet) -> Vec<String> {
    let words = |column: &Option<ColumnRef>| -> BTreeSet<String> {
        let place = column.as_ref().and_then(|column| sheet.place(column).ok());
        let rows =
            place.into_iter().flat_map(|place| sheet.rows.iter().map(move |row| row.cell(place)));
        rows.map(word_of).collect()
    };
    let states = words(&mapping.status).into_iter();
    let states = states.filter(|word| !mapping.status_words.contains_key(word));
    let kinds = words(&mapping.kind).into_iter();
    let kinds = kinds.filter(|word| !mapping.kind_words.contains_key(word));
    states.chain(kinds).collect()
}
