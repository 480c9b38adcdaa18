//! What came in, what went back and what gateways kept.

use backoffice::{PaymentFilter, ReportKey, ReportQuery, TakingsReport};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Grouping, Money, day};
use crate::error::CommandError;

/// What a report is to be of.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ReportForm {
    by: Grouping,
    filter: String,
    from: Option<String>,
    to: Option<String>,
}

impl TryFrom<ReportForm> for ReportQuery {
    type Error = CommandError;

    fn try_from(form: ReportForm) -> Result<Self, Self::Error> {
        let filter = PaymentFilter {
            text: form.filter,
            from: day("from", form.from.as_deref())?,
            to: day("to", form.to.as_deref())?,
        };
        Ok(Self { by: form.by.into(), account: None, filter })
    }
}

/// What moved in a period.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Report {
    by: Grouping,
    from: String,
    to: String,
    time_zone: String,
    groups: Vec<ReportGroup>,
    /// One for each currency.
    totals: Vec<ReportSums>,
}

/// One row: what moved in one currency.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ReportGroup {
    /// A short name: `2026-03-29`, `2026-W13`, `Novac`; empty where the gateway did not say how it was paid.
    label: String,
    /// The days it stands for, where it stands for days.
    first: Option<String>,
    last: Option<String>,
    sums: ReportSums,
}

/// What moved in one currency. What went away is below zero.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ReportSums {
    currency: String,
    sales: Money,
    sales_count: i32,
    refunds: Money,
    refunds_count: i32,
    fees: Money,
    reversals: Money,
    /// Sales, refunds, fees and reversals together.
    net: Money,
    /// What left the gateways; no part of the net.
    payouts: Money,
}

impl From<&TakingsReport> for Report {
    fn from(report: &TakingsReport) -> Self {
        Self {
            by: report.by.into(),
            from: report.period.from.to_string(),
            to: report.period.to.to_string(),
            time_zone: report.period.time_zone.name().to_owned(),
            groups: report.groups.iter().map(ReportGroup::from).collect(),
            totals: report.totals.iter().map(ReportSums::from).collect(),
        }
    }
}

impl From<&backoffice::ReportGroup> for ReportGroup {
    fn from(group: &backoffice::ReportGroup) -> Self {
        let days = group.key.days();
        Self {
            label: match &group.key {
                ReportKey::Gateway(gateway) => gateway.title().to_owned(),
                key => key.label(),
            },
            first: days.map(|(first, _)| first.to_string()),
            last: days.map(|(_, last)| last.to_string()),
            sums: ReportSums::from(&group.sums),
        }
    }
}

impl From<&backoffice::ReportSums> for ReportSums {
    fn from(sums: &backoffice::ReportSums) -> Self {
        Self {
            currency: sums.currency().code().to_owned(),
            sales: sums.sales.into(),
            sales_count: balance(sums.sales_count),
            refunds: sums.refunds.into(),
            refunds_count: balance(sums.refunds_count),
            fees: sums.fees.into(),
            reversals: sums.reversals.into(),
            net: sums.net.into(),
            payouts: sums.payouts.into(),
        }
    }
}

/// A number of movements, less those that were taken back.
fn balance(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}
