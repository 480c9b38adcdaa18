//! The zone that days are counted in.

use chrono_tz::Tz;
use serde::Serialize;

use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct ZoneView {
    time_zone: &'static str,
}

impl ZoneView {
    pub(crate) fn of(zone: Tz) -> Self {
        Self { time_zone: zone.name() }
    }
}

impl Show for ZoneView {
    fn text(&self) -> String {
        format!("Days are counted in {}", self.time_zone)
    }
}
