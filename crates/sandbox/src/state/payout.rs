//! Payouts: money the merchant sends from its account at a gateway.
//!
//! How one ends is decided by the last two digits of who gets it, the same at every gateway: `99` fails at once, `77`
//! is pending and then arrives, `88` is pending and then fails, and all others arrive at once. Pending ends when the
//! sandbox's delay has passed on the clock. What did not arrive comes back to the account.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Money, PayoutKind};
use uuid::Uuid;

use super::{Gateway, new_id};

const PAYOUTS: usize = 50_000;

/// What a merchant asks for when sending money.
#[derive(Debug, Clone)]
pub(crate) struct PayoutOrder {
    pub(crate) gateway: Gateway,
    pub(crate) kind: PayoutKind,
    pub(crate) reference: String,
    /// Whether the gateway takes a reference that it has seen before.
    pub(crate) may_repeat: bool,
    /// What arrives.
    pub(crate) amount: Money,
    /// What the gateway takes for it; less than zero is a commission for the merchant.
    pub(crate) fee: Money,
    /// The account, number or id that gets it.
    pub(crate) to: String,
    pub(crate) name: Option<String>,
    /// The code of the bank, or the id of the operator.
    pub(crate) via: String,
    pub(crate) narration: Option<String>,
}

/// Money that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Payout {
    pub(crate) id: Uuid,
    /// Counts payouts within the run, from one.
    pub(crate) number: u64,
    pub(crate) order: PayoutOrder,
    pub(crate) created_at: DateTime<Utc>,
    /// What the account had before it.
    pub(crate) balance_before: Money,
    delay: TimeDelta,
}

/// How a payout stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Pending,
    Arrived(DateTime<Utc>),
    Failed(DateTime<Utc>),
}

/// Why money cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PayoutRefused {
    #[error("The reference has been used before.")]
    ReferenceTaken,
    #[error("Insufficient balance: {0} is left.")]
    TooMuch(Money),
    #[error("The sandbox keeps no more payouts in one run.")]
    TooMany,
}

impl PayoutOrder {
    /// What leaves the account.
    pub(crate) fn cost(&self) -> Money {
        self.amount.checked_add(self.fee).unwrap_or(self.amount)
    }
}

impl Payout {
    pub(crate) fn stage(&self, now: DateTime<Utc>) -> Stage {
        let ends = self.created_at.checked_add_signed(self.delay);
        let ended = ends.filter(|end| *end <= now);
        match (Course::of(&self.order.to), ended) {
            (Course::Arrives, _) => Stage::Arrived(self.created_at),
            (Course::Fails, _) => Stage::Failed(self.created_at),
            (Course::ArrivesLater, Some(at)) => Stage::Arrived(at),
            (Course::FailsLater, Some(at)) => Stage::Failed(at),
            (Course::ArrivesLater | Course::FailsLater, None) => Stage::Pending,
        }
    }

    /// Whether money left the account at all, be it for a while.
    pub(crate) fn left_the_account(&self) -> bool {
        Course::of(&self.order.to) != Course::Fails
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Arrives,
    Fails,
    ArrivesLater,
    FailsLater,
}

impl Course {
    fn of(to: &str) -> Self {
        match to.get(to.len().saturating_sub(2)..) {
            Some("99") => Self::Fails,
            Some("77") => Self::ArrivesLater,
            Some("88") => Self::FailsLater,
            _ => Self::Arrives,
        }
    }
}

/// The payouts of the run, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Payouts {
    all: Vec<Payout>,
    latest: HashMap<(Gateway, String), usize>,
}

impl Payouts {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Payout> {
        self.all.iter()
    }

    /// The latest payout under the merchant's reference.
    pub(crate) fn by_reference(&self, gateway: Gateway, reference: &str) -> Option<&Payout> {
        let index = self.latest.get(&(gateway, reference.to_owned()))?;
        self.all.get(*index)
    }

    pub(crate) fn by_number(&self, gateway: Gateway, number: u64) -> Option<&Payout> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.all.get(index).filter(|payout| payout.order.gateway == gateway)
    }

    /// Makes a payout out of an account that has `balance`, which covers it.
    pub(super) fn add(
        &mut self,
        order: PayoutOrder,
        balance: Money,
        delay: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<&Payout, PayoutRefused> {
        let index = self.all.len();
        let number = u64::try_from(index).map_or(u64::MAX, |index| index.saturating_add(1));
        let name = (order.gateway, order.reference.clone());
        if !order.may_repeat && self.latest.contains_key(&name) {
            return Err(PayoutRefused::ReferenceTaken);
        }
        if order.cost().minor() > balance.minor() {
            return Err(PayoutRefused::TooMuch(balance));
        }
        if index >= PAYOUTS {
            return Err(PayoutRefused::TooMany);
        }
        let id = new_id(now);
        self.latest.insert(name, index);
        self.all.push(Payout {
            id,
            number,
            order,
            created_at: now,
            balance_before: balance,
            delay,
        });
        self.all.last().ok_or(PayoutRefused::TooMany)
    }
}
