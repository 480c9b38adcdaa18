//! Days, amounts and buckets to add up.

use accounting::Period;
use accounting::report::{Bucket, Group, Grouping, Report};
use accounting::settlement::{
    BankLine, Check, Destination, Facts, Owed, PayoutSeen, Settlement, Standing, Terms,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use ledger::{Currency, GatewayKind, Money, MovementKind};

pub(crate) const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"http://x\")",
    "+1;=2",
    "-70",
    "@SUM(A1)",
    "<script>alert('x')</script>",
    "\"></td><img src=x onerror=y>",
    "one, \"two\"\r\n\tthree",
    "\u{202E}gnirts \u{1F9FE} \u{200F}",
];

pub(crate) fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

pub(crate) fn money(minor: i64, code: &str) -> Money {
    Money::from_minor(minor, currency(code))
}

pub(crate) fn naira(minor: i64) -> Money {
    money(minor, "NGN")
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn zone(name: &str) -> Tz {
    name.parse().unwrap()
}

pub(crate) fn period(from: &str, to: &str, zone_name: &str) -> Period {
    Period { from: day(from), to: day(to), time_zone: zone(zone_name) }
}

pub(crate) fn bucket(quarter: &str, kind: MovementKind, amount: Money) -> Bucket {
    Bucket {
        quarter: time(quarter),
        account: "Shop".to_owned(),
        gateway: GatewayKind::Novac,
        channel: Some("card".to_owned()),
        kind,
        amount,
        count: 1,
    }
}

pub(crate) fn sale(quarter: &str, minor: i64) -> Bucket {
    bucket(quarter, MovementKind::Sale, naira(minor))
}

/// What was sold, by the label of the row.
pub(crate) fn sold(report: &Report) -> Vec<(String, i64)> {
    let row = |group: &Group| (group.key.label(), group.sums.sales.minor());
    report.groups.iter().map(row).collect()
}

pub(crate) fn by_day(period: Period, buckets: &[Bucket]) -> Vec<(String, i64)> {
    sold(&Report::of(Grouping::Day, period, buckets).unwrap())
}

/// A payout of the account `Shop` at Novac on a day of March 2026; its gateway's id is `NVC-PO-` and its own.
pub(crate) fn payout(id: &str, of_march: u32, minor: i64) -> PayoutSeen {
    PayoutSeen {
        id: id.to_owned(),
        account: "Shop".to_owned(),
        gateway: GatewayKind::Novac,
        destination: Destination::OwnBank,
        money: naira(minor),
        fee: None,
        at: march(of_march),
        standing: Standing::Arrived,
        ids: vec![format!("NVC-PO-{id}")],
    }
}

pub(crate) fn line(key: &str, of_march: u32, minor: i64, text: &str) -> BankLine {
    BankLine {
        key: key.to_owned(),
        place: "Access Bank".to_owned(),
        date: march(of_march),
        money: naira(minor),
        text: text.to_owned(),
        reference: None,
        matched_by_hand: None,
    }
}

pub(crate) fn by_hand(line: BankLine, payout: &str) -> BankLine {
    BankLine { matched_by_hand: Some(payout.to_owned()), ..line }
}

pub(crate) fn owed(of_march: u32, minor: i64) -> Owed {
    Owed {
        account: "Shop".to_owned(),
        gateway: GatewayKind::Novac,
        day: march(of_march),
        net: naira(minor),
    }
}

pub(crate) fn march(of_march: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, of_march).unwrap()
}

/// What is found on a day of March with the usual terms.
pub(crate) fn settled(payouts: &[PayoutSeen], lines: &[BankLine], today: u32) -> Settlement {
    settled_on(payouts, lines, &[], today)
}

pub(crate) fn settled_on(
    payouts: &[PayoutSeen],
    lines: &[BankLine],
    terms: &[Terms],
    today: u32,
) -> Settlement {
    Settlement::of(Facts {
        owed: &[],
        payouts,
        lines,
        terms,
        from: march(1),
        as_of: march(today),
        today: march(today),
    })
    .unwrap()
}

/// Payout, verdict and line, in short: `1 matched a`.
pub(crate) fn told(settlement: &Settlement) -> Vec<String> {
    let short = |check: &Check| {
        let line = check.line.as_ref().map_or("-", |line| &line.key);
        format!("{} {} {line}", check.payout.id, check.verdict)
    };
    settlement.checks.iter().map(short).collect()
}

/// The keys of the bank lines that belong to nothing.
pub(crate) fn strange(settlement: &Settlement) -> Vec<&str> {
    settlement.strangers.iter().map(|stranger| stranger.line.key.as_str()).collect()
}
