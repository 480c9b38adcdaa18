//! What comes in and what is known of it.

use std::fmt;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use ledger::{AccountId, DeliveryId, EntryId, GatewayKind, PaymentId, PayoutId, Verdict};

/// What stands in a body's place once it is taken away.
pub(super) const BLANK: &[u8] = b"[masked]";

/// How a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryOrigin {
    /// It was sent to the listener.
    Listener,
    /// It was in a file of stored messages.
    Import,
}

/// A message as it came in, less its secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// Its identity.
    pub id: DeliveryId,
    /// The account it was for; `None` where there is none of that name.
    pub account: Option<AccountId>,
    /// The account's gateway.
    pub gateway: Option<GatewayKind>,
    /// The account's name, as the message was addressed.
    pub account_name: String,
    /// How it came in.
    pub origin: DeliveryOrigin,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// Who sent it, as far as that is known for certain.
    pub source: Option<IpAddr>,
    /// Its headers, in their order.
    pub headers: Vec<(String, String)>,
    /// Its body, byte for byte unless `masked`; at most [`MOST_BODY_BYTES`](crate::MOST_BODY_BYTES).
    pub body: Vec<u8>,
    /// The length of the body as it arrived.
    pub body_bytes: u64,
    /// SHA-256 of the body as it arrived, in hex.
    pub body_sha256: String,
    /// Whether secrets were taken out of the body, or all of it was, so that it can no longer be proven.
    pub masked: bool,
}

/// What is thought of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
    /// What happened, in the gateway's word.
    pub event: Option<String>,
    /// What tells the event from every other of the account.
    pub key: Option<String>,
    /// What it is about, in the gateway's reference.
    pub reference: Option<String>,
    /// Whether something shows that it is the gateway's own.
    pub is_proven: bool,
}

/// What was done about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    /// When.
    pub at: DateTime<Utc>,
    /// What came of it, in a sentence; stands in for the reason of the judgement.
    pub reason: Option<String>,
    /// The payment it is about.
    pub payment: Option<PaymentId>,
    /// The payout it is about.
    pub payout: Option<PayoutId>,
    /// The entries that it caused, beside those it caused before.
    pub entries: Vec<EntryId>,
}

/// A message with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// The message. In lists its body is left empty.
    pub delivery: NewDelivery,
    /// What became of it; `None` until it is judged.
    pub verdict: Option<Verdict>,
    /// Why, or what came of it.
    pub reason: Option<String>,
    /// What happened, in the gateway's word.
    pub event: Option<String>,
    /// What it is about, in the gateway's reference.
    pub reference: Option<String>,
    /// Whether something showed that it was the gateway's own, when it was judged; `None` where that was not kept.
    pub is_proven: Option<bool>,
    /// The message by which the same event was accepted.
    pub duplicate_of: Option<DeliveryId>,
    /// The payment it is about.
    pub payment: Option<PaymentId>,
    /// The payout it is about.
    pub payout: Option<PayoutId>,
    /// The entries that it caused.
    pub entries: Vec<EntryId>,
    /// When it was last acted on.
    pub handled_at: Option<DateTime<Utc>>,
}

impl DeliveryOrigin {
    /// The written word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listener => "listener",
            Self::Import => "import",
        }
    }
}

impl NewDelivery {
    /// Whether the body was taken away because it mentioned somebody who was masked.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.masked && self.body == BLANK
    }
}

impl fmt::Debug for NewDelivery {
    /// Without headers and body, so that no log has them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewDelivery")
            .field("id", &self.id)
            .field("account_name", &self.account_name)
            .field("origin", &self.origin)
            .field("received_at", &self.received_at)
            .field("body_bytes", &self.body_bytes)
            .finish_non_exhaustive()
    }
}
