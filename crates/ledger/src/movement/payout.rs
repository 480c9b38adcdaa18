//! What a payout has moved: what left the gateway, and what the gateway took for it.
//!
//! Only what has arrived counts, as the gateway says. One that fails after all has moved nothing, and so books itself back.

use crate::{LedgerAccount, MovementKind, Payout, PayoutKind, PayoutStatus, Position};

use super::{Totals, negative};

impl Payout {
    /// What the payout has moved so far.
    #[must_use]
    pub fn position(&self) -> Position {
        let mut totals = Totals::default();
        if self.status != PayoutStatus::Processed {
            return totals.0;
        }
        let kind = match self.order.kind {
            PayoutKind::Settlement => MovementKind::Payout,
            PayoutKind::Bank
            | PayoutKind::Remittance
            | PayoutKind::Wallet
            | PayoutKind::Recharge
            | PayoutKind::Transfer => MovementKind::Transfer,
        };
        totals.put(kind, None, LedgerAccount::Clearing, negative(self.order.amount));
        if let Some(fee) = self.fee {
            totals.put(MovementKind::Fee, None, LedgerAccount::Clearing, negative(fee));
        }
        totals.0
    }
}
