//! What is agreed for an account: how long its money takes, what a bank may keep, and how its lines are known.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use ledger::{GatewayKind, Money};

use super::Facts;

/// How much less may arrive and still be a fee of a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// This many thousandths of the payout, rounded down.
    PerMille(u32),
    /// This amount, of payouts in its currency; nothing of others.
    Amount(Money),
}

impl Tolerance {
    /// The most that may be missing from a payout.
    #[must_use]
    pub fn of(self, payout: Money) -> Money {
        let most = match self {
            // What does not fit is more than any payout.
            Self::PerMille(thousandths) => {
                i64::try_from(i128::from(payout.minor()) * i128::from(thousandths) / 1_000)
                    .unwrap_or(i64::MAX)
            }
            Self::Amount(most) if most.currency() == payout.currency() => most.minor(),
            Self::Amount(_) => 0,
        };
        Money::from_minor(most.max(0), payout.currency())
    }
}

/// What is agreed for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What the merchant calls the account.
    pub account: String,
    /// Its gateway.
    pub gateway: GatewayKind,
    /// After how many calendar days money is overdue: a payout at the bank, a sale in a payout.
    pub overdue_after_days: u32,
    /// How much a bank may keep.
    pub fee_tolerance: Tolerance,
    /// Words by which the gateway is known in a bank line, in either case.
    pub names: Vec<String>,
}

impl Terms {
    /// Three days, one per cent, and the names of gateway and account.
    #[must_use]
    pub fn usual(account: &str, gateway: GatewayKind) -> Self {
        Self {
            account: account.to_owned(),
            gateway,
            overdue_after_days: 3,
            fee_tolerance: Tolerance::PerMille(10),
            names: vec![
                gateway.title().to_owned(),
                gateway.as_str().to_owned(),
                account.to_owned(),
            ],
        }
    }

    /// The last day on which what began on `day` is not overdue.
    pub(super) fn due(&self, day: NaiveDate) -> NaiveDate {
        let days = Days::new(u64::from(self.overdue_after_days));
        day.checked_add_days(days).unwrap_or(NaiveDate::MAX)
    }
}

/// The terms of every account that anything is known of, by name.
pub(super) fn all(facts: Facts<'_>) -> BTreeMap<(&str, GatewayKind), Terms> {
    let agreed = facts.terms.iter().map(|terms| (terms.account.as_str(), terms.gateway));
    let payouts = facts.payouts.iter().map(|payout| (payout.account.as_str(), payout.gateway));
    let owed = facts.owed.iter().map(|owed| (owed.account.as_str(), owed.gateway));
    let known = agreed.chain(payouts).chain(owed);
    known.map(|(account, gateway)| ((account, gateway), of(facts, account, gateway))).collect()
}

/// The terms of an account: what is agreed, else the usual.
pub(super) fn of(facts: Facts<'_>, account: &str, gateway: GatewayKind) -> Terms {
    let mut agreed = facts.terms.iter();
    let agreed = agreed.find(|terms| terms.account == account && terms.gateway == gateway);
    agreed.cloned().unwrap_or_else(|| Terms::usual(account, gateway))
}
