//! Money on its way back to a customer. What may be paid back is decided in `refundable`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{BatchId, ImportId, Money, RefundId, RefundMethod, RefundStatus, Signer};

/// Money on its way back to a customer, as the journal tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refund {
    /// Its identity.
    pub id: RefundId,
    /// How much goes back, by the newest word of whoever pays it back.
    pub amount: Money,
    /// How much was asked for.
    pub asked: Money,
    /// What is known of it.
    pub status: RefundStatus,
    /// How it is paid back.
    pub method: RefundMethod,
    /// Whether it asks for all that was captured.
    pub full: bool,
    /// Why, for the books.
    pub reason: String,
    /// A note the customer may see.
    pub customer_note: Option<String>,
    /// A note for the merchant.
    pub merchant_note: Option<String>,
    /// What proves a refund made by hand, or how one of unknown outcome ended.
    pub evidence: Option<String>,
    /// A file that proves it.
    pub file: Option<Evidence>,
    /// Who wanted or recorded it, where a name was given.
    pub by: Option<Signer>,
    /// What a second person said to it.
    pub decision: Option<Decision>,
    /// Who decided by hand how it ended.
    pub resolved_by: Option<Signer>,
    /// The batch it is of, where it is one of many.
    pub batch: Option<BatchId>,
    /// The import that brought it, for as long as no gateway has told of it.
    pub import: Option<ImportId>,
    /// Whether a person has yet to say that the gateway's refund it was taken for is this one.
    pub unconfirmed: bool,
    /// What the gateway says of the refund it was taken for, for as long as nobody has said that they are one.
    pub at_gateway: Option<RefundStatus>,
    /// Whether its status is a person's word, which gives way to any word of the gateway's.
    pub by_hand: bool,
    /// Whether it failed after it had seemed to go well.
    pub failed_later: bool,
    /// Whether the gateway told of it after a person had taken it for failed.
    pub revived: bool,
    /// Whether a person looked at what wanted attention about it.
    pub accepted: bool,
    /// The key that goes with every attempt.
    pub idempotency_key: Option<String>,
    /// The gateway's id.
    pub gateway_refund_id: Option<String>,
    /// The gateway's own word for its state.
    pub gateway_status: Option<String>,
    /// What the last news said.
    pub message: Option<String>,
    /// When it was decided on or found.
    pub requested_at: DateTime<Utc>,
    /// When something new was last learned.
    pub updated_at: DateTime<Utc>,
}

/// What a second person said to a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Yes or no.
    pub approved: bool,
    /// Who.
    pub by: Signer,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, or what else they had to say.
    pub note: Option<String>,
}

/// A file that proves something, kept beside the journal under its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// What it was called.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
}

impl Refund {
    /// What it holds of what was captured: until it is paid back, at least what was asked for.
    #[must_use]
    pub fn held(&self) -> Money {
        match self.status {
            RefundStatus::Processed => self.amount,
            _ if self.asked.minor() > self.amount.minor() => self.asked,
            _ => self.amount,
        }
    }

    /// Whether a second person has yet to say yes or no.
    #[must_use]
    pub fn awaits_decision(&self) -> bool {
        self.status == RefundStatus::Requested
    }
}
