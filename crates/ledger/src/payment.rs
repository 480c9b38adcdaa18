//! A payment with its links and refunds, as a fold of its entries.
//!
//! The fold is total: any sequence of entries gives a state, and no sequence panics. An entry that makes no sense where
//! it stands (a refund's outcome before the refund, say) changes nothing. Statuses only move forwards, by their rank; a new
//! link, by which the order can be paid again, is the one way back.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    AccountId, Body, Entry, Flag, GatewayKind, Mode, Money, Observation, Order, PaymentId,
    PaymentStatus, PersonRef, Reference, Refund, RefundId, RefundMethod, RefundStatus, Subject,
};

/// One way to pay an order. Renewing an expired link adds another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckoutLink {
    /// The references under which the gateway may know it, where the answer was lost.
    pub candidates: Vec<String>,
    /// The key that goes with every attempt of the request.
    pub idempotency_key: String,
    /// The gateway's reference or session id.
    pub gateway_reference: Option<String>,
    /// Where the customer pays.
    pub url: Option<String>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When it stops working, where the gateway says so.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether the gateway refused it.
    pub failed: bool,
    /// What the merchant was told where it was not made.
    pub message: Option<String>,
    /// What was known of the payment when it was asked for; so it stands again where it is refused.
    #[serde(skip)]
    status_before: PaymentStatus,
}

