//! The entries of the journal: what happened, to what, when, by whom.
//!
//! An entry is written once and never changed; a correction is another entry. Bodies carry facts as they were learned,
//! and [`Payment::apply`](crate::Payment::apply) folds them into what is true now. Personal data is not here: a body names
//! a [`PersonRef`], whose details live beside the journal and can be masked without breaking the chain.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AccountName, Actor, EntryId, GatewayKind, Mode, Money, PaymentStatus, PayoutOrder,
    PayoutStatus, PersonId, Reference, RefundId, RefundMethod, RefundStatus, Source, Subject,
};

/// An entry before the journal has given it its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its identity, made by whoever writes it.
    pub id: EntryId,
    /// When it happened, as far as is known here.
    pub at: DateTime<Utc>,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub body: Body,
}

/// An entry in its place in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place among all entries, from 1, without gaps.
    pub seq: u64,
    /// Its place among the entries of its subject, from 1, without gaps.
    pub version: u64,
    /// What it is about.
    pub subject: Subject,
    /// Its identity.
    pub id: EntryId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub body: Body,
}

/// A customer, without the personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    /// The person record beside the journal.
    pub id: PersonId,
    /// SHA-256 of the record's salt and details, in hex: proves which details were meant for as long as they are kept.
    pub digest: String,
}

/// Where the customer's browser goes. Which of these a gateway takes is the gateway's affair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnUrls {
    /// Where the gateway reports back through the browser (Novac).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
    /// Where the customer is sent at the end (Novac).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// Where the customer is sent after paying (OVGC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<String>,
    /// Where the customer is sent after leaving (OVGC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel: Option<String>,
}

