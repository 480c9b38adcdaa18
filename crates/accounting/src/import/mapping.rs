//! What the columns of a CSV mean, to be settled by a person once and remembered by the caller.
//!
//! What is not settled is `None`, and a reader refuses it by name: there is no default for a currency or the order of a
//! date's parts that could not turn one amount into another.

use ledger::Currency;
use serde::{Deserialize, Serialize};

use super::{DateOrder, DecimalMark, Encoding, ThousandsMark};

/// What separates the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// Every one, the most usual first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

impl std::fmt::Display for Delimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "vertical bar",
        })
    }
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRef {
    /// By its heading, in either case. It is found again where columns were added or moved.
    Heading(String),
    /// By its place, from 1, where there is no heading or it is there twice.
    Place(u16),
}

impl std::fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Heading(heading) => f.write_str(heading),
            Self::Place(place) => write!(f, "{place}"),
        }
    }
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What separates the columns.
    pub delimiter: Delimiter,
    /// How letters are written.
    pub encoding: Encoding,
    /// How many rows come before the heading, or before the first line where there is none. Empty rows do not count.
    pub skip_rows: u32,
    /// Whether a row names the columns.
    pub has_heading: bool,
    /// The order of a date's parts. A date whose month is a word needs none, and one has to be chosen all the same.
    pub date_order: Option<DateOrder>,
    /// What stands before the decimals.
    pub decimal_mark: Option<DecimalMark>,
    /// What stands between thousands, where anything does.
    pub thousands_mark: Option<ThousandsMark>,
}

/// Where the currency of an amount is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrencyFrom {
    /// Nowhere: all amounts are in one.
    Fixed(Currency),
    /// In a column, by its ISO 4217 code.
    Column(ColumnRef),
}

/// Where the amount of a line is told, and in which direction it moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountFrom {
    /// In one column; what went out is below zero.
    Signed {
        /// The column.
        column: ColumnRef,
    },
    /// In a column for what came in and one for what went out, of which one is filled.
    InAndOut {
        /// What came in; for a bank, its credits.
        money_in: ColumnRef,
        /// What went out; for a bank, its debits.
        money_out: ColumnRef,
        /// Whether what went out has a minus all the same.
        out_is_negative: bool,
    },
    /// In one column without a sign, and another that has a word for the direction.
    WithDirection {
        /// The amount.
        column: ColumnRef,
        /// The word.
        direction: ColumnRef,
        /// The words for what came in, in either case.
        words_in: Vec<String>,
        /// The words for what went out.
        words_out: Vec<String>,
    },
}

/// What the columns of a bank's CSV mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// How the file is written.
    pub layout: Layout,
    /// What the account is called. It goes into the keys of lines, so that two accounts never share one.
    pub account: Option<String>,
    /// When a line was booked.
    pub date: Option<ColumnRef>,
    /// How much.
    pub amount: Option<AmountFrom>,
    /// In which currency.
    pub currency: Option<CurrencyFrom>,
    /// What it is for; several columns are joined in this order.
    pub text: Vec<ColumnRef>,
    /// What refers to an order or an invoice.
    pub reference: Option<ColumnRef>,
    /// Who paid or was paid.
    pub counterparty: Option<ColumnRef>,
    /// The bank's own id of the line. Only a column that never holds the same value twice is one.
    pub id: Option<ColumnRef>,
    /// The balance after the line, which is compared.
    pub balance: Option<ColumnRef>,
}

impl Mapping {
    /// A mapping in which no column means anything yet.
    #[must_use]
    pub const fn new(layout: Layout) -> Self {
        Self {
            layout,
            account: None,
            date: None,
            amount: None,
            currency: None,
            text: Vec::new(),
            reference: None,
            counterparty: None,
            id: None,
            balance: None,
        }
    }
}
