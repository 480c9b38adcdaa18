//! Taking an import back: entries that say so, all in one transaction, and none that goes away.
//!
//! Its lines count no more, and what nothing but it tells of is withdrawn: on its own days, so that each month reads as if the
//! file had never been there, or today where a file was handed out since, whose days are closed. What a gateway has told of
//! since stays, since it is true by itself. Where something else hangs on what the import brought, such as a refund that was sent from here, nothing is
//! undone.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Body, ImportId, Payment, PaymentId, RefundId, Signer, Subject};
use store::{Append, LineFilter};

use super::{ImportRefusal, count};
use crate::journal::retried;
use crate::{Backoffice, Error, FieldProblem, signer};

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoReport {
    /// The import.
    pub id: ImportId,
    /// How many lines count no more.
    pub lines: u64,
    /// How many of them were matched with a payout.
    pub released: u64,
    /// How many payments were withdrawn.
    pub payments: u64,
    /// How many refunds were withdrawn, of payments that stay.
    pub refunds: u64,
    /// How many payouts count as failed.
    pub payouts: u64,
    /// What stays, and why, a sentence each.
    pub kept: Vec<String>,
}

/// How what an import brought is withdrawn.
struct Withdrawing {
    import: ImportId,
    reason: String,
    by: Signer,
    on_own_days: bool,
}

/// What is to be written to take an import back.
struct Undoing {
    report: UndoReport,
    appends: Vec<Append>,
    hanging: Vec<String>,
}

impl Backoffice {
    /// Takes an import back. The same file can be imported again after that. All of it is taken back, or nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Invalid`] without a reason or a name; [`Error::NotImported`] where it was undone before,
    /// or where something else hangs on what it brought, with a sentence for each.
    pub async fn undo_import(
        &self,
        id: ImportId,
        reason: &str,
        by: &str,
    ) -> Result<UndoReport, Error> {
        let by = signer::name_of(by)?;
        let reason = reason.trim();
        if reason.is_empty() {
            let problem = "say why it is undone; the books need a reason";
            return Err(Error::Invalid(vec![FieldProblem::new("reason", problem)]));
        }
        // Somebody else may write about what it brought; that is looked at again.
        retried(|| async {
            let undoing = self.undoing(id, reason, &by).await?;
            if !undoing.hanging.is_empty() {
                return Err(ImportRefusal::HangsOn(undoing.hanging).into());
            }
            self.append_all(undoing.appends).await?;
            Ok(undoing.report)
        })
        .await
    }

    async fn undoing(&self, id: ImportId, reason: &str, by: &Signer) -> Result<Undoing, Error> {
        let import = self.store().import(id).await?;
        let import = import.ok_or_else(|| Error::not_found("import", id))?;
        if let Some(undone) = &import.undone {
            let day = undone.at.with_timezone(&self.time_zone().await?).date_naive();
            return Err(ImportRefusal::Undone(day).into());
        }
        let report = UndoReport {
            id,
            lines: import.lines,
            released: 0,
            payments: 0,
            refunds: 0,
            payouts: 0,
            kept: Vec::new(),
        };
        let mut undoing = Undoing { report, appends: Vec::new(), hanging: Vec::new() };
        let withdrawing = Withdrawing {
            import: id,
            reason: reason.to_owned(),
            by: by.clone(),
            on_own_days: !self.store().was_handed_out(id).await?,
        };
        self.withdraw_payments(&mut undoing, &withdrawing).await?;
        self.withdraw_payouts(&mut undoing, &withdrawing).await?;
        let filter = LineFilter { import: Some(id), only_matched: true, ..LineFilter::default() };
        let matched = self.store().every_statement_line(&filter).await?;
        undoing.report.released = count(matched.len());
        for line in &matched {
            let back = self.booked_back(line, by).await?;
            undoing.report.payouts =
                undoing.report.payouts.saturating_add(count(back.iter().count()));
            undoing.appends.extend(back);
        }
        let released =
            matched.iter().map(|line| Body::LineReleased { line: line.line, by: by.clone() });
        let undone = Body::ImportUndone { reason: reason.to_owned(), by: by.clone() };
        let bodies = released.chain([undone]).collect();
        let append = self.entries_now(Subject::Import(id), import.version, bodies);
        undoing.appends.push(append);
        Ok(undoing)
    }

