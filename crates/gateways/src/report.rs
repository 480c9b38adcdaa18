//! What goes to a gateway and what comes back, in the ledger's nouns.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{Currency, Mode, Money, Observation, Reference, RefundStatus, ReturnUrls};

/// A customer's details, on their way to or from a gateway.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// A payment link to be made.
#[derive(Debug, Clone)]
pub struct LinkRequest {
    /// The merchant's order number, as typed.
    pub reference: Reference,
    /// Tells this request from others for the same order; goes into derived references. Lower-case hex.
    pub nonce: String,
    /// Goes with every attempt of this request.
    pub idempotency_key: String,
    /// What is to be paid.
    pub amount: Money,
    /// Who is to pay; gateways demand an e-mail address.
    pub customer: Person,
    /// What the customer is shown.
    pub description: Option<String>,
    /// Where the customer's browser goes.
    pub urls: ReturnUrls,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// When it is asked for, from which a fixed lifetime counts.
    pub now: DateTime<Utc>,
}

/// A payment link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOpened {
    /// The gateway's reference or session id: what it is looked up by.
    pub gateway_reference: String,
    /// Where the customer pays.
    pub url: String,
    /// When it stops working, where that is known.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a payment is looked up by.
#[derive(Debug, Clone)]
pub struct PaymentHandle {
    /// The gateway's reference or session id.
    pub gateway_reference: String,
    /// The currency it is expected in, for gateways that leave it out.
    pub currency: Option<Currency>,
}

/// What a gateway knows of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentReport {
    /// For the journal.
    pub observation: Observation,
    /// Who paid, as the gateway says.
    pub customer: Option<Person>,
    /// Test or live, as the gateway says.
    pub mode: Mode,
}

/// A refund to be made.
#[derive(Debug, Clone)]
pub struct RefundRequest {
    /// The payment's reference at the gateway.
    pub gateway_reference: String,
    /// How much goes back.
    pub amount: Money,
    /// Whether this is all that was captured.
    pub full: bool,
    /// Goes with every attempt of this refund.
    pub idempotency_key: String,
    /// A note the customer may see.
    pub customer_note: Option<String>,
    /// A note for the merchant.
    pub merchant_note: Option<String>,
}

/// What refunds are looked up by.
#[derive(Debug, Clone)]
pub struct RefundHandle {
    /// The payment's reference at the gateway.
    pub gateway_reference: String,
    /// The gateway's ids of refunds known so far.
    pub gateway_refund_ids: Vec<String>,
    /// The currency it is expected in.
    pub currency: Currency,
}

/// What a gateway knows of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundReport {
    /// The gateway's id of the refund; some replies leave it out.
    pub gateway_refund_id: Option<String>,
    /// The payment it belongs to, where the reply says so.
    pub gateway_reference: Option<String>,
    /// How much goes back, where the reply says so.
    pub amount: Option<Money>,
    /// What it means.
    pub status: RefundStatus,
    /// The gateway's own word.
    pub gateway_status: String,
    /// When it was made, where the reply says so and in a way that can be read.
    pub created_at: Option<DateTime<Utc>>,
    /// The gateway's message or the note for the customer.
    pub message: Option<String>,
}

/// Keys that a gateway accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Whether they move real money.
    pub mode: Mode,
    /// The merchant's name at the gateway, where it tells.
    pub merchant: Option<String>,
}
