//! Files for the accountant: what was written, what would be, and what was before.

mod history;
mod made;
mod preview;
mod profiles;

pub(crate) use history::ExportHistory;
pub(crate) use made::{AccountNamesView, ExportView, PresetView};
pub(crate) use preview::ExportPreviewView;
pub(crate) use profiles::{ProfileDetail, ProfileList};

use backoffice::ExportFinding;
use ledger::Money;
use serde::Serialize;

/// A sum in one currency.
#[derive(Debug, Serialize)]
struct Sum {
    currency: &'static str,
    amount: String,
}

impl Sum {
    fn all(sums: &[Money]) -> Vec<Self> {
        let sum =
            |sum: &Money| Self { currency: sum.currency().code(), amount: sum.to_decimal_string() };
        sums.iter().map(sum).collect()
    }

    fn line(&self) -> String {
        format!("  sum {} {}", self.amount, self.currency)
    }
}

/// Something that should be known before a file is handed on.
#[derive(Debug, Serialize)]
struct FindingView {
    code: &'static str,
    text: String,
    count: u64,
    example: Option<String>,
}

impl FindingView {
    fn all(findings: &[ExportFinding]) -> Vec<Self> {
        let finding = |finding: &ExportFinding| Self {
            code: finding.code,
            text: finding.sentence.clone(),
            count: finding.count,
            example: finding.example.clone(),
        };
        findings.iter().map(finding).collect()
    }
}
