//! Old payments out of another back office's CSV, read by a [`HistoryMapping`].
//!
//! A payment is one row, or a row and those of its refunds where the other back office has a row for each movement.
//! Words for states and kinds are looked up in the mapping; one that is not there is a [`LineProblem`] and never a
//! guess, since the difference between paid and refused is what a history is for.

mod columns;
mod guess;
mod known;
mod mapping;
mod refunds;
mod time;

use chrono::{DateTime, Utc};
use ledger::{Money, PaymentStatus, Reference};

use super::sheet::Sheet;
use super::{Doubt, ImportError, LineProblem};
use columns::{Columns, Read};
pub use guess::{HistoryGuess, guess_history_mapping};
pub use mapping::{HistoryMapping, Left, Meaning, RowKind};

/// What a CSV tells of old payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The payments, in the file's order.
    pub lines: Vec<HistoryLine>,
    /// The rows that were not taken. Together with the rows of `lines` they are all rows of the file.
    pub problems: Vec<LineProblem>,
    /// What wants a look.
    pub doubts: Vec<Doubt>,
    /// The columns that mean nothing here, as they are written.
    pub ignored_columns: Vec<String>,
}

/// An old payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// The lines of the file that it was read from, its own first.
    pub rows: Vec<u32>,
    /// The order number.
    pub reference: Reference,
    /// The other back office's id of it, where a column has it.
    pub id: Option<String>,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// How much was paid, or was to be.
    pub amount: Money,
    /// What the gateway kept.
    pub fee: Option<Money>,
    /// How much went back, where the file says.
    pub refunded: Option<Money>,
    /// What became of it, where the file says. What was refunded was paid.
    pub status: Option<PaymentStatus>,
    /// Who paid, by name.
    pub customer_name: Option<String>,
    /// Who paid, by e-mail.
    pub customer_email: Option<String>,
    /// How it was paid.
    pub channel: Option<String>,
    /// What it was for.
    pub description: Option<String>,
    /// The gateway's own reference.
    pub gateway_reference: Option<String>,
}

/// Reads old payments.
///
/// # Errors
/// [`ImportError`] where the mapping has a gap or cannot be that of the file, with the remedy.
pub fn read_history_csv(bytes: &[u8], mapping: &HistoryMapping) -> Result<History, ImportError> {
    let sheet = Sheet::read(bytes, &mapping.layout)?;
    let columns = Columns::of(&sheet, mapping)?;
    let mut history = History {
        lines: Vec::new(),
        problems: Vec::new(),
        doubts: sheet.doubts.clone(),
        ignored_columns: sheet.unused(&columns.used()),
    };
    let is_payment =
        |row: &&super::sheet::SheetRow| matches!(columns.read(row, &sheet), Ok(Read::Payment(_)));
    let skipped = sheet.before.iter().find(is_payment);
    history.doubts.extend(skipped.map(|row| Doubt::Skipped { number: row.line }));
    let (mut payments, mut changes) = (Vec::new(), Vec::new());
    for row in &sheet.rows {
        match columns.read(row, &sheet) {
            Ok(Read::Payment(payment)) => payments.push(*payment),
            Ok(Read::Change(change)) => changes.push(change),
            Err(problem) => history.problems.push(LineProblem { number: row.line, problem }),
        }
    }
    refunds::settle(&mut history, payments, changes);
    history.problems.sort_by_key(|problem| problem.number);
    Ok(history)
}
