//! Payouts beside the lines of bank statements.

mod terms;

use backoffice::SettlementAnswer;
use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use terms::{SettlementTerms, SettlementTermsForm};

use super::{Certainty, Money, SettlementVerdict, day};
use crate::error::CommandError;

/// What is to be checked.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct SettlementQuery {
    /// The last 120 days where it is not given.
    from: Option<String>,
    to: Option<String>,
    account: Option<String>,
}

impl TryFrom<SettlementQuery> for backoffice::SettlementQuery {
    type Error = CommandError;

    fn try_from(query: SettlementQuery) -> Result<Self, Self::Error> {
        Ok(Self {
            from: day("from", query.from.as_deref())?,
            to: day("to", query.to.as_deref())?,
            account: query.account,
        })
    }
}

/// What the check says.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Settlement {
    from: String,
    to: String,
    /// Every payout once, the oldest first.
    checks: Vec<PayoutCheck>,
    unsettled: Vec<Unsettled>,
    /// Bank lines that want a person.
    strangers: Vec<Stranger>,
    /// One for each currency.
    totals: Vec<SettlementTotal>,
}

/// How a payout ended, and why that is said.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutCheck {
    payout_id: String,
    reference: String,
    account: String,
    gateway_title: String,
    amount: Money,
    date: String,
    verdict: SettlementVerdict,
    /// The bank line less the payout.
    difference: Option<Money>,
    certainty: Option<Certainty>,
    line: Option<BankLine>,
    why: String,
}

/// A line of a bank statement.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BankLine {
    import_id: String,
    line: u32,
    place: String,
    date: String,
    amount: Money,
    text: String,
    reference: Option<String>,
    /// Whether a person said whose money it is.
    by_hand: bool,
}

/// Money of an account that no payout has taken away.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Unsettled {
    account: String,
    gateway_title: String,
    balance: Money,
    oldest: Option<String>,
    is_overdue: bool,
    why: String,
}

/// A bank line that belongs to no payout although something speaks for one.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Stranger {
    line: BankLine,
    /// Whose words it has.
    accounts: Vec<String>,
    why: String,
}

/// What was said and seen of what arrived.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct SettlementTotal {
    said: Money,
    seen: Money,
}

impl From<&SettlementAnswer> for Settlement {
    fn from(answer: &SettlementAnswer) -> Self {
        let found = &answer.settlement;
        let stranger = |stranger: &backoffice::Stranger| {
            Some(Stranger {
                line: BankLine::of(answer, &stranger.line)?,
                accounts: stranger.accounts.clone(),
                why: stranger.why.clone(),
            })
        };
        Self {
            from: answer.period.from.to_string(),
            to: answer.period.to.to_string(),
            checks: found
                .checks
                .iter()
                .filter_map(|check| PayoutCheck::of(answer, check))
                .collect(),
            unsettled: found.unsettled.iter().map(Unsettled::from).collect(),
            strangers: found.strangers.iter().filter_map(stranger).collect(),
            totals: found
                .totals
                .iter()
                .map(|total| SettlementTotal { said: total.said.into(), seen: total.seen.into() })
                .collect(),
        }
    }
}

impl PayoutCheck {
    /// Every payout of an answer is in it as the books have it.
    fn of(answer: &SettlementAnswer, check: &backoffice::PayoutCheck) -> Option<Self> {
        let payout = &answer.payout(&check.payout)?.payout;
        Some(Self {
            payout_id: payout.id.to_string(),
            reference: payout.order.reference.to_string(),
            account: check.payout.account.clone(),
            gateway_title: check.payout.gateway.title().to_owned(),
            amount: check.payout.money.into(),
            date: check.payout.at.to_string(),
            verdict: check.verdict.into(),
            difference: check.difference.map(Money::from),
            certainty: check.certainty.map(Certainty::from),
            line: check.line.as_ref().and_then(|line| BankLine::of(answer, line)),
            why: check.why.clone(),
        })
    }
}

impl BankLine {
    /// Every line of an answer has its place in an import.
    fn of(answer: &SettlementAnswer, line: &backoffice::BankLine) -> Option<Self> {
        let at = answer.line(line)?;
        Some(Self {
            import_id: at.import.to_string(),
            line: at.line,
            place: line.place.clone(),
            date: line.date.to_string(),
            amount: line.money.into(),
            text: line.text.clone(),
            reference: line.reference.clone(),
            by_hand: line.matched_by_hand.is_some(),
        })
    }
}

impl From<&backoffice::Unsettled> for Unsettled {
    fn from(money: &backoffice::Unsettled) -> Self {
        Self {
            account: money.account.clone(),
            gateway_title: money.gateway.title().to_owned(),
            balance: money.balance.into(),
            oldest: money.oldest.map(|day| day.to_string()),
            is_overdue: money.is_overdue,
            why: money.why.clone(),
        }
    }
}

/// A person's word on a bank line.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct LineDecision {
    pub(crate) import_id: String,
    pub(crate) line: u32,
    pub(crate) by: String,
}
