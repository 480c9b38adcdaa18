//! What moved, by why it moved: one sum for each column of a report.
//!
//! Which kind of movement counts in which column is decided here and nowhere else.

use ledger::{AmountError, Currency, Money, MovementKind};

use super::Bucket;
use super::ReportError;

/// What moved in one currency. Each amount has the sign of its movements: what went away is below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// What customers paid.
    pub sales: Money,
    /// How many movements that were.
    pub sales_count: i64,
    /// What went back to customers, in whatever way.
    pub refunds: Money,
    /// How many movements that were.
    pub refunds_count: i64,
    /// What gateways kept.
    pub fees: Money,
    /// What gateways or the customers' banks took back.
    pub reversals: Money,
    /// Sales, refunds, fees and reversals together: what is left of the sales.
    pub net: Money,
    /// What left the gateways, to the merchant's bank or to others. It is no part of the net.
    pub payouts: Money,
}

impl Sums {
    /// Nothing moved.
    pub(super) const fn none(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            sales: zero,
            sales_count: 0,
            refunds: zero,
            refunds_count: 0,
            fees: zero,
            reversals: zero,
            net: zero,
            payouts: zero,
        }
    }

    /// The currency of all of them.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.net.currency()
    }

    pub(super) fn add(&mut self, bucket: &Bucket) -> Result<(), ReportError> {
        let too_large = || ReportError::TotalTooLarge(bucket.amount.currency());
        let (column, count) = match bucket.kind {
            MovementKind::Sale => (&mut self.sales, Some(&mut self.sales_count)),
            MovementKind::Refund => (&mut self.refunds, Some(&mut self.refunds_count)),
            MovementKind::Fee => (&mut self.fees, None),
            MovementKind::Reversal => (&mut self.reversals, None),
            MovementKind::Payout | MovementKind::Transfer => (&mut self.payouts, None),
        };
        *column = column.checked_add(bucket.amount).map_err(|_| too_large())?;
        if let Some(count) = count {
            *count = count.checked_add(bucket.count).ok_or_else(too_large)?;
        }
        self.net = self.what_is_left().map_err(|_| too_large())?;
        Ok(())
    }

    fn what_is_left(&self) -> Result<Money, AmountError> {
        self.sales.checked_add(self.refunds)?.checked_add(self.fees)?.checked_add(self.reversals)
    }
}
