//! A bank line, and how it is named on the command line.

use backoffice::{BankLine, SettlementAnswer};
use chrono::NaiveDate;
use serde::Serialize;

use crate::view::Amount;
use crate::words::Words;

#[derive(Debug, Serialize)]
pub(super) struct LineView {
    import: Option<String>,
    line: Option<u32>,
    bank_account: String,
    pub(super) date: NaiveDate,
    #[serde(flatten)]
    pub(super) amount: Amount,
    pub(super) text: String,
    reference: Option<String>,
}

impl LineView {
    pub(super) fn of(line: &BankLine, answer: &SettlementAnswer) -> Self {
        let at = answer.line(line);
        Self {
            import: at.map(|at| at.import.to_string()),
            line: at.map(|at| at.line),
            bank_account: line.place.clone(),
            date: line.date,
            amount: Amount::of(line.money),
            text: line.text.clone(),
            reference: line.reference.clone(),
        }
    }

    /// `till settlement COMMAND IMPORT LINE`
    pub(super) fn command(&self, name: &str) -> Words {
        let import = self.import.clone().unwrap_or_else(|| "IMPORT".to_owned());
        let line = self.line.map_or_else(|| "LINE".to_owned(), |line| line.to_string());
        Words::till(&format!("settlement {name}")).word(&import).word(&line)
    }
}
