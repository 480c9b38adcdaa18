//! Movements of money and their double entry.
//!
//! What a payment has moved is a function of its state ([`Payment::position`]); what an entry moves is the difference
//! it makes. So every correction books itself, a fold in any order books the same in the end, and the two legs of each
//! movement sum to zero by construction.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Currency, Money, Payment, PaymentStatus, RefundId, RefundMethod, RefundStatus};

words! {
    /// Why money moved.
    MovementKind {
        /// A customer paid.
        Sale = "sale",
        /// The gateway kept its fee.
        Fee = "fee",
        /// Money went back to the customer, or came back where a refund failed later.
        Refund = "refund",
        /// The gateway or the customer's bank took the payment back.
        Reversal = "reversal",
    }
}

words! {
    /// Where the merchant's money is, or what it is for.
    LedgerAccount {
        /// Held by the gateway for the merchant.
        Clearing = "clearing",
        /// The merchant's bank account.
        Bank = "bank",
        /// The cash in the till.
        Cash = "cash",
        /// Paid back in a way that no account here stands for.
        OtherFunds = "other",
        /// What was earned.
        Sales = "sales",
        /// What gateways kept.
        Fees = "fees",
        /// What was given back.
        Refunds = "refunds",
        /// What was taken back.
        Reversals = "reversals",
    }
}

/// Money that moved once, in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Why.
    pub kind: MovementKind,
    /// Which refund, where it is one.
    pub refund: Option<RefundId>,
    /// Where the money was or went.
    pub funds: LedgerAccount,
    /// How much; more than zero is money coming to the merchant.
    pub money: Money,
}

/// One leg of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Posting {
    /// The account.
    pub account: LedgerAccount,
    /// What was added to it (debit, more than zero) or taken from it (credit).
    pub money: Money,
}

/// The total a payment has moved, by reason. The key's refund keeps each refund a line of its own.
pub type Position = BTreeMap<(MovementKind, Option<RefundId>, LedgerAccount, Currency), i64>;

impl Movement {
    /// Both legs: funds against what the movement was for.
    #[must_use]
    pub fn postings(&self) -> [Posting; 2] {
        let purpose = match self.kind {
            MovementKind::Sale => LedgerAccount::Sales,
            MovementKind::Fee => LedgerAccount::Fees,
            MovementKind::Refund => LedgerAccount::Refunds,
            MovementKind::Reversal => LedgerAccount::Reversals,
        };
        let opposite =
            Money::from_minor(self.money.minor().saturating_neg(), self.money.currency());
        [
            Posting { account: self.funds, money: self.money },
            Posting { account: purpose, money: opposite },
        ]
    }
}

impl Payment {
    /// What the payment has moved so far.
    #[must_use]
    pub fn position(&self) -> Position {
        let mut position = Position::new();
        let Some(captured) = self.captured else {
            return position;
        };
        let mut put = |kind, refund, funds, money: Money| {
            if !money.is_zero() {
                position.insert((kind, refund, funds, money.currency()), money.minor());
            }
        };
        put(MovementKind::Sale, None, LedgerAccount::Clearing, captured);
        if let Some(fee) = self.fee {
            put(MovementKind::Fee, None, LedgerAccount::Clearing, negative(fee));
        }
        for refund in self.refunds.iter().filter(|refund| refund.status == RefundStatus::Processed)
        {
            put(
                MovementKind::Refund,
                Some(refund.id),
                funds_of(refund.method),
                negative(refund.amount),
            );
        }
        if let Some(reversed) = self.reversed() {
            put(MovementKind::Reversal, None, LedgerAccount::Clearing, negative(reversed));
        }
        position
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

/// What moved between two states, in a fixed order.
#[must_use]
pub fn movements(before: &Position, after: &Position) -> Vec<Movement> {
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    keys.into_iter()
        .filter_map(|key| {
            let amount = |position: &Position| position.get(&key).copied().unwrap_or(0);
            let (kind, refund, funds, currency) = key;
            let money = Money::from_minor(amount(after).saturating_sub(amount(before)), currency);
            (!money.is_zero()).then_some(Movement { kind, refund, funds, money })
        })
        .collect()
}

fn funds_of(method: RefundMethod) -> LedgerAccount {
    match method {
        RefundMethod::Api | RefundMethod::Dashboard => LedgerAccount::Clearing,
        RefundMethod::Cash => LedgerAccount::Cash,
        RefundMethod::Bank => LedgerAccount::Bank,
        RefundMethod::Other => LedgerAccount::OtherFunds,
    }
}

fn negative(money: Money) -> Money {
    Money::from_minor(money.minor().saturating_neg(), money.currency())
}
