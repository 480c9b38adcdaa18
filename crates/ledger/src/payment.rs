//! A payment with its links and refunds, as a fold of its entries.
//!
//! The fold is total: any sequence of entries gives a state, and no sequence panics. An entry that makes no sense where
//! it stands (a refund's outcome before the refund, say) changes nothing. Statuses only move forwards, by their rank. There are
//! two ways back: a new link, by which the order can be paid again, and the withdrawal of what nothing but a file tells of.

mod attention;
mod imports;
mod links;
mod refunds;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use attention::Concern;
use imports::Told;
pub use links::CheckoutLink;

use crate::{
    AccountId, Body, Entry, Flag, GatewayKind, ImportId, Mode, Money, Observation, Order,
    PaymentId, PaymentStatus, PersonRef, Reference, Refund, RefundId, Signer, Source, Subject, Tag,
};

/// An order and the money that came for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payment {
    /// Its identity.
    pub id: PaymentId,
    /// How many entries it has; the next append states this.
    pub version: u64,
    /// The account it is paid to.
    pub account: AccountId,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Whether real money is meant.
    pub mode: Mode,
    /// The merchant's order number, or the gateway's reference of a payment found there.
    pub reference: Reference,
    /// What was ordered here; a payment found at the gateway has no order.
    pub order: Option<Order>,
    /// What is to be paid: as ordered, or as the gateway says of a payment that was found there.
    pub expected: Money,
    /// Who pays.
    pub customer: Option<PersonRef>,
    /// Every link, the newest last.
    pub links: Vec<CheckoutLink>,
    /// What is known of it.
    pub status: PaymentStatus,
    /// The gateway's own word for its state.
    pub gateway_status: Option<String>,
    /// The gateway's own reference.
    pub gateway_reference: Option<String>,
    /// What was paid, before fees.
    pub captured: Option<Money>,
    /// When it came to be known that it was paid.
    pub captured_at: Option<DateTime<Utc>>,
    /// What the customer was charged.
    pub charged: Option<Money>,
    /// What the gateway keeps.
    pub fee: Option<Money>,
    /// How it was paid.
    pub channel: Option<String>,
    /// What wants a person's eye.
    pub flags: BTreeSet<Flag>,
    /// The flags that a person looked at.
    pub accepted: BTreeSet<Flag>,
    /// Every refund, the oldest first.
    pub refunds: Vec<Refund>,
    /// The refunds that turned out to be others, each with the one that it is.
    pub joined: BTreeMap<RefundId, RefundId>,
    /// What is to be remembered, the oldest first.
    pub notes: Vec<Note>,
    /// What it is sorted by.
    pub tags: BTreeSet<Tag>,
    /// The import that brought it, where one did.
    pub imported: Option<ImportId>,
    /// Whether somebody else than an import has told of its money.
    pub confirmed: bool,
    /// Whether it was withdrawn, and nothing has told of it since.
    pub withdrawn: bool,
    /// Whether it was withdrawn after it had been handed out: what comes of it again is of the day on which it comes.
    pub handed_out: bool,
    /// The refunds that were withdrawn after they had been handed out, by the gateway's ids.
    pub refunds_handed_out: BTreeSet<String>,
    /// When it came to be known here.
    pub created_at: DateTime<Utc>,
    /// When something new was last learned.
    pub updated_at: DateTime<Utc>,
}

/// Something to remember about a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The note.
    pub text: String,
    /// Whose.
    pub by: Signer,
    /// When it was written.
    pub at: DateTime<Utc>,
}

impl Payment {
    /// The state after all of `entries`, in their order; `None` where none of them opens a payment.
    pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<Self> {
        entries.into_iter().fold(None, Self::apply)
    }

    /// The state after one more entry.
    #[must_use]
    pub fn apply(state: Option<Self>, entry: &Entry) -> Option<Self> {
        let Some(mut payment) = state else {
            return Self::open(entry);
        };
        if entry.subject != Subject::Payment(payment.id) {
            return Some(payment);
        }
        payment.version = entry.version;
        payment.updated_at = payment.updated_at.max(entry.at);
        payment.learn(entry);
        payment.flags = payment.raised_flags();
        if payment.captured.is_some() {
            payment.captured_at.get_or_insert(entry.at);
        }
        Some(payment)
    }

