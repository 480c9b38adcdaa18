//! What a payment has moved: what was captured, what the gateway kept, what went back and what was taken back.

use crate::{
    LedgerAccount, Money, MovementKind, Payment, PaymentStatus, Position, RefundMethod,
    RefundStatus,
};

use super::{Totals, negative};

impl Payment {
    /// What the payment has moved so far.
    #[must_use]
    pub fn position(&self) -> Position {
        let mut totals = Totals::default();
        let Some(captured) = self.captured else {
            return totals.0;
        };
        totals.put(MovementKind::Sale, None, LedgerAccount::Clearing, captured);
        if let Some(fee) = self.fee {
            totals.put(MovementKind::Fee, None, LedgerAccount::Clearing, negative(fee));
        }
        for refund in self.refunds.iter().filter(|refund| refund.status == RefundStatus::Processed)
        {
            let (id, funds) = (Some(refund.id), funds_of(refund.method));
            totals.put(MovementKind::Refund, id, funds, negative(refund.amount));
        }
        if let Some(reversed) = self.reversed() {
            totals.put(MovementKind::Reversal, None, LedgerAccount::Clearing, negative(reversed));
        }
        totals.0
    }

    /// What the gateway or the customer's bank took back: all that was captured, less what the gateway itself had paid back.
    /// Cash that was paid back does not keep a bank from taking the payment back as well.
    #[must_use]
    pub fn reversed(&self) -> Option<Money> {
        let captured = self.captured.filter(|_| self.status == PaymentStatus::Reversed)?;
        let by_gateway = self.refunds.iter().filter(|refund| {
            refund.status == RefundStatus::Processed
                && funds_of(refund.method) == LedgerAccount::Clearing
                && refund.amount.currency() == captured.currency()
        });
        let returned =
            by_gateway.fold(0_i64, |sum, refund| sum.saturating_add(refund.amount.minor().max(0)));
        let rest = captured.minor().saturating_sub(returned).max(0);
        Some(Money::from_minor(rest, captured.currency()))
    }
}

fn funds_of(method: RefundMethod) -> LedgerAccount {
    match method {
        RefundMethod::Api | RefundMethod::Dashboard => LedgerAccount::Clearing,
        RefundMethod::Cash => LedgerAccount::Cash,
        RefundMethod::Bank => LedgerAccount::Bank,
        RefundMethod::Other => LedgerAccount::OtherFunds,
    }
}
