//! What the check is given: payouts, bank lines, terms and what is owed, of a period and a margin around it.
//!
//! The margin is longer than any bank takes, so that a payout just before the period has its line, and a line just within it
//! its payout. Test money never arrives at a bank: where the books have real money, it is no part of the check.

use std::collections::BTreeMap;

use accounting::settlement::{BankLine, Destination, Facts, Owed, PayoutSeen, Standing, Terms};
use accounting::{Period, day_range, day_start};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use ledger::{AccountId, Mode, PayoutKind, PayoutStatus};
use store::{
    AccountRecord, DatedFilter, LineFilter, LineTexts, MovementFilter, PayoutQuery, PayoutRecord,
    StatementLine,
};

use super::LineRef;
use super::owed::owed;
use super::terms::LONGEST_WAIT;
use crate::{Backoffice, Error};

/// How many days before and behind the period payouts and bank lines are read.
const MARGIN: Days = Days::new(LONGEST_WAIT as u64 + 6);
/// How many payouts are read at a time.
const PAYOUTS_AT_A_TIME: u32 = 500;

/// Everything that the check needs to know, and where it is from.
pub(crate) struct Known {
    pub(crate) owed: Vec<Owed>,
    pub(crate) payouts: Vec<PayoutSeen>,
    pub(crate) lines: Vec<BankLine>,
    pub(crate) terms: Vec<Terms>,
    pub(crate) period: Period,
    pub(crate) today: NaiveDate,
    /// The payouts as the books have them, by what the check calls them.
    pub(crate) records: BTreeMap<String, PayoutRecord>,
    /// The lines, by bank account and key.
    pub(crate) places: BTreeMap<(String, String), LineRef>,
    /// The accounts whose money is checked.
    pub(crate) accounts: Vec<AccountRecord>,
}

impl Known {
    pub(crate) fn facts(&self) -> Facts<'_> {
        let Self { owed, payouts, lines, terms, period, today, .. } = self;
        Facts {
            owed,
            payouts,
            lines,
            terms,
            from: period.from,
            as_of: period.to.min(*today),
            today: *today,
        }
    }
}

impl Backoffice {
    /// Everything, for what is still at gateways as well: that takes a walk through all that ever moved.
    pub(crate) async fn settlement_facts(
        &self,
        period: Period,
        today: NaiveDate,
    ) -> Result<Known, Error> {
        let mut known = self.seen_by_both(period, today).await?;
        self.fill_owed(&mut known, period).await?;
        Ok(known)
    }

    /// What gateways and banks say, without what is owed.
    pub(crate) async fn seen_by_both(
        &self,
        period: Period,
        today: NaiveDate,
    ) -> Result<Known, Error> {
        let first = period.from.checked_sub_days(MARGIN).unwrap_or(NaiveDate::MIN);
        let last = period.to.checked_add_days(MARGIN).unwrap_or(NaiveDate::MAX);
        let mut payouts = self.settlement_payouts(period.time_zone, first, period.to).await?;
        let lines = self.bank_lines(first, last).await?;
        let ids = payouts.iter().map(|record| record.payout.order.account).collect();
        let accounts = self.accounts_with_money(Vec::new(), ids).await?;
        payouts.retain(|record| is_among(&accounts, record.payout.order.account));
        let seen: Vec<_> =
            payouts.iter().map(|record| payout_seen(record, period.time_zone)).collect();
        let place =
            |line: &StatementLine| (key_of(line), LineRef { import: line.import, line: line.line });
        Ok(Known {
            owed: Vec::new(),
            terms: self.terms_of(&accounts).await?,
            records: seen.iter().map(|seen| seen.id.clone()).zip(payouts).collect(),
            payouts: seen,
            places: lines.iter().map(place).collect(),
            lines: lines.into_iter().map(bank_line).collect(),
            period,
            today,
            accounts,
        })
    }

    /// Adds what gateways owe: what moved in the period, and what they held at its end.
    pub(crate) async fn fill_owed(&self, known: &mut Known, period: Period) -> Result<(), Error> {
        let range = period.range();
        let filter = DatedFilter {
            from: Some(range.start),
            until: Some(range.end),
            ..DatedFilter::default()
        };
        let mut takings = self.store().takings(&MovementFilter::from(filter)).await?;
        let mut clearing = self.store().clearing(Some(range.end)).await?;
        let ids = clearing.iter().map(|held| held.account).collect();
        let accounts = self.accounts_with_money(std::mem::take(&mut known.accounts), ids).await?;
        takings.retain(|row| is_among(&accounts, row.account));
        clearing.retain(|held| is_among(&accounts, held.account));
        known.payouts.retain(|payout| {
            let record = known.records.get(&payout.id);
            record.is_some_and(|record| is_among(&accounts, record.payout.order.account))
        });
        known.owed = owed(&takings, &clearing, &known.payouts, period)?;
        known.terms = self.terms_of(&accounts).await?;
        known.accounts = accounts;
        Ok(())
    }

