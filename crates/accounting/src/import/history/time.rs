//! When a payment was made, from a cell or from three. A time that happened twice or never, as when clocks change, is none
//! unless the file names its offset.

use chrono::{
    DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc,
};
use chrono_tz::{OffsetName as _, Tz};

use crate::import::date::split_date;
use crate::import::{DateOrder, NotTaken, cells, shortened};

/// What is known of a time.
pub(super) struct Told<'a> {
    pub(super) date: &'a str,
    pub(super) time: Option<&'a str>,
    pub(super) zone: Option<&'a str>,
}

/// The moment that is meant; `zone` is of times that name none.
pub(super) fn moment(
    told: &Told<'_>,
    order: DateOrder,
    zone: Tz,
) -> Result<DateTime<Utc>, NotTaken> {
    if let Ok(time) = DateTime::parse_from_rfc3339(told.date) {
        return Ok(time.to_utc());
    }
    let split =
        |text: &str, order| split_date(text, order).map(|(day, rest)| (day, rest.to_owned()));
    let (day, rest) = cells::date(told.date, order, split)?;
    let time = told.time.filter(|time| !time.is_empty()).unwrap_or(&rest);
    let text = || {
        shortened(
            format!("{} {} {}", told.date, told.time.unwrap_or(""), told.zone.unwrap_or("")).trim(),
        )
    };
    let uncertain = || NotTaken::Time { text: text(), zone: zone.to_string() };
    let (time, named) = clock(time).ok_or_else(uncertain)?;
    let named = told.zone.filter(|zone| !zone.is_empty()).or(named);
    match time {
        Some(time) => resolved(day.and_time(time), named, zone).ok_or_else(uncertain),
        None => begins(day, zone).ok_or_else(uncertain),
    }
}

/// A time of day and the zone behind it; nothing where nothing is told.
fn clock(text: &str) -> Option<(Option<NaiveTime>, Option<&str>)> {
    let text = text.trim();
    if text.is_empty() {
        return Some((None, None));
    }
    let end =
        text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let time = NaiveTime::parse_from_str(digits, "%H:%M:%S%.f");
    let time = time.or_else(|_| NaiveTime::parse_from_str(digits, "%H:%M")).ok()?;
    let rest = rest.trim();
    let half =
        rest.get(..2).filter(|half| matches!(half.to_ascii_uppercase().as_str(), "AM" | "PM"));
    let Some(half) = half else {
        return Some((Some(time), Some(rest).filter(|rest| !rest.is_empty())));
    };
    let rest = rest.get(2..).unwrap_or_default().trim();
    let twelve = format!("{} {}", time.format("%I:%M:%S"), half.to_ascii_uppercase());
    let is_twelve = (1..=12).contains(&chrono::Timelike::hour(&time));
    let time = NaiveTime::parse_from_str(&twelve, "%I:%M:%S %p").ok().filter(|_| is_twelve)?;
    Some((Some(time), Some(rest).filter(|rest| !rest.is_empty())))
}

/// The moment of a local time, in the zone it names or else in `zone`.
fn resolved(local: NaiveDateTime, named: Option<&str>, zone: Tz) -> Option<DateTime<Utc>> {
    let Some(named) = named else {
        return zone.from_local_datetime(&local).single().map(|time| time.to_utc());
    };
    if matches!(named, "Z" | "UTC" | "GMT") {
        return Some(local.and_utc());
    }
    if let Some(offset) = offset(named) {
        return offset.from_local_datetime(&local).single().map(|time| time.to_utc());
    }
    if let Some(zone) = named.contains('/').then(|| named.parse::<Tz>().ok()).flatten() {
        return zone.from_local_datetime(&local).single().map(|time| time.to_utc());
    }
    // Abbreviations are of several zones; the one that is meant is `zone`, or the text says something else.
    let is_named = |time: &DateTime<Tz>| time.offset().abbreviation() == Some(named);
    let candidates = match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(time) => [Some(time), None],
        MappedLocalTime::Ambiguous(one, other) => [Some(one), Some(other)],
        MappedLocalTime::None => [None, None],
    };
    candidates.into_iter().flatten().find(is_named).map(|time| time.to_utc())
}

/// `+01:00`, `+0100`, `GMT+01:00`.
fn offset(text: &str) -> Option<FixedOffset> {
    let bare = text.strip_prefix("GMT").or_else(|| text.strip_prefix("UTC")).unwrap_or(text);
    bare.starts_with(['+', '-']).then(|| bare.parse().ok()).flatten()
}

/// When a day begins, which is not always at midnight.
fn begins(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let hours = (0..24).filter_map(|hour| day.and_hms_opt(hour, 0, 0));
    let mut times = hours.filter_map(|local| zone.from_local_datetime(&local).earliest());
    times.next().map(|time| time.to_utc())
}
