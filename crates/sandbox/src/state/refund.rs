//! Refunds of a paid checkout: the sum of them never exceeds what was paid.
//!
//! A refund is pending until the sandbox's delay has passed on the clock and processed from then on; nothing has to
//! run for that to happen.

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
    delay: TimeDelta,
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
    /// When the refund was processed, if it has been.
    pub(crate) fn processed_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        (now.signed_duration_since(self.created_at) >= self.delay)
            .then(|| self.created_at.checked_add_signed(self.delay))
            .flatten()
    }
}

impl Checkout {
    /// Refunds in the order they were asked for.
    pub(crate) fn refunds(&self) -> &[Refund] {
        &self.refunds
    }

    /// What was paid and not yet given back; pending refunds count as given back.
    pub(crate) fn refundable(&self) -> Money {
        let given_back = self.refunds.iter().map(|refund| refund.amount.minor()).sum::<i64>();
        let amount = self.order.amount;
        Money::from_minor(amount.minor().saturating_sub(given_back), amount.currency())
    }

    /// Gives `amount` back, which is processed once `delay` has passed.
    pub(super) fn refund(
        &mut self,
        amount: Money,
        notes: Notes,
        delay: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<(), RefundRefused> {
        if !matches!(self.standing(now), Standing::Ended(Outcome::Paid(_), _)) {
            return Err(RefundRefused::NotPaid);
        }
        let left = self.refundable();
        if amount.currency() != left.currency() || amount.minor() > left.minor() {
            return Err(RefundRefused::TooMuch(left));
        }
        if self.refunds.len() >= REFUNDS_PER_CHECKOUT {
            return Err(RefundRefused::TooMany);
        }
        let id = new_id(now);
        let reference = format!("RFD-{}", id.simple());
        let refund = Refund { id, reference, amount, notes, created_at: now, delay };
        self.refunds.push(refund);
        Ok(())
    }
}