    async fn terms_of(&self, accounts: &[AccountRecord]) -> Result<Vec<Terms>, Error> {
        let kept = self.kept_terms().await?;
        Ok(accounts.iter().map(|account| super::terms::agreed(&kept, account)).collect())
    }

    /// The payouts of some days that may have come in at the bank, the newest first. What was booked from a bank line and
    /// taken back by a person is none: no gateway ever spoke of it.
    async fn settlement_payouts(
        &self,
        zone: Tz,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<PayoutRecord>, Error> {
        let (from, until) = (day_start(zone, first), day_range(zone, last).end);
        let mut query = PayoutQuery { limit: PAYOUTS_AT_A_TIME, ..PayoutQuery::default() };
        let mut found = Vec::new();
        loop {
            let page = self.store().payouts(&query).await?;
            let is_last = page.items.last().is_none_or(|record| record.payout.created_at < from);
            let is_meant = |record: &PayoutRecord| {
                destination(record.payout.order.kind).is_some()
                    && (from..until).contains(&record.payout.created_at)
                    && !(record.payout.by_hand && record.payout.status == PayoutStatus::Failed)
            };
            found.extend(page.items.into_iter().filter(is_meant));
            query.after = page.next;
            if is_last || query.after.is_none() {
                return Ok(found);
            }
        }
    }

    /// The lines of bank statements of some days that count.
    async fn bank_lines(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<StatementLine>, Error> {
        let filter = LineFilter { from: Some(first), to: Some(last), ..LineFilter::default() };
        let mut lines = self.store().every_statement_line(&filter).await?;
        lines.retain(|line| line.place.is_some());
        Ok(lines)
    }

    /// Those accounts, those that are connected and those with these ids; without those of tests, unless there are no others.
    async fn accounts_with_money(
        &self,
        mut accounts: Vec<AccountRecord>,
        ids: Vec<AccountId>,
    ) -> Result<Vec<AccountRecord>, Error> {
        if accounts.is_empty() {
            accounts = self.store().accounts().await?;
        }
        for id in ids {
            if !is_among(&accounts, id) {
                accounts.extend(self.store().account(id).await?);
            }
        }
        if accounts.iter().any(|account| account.mode == Mode::Live) {
            accounts.retain(|account| account.mode != Mode::Test);
        }
        Ok(accounts)
    }
}

fn is_among(accounts: &[AccountRecord], id: AccountId) -> bool {
    accounts.iter().any(|account| account.id == id)
}

/// By what a line is known among all that count.
fn key_of(line: &StatementLine) -> (String, String) {
    (line.place.clone().unwrap_or_default(), line.key.clone())
}

fn bank_line(line: StatementLine) -> BankLine {
    let (place, key) = key_of(&line);
    let LineTexts { text, counterparty, reference } = line.texts.unwrap_or_default();
    let text = [text, counterparty.unwrap_or_default()].join(" ").trim().to_owned();
    BankLine {
        key,
        place,
        date: line.date,
        money: line.amount,
        text,
        reference,
        matched_by_hand: line.matched.map(|matched| matched.payout.to_string()),
    }
}

/// Where the money of such payouts went, if it may have come in at the merchant's bank.
pub(super) const fn destination(kind: PayoutKind) -> Option<Destination> {
    match kind {
        PayoutKind::Settlement => Some(Destination::OwnBank),
        PayoutKind::Transfer => Some(Destination::Unknown),
        PayoutKind::Bank | PayoutKind::Remittance | PayoutKind::Wallet | PayoutKind::Recharge => {
            None
        }
    }
}

fn payout_seen(record: &PayoutRecord, zone: Tz) -> PayoutSeen {
    let payout = &record.payout;
    let ids = [payout.gateway_payout_id.clone(), payout.bank_reference.clone()];
    let ids = ids.into_iter().flatten().chain([payout.order.reference.to_string()]);
    PayoutSeen {
        id: payout.id.to_string(),
        account: record.account_name.to_string(),
        gateway: payout.order.gateway,
        destination: destination(payout.order.kind).unwrap_or(Destination::Unknown),
        money: payout.order.amount,
        fee: payout.fee,
        at: payout.created_at.with_timezone(&zone).date_naive(),
        standing: match payout.status {
            PayoutStatus::Processed => Standing::Arrived,
            PayoutStatus::Failed => Standing::Failed,
            PayoutStatus::Requested
            | PayoutStatus::Submitted
            | PayoutStatus::Unknown
            | PayoutStatus::Pending => Standing::Pending,
        },
        ids: ids.collect(),
    }
}
