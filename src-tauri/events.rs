//! What the window is told unasked. Events carry ids, not state: the window asks again for what it shows, except for how
//! far something is that is nowhere kept.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// Payments that something new is known of; none are named where the whole list may have changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct PaymentsChanged {
    /// Their ids.
    pub ids: Vec<String>,
}

/// Payouts that something new is known of; none are named where the whole list may have changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct PayoutsChanged {
    /// Their ids.
    pub ids: Vec<String>,
}

/// Messages came in, or something new is known of some.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct WebhooksChanged {}

/// Something wants a person that did not, or does no more.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct AttentionChanged {}

/// A bulk refund has come further, or has stopped.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct BatchChanged {
    /// Which one.
    pub id: String,
}

/// Files of an export have grown.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct ExportProgressed {
    /// How many rows were written.
    pub rows: u32,
    /// How many there are.
    pub of: u32,
}

impl ExportProgressed {
    pub(crate) fn of(progress: backoffice::ExportProgress) -> Self {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self { rows: count(progress.rows), of: count(progress.of) }
    }
}

/// A round of look-ups is over.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct SyncFinished {
    /// How many payments were asked about and answered.
    pub looked_up: u32,
    /// How many have news.
    pub changed: u32,
    /// How many got no usable answer.
    pub failed: u32,
}

impl SyncFinished {
    pub(crate) fn of(report: &backoffice::SyncReport) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            looked_up: u32::try_from(report.looked_up).unwrap_or(u32::MAX),
            changed: count(report.changed.len()),
            failed: count(report.failed.len()),
        }
    }
}
