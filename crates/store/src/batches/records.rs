//! A batch of refunds, and what it is to do.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{AccountName, BatchId, Money, PaymentId, Reference, RefundId, Signer};

/// Many refunds that were agreed to at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRecord {
    /// Its identity.
    pub id: BatchId,
    /// How many entries it has; the next append states this.
    pub version: u64,
    /// Which payments: a filter, or the name of a file.
    pub of: String,
    /// SHA-256 of the plan that was agreed to, in hex.
    pub plan: String,
    /// Why, for the books.
    pub reason: String,
    /// Who agreed to it.
    pub by: Signer,
    /// How many refunds it has.
    pub lines: u64,
    /// What they come to, per currency.
    pub sums: Vec<Money>,
    /// When it was agreed to.
    pub started_at: DateTime<Utc>,
    /// How it ended; `None` while there is more to ask for.
    pub ended: Option<BatchEnd>,
}

/// How a batch ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchEnd {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether a person stopped it before its end.
    pub cancelled: bool,
    /// How many of its lines came to what, by the words of the result file.
    pub results: BTreeMap<String, u64>,
}

/// One refund of a batch, as it was agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    /// Its place in the batch, from 1.
    pub line: u32,
    /// The payment.
    pub payment: PaymentId,
    /// How much is to go back.
    pub amount: Money,
    /// What could be refunded when it was planned.
    pub left: Money,
    /// The identity that the refund has, or will have.
    pub refund: RefundId,
    /// Why, for the books.
    pub reason: String,
    /// A note the customer may see.
    pub customer_note: Option<String>,
}

/// A line, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLineRow {
    /// The line.
    pub line: BatchLine,
    /// The payment's order number.
    pub reference: Reference,
    /// What the merchant calls its account.
    pub account_name: AccountName,
    /// What came of it; `None` until it was gone about.
    pub outcome: Option<LineOutcome>,
}

/// What came of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOutcome {
    /// In the word of the result file.
    pub word: String,
    /// What to tell the merchant.
    pub message: Option<String>,
}
