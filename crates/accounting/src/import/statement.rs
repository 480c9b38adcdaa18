//! A bank statement as it was read, whatever it was written in.

use chrono::NaiveDate;
use ledger::{Currency, Money};

use super::{Doubt, Kind, LineProblem};

/// A statement of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it was written in; numbers are of lines in a CSV, of entries elsewhere.
    pub kind: Kind,
    /// The account as the file names it: an IBAN or a number.
    pub account: Option<String>,
    /// The account's currency, where the file says or all lines are in one.
    pub currency: Option<Currency>,
    /// The first and last day it covers, where the file says.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// The balance before the first line, where the file says.
    pub opening: Option<Money>,
    /// The balance after the last line, where the file says.
    pub closing: Option<Money>,
    /// What was taken, in the file's order.
    pub lines: Vec<StatementLine>,
    /// What was not taken, in the file's order. Together with `lines` it is every row or entry of the file.
    pub problems: Vec<LineProblem>,
    /// What wants a look.
    pub doubts: Vec<Doubt>,
    /// The columns that mean nothing here, as they are written.
    pub ignored_columns: Vec<String>,
}

/// A line of a statement.
///
/// Keys tell the lines of one account from each other. Which account that is, is not in them: a bank spells it in several
/// ways, and whoever keeps lines keeps those of one account together.
///
/// **By id.** Where the bank gives a line an id of its own and no other line of the file has it, [`key`](Self::key) is
/// made of that id alone, and [`has_own_id`](Self::has_own_id) is true: a line with the same key is the
/// same line, in whatever file it comes again. If its [`likeness`](Self::likeness) is another all the same, the bank
/// changed the line or uses its ids twice, and a person has to be asked.
///
/// **By likeness.** Elsewhere the key is the likeness: date, amount, text and reference, and a number among the
/// lines of the file that are alike in all of these. So two equal payments of one day stay two, and a file that overlaps
/// gives its lines the same keys, as long as it has the whole of each day and the bank writes its texts the same way. Such
/// a line may be shown as one that looks the same as another. It proves nothing, and must never be left out for it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its line in a CSV, or its place among the entries of the file; from 1.
    pub number: u32,
    /// The bank's own id, where it gives one.
    pub id: Option<String>,
    /// When it was booked, as the bank writes the day.
    pub date: NaiveDate,
    /// How much; more than zero came in.
    pub amount: Money,
    /// What it is for.
    pub text: String,
    /// Who paid or was paid.
    pub counterparty: Option<String>,
    /// What refers to an order or an invoice.
    pub reference: Option<String>,
    /// What the line is known by; SHA-256 in hex.
    pub key: String,
    /// What it looks like; SHA-256 in hex.
    pub likeness: String,
}

impl StatementLine {
    /// Whether the line is known by the bank's own id and not by how it looks.
    #[must_use]
    pub fn has_own_id(&self) -> bool {
        self.key != self.likeness
    }
}

impl Statement {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            account: None,
            currency: None,
            period: None,
            opening: None,
            closing: None,
            lines: Vec::new(),
            problems: Vec::new(),
            doubts: Vec::new(),
            ignored_columns: Vec::new(),
        }
    }

    /// Compares the closing balance with what the opening balance and the lines make.
    pub(super) fn compare_balances(&mut self) {
        let (Some(opening), Some(closing)) = (self.opening, self.closing) else { return };
        if opening.currency() != closing.currency() {
            return;
        }
        let ours = self.lines.iter().filter(|line| line.amount.currency() == opening.currency());
        match sum(opening, ours.map(|line| line.amount)) {
            None => self.doubts.push(Doubt::SumTooLarge),
            Some(reached) if reached != closing => {
                self.doubts.push(Doubt::Total { closing, reached });
            }
            Some(_) => {}
        }
    }
}

/// The sum of amounts of one currency; `None` where it cannot be kept exactly.
pub(super) fn sum(first: Money, mut amounts: impl Iterator<Item = Money>) -> Option<Money> {
    amounts.try_fold(first, |sum, amount| sum.checked_add(amount).ok())
}
