//! What a report adds up.

use accounting::Period;
use accounting::report::{Bucket, Grouping, Key, MOST_GROUPS, Report, ReportError, Sums};
use chrono::{DateTime, TimeDelta};
use chrono_tz::TZ_VARIANTS;
use ledger::{GatewayKind, Money, MovementKind};
use proptest::prelude::*;

use crate::support::{bucket, by_day, currency, day, money, naira, period, sale, sold, zone};

fn rows(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(label, minor)| ((*label).to_owned(), *minor)).collect()
}

#[test]
fn what_was_sold_in_the_hour_before_and_after_local_midnight_is_of_two_days() {
    let sales = [
        sale("2026-01-30T22:45:00Z", 1),
        sale("2026-01-30T23:00:00Z", 2),
        sale("2026-01-31T22:45:00Z", 4),
        sale("2026-01-31T23:00:00Z", 8),
    ];
    let found = by_day(period("2026-01-31", "2026-01-31", "Africa/Lagos"), &sales);
    assert_eq!(found, rows(&[("2026-01-31", 6)]));
}

#[test]
fn the_days_around_a_change_of_clocks_keep_their_own_money() {
    let spring = [
        sale("2026-03-28T23:45:00Z", 1),
        sale("2026-03-29T00:00:00Z", 2),
        sale("2026-03-29T22:45:00Z", 4),
        sale("2026-03-29T23:00:00Z", 8),
    ];
    let found = by_day(period("2026-03-28", "2026-03-30", "Europe/London"), &spring);
    assert_eq!(found, rows(&[("2026-03-28", 1), ("2026-03-29", 6), ("2026-03-30", 8)]));
    let autumn = [
        sale("2026-10-24T22:45:00Z", 1),
        sale("2026-10-24T23:00:00Z", 2),
        sale("2026-10-25T23:45:00Z", 4),
        sale("2026-10-26T00:00:00Z", 8),
    ];
    let found = by_day(period("2026-10-24", "2026-10-26", "Europe/London"), &autumn);
    assert_eq!(found, rows(&[("2026-10-24", 1), ("2026-10-25", 6), ("2026-10-26", 8)]));
    let new_york = [sale("2026-11-01T03:45:00Z", 1), sale("2026-11-02T04:45:00Z", 2)];
    let found = by_day(period("2026-10-31", "2026-11-01", "America/New_York"), &new_york);
    assert_eq!(found, rows(&[("2026-10-31", 1), ("2026-11-01", 2)]));
    // Eleven hours ahead in summer, ten and a half in winter.
    let lord_howe = [sale("2026-04-05T13:15:00Z", 1), sale("2026-04-05T13:30:00Z", 2)];
    let found = by_day(period("2026-04-05", "2026-04-06", "Australia/Lord_Howe"), &lord_howe);
    assert_eq!(found, rows(&[("2026-04-05", 1), ("2026-04-06", 2)]));
}

#[test]
fn a_day_that_a_place_left_out_is_a_row_of_zeros() {
    let sales = [sale("2011-12-30T09:45:00Z", 1), sale("2011-12-30T10:00:00Z", 2)];
    let found = by_day(period("2011-12-29", "2011-12-31", "Pacific/Apia"), &sales);
    assert_eq!(found, rows(&[("2011-12-29", 1), ("2011-12-30", 0), ("2011-12-31", 2)]));
}

#[test]
fn weeks_begin_on_monday_carry_their_iso_number_and_are_cut_where_the_period_ends() {
    let sales = [sale("2026-12-31T12:00:00Z", 1), sale("2027-01-04T12:00:00Z", 2)];
    let report =
        Report::of(Grouping::Week, period("2026-12-30", "2027-01-05", "UTC"), &sales).unwrap();
    assert_eq!(sold(&report), rows(&[("2026-W53", 1), ("2027-W01", 2)]));
    let days: Vec<_> = report.groups.iter().filter_map(|group| group.key.days()).collect();
    let expected = [(day("2026-12-30"), day("2027-01-03")), (day("2027-01-04"), day("2027-01-05"))];
    assert_eq!(days, expected);
}

#[test]
fn months_without_movement_are_told_and_have_their_own_last_day() {
    let sales = [sale("2028-02-29T12:00:00Z", 5)];
    let report =
        Report::of(Grouping::Month, period("2028-01-15", "2028-03-31", "UTC"), &sales).unwrap();
    assert_eq!(sold(&report), rows(&[("2028-01", 0), ("2028-02", 5), ("2028-03", 0)]));
    assert_eq!(report.groups[0].key.days(), Some((day("2028-01-15"), day("2028-01-31"))));
    assert_eq!(report.groups[1].key.days(), Some((day("2028-02-01"), day("2028-02-29"))));
}

