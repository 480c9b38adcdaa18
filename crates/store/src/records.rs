//! What the store answers with: the ledger's nouns, with what stands beside them in a list.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use ledger::{
    AccountId, AccountName, Flag, GatewayKind, Mode, Money, Payment, PaymentId, PaymentStatus,
    Payout, Reference, Refund, Tag,
};

use crate::decode::whole_ms;

/// A person's details. They print as nothing, so that no log has them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PersonDetails {
    /// What the person is called.
    pub name: Option<String>,
    /// Where the person is written to.
    pub email: Option<String>,
    /// The bank account, phone or wallet that money to this person goes to.
    pub account: Option<String>,
}

impl fmt::Debug for PersonDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonDetails")
    }
}

/// A payment folded from the journal, with what stands beside the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRecord {
    /// The payment.
    pub payment: Payment,
    /// What the merchant calls its account.
    pub account_name: AccountName,
    /// Who pays; `None` where nobody is known, and once masked.
    pub person: Option<PersonDetails>,
}

/// A payment as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    /// Its identity.
    pub id: PaymentId,
    /// The merchant's order number.
    pub reference: Reference,
    /// The gateway's own reference.
    pub gateway_reference: Option<String>,
    /// The account it is paid to.
    pub account: AccountId,
    /// What the merchant calls the account.
    pub account_name: AccountName,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Whether real money is meant.
    pub mode: Mode,
    /// What is known of it.
    pub status: PaymentStatus,
    /// What wants a person's eye.
    pub flags: BTreeSet<Flag>,
    /// What it is sorted by.
    pub tags: BTreeSet<Tag>,
    /// What was captured, or is expected while nothing was.
    pub amount: Money,
    /// What the gateway keeps.
    pub fee: Option<Money>,
    /// What has gone back.
    pub refunded: Money,
    /// What may still go back.
    pub refundable: Money,
    /// How it was paid.
    pub channel: Option<String>,
    /// What the customer is shown.
    pub description: Option<String>,
    /// Who pays; `None` where nobody is known, and once masked.
    pub customer: Option<PersonDetails>,
    /// Where the customer pays.
    pub link_url: Option<String>,
    /// When that stops working.
    pub link_expires_at: Option<DateTime<Utc>>,
    /// When it came to be known here.
    pub created_at: DateTime<Utc>,
}

impl PaymentRow {
    /// The row of a folded payment, the same as the list has: its times are kept to the millisecond.
    #[must_use]
    pub fn of(record: &PaymentRecord) -> Self {
        let payment = &record.payment;
        let link = payment.link();
        let order = payment.order.as_ref();
        Self {
            id: payment.id,
            reference: payment.reference.clone(),
            gateway_reference: payment.gateway_reference.clone(),
            account: payment.account,
            account_name: record.account_name.clone(),
            gateway: payment.gateway,
            mode: payment.mode,
            status: payment.status,
            flags: payment.flags.clone(),
            tags: payment.tags.clone(),
            amount: payment.amount(),
            fee: payment.fee,
            refunded: payment.refunded(),
            refundable: payment.refundable(),
            channel: payment.channel.clone(),
            description: order.and_then(|order| order.description.clone()),
            customer: record.person.clone(),
            link_url: link.and_then(|link| link.url.clone()),
            link_expires_at: link.and_then(|link| link.expires_at).map(whole_ms),
            created_at: payment.created_at,
        }
    }
}

/// A refund as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRow {
    /// The refund.
    pub refund: Refund,
    /// The payment it belongs to.
    pub payment: PaymentId,
    /// That payment's order number.
    pub reference: Reference,
    /// What the merchant calls its account.
    pub account_name: AccountName,
    /// The account's gateway.
    pub gateway: GatewayKind,
}

/// A payout, with what stands beside the journal. Lists have it whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutRecord {
    /// The payout.
    pub payout: Payout,
    /// What the merchant calls its account.
    pub account_name: AccountName,
    /// Who receives it, and on which account; `None` where nobody is named, and once masked.
    pub beneficiary: Option<PersonDetails>,
}

/// A connected account, or one that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRecord {
    /// Its identity.
    pub id: AccountId,
    /// What the merchant calls it.
    pub name: AccountName,
    /// Its gateway.
    pub gateway: GatewayKind,
    /// Whether its keys move real money.
    pub mode: Mode,
    /// Where the gateway is.
    pub base_url: String,
    /// Settings that differ from the gateway's defaults.
    pub settings: BTreeMap<String, String>,
    /// The largest refund of each currency that wants no second person's yes; empty where none wants one.
    pub approval: Vec<Money>,
    /// How many entries it has; the next append states this.
    pub version: u64,
    /// When it was last connected.
    pub connected_at: DateTime<Utc>,
    /// When it was removed, unless it is connected.
    pub removed_at: Option<DateTime<Utc>>,
}

/// A payment whose look-up is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueLookup {
    /// The payment.
    pub payment: PaymentId,
    /// How many look-ups in a row got no answer.
    pub attempts: u32,
}

/// When a payment or payout was and will be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupState {
    /// The last time.
    pub looked_up_at: DateTime<Utc>,
    /// How many look-ups in a row got no answer.
    pub attempts: u32,
    /// The next time, where one is planned.
    pub next_at: Option<DateTime<Utc>>,
}