    /// Payments that nothing but the import tells of, and its refunds of those that stay.
    async fn withdraw_payments(
        &self,
        undoing: &mut Undoing,
        withdrawing: &Withdrawing,
    ) -> Result<(), Error> {
        let import = withdrawing.import;
        let mut withdrawn = BTreeSet::new();
        for id in self.store().imported_payments(import).await? {
            let payment = self.payment(id).await?.payment;
            if payment.withdrawn {
                continue;
            }
            if payment.only_import() == Some(import) {
                withdrawn.insert(id);
                let body = withdrawing.payment();
                let append = self.entries_now(Subject::Payment(id), payment.version, vec![body]);
                undoing.appends.push(append);
                undoing.report.payments = undoing.report.payments.saturating_add(1);
            } else if payment.confirmed {
                let kept = format!("{} stays: its gateway has told of it since", payment.reference);
                undoing.report.kept.push(kept);
            } else {
                undoing.hanging.push(hanging_on(&payment));
            }
        }
        self.withdraw_refunds(undoing, withdrawing, &withdrawn).await
    }

    /// Refunds that nothing but the import tells of, of payments that are not withdrawn themselves.
    async fn withdraw_refunds(
        &self,
        undoing: &mut Undoing,
        withdrawing: &Withdrawing,
        withdrawn: &BTreeSet<PaymentId>,
    ) -> Result<(), Error> {
        let import = withdrawing.import;
        let mut of_payments: BTreeMap<PaymentId, Vec<RefundId>> = BTreeMap::new();
        for (payment, refund) in self.store().imported_refunds(import).await? {
            if !withdrawn.contains(&payment) {
                of_payments.entry(payment).or_default().push(refund);
            }
        }
        for (id, refunds) in of_payments {
            let payment = self.payment(id).await?.payment;
            let mut bodies = Vec::new();
            for refund in refunds.into_iter().filter_map(|refund| payment.refund(refund)) {
                if refund.only_import() == Some(import) {
                    bodies.push(withdrawing.refund(refund.id));
                } else {
                    undoing.report.kept.push(format!(
                        "the refund {} of {} stays: it was taken for one of the gateway's, and somebody has to say whether it is",
                        refund.id, payment.reference
                    ));
                }
            }
            undoing.report.refunds = undoing.report.refunds.saturating_add(count(bodies.len()));
            if !bodies.is_empty() {
                let append = self.entries_now(Subject::Payment(id), payment.version, bodies);
                undoing.appends.push(append);
            }
        }
        Ok(())
    }

    /// Payouts that nothing but the import tells of, and fees of those that stay.
    async fn withdraw_payouts(
        &self,
        undoing: &mut Undoing,
        withdrawing: &Withdrawing,
    ) -> Result<(), Error> {
        let import = withdrawing.import;
        for id in self.store().imported_fees(import).await? {
            let payout = self.payout(id).await?.payout;
            let subject = Subject::Payout(id);
            undoing.appends.push(self.entries_now(
                subject,
                payout.version,
                vec![withdrawing.payout()],
            ));
        }
        for id in self.store().imported_payouts(import).await? {
            let payout = self.payout(id).await?.payout;
            if payout.withdrawn {
                continue;
            }
            let matched = LineFilter { payout: Some(id), ..LineFilter::default() };
            if let Some(line) = self.store().every_statement_line(&matched).await?.first() {
                undoing.hanging.push(format!(
                    "line {} of a statement{} is matched with the payout {}: release it first",
                    line.line,
                    line.place.as_ref().map(|place| format!(" of {place}")).unwrap_or_default(),
                    payout.order.reference
                ));
                continue;
            }
            let subject = Subject::Payout(id);
            let append = self.entries_now(subject, payout.version, vec![withdrawing.payout()]);
            undoing.appends.push(append);
            undoing.report.payouts = undoing.report.payouts.saturating_add(1);
        }
        Ok(())
    }
}

impl Withdrawing {
    fn payment(&self) -> Body {
        let (reason, by) = (self.reason.clone(), self.by.clone());
        let (import, on_own_days) = (self.import, self.on_own_days);
        Body::PaymentWithdrawn { import, reason, by, on_own_days }
    }

    fn refund(&self, refund: RefundId) -> Body {
        let (reason, by) = (self.reason.clone(), self.by.clone());
        let (import, on_own_days) = (self.import, self.on_own_days);
        Body::RefundWithdrawn { refund, import, reason, by, on_own_days }
    }

    fn payout(&self) -> Body {
        let (reason, by) = (self.reason.clone(), self.by.clone());
        let (import, on_own_days) = (self.import, self.on_own_days);
        Body::PayoutWithdrawn { import, reason, by, on_own_days }
    }
}

/// Why a payment that an import brought cannot be withdrawn.
fn hanging_on(payment: &Payment) -> String {
    let of_others = payment.refunds.iter().find(|refund| refund.only_import().is_none());
    match of_others {
        Some(refund) => format!(
            "a refund of {} is in the books for {}, which the import brought",
            refund.amount, payment.reference
        ),
        None => format!("{} has a payment link from here", payment.reference),
    }
}
