//! Reports: what came in, what went back and what gateways kept, by day, week, month, gateway, account, currency, channel.
//!
//! A report is made of [`Bucket`]s, sums over quarters of an hour in UTC, which the store makes without knowing the
//! merchant's time zone. Days are told apart here, by where they begin in that zone ([`day_start`](crate::day_start)), so that a day of 23 or 25
//! hours has its own money and nothing else. Amounts keep the sign of the movement: a refund is below zero, and any rows
//! of one currency may be added. Nothing is converted between currencies, and charts are the window's affair.

mod calendar;
mod error;
mod file;
mod key;
mod page;
mod sums;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{GatewayKind, Money, MovementKind};

pub use error::ReportError;
pub use key::{Grouping, Key};
pub use page::{Heading, statement_page};
pub use sums::Sums;

use crate::Period;
use calendar::Calendar;

/// The most rows of a report: ten years of days in one currency.
pub const MOST_GROUPS: usize = 4_000;

/// What moved within a quarter of an hour, of one account, currency, channel and kind.
///
/// A quarter is fine enough for every zone since 2012: all offsets to UTC are multiples of 15 minutes, and no day begins
/// within a quarter (a test looks at every zone there is). Before that, St John's put its clocks back at one minute past
/// midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Where the quarter begins.
    pub quarter: DateTime<Utc>,
    /// What the merchant calls the account.
    pub account: String,
    /// The gateway.
    pub gateway: GatewayKind,
    /// How it was paid, where that is known.
    pub channel: Option<String>,
    /// Why it moved.
    pub kind: MovementKind,
    /// The sum of the movements, in their currency; more than zero is money coming to the merchant.
    pub amount: Money,
    /// How many movements there were, less those that take one back.
    pub count: i64,
}

/// One row: what moved in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it stands for.
    pub key: Key,
    /// What moved.
    pub sums: Sums,
}

/// What moved in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the rows stand for.
    pub by: Grouping,
    /// The days that are told of, and where they are days.
    pub period: Period,
    /// The rows, by what they stand for and then by currency. Of days, weeks and months there is a row in every currency
    /// of the report even where nothing moved.
    pub groups: Vec<Group>,
    /// All rows of each currency, by code.
    pub totals: Vec<Sums>,
}

impl Report {
    /// Adds up what moved in the period; buckets of other days are left out.
    ///
    /// # Errors
    /// [`ReportError::PeriodBackwards`], [`ReportError::ReportTooLong`], [`ReportError::TotalTooLarge`].
    pub fn of<'a>(
        by: Grouping,
        period: Period,
        buckets: impl IntoIterator<Item = &'a Bucket>,
    ) -> Result<Self, ReportError> {
        let calendar = Calendar::of(by, period)?;
        let range = period.range();
        let mut groups = BTreeMap::new();
        let mut totals = BTreeMap::new();
        for bucket in buckets.into_iter().filter(|bucket| range.contains(&bucket.quarter)) {
            let currency = bucket.amount.currency();
            let Some(key) = key_of(bucket, by, &calendar) else { continue };
            groups.entry((key, currency)).or_insert_with(|| Sums::none(currency)).add(bucket)?;
            totals.entry(currency).or_insert_with(|| Sums::none(currency)).add(bucket)?;
        }
        // Days on which nothing moved are told as well, so that no chart draws a line over them.
        if calendar.keys().len().saturating_mul(totals.len()).max(groups.len()) > MOST_GROUPS {
            return Err(ReportError::ReportTooLong { most: MOST_GROUPS });
        }
        for key in calendar.keys() {
            for currency in totals.keys().copied() {
                groups.entry((key.clone(), currency)).or_insert_with(|| Sums::none(currency));
            }
        }
        let groups = groups.into_iter().map(|((key, _), sums)| Group { key, sums }).collect();
        Ok(Self { by, period, groups, totals: totals.into_values().collect() })
    }
}

fn key_of(bucket: &Bucket, by: Grouping, calendar: &Calendar) -> Option<Key> {
    let channel = bucket.channel.as_ref().filter(|channel| !channel.trim().is_empty());
    match by {
        Grouping::Day | Grouping::Week | Grouping::Month => calendar.at(bucket.quarter).cloned(),
        Grouping::Gateway => Some(Key::Gateway(bucket.gateway)),
        Grouping::Account => Some(Key::Account(bucket.account.clone())),
        Grouping::Currency => Some(Key::Currency(bucket.amount.currency())),
        Grouping::Channel => {
            Some(channel.map_or(Key::NoChannel, |channel| Key::Channel(channel.clone())))
        }
    }
}
