//! What the columns of another back office's CSV mean.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::import::{ColumnRef, CurrencyFrom, Layout};

/// What a word for a payment's state means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Captured.
    Paid,
    /// Captured, and in the merchant's balance.
    Settled,
    /// Refused.
    Failed,
    /// The customer left.
    Cancelled,
    /// The time to pay ran out.
    Expired,
    /// Taken back by the gateway or the customer's bank.
    Reversed,
    /// Paid, and paid back in full where no column says how much.
    Refunded,
    /// Paid, and paid back as far as a column says.
    PartlyRefunded,
    /// Not to be taken: what is pending in an old history came to nothing or is told by another row.
    Left,
}

/// What a row is about, where a file has a row for each movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A payment.
    Payment,
    /// What a payment brought, which may have several such rows: they are added up.
    Sale,
    /// What the gateway kept of a payment; with a minus, or what it gave back without.
    Fee,
    /// Money that went back to the customer.
    Refund,
    /// A refund that failed after all.
    RefundReturned,
    /// A payment that was taken back.
    Reversal,
    /// Something else, which is not to be taken.
    Left,
}

/// Rows that are not to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The column that tells.
    pub column: ColumnRef,
    /// The words in it, in either case.
    pub words: Vec<String>,
}

/// What the columns of another back office's CSV mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryMapping {
    /// How the file is written.
    pub layout: Layout,
    /// The zone of times that name none.
    pub time_zone: Tz,
    /// The order number: the first of these columns that is filled.
    pub reference: Vec<ColumnRef>,
    /// The other back office's id of a payment, by which rows of refunds name it.
    pub id: Option<ColumnRef>,
    /// The day, with or without a time and a zone.
    pub date: Option<ColumnRef>,
    /// The time of day, where it has a column of its own.
    pub time: Option<ColumnRef>,
    /// The zone, where it has a column of its own: an offset, a name such as Africa/Lagos, or what is said for `time_zone`
    /// at that time, such as WAT.
    pub zone: Option<ColumnRef>,
    /// How much was paid.
    pub amount: Option<ColumnRef>,
    /// In which currency.
    pub currency: Option<CurrencyFrom>,
    /// What the gateway kept.
    pub fee: Option<ColumnRef>,
    /// The currency of the fee, where it may be another than the payment's. Such a fee is not taken.
    #[serde(default)]
    pub fee_currency: Option<ColumnRef>,
    /// Whether what it kept has a minus.
    pub fee_is_negative: bool,
    /// How much went back.
    pub refunded: Option<ColumnRef>,
    /// What became of it.
    pub status: Option<ColumnRef>,
    /// What its words mean, in small letters.
    pub status_words: BTreeMap<String, Meaning>,
    /// The other back office's id of a row. A row that stands twice is taken once.
    #[serde(default)]
    pub row: Option<ColumnRef>,
    /// What a row is about; without it, every row is a payment.
    pub kind: Option<ColumnRef>,
    /// What its words mean, in small letters.
    pub kind_words: BTreeMap<String, RowKind>,
    /// The id of the payment that a row of a refund is about.
    pub refund_of: Option<ColumnRef>,
    /// The id of the refund that a row is about, where a refund may have several.
    #[serde(default)]
    pub refund: Option<ColumnRef>,
    /// Where the money of a refund was: clearing, bank, cash or other. Without it, at the gateway.
    #[serde(default)]
    pub funds: Option<ColumnRef>,
    /// Rows that are not to be taken.
    pub left: Vec<Left>,
    /// Who paid, by name.
    pub customer_name: Option<ColumnRef>,
    /// Who paid, by e-mail.
    pub customer_email: Option<ColumnRef>,
    /// How it was paid.
    pub channel: Option<ColumnRef>,
    /// What it was for.
    pub description: Option<ColumnRef>,
    /// The gateway's own reference.
    pub gateway_reference: Option<ColumnRef>,
}

impl HistoryMapping {
    /// Takes over what another mapping says of words that this one does not know.
    pub fn learn_words(&mut self, other: Self) {
        for (word, meaning) in other.status_words {
            self.status_words.entry(word).or_insert(meaning);
        }
        for (word, kind) in other.kind_words {
            self.kind_words.entry(word).or_insert(kind);
        }
    }

    /// A mapping in which no column means anything yet.
    #[must_use]
    pub const fn new(layout: Layout, time_zone: Tz) -> Self {
        Self {
            layout,
            time_zone,
            reference: Vec::new(),
            id: None,
            date: None,
            time: None,
            zone: None,
            amount: None,
            currency: None,
            fee: None,
            fee_currency: None,
            fee_is_negative: false,
            refunded: None,
            status: None,
            status_words: BTreeMap::new(),
            row: None,
            kind: None,
            kind_words: BTreeMap::new(),
            refund_of: None,
            refund: None,
            funds: None,
            left: Vec::new(),
            customer_name: None,
            customer_email: None,
            channel: None,
            description: None,
            gateway_reference: None,
        }
    }
}
