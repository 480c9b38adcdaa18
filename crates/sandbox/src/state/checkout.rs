//! One checkout: an order somebody can pay, from the call that opens it to its last refund.
//!
//! What happened is kept as a fact with its time, and the standing is worked out from it and the clock, so an expiry
//! needs nobody to notice it. Refunds against a paid checkout are in `refund.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::Money;
use url::Url;
use uuid::Uuid;

use super::{Channel, Gateway, Refund, new_id};

/// Who pays, as far as the order says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Customer {
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
}

/// Where the browser goes afterwards; `None` keeps it on the sandbox's own receipt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Returns {
    pub(crate) paid: Option<Url>,
    pub(crate) declined: Option<Url>,
    pub(crate) left: Option<Url>,
}

/// What a merchant asks for when opening a checkout.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) gateway: Gateway,
    /// The merchant's reference; `None` where the gateway goes by the checkout's own id.
    pub(crate) reference: Option<String>,
    /// The merchant's own id, repeated in replies of a gateway that goes by its own.
    pub(crate) merchant_id: Option<String>,
    pub(crate) amount: Money,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) customer: Customer,
    pub(crate) channels: Vec<Channel>,
    /// The link back as the merchant gave it, for replies that repeat it.
    pub(crate) redirect_url: Option<String>,
    pub(crate) returns: Returns,
    /// Whether a customer who leaves has ended the checkout, or may still come back to it.
    pub(crate) leaving_ends_it: bool,
    pub(crate) lifetime: Option<TimeDelta>,
    pub(crate) idempotency: Option<IdempotencyKey>,
}

/// The caller's key for a call it may repeat, and a fingerprint of what was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdempotencyKey {
    pub(crate) key: String,
    pub(crate) fingerprint: u64,
}

/// What the customer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Paid(Channel),
    Declined,
    Left,
}

/// How a checkout stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Open,
    Expired,
    Ended(Outcome, DateTime<Utc>),
}

/// An order, what became of it, and its refunds.
#[derive(Debug)]
pub(crate) struct Checkout {
    pub(crate) token: Uuid,
    pub(crate) reference: String,
    /// Counts checkouts within the run, from one.
    pub(crate) number: u64,
    pub(crate) order: Order,
    pub(crate) opened_at: DateTime<Utc>,
    ended: Option<(Outcome, DateTime<Utc>)>,
    pub(super) refunds: Vec<Refund>,
}

impl Checkout {
    pub(super) fn open(order: Order, number: u64, now: DateTime<Utc>) -> Self {
        let token = new_id(now);
        let reference = order.reference.clone().unwrap_or_else(|| token.to_string());
        Self { token, reference, number, order, opened_at: now, ended: None, refunds: Vec::new() }
    }

    /// When it can no longer be paid, where there is such a moment.
    pub(crate) fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.opened_at.checked_add_signed(self.order.lifetime?)
    }

    pub(crate) fn standing(&self, now: DateTime<Utc>) -> Standing {
        match self.ended {
            Some((outcome, at)) => Standing::Ended(outcome, at),
            None if self.expires_at().is_some_and(|end| now >= end) => Standing::Expired,
            None => Standing::Open,
        }
    }

    /// What the customer did, if anything that ended it.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        self.ended.map(|(outcome, _)| outcome)
    }

    /// Has the customer pay half of what was ordered, as long as it can be paid.
    pub(super) fn pay_half(&mut self) {
        if self.ended.is_none() {
            let amount = self.order.amount;
            let half = amount.minor().saturating_add(1) / 2;
            self.order.amount = Money::from_minor(half, amount.currency());
        }
    }

    /// How and when it was paid, if it was.
    pub(crate) fn paid(&self) -> Option<(Channel, DateTime<Utc>)> {
        match self.ended {
            Some((Outcome::Paid(channel), at)) => Some((channel, at)),
            _ => None,
        }
    }

    /// Records what the customer did, and whether that still counted: a checkout ends only once.
    pub(super) fn end(&mut self, outcome: Outcome, now: DateTime<Utc>) -> bool {
        if self.standing(now) != Standing::Open {
            return false;
        }
        if outcome != Outcome::Left || self.order.leaving_ends_it {
            self.ended = Some((outcome, now));
        }
        true
    }

    /// Where the browser goes after `outcome`.
    pub(crate) fn return_url(&self, outcome: Outcome) -> Option<&Url> {
        let returns = &self.order.returns;
        match outcome {
            Outcome::Paid(_) => returns.paid.as_ref(),
            Outcome::Declined => returns.declined.as_ref(),
            Outcome::Left => returns.left.as_ref(),
        }
    }
}