/// What a merchant asked a gateway to collect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The account it is to be paid to.
    pub account: AccountId,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Whether real money is meant.
    pub mode: Mode,
    /// The merchant's order number, as typed.
    pub reference: Reference,
    /// What is to be paid.
    pub amount: Money,
    /// Who is to pay.
    pub customer: PersonRef,
    /// What the customer is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the customer's browser goes.
    #[serde(default)]
    pub urls: ReturnUrls,
    /// The merchant's own keys and values, handed to the gateway.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// What a gateway said of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Where the news came from.
    pub source: Source,
    /// What it means.
    pub status: PaymentStatus,
    /// The gateway's own word.
    pub gateway_status: String,
    /// The gateway's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_reference: Option<String>,
    /// What the order was paid with, before fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What the customer was charged, which is more where the customer bears the fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Money>,
    /// What the gateway keeps of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// How it was paid, in the gateway's word: card, bank transfer, USSD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The gateway's message, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What happened. The words of `kind` are part of the journal and never change their meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// An account was connected; its keys are elsewhere.
    AccountConnected {
        /// What the merchant calls it.
        name: AccountName,
        /// Its gateway.
        gateway: GatewayKind,
        /// Whether its keys move real money.
        mode: Mode,
        /// Where the gateway is.
        base_url: String,
        /// Settings that differ from the gateway's defaults.
        settings: BTreeMap<String, String>,
    },
    /// The account's address or settings were changed.
    AccountSettingsChanged {
        /// Where the gateway is.
        base_url: String,
        /// Settings that differ from the gateway's defaults.
        settings: BTreeMap<String, String>,
    },
    /// The account's keys were replaced; they are elsewhere.
    AccountKeysReplaced {
        /// Whether the new keys move real money.
        mode: Mode,
        /// Which fields were given anew, never what is in them.
        fields: Vec<String>,
    },
    /// An account was disconnected and its keys deleted. Its history stays.
    AccountRemoved,
    /// A payment link is about to be asked for. Written before the request leaves.
    LinkRequested {
        /// What is to be paid, by whom.
        order: Order,
        /// The references under which the gateway may know it, where they are known beforehand.
        candidates: Vec<String>,
        /// The key that goes with every attempt of this request.
        idempotency_key: String,
    },
    /// A new link for the same order is about to be asked for.
    LinkRenewalRequested {
        /// The references under which the gateway may know it, where they are known beforehand.
        candidates: Vec<String>,
        /// The key that goes with every attempt of this request.
        idempotency_key: String,
    },
    /// The gateway made the link.
    LinkOpened {
        /// The key of the request that this answers, which names the link.
        idempotency_key: String,
        /// The gateway's reference or session id.
        gateway_reference: String,
        /// Where the customer pays.
        url: String,
        /// When it stops working, where the gateway says so.
        expires_at: Option<DateTime<Utc>>,
    },
    /// The gateway refused the link, or the request certainly never reached it.
    LinkFailed {
        /// The key of the request that this answers, which names the link.
        idempotency_key: String,
        /// What to tell the merchant.
        message: String,
    },
    /// The answer was lost: the link may exist.
    LinkLost {
        /// The key of the request that this answers, which names the link.
        idempotency_key: String,
        /// What to tell the merchant.
        message: String,
    },
    /// A payment was found at the gateway that no order here asked for.
    PaymentFound {
        /// The account it was paid to.
        account: AccountId,
        /// The account's gateway.
        gateway: GatewayKind,
        /// Whether real money is meant.
        mode: Mode,
        /// The reference it was found under.
        reference: Reference,
        /// What it is about, as the gateway says.
        amount: Money,
        /// Who paid, as the gateway says.
        customer: Option<PersonRef>,
    },
    /// The gateway said something new of the payment.
    PaymentObserved {
        /// What it said.
        observation: Observation,
        /// Who paid, where the gateway tells more of them than was known.
        customer: Option<PersonRef>,
    },
    /// A refund was decided on. Written before the request leaves.
    RefundRequested {
        /// Its identity.
        refund: RefundId,
        /// How much goes back.
        amount: Money,
        /// Whether this is all that was captured, which some gateways want asked for in another way.
        full: bool,
        /// Why, for the books.
        reason: String,
        /// A note the customer may see.
        customer_note: Option<String>,
        /// A note for the merchant.
        merchant_note: Option<String>,
        /// The key that goes with every attempt of this refund.
        idempotency_key: String,
    },
    /// The refund's request is about to leave.
    RefundSubmitted {
        /// Which refund.
        refund: RefundId,
    },
    /// Something new is known of a refund.
    RefundObserved {
        /// Which refund.
        refund: RefundId,
        /// Where the news came from.
        source: Source,
        /// What it means.
        status: RefundStatus,
        /// The gateway's own word.
        gateway_status: Option<String>,
        /// The gateway's id of the refund.
        gateway_refund_id: Option<String>,
        /// What to tell the merchant.
        message: Option<String>,
    },
    /// A refund that was paid back by hand.
    RefundRecorded {
        /// Its identity.
        refund: RefundId,
        /// How much went back.
        amount: Money,
        /// How.
        method: RefundMethod,
        /// Why, for the books.
        reason: String,
        /// What proves it.
        evidence: Option<String>,
        /// Ties the record to the intent of the person who made it, so that a form sent twice records once.
        idempotency_key: String,
    },
    /// A refund was found at the gateway that nobody here asked for.
    RefundFound {
        /// Its identity here.
        refund: RefundId,
        /// How much went back.
        amount: Money,
        /// What it means.
        status: RefundStatus,
        /// The gateway's own word.
        gateway_status: String,
        /// The gateway's id of the refund.
        gateway_refund_id: String,
        /// The gateway's words for why, or how it came to be known.
        reason: String,
    },
    /// Money is about to be sent. Written before the request leaves.
    PayoutRequested {
        /// What is to be sent, where to.
        order: PayoutOrder,
        /// The key that goes with every attempt of this payout.
        idempotency_key: String,
    },
    /// The payout's request is about to leave.
    PayoutSubmitted,
    /// A gateway told of money sent that nobody here asked for, such as a payout of its own to the merchant.
    PayoutFound {
        /// What was sent, as far as the gateway says.
        order: PayoutOrder,
    },
    /// Something new is known of a payout.
    PayoutObserved {
        /// Where the news came from.
        source: Source,
        /// What it means.
        status: PayoutStatus,
        /// The gateway's own word.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gateway_status: Option<String>,
        /// The gateway's id of the payout.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gateway_payout_id: Option<String>,
        /// The bank's reference, by which the receiving bank finds it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bank_reference: Option<String>,
        /// What the gateway took for it, beside the amount.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fee: Option<Money>,
        /// What to tell the merchant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
    /// A gateway's message came in and proved to be its own. What it caused are other entries.
    WebhookReceived {
        /// The account it was for.
        account: AccountId,
        /// The account's gateway.
        gateway: GatewayKind,
        /// What happened, in the gateway's word.
        event: String,
        /// What it is about, in the gateway's reference.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        /// SHA-256 of the body as it arrived, in hex.
        body_sha256: String,
    },
    /// A file was handed out.
    ExportMade {
        /// Which profile.
        profile: String,
        /// Which rows, in the filter language.
        filter: String,
        /// How many rows.
        rows: u64,
        /// SHA-256 of the file, in hex.
        sha256: String,
        /// The sum of all rows, per currency.
        sums: Vec<Money>,
    },
}

impl Body {
    /// The word of the body's kind, as in the journal.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AccountConnected { .. } => "account_connected",
            Self::AccountSettingsChanged { .. } => "account_settings_changed",
            Self::AccountKeysReplaced { .. } => "account_keys_replaced",
            Self::AccountRemoved => "account_removed",
            Self::LinkRequested { .. } => "link_requested",
            Self::LinkRenewalRequested { .. } => "link_renewal_requested",
            Self::LinkOpened { .. } => "link_opened",
            Self::LinkFailed { .. } => "link_failed",
            Self::LinkLost { .. } => "link_lost",
            Self::PaymentFound { .. } => "payment_found",
            Self::PaymentObserved { .. } => "payment_observed",
            Self::RefundRequested { .. } => "refund_requested",
            Self::RefundSubmitted { .. } => "refund_submitted",
            Self::RefundObserved { .. } => "refund_observed",
            Self::RefundRecorded { .. } => "refund_recorded",
            Self::RefundFound { .. } => "refund_found",
            Self::PayoutRequested { .. } => "payout_requested",
            Self::PayoutSubmitted => "payout_submitted",
            Self::PayoutFound { .. } => "payout_found",
            Self::PayoutObserved { .. } => "payout_observed",
            Self::WebhookReceived { .. } => "webhook_received",
            Self::ExportMade { .. } => "export_made",
        }
    }
}
