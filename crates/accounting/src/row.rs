//! The row that every profile starts from: one movement of money, with what is known of it.

use chrono::{DateTime, Utc};
use ledger::{EntryId, GatewayKind, Mode, Money, Movement, PaymentId, PaymentStatus};

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The journal entry that moved it.
    pub entry: EntryId,
    /// Its place among the movements of that entry, from 0.
    pub index: u32,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// The gateway.
    pub gateway: GatewayKind,
    /// What the merchant calls the account.
    pub account: String,
    /// Whether it is real money.
    pub mode: Mode,
    /// What moved.
    pub movement: Movement,
    /// The payment's state after the entry.
    pub status: PaymentStatus,
    /// What the gateway keeps of a sale.
    pub fee: Option<Money>,
    /// The payment it belongs to.
    pub payment: PaymentId,
    /// The merchant's order number.
    pub reference: String,
    /// The gateway's own reference.
    pub gateway_reference: Option<String>,
    /// How it was paid.
    pub channel: Option<String>,
    /// Who paid, by name.
    pub customer_name: Option<String>,
    /// Who paid, by e-mail.
    pub customer_email: Option<String>,
    /// What the customer was shown.
    pub description: Option<String>,
    /// Why, where it is a refund.
    pub note: Option<String>,
    /// Where the news came from.
    pub source: String,
}