impl CheckoutLink {
    fn goes_by(&self, reference: &String) -> bool {
        self.gateway_reference.as_ref() == Some(reference) || self.candidates.contains(reference)
    }
}

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
    /// What the customer was charged.
    pub charged: Option<Money>,
    /// What the gateway keeps.
    pub fee: Option<Money>,
    /// How it was paid.
    pub channel: Option<String>,
    /// What wants a person's eye.
    pub flags: BTreeSet<Flag>,
    /// Every refund, the oldest first.
    pub refunds: Vec<Refund>,
    /// When it came to be known here.
    pub created_at: DateTime<Utc>,
    /// When something new was last learned.
    pub updated_at: DateTime<Utc>,
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
        Some(payment)
    }

    /// What the payment is about in money: what was captured, or what is expected while nothing has been.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.captured.unwrap_or(self.expected)
    }

    /// The link a customer can pay by now, which is the newest.
    #[must_use]
    pub fn link(&self) -> Option<&CheckoutLink> {
        self.links.last()
    }

    /// Whether no gateway ever made a link for it, so that the same order number can be used once more.
    #[must_use]
    pub fn never_offered(&self) -> bool {
        self.order.is_some() && self.captured.is_none() && self.links.iter().all(|link| link.failed)
    }

    /// The refund of that id.
    #[must_use]
    pub fn refund(&self, id: RefundId) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.id == id)
    }

    /// Whether an observation says anything that is not known yet, and so deserves an entry.
    #[must_use]
    pub fn is_news(&self, observation: &Observation) -> bool {
        let mut after = self.clone();
        after.observe(observation);
        after != *self
    }

    /// Whether a refund's news says anything that is not known yet.
    #[must_use]
    pub fn is_refund_news(
        &self,
        id: RefundId,
        status: RefundStatus,
        word: Option<&str>,
        gateway_id: Option<&str>,
    ) -> bool {
        self.refund(id).is_some_and(|refund| {
            let is_new_word =
                word.is_some_and(|word| refund.gateway_status.as_deref() != Some(word));
            (status.rank() >= refund.status.rank() && (status != refund.status || is_new_word))
                || (refund.gateway_refund_id.is_none() && gateway_id.is_some())
        })
    }

    fn open(entry: &Entry) -> Option<Self> {
        let Subject::Payment(id) = entry.subject else {
            return None;
        };
        let (account, gateway, mode, reference, expected, order, customer) = match &entry.body {
            Body::LinkRequested { order, .. } => (
                order.account,
                order.gateway,
                order.mode,
                order.reference.clone(),
                order.amount,
                Some(order.clone()),
                Some(order.customer.clone()),
            ),
            Body::PaymentFound { account, gateway, mode, reference, amount, customer } => {
                (*account, *gateway, *mode, reference.clone(), *amount, None, customer.clone())
            }
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
            charged: None,
            fee: None,
            channel: None,
            flags: BTreeSet::new(),
            refunds: Vec::new(),
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
            Body::RefundRequested { .. }
            | Body::RefundRecorded { .. }
            | Body::RefundFound { .. } => {
                self.add_refund(entry);
            }
            Body::RefundSubmitted { refund } => {
                self.advance_refund(*refund, RefundStatus::Submitted, entry.at);
            }
            Body::RefundObserved {
                refund,
                status,
                gateway_status,
                gateway_refund_id,
                message,
                ..
            } => {
                if let Some(known) = self.refunds.iter_mut().find(|known| known.id == *refund) {
                    known.gateway_refund_id =
                        known.gateway_refund_id.take().or_else(|| gateway_refund_id.clone());
                }
                if let Some(known) = self.advance_refund(*refund, *status, entry.at) {
                    known.gateway_status = gateway_status.clone().or(known.gateway_status.take());
                    known.message.clone_from(message);
                }
            }
            Body::PaymentFound { .. }
            | Body::AccountConnected { .. }
            | Body::AccountRemoved
            | Body::ExportMade { .. } => {}
        }
    }

    /// An order whose every link was refused never reached a customer, so it may be changed.
    fn order_again(&mut self, order: &Order) {
        if self.never_offered() {
            self.expected = order.amount;
            self.customer = Some(order.customer.clone());
            self.order = Some(order.clone());
        }
    }

    fn request_link(&mut self, at: DateTime<Utc>, candidates: &[String], idempotency_key: &str) {
        if self.links.iter().any(|link| link.idempotency_key == idempotency_key) {
            return;
        }
        self.links.push(CheckoutLink {
            candidates: candidates.to_vec(),
            idempotency_key: idempotency_key.to_owned(),
            gateway_reference: None,
            url: None,
            requested_at: at,
            expires_at: None,
            failed: false,
            message: None,
            status_before: self.status,
        });
        // Until its answer is in, the new link may exist, whatever became of those before it.
        if !self.status.is_captured() {
            self.status = PaymentStatus::Unknown;
        }
    }

    fn open_link(
        &mut self,
        key: &str,
        reference: &str,
        url: &str,
        expires_at: Option<DateTime<Utc>>,
    ) {
        let Some(link) = self.link_of(key) else {
            return;
        };
        link.gateway_reference = Some(reference.to_owned());
        link.url = Some(url.to_owned());
        link.expires_at = expires_at;
        link.failed = false;
        link.message = None;
        if !self.status.is_captured() {
            let mut newest_first = self.links.iter().rev();
            self.gateway_reference = newest_first.find_map(|link| link.gateway_reference.clone());
            // A renewed link can be paid again, whatever became of the one before it.
            self.status = PaymentStatus::Pending;
        }
    }

    fn fail_link(&mut self, key: &str, message: &str) {
        let Some(link) = self.link_of(key) else {
            return;
        };
        link.failed = true;
        link.message = Some(message.to_owned());
        let before = link.status_before;
        if !self.status.is_open() {
            return;
        }
        if self.links.iter().all(|link| link.failed) {
            self.status = PaymentStatus::Failed;
        } else if self.is_newest(key) {
            self.status = before;
        }
    }

    fn lose_link(&mut self, key: &str, message: &str) {
        let Some(link) = self.link_of(key) else {
            return;
        };
        link.message = Some(message.to_owned());
        if self.is_newest(key) {
            self.advance(PaymentStatus::Unknown);
        }
    }

    fn link_of(&mut self, key: &str) -> Option<&mut CheckoutLink> {
        self.links.iter_mut().find(|link| link.idempotency_key == key)
    }

    fn is_newest(&self, key: &str) -> bool {
        self.link().is_some_and(|link| link.idempotency_key == key)
    }

    fn observe(&mut self, news: &Observation) {
        if self.is_about_an_old_link(news) {
            return;
        }
        let was = self.status;
        self.advance(news.status);
        if self.status.rank() > news.status.rank() {
            return;
        }
        self.gateway_status = Some(news.gateway_status.clone());
        if news.gateway_reference.is_some() {
            self.gateway_reference.clone_from(&news.gateway_reference);
        }
        if news.status.is_captured() {
            let captured = news.amount.or(self.captured).or(Some(self.expected));
            self.captured = captured;
            self.charged = news.charged.or(self.charged);
            self.fee = news
                .fee
                .filter(|fee| Some(fee.currency()) == captured.map(Money::currency))
                .or(self.fee);
            if matches!(was, PaymentStatus::Expired | PaymentStatus::Cancelled) {
                self.flags.insert(Flag::Late);
            }
        }
        if news.channel.is_some() {
            self.channel.clone_from(&news.channel);
        }
    }

    /// That a link expired says nothing of the order once a newer link stands, or may stand; that it was paid does.
    fn is_about_an_old_link(&self, news: &Observation) -> bool {
        let mut newest_first = self.links.iter().rev().filter(|link| !link.failed);
        let (Some(named), Some(current)) = (&news.gateway_reference, newest_first.next()) else {
            return false;
        };
        let is_old = match &current.gateway_reference {
            Some(reference) => reference != named,
            None => {
                !current.candidates.contains(named) && newest_first.any(|link| link.goes_by(named))
            }
        };
        is_old && !news.status.is_captured()
    }

    fn advance(&mut self, next: PaymentStatus) {
        if next.rank() >= self.status.rank() {
            self.status = next;
        }
    }

    fn add_refund(&mut self, entry: &Entry) {
        let new = match &entry.body {
            Body::RefundRequested {
                refund,
                amount,
                full,
                reason,
                customer_note,
                merchant_note,
                idempotency_key,
            } => Refund {
                full: *full,
                customer_note: customer_note.clone(),
                merchant_note: merchant_note.clone(),
                idempotency_key: Some(idempotency_key.clone()),
                ..Refund::new(*refund, *amount, RefundMethod::Api, reason, entry.at)
            },
            Body::RefundRecorded { refund, amount, method, reason, evidence, idempotency_key } => {
                Refund {
                    status: RefundStatus::Processed,
                    evidence: evidence.clone(),
                    idempotency_key: Some(idempotency_key.clone()),
                    ..Refund::new(*refund, *amount, *method, reason, entry.at)
                }
            }
            Body::RefundFound {
                refund,
                amount,
                status,
                gateway_status,
                gateway_refund_id,
                reason,
            } => Refund {
                status: *status,
                gateway_status: Some(gateway_status.clone()),
                gateway_refund_id: Some(gateway_refund_id.clone()),
                ..Refund::new(*refund, *amount, RefundMethod::Dashboard, reason, entry.at)
            },
            _ => return,
        };
        if self.refund(new.id).is_none() {
            self.refunds.push(new);
        }
    }

    /// The refund, moved on; `None` where there is none of that id, or the news is stale.
    fn advance_refund(
        &mut self,
        id: RefundId,
        next: RefundStatus,
        at: DateTime<Utc>,
    ) -> Option<&mut Refund> {
        let refund = self.refunds.iter_mut().find(|refund| refund.id == id)?;
        if next.rank() < refund.status.rank() {
            return None;
        }
        refund.status = next;
        refund.updated_at = at;
        Some(refund)
    }

    /// Flags follow from the state, but for `late`, which only the moment of paying could tell.
    fn raised_flags(&self) -> BTreeSet<Flag> {
        let ordered = self.order.as_ref().map(|order| order.amount);
        let mut flags = BTreeSet::new();
        if self.flags.contains(&Flag::Late) {
            flags.insert(Flag::Late);
        }
        match (ordered, self.captured) {
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

impl Refund {
    fn new(
        id: RefundId,
        amount: Money,
        method: RefundMethod,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            amount,
            status: RefundStatus::Requested,
            method,
            full: false,
            reason: reason.to_owned(),
            customer_note: None,
            merchant_note: None,
            evidence: None,
            idempotency_key: None,
            gateway_refund_id: None,
            gateway_status: None,
            message: None,
            requested_at: at,
            updated_at: at,
        }
    }
}
