//! A report on paper: a statement to print, to save as PDF or to send to an accountant.
//!
//! One HTML file with nothing outside it and no script, so that it opens anywhere, prints as it is, and is safe to send on.
//! Names that people and gateways wrote stand in `bdi`, so that none can turn the text around it.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use ledger::Money;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Group, Grouping, Key, Report, Sums};
use crate::paper::{amount, days, moment, number};

/// What stands above a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// What the merchant calls the shop, where a name was given.
    pub shop: Option<String>,
    /// The account it is of; all of them where there is none.
    pub account: Option<String>,
    /// What else was asked for, in the filter language, so that the page does not pass a part for the whole.
    pub selection: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

impl Heading {
    fn of(&self) -> &str {
        self.shop.as_deref().unwrap_or("takings")
    }
}

const STYLE: &str = "
:root{color-scheme:light}
body{font:15px/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:52rem;margin:3rem auto;padding:0 1.5rem}
h1{font-size:1.15rem;margin:0 0 .2rem}
h2{font-size:1rem;margin:2rem 0 .4rem;break-after:avoid}
bdi{overflow-wrap:anywhere}
.of{margin:0;color:#555}
.net{font-size:2.1rem;font-weight:650;margin:.4rem 0 .8rem;font-variant-numeric:tabular-nums}
.net small{font-size:.85rem;font-weight:400;color:#555}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:.6rem 1rem;margin:0}
dl{border-top:1px solid #999;padding-top:.8rem}
dl div{break-inside:avoid}
dt{color:#555;font-size:.85rem}dd{margin:0;white-space:nowrap;font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;margin-top:1.2rem;font-size:.8rem;font-variant-numeric:tabular-nums}
thead{display:table-header-group}tr{break-inside:avoid}
th{font-weight:600;text-align:left;border-bottom:1px solid #999}
th,td{padding:.25rem .4rem;vertical-align:top}
tbody th{font-weight:400;border:0}
tbody tr{border-bottom:1px solid #ddd}
.n{text-align:right;white-space:nowrap}
.quiet{color:#767676}
.notes{break-inside:avoid;margin-top:2rem}
.notes div{border:1px solid #999;min-height:7rem}
footer{margin-top:2rem;padding-top:.8rem;border-top:1px dashed #999;color:#555;font-size:.85rem}
@page{size:A4;margin:18mm}@media print{body{margin:0;max-width:none;padding:0}table{font-size:8.5pt}}
";

/// The statement as an HTML page.
#[must_use]
pub fn statement_page(report: &Report, heading: &Heading) -> String {
    let period = report.period;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="robots" content="noindex";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "Statement of " (heading.of()) ", " (days(period.from, period.to)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Statement of " bdi { (heading.of()) } }
                p.of { (days(period.from, period.to)) }
                p.of {
                    @match &heading.account {
                        Some(account) => { "Account " bdi { (account) } }
                        None => "All accounts",
                    }
                    @if let Some(selection) = &heading.selection { ", only " bdi { (selection) } }
                }
                @for total in &report.totals { (currency(report, total)) }
                @if report.totals.is_empty() { p { "Nothing moved in this period." } }
                section.notes { h2 { "Notes" } div {} }
                footer {
                    "As known on " (moment(heading.made_at, period.time_zone)) ". Days are those of the time zone "
                    (period.time_zone) ". Outgoing amounts are negative; the net is what is left of the sales, and does not \
                    include payouts."
                }
            }
        }
    }
    .into_string()
}

fn currency(report: &Report, total: &Sums) -> Markup {
    let rows = report.groups.iter().filter(|group| group.sums.currency() == total.currency());
    html! {
        section {
            h2 { (total.currency()) }
            p.net { (amount(total.net)) " " small { "net" } }
            dl {
                (figure(&format!("Sales ({})", total.sales_count), total.sales))
                (figure(&format!("Refunds ({})", total.refunds_count), total.refunds))
                (figure("Fees", total.fees))
                (figure("Reversals", total.reversals))
                (figure("Payouts", total.payouts))
            }
            table {
                thead { tr {
                    th scope="col" { (column(report.by)) }
                    @for name in ["Sales", "Refunds", "Fees", "Reversals", "Net", "Payouts"] {
                        th.n scope="col" { (name) }
                    }
                } }
                tbody { @for group in rows { (row(group)) } }
            }
        }
    }
}

fn figure(name: &str, money: Money) -> Markup {
    html! { div { dt { (name) } dd { (amount(money)) } } }
}

fn row(group: &Group) -> Markup {
    let sums = &group.sums;
    html! {
        tr {
            th scope="row" { bdi { (name(&group.key)) } }
            @for money in [sums.sales, sums.refunds, sums.fees, sums.reversals, sums.net, sums.payouts] {
                td.n.quiet[money.is_zero()] { (number(money)) }
            }
        }
    }
}

const fn column(by: Grouping) -> &'static str {
    match by {
        Grouping::Day => "Day",
        Grouping::Week => "Week",
        Grouping::Month => "Month",
        Grouping::Gateway => "Gateway",
        Grouping::Account => "Account",
        Grouping::Currency => "Currency",
        Grouping::Channel => "Paid by",
    }
}

/// What a row stands for. A month that the period cuts says its days.
fn name(key: &Key) -> String {
    match key {
        Key::Day(day) => day.format("%a %-d %B %Y").to_string(),
        Key::Week { first, last } => format!("{}: {}", key.label(), days(*first, *last)),
        Key::Month { first, last } if is_whole_month(*first, *last) => {
            first.format("%B %Y").to_string()
        }
        Key::Month { first, last } => days(*first, *last),
        Key::Gateway(gateway) => gateway.title().to_owned(),
        Key::Account(_) | Key::Currency(_) | Key::Channel(_) => key.label(),
        Key::NoChannel => "not stated".to_owned(),
    }
}

fn is_whole_month(first: NaiveDate, last: NaiveDate) -> bool {
    first.day() == 1 && last.succ_opt().is_none_or(|next| next.day() == 1)
}
