//! Rows of what became of payments, each joined to the payment that it names. Rows may stand in any order.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use ledger::{Money, PaymentStatus, RefundMethod};

use super::columns::{Change, Payment};
use super::{Happened, History, HistoryLine, RowKind, Step};
use crate::import::{LineProblem, NotTaken, shortened};

/// Joins the changes to their payments. One that fits no payment, or several, is told.
pub(super) fn settle(history: &mut History, payments: Vec<Payment>, mut changes: Vec<Change>) {
    let payments = first_rows(payments, &mut changes);
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
    for (place, mut payment) in payments.into_iter().enumerate() {
        let changes = of_lines.remove(&place).unwrap_or_default();
        payment.line.rows.extend(changes.iter().map(|change| change.row));
        match changed(&mut payment, changes) {
            Ok(()) => history.lines.push(payment.line),
            // Half of a payment's story would be told wrongly, so that none of it is taken.
            Err(problem) => history.problems.extend(
                payment
                    .line
                    .rows
                    .into_iter()
                    .map(|number| LineProblem { number, problem: problem.clone() }),
            ),
        }
    }
}

/// Of each payment that may have several rows of its own, the first in time. The others are changes to it.
fn first_rows(payments: Vec<Payment>, changes: &mut Vec<Change>) -> Vec<Payment> {
    let mut first: Vec<Payment> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for mut payment in payments {
        let id = payment.line.id.clone().filter(|_| payment.is_sale);
        let known = id.as_ref().and_then(|id| places.get(id)).and_then(|at| first.get_mut(*at));
        match (id, known) {
            (Some(id), Some(known)) => {
                if payment.line.at < known.line.at {
                    std::mem::swap(known, &mut payment);
                }
                changes.push(Change {
                    row: payment.line.rows.first().copied().unwrap_or_default(),
                    kind: RowKind::Sale,
                    of: id,
                    refund: None,
                    at: payment.line.at,
                    amount: payment.line.amount,
                    method: RefundMethod::Dashboard,
                    status: payment.line.status,
                });
            }
            (id, _) => {
                places.extend(id.map(|id| (id, first.len())));
                first.push(payment);
            }
        }
    }
    first
}

fn changed(payment: &mut Payment, mut changes: Vec<Change>) -> Result<(), NotTaken> {
    if payment.wants_refund && !changes.iter().any(|change| change.kind == RowKind::Refund) {
        return Err(NotTaken::RefundUntold);
    }
    if changes.is_empty() {
        return Ok(());
    }
    changes.sort_by_key(|change| (change.at, change.row));
    let line = &mut payment.line;
    let mut story = Story::of(line);
    for change in &changes {
        story.learn(change)?;
    }
    let refunded = story.refunded()?;
    let is_told = line.refunded.is_some() || !story.refunds.is_empty();
    story.tell(line)?;
    if !payment.is_sale && refunded.minor() > line.paid().minor() {
        return Err(NotTaken::RefundedTooMuch);
    }
    line.refunded = Some(refunded).filter(|_| is_told);
    Ok(())
}

/// What a change is about; in this order where several happened at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Paid,
    Fee,
    Refund(usize),
    Reversed,
}

/// What there was of a payment while its changes are read.
struct Story {
    begun: DateTime<Utc>,
    paid: Money,
    fee: Money,
    /// What went back by the payment's own row.
    before: Money,
    refunds: Vec<(Option<String>, Money)>,
    steps: BTreeMap<(DateTime<Utc>, About), Step>,
}

impl Story {
    fn of(line: &HistoryLine) -> Self {
        let zero = Money::zero(line.amount.currency());
        Self {
            begun: line.at,
            paid: line.amount,
            fee: line.fee.unwrap_or(zero),
            before: line.refunded.unwrap_or(zero),
            refunds: Vec::new(),
            steps: BTreeMap::new(),
        }
    }