#[test]
fn days_without_movement_are_told_in_every_currency_of_the_report() {
    let sales = [
        sale("2026-02-01T12:00:00Z", 100),
        bucket("2026-02-03T12:00:00Z", MovementKind::Sale, money(7, "JPY")),
    ];
    let report =
        Report::of(Grouping::Day, period("2026-02-01", "2026-02-03", "UTC"), &sales).unwrap();
    let found: Vec<_> = report.groups.iter().map(|group| group.sums.sales.to_string()).collect();
    let expected = ["0 JPY", "1.00 NGN", "0 JPY", "0.00 NGN", "7 JPY", "0.00 NGN"];
    assert_eq!(found, expected);
}

#[test]
fn each_kind_of_movement_has_its_column_and_the_net_is_their_sum() {
    let at = "2026-02-01T12:00:00Z";
    let buckets = [
        Bucket { count: 3, ..bucket(at, MovementKind::Sale, naira(100_000)) },
        Bucket { count: 2, ..bucket(at, MovementKind::Refund, naira(-20_000)) },
        bucket(at, MovementKind::Fee, naira(-1_400)),
        bucket(at, MovementKind::Reversal, naira(-30_000)),
    ];
    let report =
        Report::of(Grouping::Gateway, period("2026-02-01", "2026-02-01", "UTC"), &buckets).unwrap();
    let sums = Sums {
        sales: naira(100_000),
        sales_count: 3,
        refunds: naira(-20_000),
        refunds_count: 2,
        fees: naira(-1_400),
        reversals: naira(-30_000),
        net: naira(48_600),
        payouts: naira(0),
    };
    assert_eq!(report.totals, [sums]);
    assert_eq!(report.groups[0].sums, sums);
    assert_eq!(report.groups[0].key, Key::Gateway(GatewayKind::Novac));
}

#[test]
fn an_unknown_channel_is_a_row_of_its_own_behind_the_known() {
    let at = "2026-02-01T12:00:00Z";
    let channels = [None, Some(" "), Some("ussd"), Some("card")];
    let buckets =
        channels.map(|channel| Bucket { channel: channel.map(str::to_owned), ..sale(at, 10) });
    let report =
        Report::of(Grouping::Channel, period("2026-02-01", "2026-02-01", "UTC"), &buckets).unwrap();
    assert_eq!(sold(&report), rows(&[("card", 10), ("ussd", 10), ("", 20)]));
    assert_eq!(report.groups[2].key, Key::NoChannel);
}

