//! The zone that days are counted in.

use serde::Serialize;

use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct ZoneView {
    time_zone: &'static str,
}

impl ZoneView {
    pub(crate) const fn of(time_zone: &'static str) -> Self {
        Self { time_zone }
    }
}

impl Show for ZoneView {
    fn text(&self) -> String {
        format!("Days are counted in {}", self.time_zone)
    }
}
