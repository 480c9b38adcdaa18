//! What a round of look-ups found.

use backoffice::{PaymentRecord, SyncFailure, SyncReport};
use serde::Serialize;

use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct SyncView {
    looked_up: u64,
    changed: u64,
    failed: Vec<Failed>,
    changes: Vec<Change>,
}

#[derive(Debug, Serialize)]
struct Failed {
    reference: String,
    message: String,
}

#[derive(Debug, Serialize)]
struct Change {
    reference: String,
    status: &'static str,
}

impl SyncView {
    pub(crate) fn of(report: &SyncReport, changed: &[PaymentRecord]) -> Self {
        let failed = |failure: &SyncFailure| Failed {
            reference: failure.reference.clone(),
            message: failure.message.clone(),
        };
        let change = |record: &PaymentRecord| Change {
            reference: record.payment.reference.to_string(),
            status: record.payment.status.as_str(),
        };
        Self {
            looked_up: report.looked_up,
            changed: u64::try_from(changed.len()).unwrap_or(u64::MAX),
            failed: report.failed.iter().map(failed).collect(),
            changes: changed.iter().map(change).collect(),
        }
    }
}

impl Show for SyncView {
    fn text(&self) -> String {
        let head = format!(
            "Looked up {}, {} changed, {} failed",
            self.looked_up,
            self.changed,
            self.failed.len()
        );
        let changes = self
            .changes
            .iter()
            .map(|change| format!("  {} is {}", change.reference, change.status));
        let failed =
            self.failed.iter().map(|failed| format!("  {}: {}", failed.reference, failed.message));
        std::iter::once(head).chain(changes).chain(failed).collect::<Vec<_>>().join("\n")
    }
}
