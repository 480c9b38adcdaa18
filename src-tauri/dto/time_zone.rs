//! The zones of the world that days can be counted in.

use chrono::{DateTime, Offset as _, Utc};
use serde::Serialize;
use specta::Type;

/// A zone, and how far it is from UTC now.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct TimeZone {
    /// As the time zone database names it: `Africa/Lagos`.
    name: String,
    /// `+01:00`.
    offset: String,
}

/// Every zone that is named after a place, and UTC.
pub(crate) fn time_zones(now: DateTime<Utc>) -> Vec<TimeZone> {
    let zones = chrono_tz::TZ_VARIANTS.iter();
    zones
        .filter(|zone| is_offered(zone.name()))
        .map(|zone| TimeZone {
            name: zone.name().to_owned(),
            offset: now.with_timezone(zone).offset().fix().to_string(),
        })
        .collect()
}

/// The database also has names that stand for rules of the past, and old names of countries.
fn is_offered(name: &str) -> bool {
    const REGIONS: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    name == "UTC" || name.split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region))
}
