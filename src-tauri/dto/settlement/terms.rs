//! What is agreed for the money of an account.

use backoffice::Tolerance;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What holds for an account's money.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct SettlementTerms {
    account: String,
    overdue_after_days: u32,
    /// How much a bank may keep: `1%`, `0.5%` or `50.00 NGN`.
    fee_tolerance: String,
    words: Vec<String>,
    /// Whether nobody set them.
    is_usual: bool,
}

/// What is to hold, as typed.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct SettlementTermsForm {
    account: String,
    overdue_after_days: Option<u32>,
    fee_tolerance: Option<String>,
    /// None gives back the usual ones.
    words: Option<Vec<String>>,
    /// Whether all is as usual before that.
    reset: bool,
}

impl From<&backoffice::SettlementTerms> for SettlementTerms {
    fn from(terms: &backoffice::SettlementTerms) -> Self {
        Self {
            account: terms.account.to_string(),
            overdue_after_days: terms.overdue_after_days,
            fee_tolerance: match terms.fee_tolerance {
                Tolerance::PerMille(thousandths) => per_cent(thousandths),
                Tolerance::Amount(amount) => amount.to_string(),
            },
            words: terms.words.clone(),
            is_usual: terms.is_usual,
        }
    }
}

impl From<SettlementTermsForm> for backoffice::SettlementTermsForm {
    fn from(form: SettlementTermsForm) -> Self {
        let SettlementTermsForm { account, overdue_after_days, fee_tolerance, words, reset } = form;
        Self { account, overdue_after_days, fee_tolerance, words, reset }
    }
}

fn per_cent(thousandths: u32) -> String {
    match (thousandths / 10, thousandths % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}
