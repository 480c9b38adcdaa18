//! Refunds of a paid checkout: the sum of them never exceeds what was paid.
//!
//! A refund is pending until the sandbox's delay has passed on the clock and processed from then on, but for one that fails
//! when as much time has passed again; nothing has to run for that to happen.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::Money;
use uuid::Uuid;

use super::{Checkout, Outcome, Standing, new_id};

const REFUNDS_PER_CHECKOUT: usize = 200;

/// Money going back to the customer.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) id: Uuid,
    pub(crate) reference: String,
    pub(crate) amount: Money,
    pub(crate) notes: Notes,
    pub(crate) created_at: DateTime<Utc>,
    course: RefundCourse,
}

/// How a refund goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefundCourse {
    pub(crate) delay: TimeDelta,
    /// Whether it fails, once it has been processed for as long as it was pending.
    pub(crate) fails_later: bool,
}

/// How a refund stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundStage {
    Pending,
    Processed(DateTime<Utc>),
    Failed(DateTime<Utc>),
}

/// What the merchant wrote beside a refund.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes {
    pub(crate) customer: Option<String>,
    pub(crate) merchant: Option<String>,
}

/// Why money cannot go back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RefundRefused {
    #[error("The transaction was not paid, so there is nothing to refund.")]
    NotPaid,
    #[error("The refund exceeds what is left of the transaction: {0}.")]
    TooMuch(Money),
    #[error("The transaction has as many refunds as the sandbox keeps.")]
    TooMany,
}

impl Refund {
    pub(crate) fn stage(&self, now: DateTime<Utc>) -> RefundStage {
        let after = |delays: i32| {
            let wait = self.course.delay.checked_mul(delays)?;
            self.created_at.checked_add_signed(wait).filter(|at| *at <= now)
        };
        match (after(1), after(2)) {
            (_, Some(at)) if self.course.fails_later => RefundStage::Failed(at),
            (Some(at), _) => RefundStage::Processed(at),
            (None, _) => RefundStage::Pending,
        }
    }
}

impl Checkout {
    /// Refunds in the order they were asked for.
    pub(crate) fn refunds(&self) -> &[Refund] {
        &self.refunds
    }

    /// What was paid and not yet given back; pending refunds count as given back.
    pub(crate) fn refundable(&self, now: DateTime<Utc>) -> Money {
        let holds = |refund: &&Refund| !matches!(refund.stage(now), RefundStage::Failed(_));
        let held = self.refunds.iter().filter(holds);
        let given_back = held.map(|refund| refund.amount.minor()).sum::<i64>();
        let amount = self.order.amount;
        Money::from_minor(amount.minor().saturating_sub(given_back), amount.currency())
    }

    /// Gives `amount` back.
    pub(super) fn refund(
        &mut self,
        amount: Money,
        notes: Notes,
        course: RefundCourse,
        now: DateTime<Utc>,
    ) -> Result<(), RefundRefused> {
        if !matches!(self.standing(now), Standing::Ended(Outcome::Paid(_), _)) {
            return Err(RefundRefused::NotPaid);
        }
        let left = self.refundable(now);
        if amount.currency() != left.currency() || amount.minor() > left.minor() {
            return Err(RefundRefused::TooMuch(left));
        }
        if self.refunds.len() >= REFUNDS_PER_CHECKOUT {
            return Err(RefundRefused::TooMany);
        }
        let id = new_id(now);
        let reference = format!("RFD-{}", id.simple());
        let refund = Refund { id, reference, amount, notes, created_at: now, course };
        self.refunds.push(refund);
        Ok(())
    }
}
