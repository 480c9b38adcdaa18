//! Money between gateways and the bank: what arrived, what is missing, and what is still there.

mod decided;
mod line;
mod terms;
mod text;

pub(crate) use decided::LineDecidedView;
pub(crate) use terms::TermsList;

use backoffice::{PayoutCheck, SettlementAnswer, SettlementTotal, Stranger, Unsettled};
use chrono::NaiveDate;
use ledger::Money;
use serde::Serialize;

use super::Amount;
use line::LineView;

/// `{"items":[…],"next":null,…}` with a payout per item.
#[derive(Debug, Serialize)]
pub(crate) struct SettlementView {
    period: Period,
    /// Whether nobody said from when.
    usual_period: bool,
    time_zone: &'static str,
    account: Option<String>,
    today: NaiveDate,
    items: Vec<CheckView>,
    next: Option<String>,
    unsettled: Vec<UnsettledView>,
    strangers: Vec<StrangerView>,
    totals: Vec<TotalView>,
}

#[derive(Debug, Serialize)]
struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Debug, Serialize)]
struct CheckView {
    verdict: &'static str,
    certainty: Option<&'static str>,
    payout: String,
    reference: Option<String>,
    account: String,
    gateway: &'static str,
    #[serde(flatten)]
    amount: Amount,
    fee: Option<String>,
    paid_out_on: NaiveDate,
    status: Option<&'static str>,
    by_hand: Option<bool>,
    line: Option<LineView>,
    /// The line less the payout.
    difference: Option<String>,
    /// Other payouts in the same line.
    shared_with: Vec<String>,
    why: String,
}

#[derive(Debug, Serialize)]
struct UnsettledView {
    account: String,
    gateway: &'static str,
    #[serde(flatten)]
    amount: Amount,
    oldest: Option<NaiveDate>,
    days: u32,
    overdue: bool,
    why: String,
}

#[derive(Debug, Serialize)]
struct StrangerView {
    line: LineView,
    accounts: Vec<String>,
    /// References of the payouts that it may be the money of.
    candidates: Vec<String>,
    why: String,
}

#[derive(Debug, Serialize)]
struct TotalView {
    currency: &'static str,
    paid_out: String,
    seen: String,
}

impl SettlementView {
    pub(crate) fn of(answer: &SettlementAnswer) -> Self {
        let settlement = &answer.settlement;
        let check = |check: &PayoutCheck| CheckView::of(check, answer);
        let stranger = |stranger: &Stranger| StrangerView::of(stranger, answer);
        Self {
            period: Period { from: answer.period.from, to: answer.period.to },
            usual_period: answer.is_usual_period,
            time_zone: answer.period.time_zone.name(),
            account: answer.account.clone(),
            today: answer.today,
            items: settlement.checks.iter().map(check).collect(),
            next: None,
            unsettled: settlement.unsettled.iter().map(UnsettledView::of).collect(),
            strangers: settlement.strangers.iter().map(stranger).collect(),
            totals: settlement.totals.iter().map(TotalView::of).collect(),
        }
    }
}

impl CheckView {
    fn of(check: &PayoutCheck, answer: &SettlementAnswer) -> Self {
        let seen = &check.payout;
        let payout = answer.payout(seen).map(|record| &record.payout);
        Self {
            verdict: check.verdict.as_str(),
            certainty: check.certainty.map(|certainty| certainty.as_str()),
            payout: seen.id.clone(),
            reference: payout.map(|payout| payout.order.reference.to_string()),
            account: seen.account.clone(),
            gateway: seen.gateway.as_str(),
            amount: Amount::of(seen.money),
            fee: seen.fee.map(Money::to_decimal_string),
            paid_out_on: seen.at,
            status: payout.map(|payout| payout.status.as_str()),
            by_hand: payout.map(|payout| payout.by_hand),
            line: check.line.as_ref().map(|line| LineView::of(line, answer)),
            difference: check.difference.map(Money::to_decimal_string),
            shared_with: check.shared_with.clone(),
            why: check.why.clone(),
        }
    }
}

impl StrangerView {
    fn of(stranger: &Stranger, answer: &SettlementAnswer) -> Self {
        let candidates = stranger.candidates.iter().filter_map(|id| answer.reference(id));
        Self {
            line: LineView::of(&stranger.line, answer),
            accounts: stranger.accounts.clone(),
            candidates: candidates.map(ToString::to_string).collect(),
            why: stranger.why.clone(),
        }
    }
}

impl UnsettledView {
    fn of(money: &Unsettled) -> Self {
        Self {
            account: money.account.clone(),
            gateway: money.gateway.as_str(),
            amount: Amount::of(money.balance),
            oldest: money.oldest,
            days: money.days,
            overdue: money.is_overdue,
            why: money.why.clone(),
        }
    }
}

impl TotalView {
    fn of(total: &SettlementTotal) -> Self {
        Self {
            currency: total.said.currency().code(),
            paid_out: total.said.to_decimal_string(),
            seen: total.seen.to_decimal_string(),
        }
    }
}
