//! Where days begin and end.

use accounting::{day_range, day_start};
use chrono::{DateTime, Days, NaiveDate, Offset as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;

use crate::support::{day, time, zone};

fn hours(zone_name: &str, date: &str) -> (DateTime<Utc>, i64) {
    let range = day_range(zone(zone_name), day(date));
    (range.start, (range.end - range.start).num_minutes())
}

fn offset(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

#[test]
fn a_day_has_23_or_25_hours_when_the_clocks_change_and_half_an_hour_less_at_lord_howe() {
    assert_eq!(hours("Europe/London", "2026-03-29"), (time("2026-03-29T00:00:00Z"), 23 * 60));
    assert_eq!(hours("Europe/London", "2026-10-25"), (time("2026-10-24T23:00:00Z"), 25 * 60));
    assert_eq!(hours("America/New_York", "2026-03-08"), (time("2026-03-08T05:00:00Z"), 23 * 60));
    assert_eq!(hours("America/New_York", "2026-11-01"), (time("2026-11-01T04:00:00Z"), 25 * 60));
    assert_eq!(hours("Australia/Lord_Howe", "2026-04-05").1, 24 * 60 + 30);
    assert_eq!(hours("Australia/Lord_Howe", "2026-10-04").1, 23 * 60 + 30);
    assert_eq!(hours("Africa/Lagos", "2026-03-29"), (time("2026-03-28T23:00:00Z"), 24 * 60));
}

#[test]
fn a_day_whose_midnight_is_skipped_begins_when_the_clocks_were_put_forward() {
    let cases = [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z"),
    ];
    for (zone_name, date, start) in cases {
        assert_eq!(hours(zone_name, date), (time(start), 23 * 60), "{zone_name}");
    }
}

#[test]
fn a_day_whose_midnight_comes_twice_begins_with_the_first_of_them() {
    assert_eq!(hours("America/Havana", "2026-11-01"), (time("2026-11-01T04:00:00Z"), 25 * 60));
}

#[test]
fn a_day_before_whose_end_the_clocks_go_back_has_that_hour_twice() {
    assert_eq!(hours("America/Sao_Paulo", "2018-02-17").1, 25 * 60);
    assert_eq!(hours("America/Sao_Paulo", "2018-02-18"), (time("2018-02-18T03:00:00Z"), 24 * 60));
    assert_eq!(hours("Asia/Beirut", "2026-10-24").1, 25 * 60);
}

#[test]
fn a_day_that_a_place_left_out_is_empty() {
    assert_eq!(hours("Pacific/Apia", "2011-12-29").1, 24 * 60);
    assert_eq!(hours("Pacific/Apia", "2011-12-30"), (time("2011-12-30T10:00:00Z"), 0));
    assert_eq!(hours("Pacific/Apia", "2011-12-31"), (time("2011-12-30T10:00:00Z"), 24 * 60));
}

#[test]
fn the_ends_of_the_calendar_have_days_as_well() {
    for zone_name in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        for end in [NaiveDate::MIN, NaiveDate::MAX] {
            let range = day_range(zone(zone_name), end);
            assert!(range.start <= range.end);
        }
    }
}

/// The instants from 2012 to 2037 at which the offset of a zone changes, to the second. Two changes within a week would
/// hide one another, of which no zone has any.
fn changes(zone: Tz) -> Vec<DateTime<Utc>> {
    let mut found = Vec::new();
    let mut at = time("2012-01-01T00:00:00Z");
    while at < time("2037-01-01T00:00:00Z") {
        let next = at + TimeDelta::days(7);
        if offset(zone, at) != offset(zone, next) {
            let (mut before, mut after) = (at, next);
            while after - before > TimeDelta::seconds(1) {
                let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
                let is_before = offset(zone, middle) == offset(zone, before);
                if is_before { before = middle } else { after = middle }
            }
            found.push(after);
        }
        at = next;
    }
    found
}

#[test]
fn since_2012_no_offset_and_no_day_anywhere_begins_within_a_quarter_of_an_hour() {
    let mut looked_at = 0;
    for zone in TZ_VARIANTS {
        assert_eq!(offset(zone, time("2012-01-01T00:00:00Z")) % 900, 0, "{zone}");
        for at in changes(zone) {
            looked_at += 1;
            assert_eq!(offset(zone, at) % 900, 0, "{zone} {at}");
            let quarter = at - TimeDelta::seconds(at.timestamp().rem_euclid(900));
            let date = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
            let (first, last) = (date(quarter), date(quarter + TimeDelta::seconds(899)));
            assert!(at == quarter || first == last, "{zone} {at}");
        }
    }
    assert!(looked_at > 1_000, "{looked_at}");
}

fn zones() -> impl Strategy<Value = Tz> {
    prop::sample::select(TZ_VARIANTS.to_vec())
}

proptest! {
    #[test]
    fn every_instant_is_in_the_day_that_the_clocks_show(
        zone in zones(),
        // 2012 to 2037.
        seconds in 1_325_376_000_i64..2_114_380_800,
    ) {
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        let date = at.with_timezone(&zone).date_naive();
        prop_assert!(day_range(zone, date).contains(&at));
    }

    #[test]
    fn a_day_begins_where_the_one_before_ends(zone in zones(), number in 0_u64..40_000) {
        let date = day("1970-01-01") + Days::new(number);
        let before = date - Days::new(1);
        prop_assert_eq!(day_range(zone, before).end, day_start(zone, date));
        prop_assert!(day_start(zone, before) <= day_start(zone, date));
    }
}
