//! Days, amounts and buckets to add up.

use accounting::report::{Bucket, Group, Grouping, Period, Report};
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
