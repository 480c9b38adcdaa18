//! Rows of refunds and reversals, each joined to the payment that it names. Rows may stand in any order.

use std::collections::HashMap;

use ledger::PaymentStatus;

use super::columns::{Change, Payment};
use super::{History, HistoryLine, RowKind};
use crate::import::{LineProblem, NotTaken, shortened};

/// Joins the changes to their payments. One that fits no payment, or several, is told.
pub(super) fn settle(history: &mut History, payments: Vec<Payment>, changes: Vec<Change>) {
    let mut places: HashMap<String, Option<usize>> = HashMap::new();
    for (place, payment) in payments.iter().enumerate() {
        if let Some(id) = &payment.line.id {
            places.entry(id.clone()).and_modify(|other| *other = None).or_insert(Some(place));
        }
    }
    let mut of_lines: HashMap<usize, Vec<Change>> = HashMap::new();
    for change in changes {
        match places.get(&change.of).copied().flatten() {
            Some(place) => of_lines.entry(place).or_default().push(change),
            None => history.problems.push(LineProblem {
                number: change.row,
                problem: NotTaken::OfAnother(shortened(&change.of)),
            }),
        }
    }
    for (place, Payment { mut line, wants_refund }) in payments.into_iter().enumerate() {
        let changes = of_lines.remove(&place).unwrap_or_default();
        line.rows.extend(changes.iter().map(|change| change.row));
        match changed(&mut line, wants_refund, &changes) {
            Ok(()) => history.lines.push(line),
            // Half of a payment's story would be told wrongly, so that none of it is taken.
            Err(problem) => history.problems.extend(
                line.rows
                    .into_iter()
                    .map(|number| LineProblem { number, problem: problem.clone() }),
            ),
        }
    }
}

fn changed(line: &mut HistoryLine, wants_refund: bool, changes: &[Change]) -> Result<(), NotTaken> {
    if wants_refund && !changes.iter().any(|change| change.kind == RowKind::Refund) {
        return Err(NotTaken::RefundUntold);
    }
    if changes.is_empty() {
        return Ok(());
    }
    let zero = ledger::Money::zero(line.amount.currency());
    let mut refunded = line.refunded.unwrap_or(zero);
    for change in changes {
        let sum = match change.kind {
            RowKind::Refund => refunded.checked_add(change.amount),
            RowKind::RefundReturned => refunded.checked_sub(change.amount),
            RowKind::Reversal => {
                line.status = Some(PaymentStatus::Reversed);
                Ok(refunded)
            }
            RowKind::Payment | RowKind::Left => Ok(refunded),
        };
        let other = |_| NotTaken::OtherCurrency(change.amount.currency(), line.amount.currency());
        refunded = sum.map_err(other)?;
    }
    if refunded.minor() < 0 || refunded.minor() > line.amount.minor() {
        return Err(NotTaken::RefundedTooMuch);
    }
    line.refunded = Some(refunded);
    Ok(())
}
