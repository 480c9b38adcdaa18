//! Money that is sent: from a wallet or balance at a gateway to somebody, or from the gateway to the merchant.
//!
//! As with a refund, intent comes before action: a payout is *requested* in the journal, *submitted* once its request leaves,
//! and a lost answer is *unknown*, to be looked up. One that was requested and never submitted has certainly not been
//! sent. The fold is total and statuses only move forwards, by their rank.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{
    AccountId, Body, Entry, GatewayKind, ImportId, Mode, Money, PayoutId, PersonRef, Reference,
    Source, Subject,
};

words! {
    /// What kind of sending it is.
    PayoutKind {
        /// To a bank account.
        Bank = "bank",
        /// To a bank account, from a registered sender to a registered receiver.
        Remittance = "remittance",
        /// To somebody's wallet at another company.
        Wallet = "wallet",
        /// To a mobile phone's or a television's prepaid balance.
        Recharge = "recharge",
        /// From the gateway to the merchant.
        Settlement = "settlement",
        /// From the gateway, it does not say where to.
        Transfer = "transfer",
    }
}

words! {
    /// What is known of a payout.
    PayoutStatus {
        /// Wanted, and not sent.
        Requested = "requested",
        /// On its way to the gateway; the answer is not in.
        Submitted = "submitted",
        /// Sent, and the answer was lost or not understood: it may have happened.
        Unknown = "unknown",
        /// Accepted by the gateway, and the money has not arrived yet.
        Pending = "pending",
        /// It did not happen, or the money came back.
        Failed = "failed",
        /// The money has arrived, as the gateway says.
        Processed = "processed",
    }
}

impl PayoutStatus {
    /// How far along the payout is. A status never gives way to one of a lower rank. `failed` and `processed` share the
    /// highest: gateways do correct themselves between the two, and the latest word counts.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Requested => 0,
            Self::Submitted => 1,
            Self::Unknown | Self::Pending => 2,
            Self::Failed | Self::Processed => 3,
        }
    }

    /// Whether the gateway has yet to say how it ended.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::Unknown | Self::Pending)
    }
}

/// One of several payouts that are one sending, because the gateway takes only so much at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutPart {
    /// The first part's payout, which names the whole.
    pub whole: PayoutId,
    /// Which part, from 1.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

/// What is to be sent, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutOrder {
    /// The account it is sent from.
    pub account: AccountId,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Whether real money is meant.
    pub mode: Mode,
    /// What kind of sending.
    pub kind: PayoutKind,
    /// The merchant's own reference, by which the gateway knows it; of one found at the gateway, the gateway's.
    pub reference: Reference,
    /// How much arrives.
    pub amount: Money,
    /// Where to, in short and without personal data: `Access Bank ••7890`.
    pub to: String,
    /// Who receives it and on which account; kept beside the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<PersonRef>,
    /// What else the gateway is told, such as `bank_code` or `transfer_mode`; no personal data.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
    /// Why, for the books.
    pub reason: String,
    /// Of which sending it is a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PayoutPart>,
}

/// What was heard of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutObservation {
    /// Where the news came from.
    pub source: Source,
    /// What it means.
    pub status: PayoutStatus,
    /// The gateway's own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_status: Option<String>,
    /// The gateway's id of the payout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_payout_id: Option<String>,
    /// The bank's reference, by which the receiving bank finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_reference: Option<String>,
    /// What the gateway took for it, beside the amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// What to tell the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl PayoutObservation {
    /// News of nothing but the status.
    #[must_use]
    pub const fn new(source: Source, status: PayoutStatus) -> Self {
        Self {
            source,
            status,
            gateway_status: None,
            gateway_payout_id: None,
            bank_reference: None,
            fee: None,
            message: None,
        }
    }
}

/// Money that is sent, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payout {
    /// Its identity.
    pub id: PayoutId,
    /// How many entries it has; the next append states this.
    pub version: u64,
    /// What is sent, and where to.
    pub order: PayoutOrder,
    /// The key that goes with every attempt; none where it was found at the gateway.
    pub idempotency_key: Option<String>,
    /// What is known of it.
    pub status: PayoutStatus,
    /// Whether that is a person's word, which gives way to any word of the gateway's.
    pub by_hand: bool,
    /// The gateway's own word for its state.
    pub gateway_status: Option<String>,
    /// The gateway's id.
    pub gateway_payout_id: Option<String>,
    /// The bank's reference.
    pub bank_reference: Option<String>,
    /// What the gateway took for it, beside the amount.
    pub fee: Option<Money>,
    /// What to tell the merchant.
    pub message: Option<String>,
    /// The import that brought it, for as long as no gateway has told of it. What was withdrawn may come again by another.
    pub import: Option<ImportId>,
    /// The import that brought its fee by itself, for as long as no gateway has told of one.
    pub fee_import: Option<ImportId>,
    /// Whether it was withdrawn, and nothing has told of it since.
    pub withdrawn: bool,
    /// Whether anything of it was withdrawn after it had been handed out: what comes again is of the day on which it comes.
    pub handed_out: bool,
    /// When it was requested or found.
    pub created_at: DateTime<Utc>,
    /// When something new was last learned.
    pub updated_at: DateTime<Utc>,
}

