//! From which amount on refunds of an account wait for a second person's yes.

use backoffice::Account;
use serde::Serialize;

use super::Amount;
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct ApprovalView {
    name: String,
    /// The largest refund of each currency that waits for nobody; empty where none waits.
    approval: Vec<Amount>,
}

impl ApprovalView {
    pub(crate) fn of(account: &Account) -> Self {
        let approval = account.record.approval.iter().copied().map(Amount::of).collect();
        Self { name: account.record.name.to_string(), approval }
    }
}

impl Show for ApprovalView {
    fn text(&self) -> String {
        let name = &self.name;
        if self.approval.is_empty() {
            return format!("{name}: no refund waits for a second person");
        }
        let limits = self.approval.iter().map(|limit| format!("above {}", limit.text()));
        let limits = limits.collect::<Vec<_>>().join(", ");
        format!(
            "{name}: refunds {limits} wait for a second person's yes, and so does every refund in another currency"
        )
    }
}
