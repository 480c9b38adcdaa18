//! What a person said of a bank line.

use backoffice::LineDecided;
use chrono::NaiveDate;
use serde::Serialize;

use crate::output::Show;
use crate::view::Amount;
use crate::view::table::harmless;

#[derive(Debug, Serialize)]
pub(crate) struct LineDecidedView {
    import: String,
    line: u32,
    bank_account: Option<String>,
    date: NaiveDate,
    #[serde(flatten)]
    amount: Amount,
    /// Whether it is matched now.
    matched: bool,
    by: Option<String>,
    payout: String,
    reference: String,
    status: &'static str,
}

impl LineDecidedView {
    pub(crate) fn of(decided: &LineDecided) -> Self {
        let (line, payout) = (&decided.line, &decided.payout.payout);
        Self {
            import: line.import.to_string(),
            line: line.line,
            bank_account: line.place.clone(),
            date: line.date,
            amount: Amount::of(line.amount),
            matched: line.matched.is_some(),
            by: line.matched.as_ref().map(|matched| matched.by.to_string()),
            payout: payout.id.to_string(),
            reference: payout.order.reference.to_string(),
            status: payout.status.as_str(),
        }
    }
}

impl Show for LineDecidedView {
    fn text(&self) -> String {
        let (amount, date) = (self.amount.text(), self.date);
        let Self { reference, status, .. } = self;
        let said = if self.matched {
            format!("The line of {date} with {amount} is the money of {reference} ({status})")
        } else {
            format!("The line of {date} with {amount} is free again; {reference} is {status}")
        };
        harmless(&said)
    }
}
