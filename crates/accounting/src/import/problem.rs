//! Why a row or an entry of a file did not become a line: each with its number, and what to do.

use ledger::Currency;

use super::{AmountProblem, DateOrder};

/// A row or an entry that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// Its line in a CSV, or its place among the entries of another file; from 1.
    pub number: u32,
    /// Why it was not taken.
    pub problem: NotTaken,
}

/// Why a row or an entry was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// More or fewer cells than columns.
    #[error(
        "it has {cells} cells and the file has {columns} columns, so it is unclear which is which; an amount with a comma must \
         be in quotation marks. A total or a remark is not a line of the statement and can stay out"
    )]
    Cells {
        /// How many it has.
        cells: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// Something that has to be there is not.
    #[error("it has no {0}; a total or a remark is not a line of the statement and can stay out")]
    Missing(&'static str),
    /// The date is none, in whatever order.
    #[error("`{0}` is not a date; write it as 2026-01-31, or choose another column for dates")]
    Date(String),
    /// The date is one in another order.
    #[error(
        "`{text}` cannot be {chosen}, but can be {other}; check the order of dates in the mapping"
    )]
    DateOrder {
        /// What stands there.
        text: String,
        /// The order that was chosen.
        chosen: DateOrder,
        /// An order that fits.
        other: DateOrder,
    },
    /// The time of day cannot be told for certain.
    #[error(
        "`{text}` is ambiguous or does not exist in {zone}; write it with its offset, as 2026-01-31T13:45:00+01:00"
    )]
    Time {
        /// What stands there.
        text: String,
        /// The time zone that it was taken to be in.
        zone: String,
    },
    /// The amount cannot be read.
    #[error("the {what} `{text}` cannot be used: {why}")]
    Amount {
        /// Which amount.
        what: &'static str,
        /// What stands there.
        text: String,
        /// Why not.
        why: AmountProblem,
    },
    /// Money came in and went out at once.
    #[error("it has an amount both for money in and for money out; check which columns those are")]
    BothWays,
    /// A sign that contradicts the column or the word for the direction.
    #[error(
        "the {what} `{text}` has a sign that contradicts where it stands; check in the mapping how outgoing amounts are marked"
    )]
    Sign {
        /// Which amount.
        what: &'static str,
        /// What stands there.
        text: String,
    },
    /// The currency is none.
    #[error("`{0}` is not a currency code; check which column has the currency")]
    Currency(String),
    /// A word that the mapping does not know.
    #[error("the {what} `{word}` is not in the mapping; say there what it means")]
    Word {
        /// What kind of word.
        what: &'static str,
        /// The word.
        word: String,
    },
    /// The bank has not booked it yet.
    #[error("the bank has not booked it yet; it comes with a later statement")]
    Pending,
    /// An entry for information only.
    #[error("it is for information only; no money moved")]
    Information,
    /// The order number cannot be kept.
    #[error("{0}; shorten or correct it in the file")]
    Reference(String),
    /// The mapping says to skip such rows.
    #[error("the mapping skips rows with the {what} `{word}`")]
    Left {
        /// What kind of word.
        what: &'static str,
        /// The word.
        word: String,
    },
    /// Money that went out where a payment was to be.
    #[error(
        "its amount is not more than zero, so it is not a payment; say in the mapping what such rows are"
    )]
    NotPaid,
    /// A refund or a reversal of a payment that the file does not have.
    #[error(
        "it refers to the payment `{0}`, and the file has no line of that payment, or several; use a file that has it once"
    )]
    OfAnother(String),
    /// The same row once more.
    #[error("the row with the id `{id}` is on line {line} already")]
    RowTwice {
        /// The row's id.
        id: String,
        /// Where it is first.
        line: u32,
    },
    /// Rows that cancel each other out.
    #[error("its rows cancel each other out: the payment was taken back in whole")]
    CameToNothing,
    /// A word for where money was that is none.
    #[error(
        "`{0}` is not a place that money is paid back from; write clearing, bank, cash or other"
    )]
    Funds(String),
    /// A refund in another currency than the payment.
    #[error(
        "it was paid in {1} and changed in {0}, which cannot be added; record the change by hand"
    )]
    OtherCurrency(Currency, Currency),
    /// More goes back than was paid.
    #[error("more was refunded than was paid; check which columns those are")]
    RefundedTooMuch,
    /// Refunded, and nothing says how much.
    #[error("it was refunded, and nothing in the file says how much; choose a column for that")]
    RefundUntold,
}
