//! What a round of look-ups found.

use backoffice::{PaymentRecord, PayoutRecord, SyncFailure, SyncReport};
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
    what: &'static str,
    reference: String,
    status: &'static str,
}

impl SyncView {
    pub(crate) fn of(
        report: &SyncReport,
        payments: &[PaymentRecord],
        payouts: &[PayoutRecord],
    ) -> Self {
        let failed = |failure: &SyncFailure| Failed {
            reference: failure.reference.clone(),
            message: failure.message.clone(),
        };
        let payments = payments.iter().map(|record| Change {
            what: "payment",
            reference: record.payment.reference.to_string(),
            status: record.payment.status.as_str(),
        });
        let payouts = payouts.iter().map(|record| Change {
            what: "payout",
            reference: record.payout.order.reference.to_string(),
            status: record.payout.status.as_str(),
        });
        let changes: Vec<_> = payments.chain(payouts).collect();
        Self {
            looked_up: report.looked_up,
            changed: u64::try_from(changes.len()).unwrap_or(u64::MAX),
            failed: report.failed.iter().map(failed).collect(),
            changes,
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
            .map(|change| format!("  {} {} is {}", change.what, change.reference, change.status));
        let failed =
            self.failed.iter().map(|failed| format!("  {}: {}", failed.reference, failed.message));
        std::iter::once(head).chain(changes).chain(failed).collect::<Vec<_>>().join("\n")
    }
}
