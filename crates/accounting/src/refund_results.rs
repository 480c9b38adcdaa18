//! Writing what came of many refunds: one row per refund, as the base profile's file is written.
//!
//! The columns that a list of refunds has are called the same here ([`read_refund_list`](crate::import::read_refund_list)), so
//! that the rows which did not go well can be handed in again once what was in their way is gone.

use std::io::{self, Write};

use ledger::{Money, PaymentId, RefundId};

use crate::csv_writer::csv_writer;
use crate::guarded;

/// What came of one refund of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundResult {
    /// The line of the list that asked for it.
    pub line: u32,
    /// What the merchant calls the account.
    pub account: String,
    /// The order number of the payment.
    pub reference: String,
    /// How much was asked for.
    pub amount: Money,
    /// What came of it, in a word.
    pub outcome: String,
    /// What there is to say about that.
    pub message: Option<String>,
    /// Why, for the books.
    pub reason: String,
    /// The note for the customer.
    pub customer_note: Option<String>,
    /// The payment.
    pub payment: PaymentId,
    /// The refund, where one was asked for.
    pub refund: Option<RefundId>,
}

const COLUMNS: [&str; 11] = [
    "line",
    "account",
    "reference",
    "amount",
    "currency",
    "outcome",
    "message",
    "reason",
    "customer_note",
    "payment_id",
    "refund_id",
];

/// A result file that is being written.
pub struct RefundResults<W: Write> {
    file: csv::Writer<W>,
}

impl<W: Write> RefundResults<W> {
    /// Begins a file with its heading.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn begin(writer: W) -> io::Result<Self> {
        let mut file = csv_writer(writer);
        file.write_record(COLUMNS)?;
        Ok(Self { file })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn row(&mut self, row: &RefundResult) -> io::Result<()> {
        let maybe = |text: &Option<String>| text.as_deref().map(guarded).unwrap_or_default();
        let cells: [String; COLUMNS.len()] = [
            row.line.to_string(),
            guarded(&row.account),
            guarded(&row.reference),
            row.amount.to_decimal_string(),
            row.amount.currency().to_string(),
            guarded(&row.outcome),
            maybe(&row.message),
            guarded(&row.reason),
            maybe(&row.customer_note),
            row.payment.to_string(),
            row.refund.map(|refund| refund.to_string()).unwrap_or_default(),
        ];
        Ok(self.file.write_record(&cells)?)
    }

    /// Writes what is left. Making it last on the disk is the caller's affair.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()
    }
}
