//! What is answered of movements: each by itself, and what they come to.

use chrono::{DateTime, Utc};
use ledger::{
    AccountId, AccountName, EntryId, GatewayKind, LedgerAccount, Mode, Money, Movement,
    MovementKind, PaymentId, PayoutId, Reference,
};

use crate::PersonDetails;

/// What a movement belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovementOf {
    /// A payment, with its fee and refunds.
    Payment(PaymentId),
    /// A payout, with its fee.
    Payout(PayoutId),
}

/// A movement of money as exports have it. What may change later is as it was when the money moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementRow {
    /// The entry that moved it, by its place in the journal.
    pub seq: u64,
    /// The entry's identity.
    pub entry: EntryId,
    /// Its place among the movements of that entry, from 0.
    pub index: u32,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was written down: the time in the entry's id.
    pub recorded_at: DateTime<Utc>,
    /// What the merchant calls the account.
    pub account_name: AccountName,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Whether it is real money.
    pub mode: Mode,
    /// The movement.
    pub movement: Movement,
    /// What it belongs to.
    pub of: MovementOf,
    /// The merchant's order number, or the payout's reference.
    pub reference: Reference,
    /// The gateway's own reference of the payment, after the entry.
    pub gateway_reference: Option<String>,
    /// The state of the payment or payout, in its word, after the entry.
    pub status: String,
    /// How it was paid, after the entry.
    pub channel: Option<String>,
    /// Who paid; `None` where nobody is known, and once masked.
    pub customer: Option<PersonDetails>,
    /// What the customer was shown, or where a payout went, in short and without personal data.
    pub description: Option<String>,
    /// Why, where it is a refund or of a payout.
    pub note: Option<String>,
    /// Where the news came from: `lookup`, `reply`, `webhook`, `deadline`, `hand`, `import`.
    pub source: String,
    /// The fee known after the entry, where it is a sale.
    pub fee: Option<Money>,
    /// The gateway's id of the payout, after the entry.
    pub settlement_id: Option<String>,
    /// The bank's reference of the payout, after the entry.
    pub bank_reference: Option<String>,
}

/// What movements of one kind come to within a quarter of an hour: every time zone begins its days at such a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakingsRow {
    /// When the quarter of an hour begins.
    pub quarter: DateTime<Utc>,
    /// The account.
    pub account: AccountId,
    /// What the merchant calls the account.
    pub account_name: AccountName,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// How it was paid, in the gateway's word, as it was known when the money moved.
    pub channel: Option<String>,
    /// Why money moved.
    pub kind: MovementKind,
    /// Where the money was or went.
    pub funds: LedgerAccount,
    /// The sum, in one currency; more than zero came into the funds.
    pub amount: Money,
    /// How many movements, less those that take one back.
    pub count: i64,
}

/// What a gateway holds for the merchant, by what is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearingBalance {
    /// The account.
    pub account: AccountId,
    /// What the merchant calls the account.
    pub account_name: AccountName,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Whether it is real money.
    pub mode: Mode,
    /// How much, in one currency. Nothing where all of it was paid out.
    pub balance: Money,
}
