//! An answer about some days or one account.
//!
//! What fits what is decided from all that is known, so that a payout of another account or of the day before takes its own line
//! and leaves no doubt behind. Only then is left out what nobody asked about.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::{Settlement, judge};
use crate::report::ReportError;

impl Settlement {
    /// Only what is of some days and, where one is named, of an account: payouts by the day they left, bank lines that want a
    /// person by their day and by the accounts whose words they have. What is still at gateways has no day.
    ///
    /// # Errors
    /// [`ReportError::TotalTooLarge`].
    pub fn only(
        mut self,
        account: Option<&str>,
        days: &RangeInclusive<NaiveDate>,
    ) -> Result<Self, ReportError> {
        let is_meant = |name: &str| account.is_none_or(|account| account == name);
        self.checks
            .retain(|check| days.contains(&check.payout.at) && is_meant(&check.payout.account));
        self.unsettled.retain(|money| is_meant(&money.account));
        self.strangers.retain(|stranger| {
            let mut accounts = stranger.accounts.iter();
            let is_meant = stranger.accounts.is_empty() || accounts.any(|name| is_meant(name));
            days.contains(&stranger.line.date) && is_meant
        });
        self.totals = judge::totals(&self.checks)?;
        Ok(self)
    }
}
