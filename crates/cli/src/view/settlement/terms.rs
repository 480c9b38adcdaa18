//! What holds for the money of accounts.

use backoffice::{SettlementTerms, Tolerance};
use serde::Serialize;

use crate::output::Show;
use crate::view::List;
use crate::view::table::table;

#[derive(Debug, Serialize)]
struct TermsView {
    account: String,
    gateway: &'static str,
    overdue_after_days: u32,
    /// As it is typed: `1.0%` or `50.00 NGN`.
    fee_tolerance: String,
    words: Vec<String>,
    usual: bool,
}

/// `{"items":[…],"next":null}`
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct TermsList(List<TermsView>);

impl TermsList {
    pub(crate) fn of(terms: &[SettlementTerms]) -> Self {
        Self(List::whole(terms, |terms| TermsView {
            account: terms.account.to_string(),
            gateway: terms.gateway.as_str(),
            overdue_after_days: terms.overdue_after_days,
            fee_tolerance: tolerance(terms.fee_tolerance),
            words: terms.words.clone(),
            usual: terms.is_usual,
        }))
    }
}

impl Show for TermsList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No account is connected".to_owned();
        }
        let row = |terms: &TermsView| {
            let days = terms.overdue_after_days.to_string();
            let words = terms.words.join(", ");
            vec![terms.account.clone(), days, terms.fee_tolerance.clone(), words]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["ACCOUNT", "OVERDUE AFTER DAYS", "BANK MAY KEEP", "KNOWN BY"], &[1, 2], &rows)
    }
}

fn tolerance(tolerance: Tolerance) -> String {
    match tolerance {
        Tolerance::PerMille(thousandths) => format!("{}.{}%", thousandths / 10, thousandths % 10),
        Tolerance::Amount(amount) => amount.to_string(),
    }
}
