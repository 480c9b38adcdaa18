//! Movements of money and their double entry.
//!
//! What a payment or a payout has moved is a function of its state ([`Payment::position`](crate::Payment::position),
//! [`Payout::position`](crate::Payout::position)); what an entry moves is the difference it makes. So every correction books
//! itself, a fold in any order books the same in the end, and the two legs of each movement sum to zero by construction.
//!
//! A movement counts when its entry happened. What should never have been imported is taken back on its own days instead,
//! where nobody was handed them yet, so that a month reads as if the file had never been there.

mod days;
mod payment;
mod payout;

use std::collections::{BTreeMap, BTreeSet};

pub use days::{Booked, DayBook};
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Currency, Money, RefundId};

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
        /// The gateway paid the merchant's own bank, or the money came back where that failed later.
        Payout = "payout",
        /// Money was sent to somebody else, or the gateway does not say where to; or it came back where that failed later.
        Transfer = "transfer",
    }
}

/// Which of the sales of an order number one is, by the order in which they were written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SaleTurn {
    /// The first, or it was not asked which.
    #[default]
    First,
    /// The first of its payment; another payment with that order number was paid before.
    AfterAnother,
    /// One more of the same payment, whose amount was corrected upwards.
    OneMore,
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
        /// What was sent to others.
        Transfers = "transfers",
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
    /// How much; more than zero comes into the funds, less leaves them.
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

/// The total a payment or a payout has moved, by reason. The key's refund keeps each refund a line of its own.
pub type Position = BTreeMap<Place, i64>;

/// What tells the parts of a position from each other.
type Place = (MovementKind, Option<RefundId>, LedgerAccount, Currency);

impl Movement {
    const fn place(&self) -> Place {
        (self.kind, self.refund, self.funds, self.money.currency())
    }

    /// Both legs: funds against what the movement was for.
    #[must_use]
    pub fn postings(&self) -> [Posting; 2] {
        let purpose = match self.kind {
            MovementKind::Sale => LedgerAccount::Sales,
            MovementKind::Fee => LedgerAccount::Fees,
            MovementKind::Refund => LedgerAccount::Refunds,
            MovementKind::Reversal => LedgerAccount::Reversals,
            MovementKind::Payout => LedgerAccount::Bank,
            MovementKind::Transfer => LedgerAccount::Transfers,
        };
        let opposite =
            Money::from_minor(self.money.minor().saturating_neg(), self.money.currency());
        [
            Posting { account: self.funds, money: self.money },
            Posting { account: purpose, money: opposite },
        ]
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

/// A position that is being added up; what is nothing is left out.
#[derive(Default)]
struct Totals(Position);

impl Totals {
    fn put(
        &mut self,
        kind: MovementKind,
        refund: Option<RefundId>,
        funds: LedgerAccount,
        money: Money,
    ) {
        if !money.is_zero() {
            self.0.insert((kind, refund, funds, money.currency()), money.minor());
        }
    }
}

fn negative(money: Money) -> Money {
    Money::from_minor(money.minor().saturating_neg(), money.currency())
}
