//! What gateways owe, day by day, so that it comes to what the books say they hold.
//!
//! The days of the period have what moved on them, and all that was there before is one sum on the day before the first. That
//! sum is made to fit, so that whatever payouts the check is given, it finds at the gateway what the clearing account has at
//! the end of the period, less what is on its way.

use std::collections::BTreeMap;

use accounting::settlement::{Owed, PayoutSeen, Standing};
use accounting::{Period, day_of};
use chrono::NaiveDate;
use ledger::{Currency, GatewayKind, LedgerAccount, Money, MovementKind};
use store::{ClearingBalance, TakingsRow};

use crate::Error;

/// An account and a currency that a gateway keeps apart.
type Holder = (String, GatewayKind, Currency);

pub(super) fn owed(
    takings: &[TakingsRow],
    clearing: &[ClearingBalance],
    payouts: &[PayoutSeen],
    period: Period,
) -> Result<Vec<Owed>, Error> {
    let mut days = BTreeMap::<(Holder, NaiveDate), i128>::new();
    let mut before = BTreeMap::<Holder, i128>::new();
    for held in clearing {
        let holder = (held.account_name.to_string(), held.gateway, held.balance.currency());
        *before.entry(holder).or_default() += i128::from(held.balance.minor());
    }
    let arrived = payouts.iter().filter(|payout| payout.standing == Standing::Arrived);
    for payout in arrived {
        for money in [payout.money].into_iter().chain(payout.fee) {
            let holder = (payout.account.clone(), payout.gateway, money.currency());
            *before.entry(holder).or_default() += i128::from(money.minor());
        }
    }
    for row in takings.iter().filter(|row| is_owed(row)) {
        let holder = (row.account_name.to_string(), row.gateway, row.amount.currency());
        let day = day_of(period.time_zone, row.quarter);
        let minor = i128::from(row.amount.minor());
        *before.entry(holder.clone()).or_default() -= minor;
        *days.entry((holder, day)).or_default() += minor;
    }
    let first = period.from.pred_opt().unwrap_or(period.from);
    for (holder, minor) in before {
        *days.entry((holder, first)).or_default() += minor;
    }
    let moved = days.into_iter().filter(|(_, minor)| *minor != 0);
    moved.map(|((holder, day), minor)| on_day(holder, day, minor)).collect()
}

/// Whether it is what a gateway owes: what a customer was paid back in cash is not, and what went to the bank is no more.
fn is_owed(row: &TakingsRow) -> bool {
    row.funds == LedgerAccount::Clearing && row.kind != MovementKind::Payout
}

fn on_day(
    (account, gateway, currency): Holder,
    day: NaiveDate,
    minor: i128,
) -> Result<Owed, Error> {
    let minor = i64::try_from(minor)
        .map_err(|_| accounting::report::ReportError::TotalTooLarge(currency))?;
    Ok(Owed { account, gateway, day, net: Money::from_minor(minor, currency) })
}
