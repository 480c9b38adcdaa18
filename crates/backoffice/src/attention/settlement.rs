//! Money that gateways say they paid out and the bank does not have, or has otherwise; and money that is overdue.
//!
//! A shop that brings in no statements is not nagged: a payout is missing only once the bank was heard of behind the day it was
//! due, and money is overdue only where payouts or statements in its currency are known. The desk is looked at whenever the
//! journal moves on, so that what was found counts for as long as it cannot have changed, and somewhat longer where that costs
//! no more than a late word.

use accounting::settlement::{BankLine, Check, PayoutSeen, Settlement, Terms, Unsettled, Verdict};
use accounting::{Period, day_of, day_start};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use ledger::{Currency, GatewayKind};
use store::AccountRecord;

use super::words::settlement as words;
use super::{ConcernKind, ConcernRow, Look, Moment};
use crate::settlement::{KeptTerms, Known, usual_first_day};
use crate::{Backoffice, Error};

/// For how long what was found counts although the journal went on, where it is only counted.
const COUNTS_FOR: TimeDelta = TimeDelta::minutes(1);
/// For how long what is overdue counts although the journal went on, where it says nothing new of payouts and bank lines: what
/// was sold since is not overdue, and adding up all that ever moved takes a while.
const OVERDUE_FOR: TimeDelta = TimeDelta::minutes(10);

/// What was found, when, and from what.
pub(super) struct Found {
    at: DateTime<Utc>,
    basis: Basis,
    concerns: Vec<ConcernRow>,
    overdue: Overdue,
}

/// All that the answer depends on.
#[derive(Clone, PartialEq, Eq)]
struct Basis {
    head: u64,
    today: NaiveDate,
    zone: Tz,
    terms: Vec<KeptTerms>,
}

/// What is overdue at gateways, when that was found, and what was known of payouts and the bank.
struct Overdue {
    at: DateTime<Utc>,
    payouts: Vec<PayoutSeen>,
    lines: Vec<BankLine>,
    terms: Vec<Terms>,
    period: Period,
    concerns: Vec<ConcernRow>,
}

impl Backoffice {
    pub(super) async fn concerns_of_settlement(
        &self,
        moment: &Moment,
        look: Look,
    ) -> Result<Vec<ConcernRow>, Error> {
        let mut found = self.shared.attention.settlement.lock().await;
        let basis = Basis {
            head: self.store().head().await?,
            today: day_of(moment.zone, moment.now),
            zone: moment.zone,
            terms: self.kept_terms().await?,
        };
        if let Some(known) = &*found {
            let is_recent = is_within(COUNTS_FOR, known.at, moment);
            if known.basis == basis || (look == Look::Again && is_recent) {
                return Ok(known.concerns.clone());
            }
        }
        if !self.knows_of_settlement().await? {
            return Ok(Vec::new());
        }
        let today = basis.today;
        let from = usual_first_day(today);
        let period = Period { from, to: today, time_zone: moment.zone };
        let known = self.seen_by_both(period, today).await?;
        let settlement = Settlement::of(known.facts())?.only(None, &(from..=today))?;
        let mut concerns: Vec<_> =
            settlement.checks.iter().filter_map(|check| of_check(check, &known, moment)).collect();
        let before = found.take().map(|found| found.overdue);
        let overdue = match before.filter(|before| before.counts(&known, period, moment)) {
            Some(before) => before,
            None => self.overdue(known, period, moment).await?,
        };
        concerns.extend(overdue.concerns.iter().cloned());
        *found = Some(Found { at: moment.now, basis, concerns: concerns.clone(), overdue });
        Ok(concerns)
    }

    async fn overdue(
        &self,
        mut known: Known,
        period: Period,
        moment: &Moment,
    ) -> Result<Overdue, Error> {
        let (payouts, lines, terms) =
            (known.payouts.clone(), known.lines.clone(), known.terms.clone());
        self.fill_owed(&mut known, period).await?;
        let settlement = Settlement::of(known.facts())?;
        let unsettled = settlement.unsettled.iter();
        let concerns = unsettled.filter_map(|money| of_unsettled(money, &known, moment)).collect();
        Ok(Overdue { at: moment.now, payouts, lines, terms, period, concerns })
    }

