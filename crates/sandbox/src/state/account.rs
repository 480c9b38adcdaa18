//! The merchant's account at a gateway: what came in and went out, worked out from what happened.
//!
//! Nothing is booked on the side. Payments, refunds and payouts are the facts, and every balance is what the account
//! began with and their sum, so that a report and a balance cannot disagree. Money that is paid is there at once.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Currency, Money};

use super::{
    Book, Checkout, Gateway, Payout, PayoutOrder, PayoutRefused, RefundStage, Stage, charged, fee,
};

/// Why money moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    Payment,
    PaymentFee,
    Refund,
    RefundReturned,
    Payout,
    PayoutFee,
    PayoutReturned,
}

/// One movement of an account.
#[derive(Debug, Clone)]
pub(crate) struct Movement {
    pub(crate) cause: Cause,
    /// More than zero came in.
    pub(crate) amount: Money,
    pub(crate) before: Money,
    pub(crate) after: Money,
    pub(crate) reference: String,
    pub(crate) at: DateTime<Utc>,
}

impl Book {
    /// What an account has.
    pub(crate) fn balance(
        &self,
        gateway: Gateway,
        currency: Currency,
        now: DateTime<Utc>,
    ) -> Money {
        let began = self.began_with(gateway, currency);
        self.moves(gateway, currency, now).fold(began, |sum, moved| plus(sum, moved.amount))
    }

    /// All movements of an account, oldest first.
    pub(crate) fn movements(
        &self,
        gateway: Gateway,
        currency: Currency,
        now: DateTime<Utc>,
    ) -> Vec<Movement> {
        let mut moves: Vec<Move> = self.moves(gateway, currency, now).collect();
        moves.sort_by_key(|moved| moved.at);
        let mut balance = self.began_with(gateway, currency);
        let movements = moves.into_iter().map(|Move { cause, amount, reference, at }| {
            let before = balance;
            balance = plus(before, amount);
            Movement { cause, amount, before, after: balance, reference: reference.to_owned(), at }
        });
        movements.collect()
    }

    /// Makes a payout, if the account has as much and its reference is free.
    pub(super) fn pay_out(
        &mut self,
        order: PayoutOrder,
        delay: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<&Payout, PayoutRefused> {
        let balance = self.balance(order.gateway, order.amount.currency(), now);
        self.payouts.add(order, balance, delay, now)
    }

    /// What an account had before the oldest checkout the book still has: enough to try payouts with.
    fn began_with(&self, gateway: Gateway, currency: Currency) -> Money {
        let given = match (gateway, currency) {
            (Gateway::Novac, Currency::NGN) => 100_000_000,
            (Gateway::Novac, _) => 1_000_000,
            (Gateway::Nowpay, Currency::INR) => 10_000_000,
            _ => 0,
        };
        let forgotten = self.forgotten.get(&(gateway, currency)).copied().unwrap_or(0);
        Money::from_minor(forgotten.saturating_add(given), currency)
    }

    fn moves(
        &self,
        gateway: Gateway,
        currency: Currency,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = Move<'_>> {
        let checkouts = self
            .oldest_first()
            .filter(move |checkout| checkout.order.gateway == gateway)
            .flat_map(move |checkout| of_checkout(checkout, now));
        let payouts = self
            .payouts
            .iter()
            .filter(move |payout| payout.order.gateway == gateway)
            .flat_map(move |payout| of_payout(payout, now));
        checkouts.chain(payouts).filter(move |moved| moved.amount.currency() == currency)
    }
}

/// What a checkout brought, less what was given back of it.
pub(super) fn brought(checkout: &Checkout, now: DateTime<Utc>) -> i64 {
    of_checkout(checkout, now).fold(0, |sum, moved| sum.saturating_add(moved.amount.minor()))
}

struct Move<'a> {
    cause: Cause,
    amount: Money,
    reference: &'a str,
    at: DateTime<Utc>,
}

fn of_checkout(checkout: &Checkout, now: DateTime<Utc>) -> impl Iterator<Item = Move<'_>> {
    let amount = checkout.order.amount;
    let payment = checkout.paid().map(|(channel, at)| {
        let reference = checkout.reference.as_str();
        [
            Move { cause: Cause::Payment, amount: charged(amount, channel), reference, at },
            Move { cause: Cause::PaymentFee, amount: negative(fee(amount)), reference, at },
        ]
    });
    let refunds = checkout.refunds().iter().flat_map(move |refund| {
        let moved = |cause, amount, at| Move { cause, amount, reference: &refund.reference, at };
        let returned = match refund.stage(now) {
            RefundStage::Failed(at) => Some(moved(Cause::RefundReturned, refund.amount, at)),
            RefundStage::Pending | RefundStage::Processed(_) => None,
        };
        let given = moved(Cause::Refund, negative(refund.amount), refund.created_at);
        std::iter::once(given).chain(returned)
    });
    payment.into_iter().flatten().chain(refunds)
}

fn of_payout(payout: &Payout, now: DateTime<Utc>) -> impl Iterator<Item = Move<'_>> {
    let order = &payout.order;
    let moved = |cause, amount, at| Move { cause, amount, reference: &order.reference, at };
    let sent = payout.left_the_account().then(|| {
        [
            moved(Cause::Payout, negative(order.amount), payout.created_at),
            moved(Cause::PayoutFee, negative(order.fee), payout.created_at),
        ]
    });
    let returned = match payout.stage(now) {
        Stage::Failed(at) if sent.is_some() => Some(moved(Cause::PayoutReturned, order.cost(), at)),
        _ => None,
    };
    sent.into_iter().flatten().chain(returned).filter(|moved| !moved.amount.is_zero())
}

fn plus(sum: Money, amount: Money) -> Money {
    Money::from_minor(sum.minor().saturating_add(amount.minor()), sum.currency())
}

fn negative(amount: Money) -> Money {
    Money::from_minor(amount.minor().saturating_neg(), amount.currency())
}
