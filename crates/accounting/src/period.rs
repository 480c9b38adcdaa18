//! Which day an instant is in, and where a day begins and ends in a time zone.
//!
//! A day begins at the first instant that the clocks there call by its date. Where midnight is skipped that is when the
//! clocks were put forward; where midnight comes twice, the first of the two. Each instant is in exactly one day, and a day
//! that a place left out of its calendar is empty.

use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::{GapInfo, Tz};

/// Days, both ends included, where the merchant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The merchant's time zone.
    pub time_zone: Tz,
}

impl Period {
    /// From the first instant of the first day up to, and without, the first of the day after the last.
    #[must_use]
    pub fn range(&self) -> Range<DateTime<Utc>> {
        day_start(self.time_zone, self.from)..day_range(self.time_zone, self.to).end
    }
}

/// The day that an instant is in.
#[must_use]
pub fn day_of(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first instant of a day.
#[must_use]
pub fn day_start(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let behind_gap = || GapInfo::new(&midnight, &zone).and_then(|gap| gap.end);
    let start = zone.from_local_datetime(&midnight).earliest().or_else(behind_gap);
    // Only at the two ends of the calendar, where no instant can be written, is there neither.
    start.map_or_else(|| midnight.and_utc(), |start| start.to_utc())
}

/// From the first instant of a day up to, and without, the first of the next.
#[must_use]
pub fn day_range(zone: Tz, day: NaiveDate) -> Range<DateTime<Utc>> {
    let next = day.checked_add_days(Days::new(1));
    day_start(zone, day)..next.map_or(DateTime::<Utc>::MAX_UTC, |next| day_start(zone, next))
}
