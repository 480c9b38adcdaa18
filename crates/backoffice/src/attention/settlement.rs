//! Money that gateways say they paid out and the bank does not have, or has otherwise; and money that is overdue.
//!
//! A shop that brings in no statements is not nagged: a payout is missing only once the bank was heard of behind the day it was
//! due, and money is overdue only where payouts or statements in its currency are known. What was found counts for as long as
//! the journal, the day and the terms are the same, and where it is only counted, for a minute.

use accounting::report::{Period, day_start};
use accounting::settlement::{Check, Settlement, Terms, Unsettled, Verdict};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use ledger::{Currency, GatewayKind};
use store::AccountRecord;

use super::words::settlement as words;
use super::{ConcernKind, ConcernRow, Look, Moment};
use crate::settlement::{KeptTerms, Known, USUAL_DAYS};
use crate::{Backoffice, Error};

/// For how long what was found counts although the journal went on, where it is only counted.
const COUNTS_FOR: TimeDelta = TimeDelta::minutes(1);

/// What was found, when, and from what.
pub(super) struct Found {
    at: DateTime<Utc>,
    basis: Basis,
    concerns: Vec<ConcernRow>,
}

/// All that the answer depends on.
#[derive(Clone, PartialEq, Eq)]
struct Basis {
    head: u64,
    today: NaiveDate,
    zone: Tz,
    terms: Vec<KeptTerms>,
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
            today: moment.now.with_timezone(&moment.zone).date_naive(),
            zone: moment.zone,
            terms: self.kept_terms().await?,
        };
        if let Some(known) = &*found {
            let is_recent = (TimeDelta::zero()..COUNTS_FOR).contains(&(moment.now - known.at));
            if known.basis == basis || (look == Look::Again && is_recent) {
                return Ok(known.concerns.clone());
            }
        }
        let concerns = self.settlement_concerns(moment, basis.today).await?;
        *found = Some(Found { at: moment.now, basis, concerns: concerns.clone() });
        Ok(concerns)
    }

    async fn settlement_concerns(
        &self,
        moment: &Moment,
        today: NaiveDate,
    ) -> Result<Vec<ConcernRow>, Error> {
        if !self.knows_of_settlement().await? {
            return Ok(Vec::new());
        }
        let from = today.checked_sub_days(Days::new(USUAL_DAYS - 1)).unwrap_or(today);
        let period = Period { from, to: today, time_zone: moment.zone };
        let known = self.settlement_facts(period, today).await?;
        let settlement = Settlement::of(known.facts())?.only(None, &(from..=today))?;
        let checks = settlement.checks.iter().filter_map(|check| of_check(check, &known, moment));
        let unsettled = settlement.unsettled.iter();
        let unsettled = unsettled.filter_map(|money| of_unsettled(money, &known, moment));
        Ok(checks.chain(unsettled).collect())
    }

    /// Whether there is anything to check at all: a payout, or a line of a statement.
    async fn knows_of_settlement(&self) -> Result<bool, Error> {
        let payouts = store::PayoutQuery { limit: 1, ..store::PayoutQuery::default() };
        let lines = store::LineQuery { limit: 1, ..store::LineQuery::default() };
        Ok(!self.store().payouts(&payouts).await?.items.is_empty()
            || !self.store().statement_lines(&lines).await?.items.is_empty())
    }
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