impl Payout {
    /// The state after all of `entries`, in their order; `None` where none of them opens a payout.
    pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<Self> {
        entries.into_iter().fold(None, Self::apply)
    }

    /// The state after one more entry.
    #[must_use]
    pub fn apply(state: Option<Self>, entry: &Entry) -> Option<Self> {
        let Some(mut payout) = state else {
            return Self::open(entry);
        };
        if entry.subject != Subject::Payout(payout.id) {
            return Some(payout);
        }
        payout.version = entry.version;
        payout.updated_at = payout.updated_at.max(entry.at);
        payout.learn(&entry.body);
        Some(payout)
    }

    /// Whether it was found at the gateway and not asked for here.
    #[must_use]
    pub const fn was_found(&self) -> bool {
        self.idempotency_key.is_none()
    }

    /// Whether a piece of news says anything that is not known yet, and so deserves an entry.
    #[must_use]
    pub fn is_news(&self, news: &Body) -> bool {
        let mut after = self.clone();
        after.learn(news);
        after != *self
    }

    fn open(entry: &Entry) -> Option<Self> {
        let Subject::Payout(id) = entry.subject else {
            return None;
        };
        let (order, idempotency_key, status, import) = match &entry.body {
            Body::PayoutRequested { order, idempotency_key } => {
                (order, Some(idempotency_key.clone()), PayoutStatus::Requested, None)
            }
            Body::PayoutFound { order, import } => (order, None, PayoutStatus::Unknown, *import),
            _ => return None,
        };
        Some(Self {
            id,
            version: entry.version,
            order: order.clone(),
            idempotency_key,
            status,
            by_hand: false,
            gateway_status: None,
            gateway_payout_id: None,
            bank_reference: None,
            fee: None,
            message: None,
            import,
            fee_import: None,
            withdrawn: false,
            handed_out: false,
            created_at: entry.at,
            updated_at: entry.at,
        })
    }

    fn learn(&mut self, body: &Body) {
        match body {
            Body::PayoutSubmitted => self.advance(PayoutStatus::Submitted),
            Body::PayoutFound { import, .. } => {
                self.import = self.import.and_then(|known| import.or(Some(known)));
            }
            Body::PayoutObserved(news) => self.observe(news),
            Body::PayoutFeeFound { fee, import } if self.fee.is_none() => {
                self.fee = Some(*fee);
                self.fee_import = Some(*import);
            }
            Body::PayoutWithdrawn { import, reason, on_own_days, .. } => {
                self.withdraw(*import, reason, *on_own_days);
            }
            _ => {}
        }
    }

    fn observe(&mut self, news: &PayoutObservation) {
        let (source, status) = (news.source, news.status);
        let known = [
            (&mut self.gateway_payout_id, &news.gateway_payout_id),
            (&mut self.bank_reference, &news.bank_reference),
        ];
        for (known, told) in known {
            *known = known.take().or_else(|| told.clone());
        }
        self.fee = news.fee.or(self.fee);
        self.fee_import = self.fee_import.filter(|_| news.fee.is_none());
        let is_of_hand = source == Source::Hand;
        if !is_of_hand && source != Source::Import && says_something(status) {
            self.import = None;
        }
        self.withdrawn &= !says_something(status);
        if self.by_hand && !is_of_hand && says_something(status) {
            self.status = status;
        }
        self.by_hand = is_of_hand || (self.by_hand && !says_something(status));
        if status.rank() >= self.status.rank() {
            self.gateway_status = news.gateway_status.clone().or(self.gateway_status.take());
            self.message.clone_from(&news.message);
        }
        self.advance(status);
    }

    /// Takes back what nothing but the import tells of. Of the payout that is a person's word, which gives way to any word of
    /// a gateway's or another file's.
    fn withdraw(&mut self, import: ImportId, reason: &str, on_own_days: bool) {
        let is_whole = self.import == Some(import) && !self.withdrawn;
        if !is_whole && self.fee_import != Some(import) {
            return;
        }
        self.handed_out |= !on_own_days;
        self.fee = None;
        self.fee_import = None;
        if is_whole {
            self.withdrawn = true;
            self.by_hand = true;
            self.status = PayoutStatus::Failed;
            self.message = Some(reason.to_owned());
        }
    }

    fn advance(&mut self, next: PayoutStatus) {
        if next.rank() >= self.status.rank() {
            self.status = next;
        }
    }
}

/// Whether a gateway that says so knows of the payout.
const fn says_something(status: PayoutStatus) -> bool {
    matches!(status, PayoutStatus::Pending | PayoutStatus::Processed | PayoutStatus::Failed)
}
