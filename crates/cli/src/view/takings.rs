//! Reports: takings, fees, refunds and what is left.

use std::path::Path;

use backoffice::{ReportGroup, ReportSums, TakingsReport};
use chrono::NaiveDate;
use ledger::Money;
use serde::Serialize;

use super::table::{harmless, table};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct TakingsView {
    by: &'static str,
    period: Period,
    time_zone: &'static str,
    items: Vec<Group>,
    next: Option<String>,
    totals: Vec<Sums>,
    file: Option<String>,
}

#[derive(Debug, Serialize)]
struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Debug, Serialize)]
struct Group {
    group: String,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    #[serde(flatten)]
    sums: Sums,
}

/// Amounts in major units, with the sign of what moved.
#[derive(Debug, Serialize)]
struct Sums {
    currency: &'static str,
    sales: String,
    sales_count: i64,
    refunds: String,
    refunds_count: i64,
    fees: String,
    reversals: String,
    net: String,
    payouts: String,
}

impl Sums {
    fn of(sums: &ReportSums) -> Self {
        let text = Money::to_decimal_string;
        Self {
            currency: sums.net.currency().code(),
            sales: text(sums.sales),
            sales_count: sums.sales_count,
            refunds: text(sums.refunds),
            refunds_count: sums.refunds_count,
            fees: text(sums.fees),
            reversals: text(sums.reversals),
            net: text(sums.net),
            payouts: text(sums.payouts),
        }
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.currency.to_owned(),
            self.sales_count.to_string(),
            self.sales.clone(),
            self.fees.clone(),
            self.refunds.clone(),
            self.reversals.clone(),
            self.net.clone(),
            self.payouts.clone(),
        ]
    }
}

impl TakingsView {
    pub(crate) fn of(report: &TakingsReport, file: Option<&Path>) -> Self {
        let group = |group: &ReportGroup| {
            let days = group.key.days();
            Group {
                group: group.key.label(),
                from: days.map(|(first, _)| first),
                to: days.map(|(_, last)| last),
                sums: Sums::of(&group.sums),
            }
        };
        Self {
            by: report.by.as_str(),
            period: Period { from: report.period.from, to: report.period.to },
            time_zone: report.period.time_zone.name(),
            items: report.groups.iter().map(group).collect(),
            next: None,
            totals: report.totals.iter().map(Sums::of).collect(),
            file: file.map(|path| path.display().to_string()),
        }
    }
}

impl Show for TakingsView {
    fn text(&self) -> String {
        let Period { from, to } = &self.period;
        let period = format!("{from} to {to}, days in {}", self.time_zone);
        if self.items.is_empty() {
            return format!("{period}\nNothing moved");
        }
        let row = |name: &str, sums: &Sums| [vec![name.to_owned()], sums.cells()].concat();
        let rows = self.items.iter().map(|group| {
            let name = if group.group.is_empty() { "(not stated)" } else { &group.group };
            row(name, &group.sums)
        });
        let totals = self.totals.iter().map(|sums| row("total", sums));
        let rows: Vec<_> = rows.chain(totals).collect();
        let by = self.by.to_uppercase();
        let headings = [
            by.as_str(),
            "CUR",
            "SALES",
            "GROSS",
            "FEES",
            "REFUNDS",
            "REVERSALS",
            "NET",
            "PAID OUT",
        ];
        let table = table(&headings, &[2, 3, 4, 5, 6, 7, 8], &rows);
        let file = self.file.iter().map(|file| format!("\nWritten to {}", harmless(file)));
        format!("{period}\n{table}{}", file.collect::<String>())
    }
}

/// A page that was written.
#[derive(Debug, Serialize)]
pub(crate) struct StatementSaved {
    path: String,
}

impl StatementSaved {
    pub(crate) fn of(path: &Path) -> Self {
        Self { path: path.display().to_string() }
    }
}

impl Show for StatementSaved {
    fn text(&self) -> String {
        format!("{}; open it in a browser to print it or to save it as PDF", harmless(&self.path))
    }
}
