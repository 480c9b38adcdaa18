//! What a report is made by, and what each of its rows stands for.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};
use ledger::{Currency, GatewayKind};

use super::ReportError;
use crate::text::shortened;

/// What the rows of a report stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grouping {
    /// A day in the merchant's time zone.
    Day,
    /// A week as ISO 8601 has it: from Monday.
    Week,
    /// A month.
    Month,
    /// A gateway.
    Gateway,
    /// An account at a gateway.
    Account,
    /// A currency.
    Currency,
    /// A way to pay.
    Channel,
}

impl Grouping {
    /// Every grouping, in the order in which they are offered.
    pub const ALL: &[Self] = &[
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Gateway,
        Self::Account,
        Self::Currency,
        Self::Channel,
    ];

    /// The written word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Gateway => "gateway",
            Self::Account => "account",
            Self::Currency => "currency",
            Self::Channel => "channel",
        }
    }
}

impl fmt::Display for Grouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Grouping {
    type Err = ReportError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|grouping| grouping.as_str() == text).ok_or_else(|| {
            ReportError::UnknownGrouping {
                name: shortened(text),
                known: Self::ALL
                    .iter()
                    .map(|grouping| grouping.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            }
        })
    }
}

/// What one row stands for. Rows come in this order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A day.
    Day(NaiveDate),
    /// A week, or what of it is in the period.
    Week {
        /// Its first day in the period.
        first: NaiveDate,
        /// Its last day in the period.
        last: NaiveDate,
    },
    /// A month, or what of it is in the period.
    Month {
        /// Its first day in the period.
        first: NaiveDate,
        /// Its last day in the period.
        last: NaiveDate,
    },
    /// A gateway.
    Gateway(GatewayKind),
    /// An account, by what the merchant calls it.
    Account(String),
    /// A currency.
    Currency(Currency),
    /// A way to pay, in the gateway's word.
    Channel(String),
    /// The gateway did not say how it was paid.
    NoChannel,
}

impl Key {
    /// The first and last day, where it stands for days.
    #[must_use]
    pub const fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Day(day) => Some((*day, *day)),
            Self::Week { first, last } | Self::Month { first, last } => Some((*first, *last)),
            _ => None,
        }
    }

    /// A short name for lists, files and scripts: `2026-03-29`, `2026-W13`, `2026-03`, `novac`; empty for no channel.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Week { first, .. } => {
                let week = first.iso_week();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month { first, .. } => first.format("%Y-%m").to_string(),
            Self::Gateway(gateway) => gateway.as_str().to_owned(),
            Self::Account(name) | Self::Channel(name) => name.clone(),
            Self::Currency(currency) => currency.code().to_owned(),
            Self::NoChannel => String::new(),
        }
    }
}