    fn learn(&mut self, change: &Change) -> Result<(), NotTaken> {
        let (own, of_change) = (self.paid.currency(), change.amount.currency());
        let sum = |one: Money, other: Money| {
            one.checked_add(other).map_err(|_| NotTaken::OtherCurrency(of_change, own))
        };
        match change.kind {
            RowKind::Payment | RowKind::Sale => {
                self.paid = sum(self.paid, change.amount)?;
                self.step(change, About::Paid, Happened::Paid(self.paid));
            }
            RowKind::Fee => {
                self.fee = sum(self.fee, change.amount)?;
                self.step(change, About::Fee, Happened::Fee(self.fee));
            }
            RowKind::Refund => {
                let known =
                    |(id, _): &(Option<String>, Money)| id.is_some() && *id == change.refund;
                let number = self.refunds.iter().position(known).unwrap_or(self.refunds.len());
                if number == self.refunds.len() {
                    self.refunds.push((change.refund.clone(), Money::zero(own)));
                }
                self.refund(number, change, change.amount)?;
            }
            RowKind::RefundReturned => self.returned(change)?,
            RowKind::Reversal => self.step(change, About::Reversed, Happened::Reversed),
            RowKind::Left => {}
        }
        Ok(())
    }

    /// What came back, of the refund that is named, else of the newest.
    fn returned(&mut self, change: &Change) -> Result<(), NotTaken> {
        let mut left = change.amount;
        for number in (0..self.refunds.len()).rev() {
            let Some((id, amount)) = self.refunds.get(number) else { continue };
            let is_it = change.refund.is_none() || *id == change.refund;
            if !is_it || left.is_zero() || left.currency() != amount.currency() {
                continue;
            }
            let part = if amount.minor() < left.minor() { *amount } else { left };
            let back = part.checked_neg().map_err(|_| NotTaken::RefundedTooMuch)?;
            left = left.checked_add(back).map_err(|_| NotTaken::RefundedTooMuch)?;
            self.refund(number, change, back)?;
        }
        if left.is_zero() {
            return Ok(());
        }
        let before = self.before.checked_sub(left).ok().filter(|before| before.minor() >= 0);
        self.before = before.ok_or(NotTaken::RefundedTooMuch)?;
        Ok(())
    }

    fn refund(&mut self, number: usize, change: &Change, more: Money) -> Result<(), NotTaken> {
        let Some((_, amount)) = self.refunds.get_mut(number) else { return Ok(()) };
        let (of_change, own) = (more.currency(), amount.currency());
        let sum = amount.checked_add(more);
        *amount = sum.map_err(|_| NotTaken::OtherCurrency(of_change, own))?;
        let what = Happened::Refund { number, amount: *amount, method: change.method };
        self.step(change, About::Refund(number), what);
        Ok(())
    }

    /// The last word on a thing at a time is the one that counts.
    fn step(&mut self, change: &Change, about: About, what: Happened) {
        let at = change.at.max(self.begun);
        self.steps.insert((at, about), Step { at, what, status: change.status });
    }

    fn refunded(&self) -> Result<Money, NotTaken> {
        let mut amounts = self.refunds.iter().map(|(_, amount)| *amount);
        amounts
            .try_fold(self.before, |sum, amount| sum.checked_add(amount))
            .map_err(|_| NotTaken::RefundedTooMuch)
    }

    /// Writes down what happened. What did at once with the payment is the payment; what came to nothing did not happen.
    fn tell(mut self, line: &mut HistoryLine) -> Result<(), NotTaken> {
        let zero = Money::zero(line.amount.currency());
        if let Some(Step { what: Happened::Paid(paid), .. }) =
            self.steps.remove(&(self.begun, About::Paid))
        {
            line.amount = paid;
        }
        if let Some(Step { what: Happened::Fee(fee), .. }) =
            self.steps.remove(&(self.begun, About::Fee))
        {
            line.fee = Some(fee);
        }
        let mut known: BTreeMap<About, Money> =
            [(About::Paid, line.amount), (About::Fee, line.fee.unwrap_or(zero))].into();
        for ((_, about), step) in self.steps {
            let amount = match step.what {
                Happened::Paid(amount) | Happened::Fee(amount) => amount,
                Happened::Refund { amount, .. } => amount,
                Happened::Reversed => {
                    line.steps.push(step);
                    continue;
                }
            };
            let before = known.insert(about, amount).unwrap_or(zero);
            let rank = |status: Option<PaymentStatus>| status.map(PaymentStatus::rank);
            let has_new_status = rank(step.status) > rank(line.status);
            if before != amount || has_new_status {
                line.steps.push(step);
            }
        }
        match line.amount.minor() {
            1.. => Ok(()),
            _ if line.paid().is_zero() => Err(NotTaken::CameToNothing),
            _ => Err(NotTaken::NotPaid),
        }
    }
}