#[test]
fn a_report_of_nothing_has_no_rows_and_no_totals() {
    for by in Grouping::ALL {
        let report = Report::of(*by, period("2026-01-01", "2026-12-31", "UTC"), &[]).unwrap();
        assert!(report.groups.is_empty() && report.totals.is_empty());
    }
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused_in_every_grouping() {
    for by in Grouping::ALL {
        let refused = Report::of(*by, period("2026-02-02", "2026-02-01", "UTC"), &[]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the period ends on 2026-02-01, before it begins on 2026-02-02; swap the two dates"
        );
    }
}

#[test]
fn more_rows_than_a_person_reads_are_refused_before_they_are_made() {
    let long = period("0001-01-01", "9999-12-31", "Europe/London");
    let refused = Report::of(Grouping::Day, long, &[]).unwrap_err();
    assert!(matches!(refused, ReportError::ReportTooLong { most: MOST_GROUPS }), "{refused}");
    let decade = period("2016-01-01", "2025-12-31", "UTC");
    let sales = [
        sale("2026-02-01T12:00:00Z", 1),
        sale("2016-02-01T12:00:00Z", 1),
        bucket("2016-02-01T12:00:00Z", MovementKind::Sale, money(1, "JPY")),
    ];
    let one = Report::of(Grouping::Day, decade, &sales[..2]).unwrap();
    assert_eq!(one.groups.len(), 3_653);
    let refused = Report::of(Grouping::Day, decade, &sales).unwrap_err();
    assert!(refused.to_string().contains("more than 4000 rows"), "{refused}");
    Report::of(Grouping::Week, decade, &sales).unwrap();
}

#[test]
fn a_total_that_cannot_be_stated_exactly_is_refused_and_names_the_currency() {
    let sales = [sale("2026-02-01T12:00:00Z", i64::MAX), sale("2026-02-02T12:00:00Z", 1)];
    let refused = Report::of(Grouping::Day, period("2026-02-01", "2026-02-02", "UTC"), &sales);
    let Err(ReportError::TotalTooLarge(found)) = refused else { panic!("{refused:?}") };
    assert_eq!(found, currency("NGN"));
    let many = Bucket { count: i64::MAX, ..sale("2026-02-01T12:00:00Z", 1) };
    let refused = Report::of(
        Grouping::Account,
        period("2026-02-01", "2026-02-02", "UTC"),
        &[many.clone(), many],
    );
    assert!(matches!(refused, Err(ReportError::TotalTooLarge(_))));
}

#[test]
fn a_grouping_is_known_by_its_word_and_others_are_refused_with_those_there_are() {
    for by in Grouping::ALL {
        assert_eq!(by.to_string().parse::<Grouping>().unwrap(), *by);
    }
    let refused = "dya".parse::<Grouping>().unwrap_err().to_string();
    let known = "day, week, month, gateway, account, currency, channel";
    assert_eq!(refused, format!("a report cannot be grouped by `dya`; choose one of: {known}"));
}

fn buckets() -> impl Strategy<Value = Vec<Bucket>> {
    let bucket = (
        // Quarters of an hour around the changes of clocks of 2026.
        0_i64..35_040,
        prop::sample::select(MovementKind::ALL),
        prop::sample::select(vec!["NGN", "JPY", "BHD", "CLF"]),
        -1_000_000_000_i64..1_000_000_000,
        prop::sample::select(GatewayKind::ALL),
        prop::option::of(prop::sample::select(vec!["card", "ussd", "=1+1"])),
        0_i64..5,
    );
    let bucket = bucket.prop_map(|(quarter, kind, code, minor, gateway, channel, count)| Bucket {
        quarter: DateTime::UNIX_EPOCH + TimeDelta::days(20_454) + TimeDelta::minutes(quarter * 15),
        account: format!("{gateway} shop"),
        gateway,
        channel: channel.map(str::to_owned),
        kind,
        amount: money(minor, code),
        count,
    });
    prop::collection::vec(bucket, 0..60)
}

fn periods() -> impl Strategy<Value = Period> {
    let days = (0_i64..365, 0_i64..200);
    (days, prop::sample::select(TZ_VARIANTS.to_vec())).prop_map(|((first, more), time_zone)| {
        let from = day("2026-01-01") + TimeDelta::days(first);
        Period { from, to: from + TimeDelta::days(more), time_zone }
    })
}

fn in_period(bucket: &Bucket, period: Period) -> bool {
    let date = bucket.quarter.with_timezone(&period.time_zone).date_naive();
    period.from <= date && date <= period.to
}

proptest! {
    #[test]
    fn every_grouping_has_the_same_totals_and_they_are_the_sum_of_its_rows_and_of_the_buckets(
        buckets in buckets(),
        period in periods(),
    ) {
        let all = Report::of(Grouping::Currency, period, &buckets).unwrap();
        for by in Grouping::ALL {
            let report = Report::of(*by, period, &buckets).unwrap();
            prop_assert_eq!(&report.totals, &all.totals);
            for total in &report.totals {
                let mut sum = Money::zero(total.currency());
                let mut counted = 0;
                for group in &report.groups {
                    if group.sums.currency() == total.currency() {
                        sum = sum.checked_add(group.sums.net).unwrap();
                        counted += group.sums.sales_count;
                    }
                }
                let within = buckets.iter().filter(|bucket| in_period(bucket, period));
                let within = within.filter(|bucket| bucket.amount.currency() == total.currency());
                // What was paid out is no part of what is left of the sales.
                let within = within.filter(|bucket| !matches!(bucket.kind, MovementKind::Payout | MovementKind::Transfer));
                let net: i64 = within.map(|bucket| bucket.amount.minor()).sum();
                prop_assert_eq!(sum.minor(), net);
                prop_assert_eq!(total.net, sum);
                prop_assert_eq!(total.sales_count, counted);
            }
        }
    }

    #[test]
    fn a_row_of_days_is_a_report_of_those_days(buckets in buckets(), period in periods()) {
        for by in [Grouping::Day, Grouping::Week, Grouping::Month] {
            let report = Report::of(by, period, &buckets).unwrap();
            for group in report.groups.iter().filter(|group| group.sums.sales_count > 0) {
                let (from, to) = group.key.days().unwrap();
                let own = Report::of(by, Period { from, to, ..period }, &buckets).unwrap();
                prop_assert!(own.totals.contains(&group.sums));
            }
        }
    }

    #[test]
    fn days_are_told_in_order_without_a_hole(buckets in buckets(), period in periods()) {
        let report = Report::of(Grouping::Day, period, &buckets).unwrap();
        for total in &report.totals {
            let own = report.groups.iter().filter(|group| group.sums.currency() == total.currency());
            let days: Vec<_> = own.filter_map(|group| group.key.days()).map(|(day, _)| day).collect();
            let expected: Vec<_> =
                period.from.iter_days().take_while(|day| *day <= period.to).collect();
            prop_assert_eq!(days, expected);
        }
    }

    #[test]
    fn the_order_of_the_buckets_does_not_matter(
        (buckets, shuffled) in buckets().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let period = Period { from: day("2026-01-01"), to: day("2026-12-31"), time_zone: zone("Europe/London") };
        for by in Grouping::ALL {
            let report = Report::of(*by, period, &buckets).unwrap();
            prop_assert_eq!(report, Report::of(*by, period, &shuffled).unwrap());
        }
    }
}