    /// Whether there is anything to check at all: a payout, or a line of a statement.
    async fn knows_of_settlement(&self) -> Result<bool, Error> {
        let payouts = store::PayoutQuery { limit: 1, ..store::PayoutQuery::default() };
        let lines = store::LineQuery { limit: 1, ..store::LineQuery::default() };
        Ok(!self.store().payouts(&payouts).await?.items.is_empty()
            || !self.store().statement_lines(&lines).await?.items.is_empty())
    }
}

impl Overdue {
    fn counts(&self, known: &Known, period: Period, moment: &Moment) -> bool {
        is_within(OVERDUE_FOR, self.at, moment)
            && self.period == period
            && self.payouts == known.payouts
            && self.lines == known.lines
            && self.terms == known.terms
    }
}

fn is_within(span: TimeDelta, at: DateTime<Utc>, moment: &Moment) -> bool {
    (TimeDelta::zero()..span).contains(&(moment.now - at))
}

fn of_check(check: &Check, known: &Known, moment: &Moment) -> Option<ConcernRow> {
    let record = known.records.get(&check.payout.id)?;
    let payout = &record.payout;
    let (kind, key) = match check.verdict {
        Verdict::Missing if bank_is_ahead(check, known) => {
            (ConcernKind::PayoutMissing, payout.id.to_string())
        }
        Verdict::Over | Verdict::Under | Verdict::CurrencyDifference => {
            let seen = check.line.as_ref()?.money;
            let key = format!("{}:{}{}", payout.id, seen.minor(), seen.currency());
            (ConcernKind::PayoutDifference, key)
        }
        Verdict::Matched
        | Verdict::Expected
        | Verdict::Missing
        | Verdict::FeeDifference
        | Verdict::Failed => return None,
    };
    let words = words::of_check(check, payout, moment);
    Some(ConcernRow {
        payout: Some(payout.id),
        account: Some(payout.order.account),
        reference: Some(payout.order.reference.to_string()),
        account_name: Some(record.account_name.clone()),
        amount: Some(payout.order.amount),
        ..ConcernRow::new(format!("{kind}:{key}"), kind, payout.created_at, words)
    })
}

fn of_unsettled(money: &Unsettled, known: &Known, moment: &Moment) -> Option<ConcernRow> {
    let oldest = money.oldest.filter(|_| money.is_overdue)?;
    let account = account(known, &money.account, money.gateway)?;
    let currency = money.balance.currency();
    let pays_out = known.payouts.iter().any(|payout| {
        payout.account == money.account
            && payout.gateway == money.gateway
            && payout.money.currency() == currency
    });
    let due = due(known, &money.account, money.gateway, oldest);
    if !pays_out && newest_line(known, currency).is_none_or(|newest| newest <= due) {
        return None;
    }
    let kind = ConcernKind::UnsettledOverdue;
    let key = format!("{kind}:{}:{currency}:{oldest}", account.id);
    let since = day_start(moment.zone, oldest);
    Some(ConcernRow {
        account: Some(account.id),
        account_name: Some(account.name.clone()),
        amount: Some(money.balance),
        ..ConcernRow::new(key, kind, since, words::of_unsettled(money, oldest))
    })
}

/// Whether the bank was heard of behind the day on which a payout was due.
fn bank_is_ahead(check: &Check, known: &Known) -> bool {
    let payout = &check.payout;
    let due = due(known, &payout.account, payout.gateway, payout.at);
    newest_line(known, payout.money.currency()).is_some_and(|newest| newest > due)
}

fn newest_line(known: &Known, currency: Currency) -> Option<NaiveDate> {
    let lines = known.lines.iter().filter(|line| line.money.currency() == currency);
    lines.map(|line| line.date).max()
}

/// The last day on which money of a day is not overdue.
fn due(known: &Known, account: &str, gateway: GatewayKind, day: NaiveDate) -> NaiveDate {
    let is_of = |terms: &&Terms| terms.account == account && terms.gateway == gateway;
    let days = known.terms.iter().find(is_of).map_or(0, |terms| terms.overdue_after_days);
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day)
}

fn account<'a>(known: &'a Known, name: &str, gateway: GatewayKind) -> Option<&'a AccountRecord> {
    known
        .accounts
        .iter()
        .find(|account| account.name.as_str() == name && account.gateway == gateway)
}
