//! Old payments out of another back office's CSV, read by a [`HistoryMapping`].
//!
//! A payment is one row, or a row and those of what became of it where the other back office has a row for each movement:
//! each of those counts when it says that it happened.
//! Words for states and kinds are looked up in the mapping; one that is not there is a [`LineProblem`] and never a
//! guess, since the difference between paid and refused is what a history is for.

mod changes;
mod columns;
mod guess;
mod known;
mod mapping;
mod time;

use chrono::{DateTime, Utc};
use ledger::{Money, PaymentStatus, Reference, RefundMethod};

use std::collections::{BTreeMap, HashMap};

use super::doubt::First;
use super::sheet::Sheet;
use super::{Doubt, ImportError, LineProblem, NotTaken, shortened};
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
    /// How much was paid then, or was to be.
    pub amount: Money,
    /// What the gateway kept then.
    pub fee: Option<Money>,
    /// How much went back in all, where the file says.
    pub refunded: Option<Money>,
    /// What became of it, where the file says. What was refunded was paid.
    pub status: Option<PaymentStatus>,
    /// What happened to it later, where the file has rows for that, in the order of their times.
    pub steps: Vec<Step>,
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

/// Something that happened to a payment once it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: Happened,
    /// What the file says that the payment was from then on.
    pub status: Option<PaymentStatus>,
}

/// What happened to a payment. Amounts are what there was in all from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// So much was paid.
    Paid(Money),
    /// The gateway kept so much.
    Fee(Money),
    /// So much of a refund went back; nothing where it came back in whole.
    Refund {
        /// Which refund of the payment, from 0.
        number: usize,
        /// How much.
        amount: Money,
        /// How it was paid back.
        method: RefundMethod,
    },
    /// The gateway or the customer's bank took the payment back.
    Reversed,
}

impl HistoryLine {
    /// How much was paid in the end.
    #[must_use]
    pub fn paid(&self) -> Money {
        let paid = self.steps.iter().rev().find_map(|step| match step.what {
            Happened::Paid(paid) => Some(paid),
            _ => None,
        });
        paid.unwrap_or(self.amount)
    }

    /// How much went back by the payment's own row, which does not say when.
    #[must_use]
    pub fn refunded_at_once(&self) -> Option<Money> {
        let mut later: BTreeMap<usize, Money> = BTreeMap::new();
        for step in &self.steps {
            if let Happened::Refund { number, amount, .. } = step.what {
                later.insert(number, amount);
            }
        }
        let rest =
            later.values().try_fold(self.refunded?, |rest, amount| rest.checked_sub(*amount));
        rest.ok().filter(|rest| rest.is_positive())
    }
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
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut left_fees = First::default();
    for row in &sheet.rows {
        let number = row.line;
        if let Some(id) = columns.row_id(row) {
            let line = *seen.entry(id.clone()).or_insert(number);
            if line != number {
                let problem = NotTaken::RowTwice { id: shortened(&id), line };
                history.problems.push(LineProblem { number, problem });
                continue;
            }
        }
        match columns.read(row, &sheet) {
            Ok(Read::Payment(mut payment)) => {
                if let Some(currency) = payment.fee_currency.take() {
                    left_fees.note((number, currency));
                }
                payments.push(*payment);
            }
            Ok(Read::Change(change)) => changes.push(change),
            Err(problem) => history.problems.push(LineProblem { number, problem }),
        }
    }
    let doubt =
        left_fees.doubt(|(number, currency), more| Doubt::FeeCurrency { number, currency, more });
    history.doubts.extend(doubt);
    changes::settle(&mut history, payments, changes);
    history.problems.sort_by_key(|problem| problem.number);
    Ok(history)
}