    /// What the payment is about in money: what was captured, or what is expected while nothing has been.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.captured.unwrap_or(self.expected)
    }

    /// Whether an observation says anything that is not known yet, and so deserves an entry.
    #[must_use]
    pub fn is_news(&self, observation: &Observation) -> bool {
        let mut after = self.clone();
        after.observe(observation);
        after != *self
    }

    fn open(entry: &Entry) -> Option<Self> {
        let Subject::Payment(id) = entry.subject else {
            return None;
        };
        let (account, gateway, mode, reference, expected, order, customer, imported) = match &entry
            .body
        {
            Body::LinkRequested { order, .. } => (
                order.account,
                order.gateway,
                order.mode,
                order.reference.clone(),
                order.amount,
                Some(order.clone()),
                Some(order.customer.clone()),
                None,
            ),
            Body::PaymentFound { account, gateway, mode, reference, amount, customer, import } => (
                *account,
                *gateway,
                *mode,
                reference.clone(),
                *amount,
                None,
                customer.clone(),
                *import,
            ),
            _ => return None,
        };
        let mut payment = Self {
            id,
            version: entry.version,
            account,
            gateway,
            mode,
            reference,
            order,
            expected,
            customer,
            links: Vec::new(),
            status: PaymentStatus::Unknown,
            gateway_status: None,
            gateway_reference: None,
            captured: None,
            captured_at: None,
            charged: None,
            fee: None,
            channel: None,
            flags: BTreeSet::new(),
            accepted: BTreeSet::new(),
            refunds: Vec::new(),
            joined: BTreeMap::new(),
            notes: Vec::new(),
            tags: BTreeSet::new(),
            imported,
            confirmed: false,
            withdrawn: false,
            handed_out: false,
            refunds_handed_out: BTreeSet::new(),
            created_at: entry.at,
            updated_at: entry.at,
        };
        payment.learn(entry);
        payment.flags = payment.raised_flags();
        Some(payment)
    }

    fn learn(&mut self, entry: &Entry) {
        match &entry.body {
            Body::LinkRequested { order, candidates, idempotency_key } => {
                self.order_again(order);
                self.request_link(entry.at, candidates, idempotency_key);
            }
            Body::LinkRenewalRequested { candidates, idempotency_key } => {
                self.request_link(entry.at, candidates, idempotency_key);
            }
            Body::LinkOpened { idempotency_key, gateway_reference, url, expires_at } => {
                self.open_link(idempotency_key, gateway_reference, url, *expires_at);
            }
            Body::LinkFailed { idempotency_key, message } => {
                self.fail_link(idempotency_key, message);
            }
            Body::LinkLost { idempotency_key, message } => {
                self.lose_link(idempotency_key, message);
            }
            Body::PaymentObserved { observation, customer } => {
                self.observe(observation);
                if customer.is_some() {
                    self.customer.clone_from(customer);
                }
            }
            Body::PaymentFound { import, reference, amount, customer, .. } => {
                let told = Told { reference, amount: *amount, customer: customer.as_ref() };
                self.find_again(*import, &told);
            }
            Body::PaymentWithdrawn { import, on_own_days, .. } => {
                self.withdraw(*import, *on_own_days);
            }
            Body::RefundWithdrawn { refund, import, on_own_days, .. } => {
                self.withdraw_refund(*refund, *import, *on_own_days);
            }
            Body::RefundRequested { .. }
            | Body::RefundRecorded { .. }
            | Body::RefundFound { .. } => {
                self.add_refund(entry);
            }
            Body::RefundApproved { .. }
            | Body::RefundRejected { .. }
            | Body::RefundSubmitted { .. }
            | Body::RefundObserved { .. }
            | Body::RefundResolved { .. }
            | Body::RefundMatched { .. }
            | Body::RefundMatchConfirmed { .. }
            | Body::RefundJoined { .. }
            | Body::RefundSplit { .. } => self.learn_of_refund(entry),
            Body::AttentionAccepted { flags, refunds, .. } => self.accept(flags, refunds),
            Body::NoteAdded { text, by } => {
                self.notes.push(Note { text: text.clone(), by: by.clone(), at: entry.at });
            }
            Body::TagsSet { tags } => self.tags.clone_from(tags),
            // Opens a payment, or is about something else.
            _ => {}
        }
    }

    fn observe(&mut self, news: &Observation) {
        if self.is_about_an_old_link(news) {
            return;
        }
        let (was, was_withdrawn) = (self.status, self.withdrawn);
        self.confirmed |= news.status.is_captured() && news.source != Source::Import;
        self.advance(news.status);
        if self.status.rank() > news.status.rank() {
            return;
        }
        self.withdrawn = false;
        self.gateway_status = Some(news.gateway_status.clone());
        if news.gateway_reference.is_some() {
            self.gateway_reference.clone_from(&news.gateway_reference);
        }
        if news.status.is_captured() {
            let captured = news.amount.or(self.captured).or(Some(self.expected));
            if captured != self.captured {
                // Who looked at one amount has not looked at another.
                self.accepted.retain(|flag| !flag.is_about_the_amount());
            }
            self.captured = captured;
            self.charged = news.charged.or(self.charged);
            self.fee = news
                .fee
                .filter(|fee| Some(fee.currency()) == captured.map(Money::currency))
                .or(self.fee);
            // What was withdrawn had not been left by anybody.
            let was_over = matches!(was, PaymentStatus::Expired | PaymentStatus::Cancelled);
            if was_over && !was_withdrawn {
                self.flags.insert(Flag::Late);
            }
        }
        if news.channel.is_some() {
            self.channel.clone_from(&news.channel);
        }
    }

    fn advance(&mut self, next: PaymentStatus) {
        if next.rank() >= self.status.rank() {
            self.status = next;
        }
    }

    /// Flags follow from the state, but for `late`, which only the moment of paying could tell.
    fn raised_flags(&self) -> BTreeSet<Flag> {
        let ordered = self.order.as_ref().map(|order| order.amount);
        let mut flags = BTreeSet::new();
        if self.flags.contains(&Flag::Late) {
            flags.insert(Flag::Late);
        }
        match (ordered, self.captured) {
            // A person brought it on purpose.
            (None, _) if self.imported.is_some() => {}
            (None, _) => {
                flags.insert(Flag::Unordered);
            }
            (Some(ordered), Some(captured)) if ordered.currency() != captured.currency() => {
                flags.insert(Flag::CurrencyMismatch);
            }
            (Some(ordered), Some(captured)) if ordered != captured => {
                flags.insert(Flag::AmountMismatch);
            }
            (Some(_), _) => {}
        }
        flags
    }
}
