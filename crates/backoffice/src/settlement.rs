//! Whether the money that gateways owe was seen to arrive at the bank, and a person's word on which line is which payout's.
//!
//! Everything comes from what is known here: movements, payouts that gateways told of, and lines of bank statements that
//! were imported. No gateway is asked, so that the check works with the network off. What fits what is decided by
//! [`accounting::settlement`]; here is what it is given and what a person adds. An answer is about a period. Somewhat more
//! than that is read on both sides, so that what lies across its ends is judged as what lies within.

mod decide;
mod facts;
mod line;
mod owed;
mod record;
mod refusal;
mod terms;

use std::collections::BTreeMap;

use accounting::settlement::{BankLine, PayoutSeen, Settlement};
use accounting::{Period, day_of};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use ledger::{ImportId, Reference};
use store::PayoutRecord;

use crate::{Backoffice, Error, FieldProblem};

pub(crate) use facts::Known;
pub use line::LineDecided;
pub use refusal::MatchRefusal;
pub(crate) use terms::KeptTerms;
pub use terms::{SettlementTerms, SettlementTermsForm};

/// How many days an answer is about where nobody says from when.
pub const USUAL_DAYS: u64 = 120;
/// The most days of an answer.
const MOST_DAYS: u64 = 1_100;

/// What is to be checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettlementQuery {
    /// Payouts and bank lines of this day or later; of the last [`USUAL_DAYS`] days where it is not given.
    pub from: Option<NaiveDate>,
    /// Of this day or earlier; until today where it is not given.
    pub to: Option<NaiveDate>,
    /// Of one account, by its name.
    pub account: Option<String>,
}

/// Where a bank line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineRef {
    /// In which import.
    pub import: ImportId,
    /// Its place in the file, from 1.
    pub line: u32,
}

/// What the check says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementAnswer {
    /// Which days it is about, and where.
    pub period: Period,
    /// Whether nobody said from when.
    pub is_usual_period: bool,
    /// The account it is about; all of them where there is none.
    pub account: Option<String>,
    /// The day it was checked on: what is overdue is so on this day.
    pub today: NaiveDate,
    /// The payouts of the period with their bank lines, and the lines of the period that want a person. What is still at
    /// gateways is so at the end of the period.
    pub settlement: Settlement,
    payouts: BTreeMap<String, PayoutRecord>,
    lines: BTreeMap<(String, String), LineRef>,
}

impl SettlementAnswer {
    /// A payout of the answer as the books have it.
    #[must_use]
    pub fn payout(&self, seen: &PayoutSeen) -> Option<&PayoutRecord> {
        self.payouts.get(&seen.id)
    }

    /// The reference of a payout by what the check calls it.
    #[must_use]
    pub fn reference(&self, id: &str) -> Option<&Reference> {
        self.payouts.get(id).map(|record| &record.payout.order.reference)
    }

    /// Where a line of the answer is.
    #[must_use]
    pub fn line(&self, line: &BankLine) -> Option<LineRef> {
        self.lines.get(&(line.place.clone(), line.key.clone())).copied()
    }
}

impl Backoffice {
    /// Checks what gateways said they paid out against the bank, as far as it is known here.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the account, [`Error::Invalid`] with the fields `from` and `to`, and where the history cannot be
    /// read.
    pub async fn settlement(&self, query: &SettlementQuery) -> Result<SettlementAnswer, Error> {
        let zone = self.time_zone().await?;
        let today = day_of(zone, self.clock().now());
        let period = query.period(today, zone)?;
        let account = match &query.account {
            Some(name) => Some(self.account_named(name).await?.name.to_string()),
            None => None,
        };
        let known = self.settlement_facts(period, today).await?;
        let days = period.from..=period.to;
        let settlement = Settlement::of(known.facts())?.only(account.as_deref(), &days)?;
        Ok(SettlementAnswer {
            period,
            is_usual_period: query.from.is_none(),
            account,
            today,
            settlement,
            payouts: known.records,
            lines: known.places,
        })
    }
}

impl SettlementQuery {
    fn period(&self, today: NaiveDate, time_zone: Tz) -> Result<Period, Error> {
        let problem =
            |field, message: String| Err(Error::Invalid(vec![FieldProblem::new(field, message)]));
        let to = self.to.unwrap_or(today);
        let from = self.from.unwrap_or_else(|| usual_first_day(to));
        if from > to {
            return problem("to", format!("the period ends on {to}, before it begins on {from}"));
        }
        if from.checked_add_days(Days::new(MOST_DAYS)).is_some_and(|last| last <= to) {
            return problem("from", format!("check at most {MOST_DAYS} days at a time"));
        }
        Ok(Period { from, to, time_zone })
    }
}

/// The first day of the period that is checked where nobody names one, by its last day.
pub(crate) fn usual_first_day(last: NaiveDate) -> NaiveDate {
    last.checked_sub_days(Days::new(USUAL_DAYS - 1)).unwrap_or(last)
}
