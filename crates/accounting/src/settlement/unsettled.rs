//! What is still at a gateway: what its days brought, less what it paid out.
//!
//! Payouts that did not fail, the fees for them and days on which more went back than came in take the oldest money first,
//! since gateways pay out what they have held longest. So the first day that is not all covered tells how long money waits.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::{Currency, GatewayKind, Money};

use super::why::days_ago;
use super::{Facts, Standing, Unsettled, terms};
use crate::paper::day;
use crate::report::ReportError;

/// What an account's days brought and what took of it, in minor units of one currency. Sums of so many amounts as fit in a
/// computer fit in 128 bits.
#[derive(Debug, Default)]
struct Held {
    brought: BTreeMap<NaiveDate, i128>,
    taken: i128,
}

pub(super) fn unsettled(facts: Facts<'_>) -> Result<Vec<Unsettled>, ReportError> {
    let mut accounts = BTreeMap::<(&str, GatewayKind, Currency), Held>::new();
    for owed in facts.owed {
        let held = accounts.entry((&owed.account, owed.gateway, owed.net.currency())).or_default();
        *held.brought.entry(owed.day).or_default() += i128::from(owed.net.minor());
    }
    for payout in facts.payouts.iter().filter(|payout| payout.standing != Standing::Failed) {
        for money in [payout.money].into_iter().chain(payout.fee) {
            let held = accounts.entry((&payout.account, payout.gateway, money.currency()));
            held.or_default().taken += i128::from(money.minor());
        }
    }
    let mut unsettled = Vec::new();
    for ((account, gateway, currency), held) in accounts {
        let balance = held.brought.values().sum::<i128>() - held.taken;
        let balance = i64::try_from(balance).map_err(|_| ReportError::TotalTooLarge(currency))?;
        if balance != 0 {
            let balance = Money::from_minor(balance, currency);
            unsettled.push(told(facts, account, gateway, balance, held.oldest()));
        }
    }
    Ok(unsettled)
}

impl Held {
    /// The first day that is not all covered.
    fn oldest(&self) -> Option<NaiveDate> {
        let went_back = self.brought.values().filter(|net| **net < 0).sum::<i128>();
        let mut cover = self.taken - went_back;
        for (day, net) in self.brought.iter().filter(|(_, net)| **net > 0) {
            cover -= net;
            if cover < 0 {
                return Some(*day);
            }
        }
        None
    }
}

fn told(
    facts: Facts<'_>,
    account: &str,
    gateway: GatewayKind,
    balance: Money,
    oldest: Option<NaiveDate>,
) -> Unsettled {
    let ago = oldest.map_or(0, |oldest| (facts.as_of - oldest).num_days());
    let days = u32::try_from(ago.max(0)).unwrap_or(u32::MAX);
    let is_overdue = days > terms::of(facts, account, gateway).overdue_after_days;
    let why = why(facts, gateway.title(), oldest, ago, is_overdue);
    let account = account.to_owned();
    Unsettled { account, gateway, balance, oldest, days, is_overdue, why }
}

fn why(
    facts: Facts<'_>,
    title: &str,
    oldest: Option<NaiveDate>,
    ago: i64,
    is_overdue: bool,
) -> String {
    let Some(oldest) = oldest else {
        return format!(
            "{title} paid out more than is known to have come in; the history here may begin too late or lack a sale."
        );
    };
    let (of, since, ago) = if oldest < facts.from {
        let before = format!("from before {}", day(facts.from));
        (before.clone(), before, format!("at least {}", days_ago(ago)))
    } else {
        (format!("of {}", day(oldest)), format!("since {}", day(oldest)), days_ago(ago))
    };
    let is_past = facts.as_of < facts.today;
    match (is_past, is_overdue) {
        (true, _) => {
            format!("Money {of} was not in any payout by {}.", day(facts.as_of))
        }
        (false, true) => {
            format!("Money {of}, {ago}, is not in any payout yet; ask {title} when it comes.")
        }
        (false, false) => {
            format!("Money {since} is at {title} and due in one of the next payouts.")
        }
    }
}
