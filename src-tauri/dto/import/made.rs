//! Imports that were made, and what became of them.

use backoffice::{ImportRecord, ImportReport, StatementLine};
use serde::Serialize;
use specta::Type;

use super::ImportPlan;
use crate::dto::{ImportKind, Money, PaymentStatus, Payout, count, time};
use crate::error::{CommandError, sentence};

/// What came of agreeing to a plan.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportMade {
    /// The import; nothing where nothing of the file was new, or the plan is another by now.
    id: Option<String>,
    lines: u32,
    payments: u32,
    /// Payments that it brought refunds of.
    refunded: u32,
    payouts: u32,
    /// The plan as it is now, where it is another; then nothing was imported.
    changed: Option<ImportPlan>,
}

impl ImportMade {
    pub(crate) fn done(report: &ImportReport) -> Self {
        Self {
            id: report.id.map(|id| id.to_string()),
            lines: count(report.lines),
            payments: count(report.payments),
            refunded: count(report.refunded),
            payouts: count(report.payouts),
            changed: None,
        }
    }

    pub(crate) fn changed(plan: &backoffice::ImportPlan) -> Self {
        let changed = Some(ImportPlan::from(plan));
        Self { id: None, lines: 0, payments: 0, refunded: 0, payouts: 0, changed }
    }
}

/// An import in the list of them.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportRow {
    id: String,
    of: ImportKind,
    file: String,
    account: Option<String>,
    place: Option<String>,
    by: Option<String>,
    at: String,
    /// How many lines the file has.
    in_file: u32,
    /// How many of them are kept.
    lines: u32,
    /// How many of those are matched with a payout by a person.
    matched: u32,
    undone: Option<ImportUndone>,
}

/// How an import was taken back.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportUndone {
    reason: String,
    by: String,
    at: String,
}

/// A page of imports.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportPage {
    pub(crate) items: Vec<ImportRow>,
    pub(crate) next: Option<String>,
}

/// An import with what it brought.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportDetail {
    import: ImportRow,
    sha256: String,
    /// The first of the payments that it brought, as they are now.
    payments: Vec<BroughtPayment>,
    payments_brought: u32,
    refunds_brought: u32,
    /// The first of the payouts that it brought.
    payouts: Vec<Payout>,
}

/// A payment that an import brought.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BroughtPayment {
    id: String,
    reference: String,
    amount: Money,
    status: PaymentStatus,
}

/// A line that an import keeps.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportLine {
    line: u32,
    date: String,
    amount: Money,
    /// What it says; nothing once somebody whom it names was masked.
    text: Option<String>,
    counterparty: Option<String>,
    reference: Option<String>,
    /// The payout whose money it is, as a person said.
    payout_id: Option<String>,
}

/// A page of lines.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportLinePage {
    pub(crate) items: Vec<ImportLine>,
    pub(crate) next: Option<String>,
}

/// What was taken back.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct UndoReport {
    lines: u32,
    /// How many of them were matched with a payout.
    released: u32,
    payments: u32,
    refunds: u32,
    payouts: u32,
    /// What stays, and why, a sentence each.
    kept: Vec<String>,
}

impl From<&ImportRecord> for ImportRow {
    fn from(record: &ImportRecord) -> Self {
        Self {
            id: record.id.to_string(),
            of: record.of.into(),
            file: record.file.clone(),
            account: record.account_name.as_ref().map(ToString::to_string),
            place: record.place.clone(),
            by: record.by.as_ref().map(ToString::to_string),
            at: time(record.made_at),
            in_file: count(record.in_file),
            lines: count(record.lines),
            matched: count(record.matched),
            undone: record.undone.as_ref().map(|undone| ImportUndone {
                reason: undone.reason.clone(),
                by: undone.by.to_string(),
                at: time(undone.at),
            }),
        }
    }
}

impl From<&backoffice::ImportDetail> for ImportDetail {
    fn from(detail: &backoffice::ImportDetail) -> Self {
        let payments = detail.payments.iter().filter_map(|record| {
            let order = record.payment.order.as_ref()?;
            Some(BroughtPayment {
                id: record.payment.id.to_string(),
                reference: order.reference.to_string(),
                amount: order.amount.into(),
                status: record.payment.status.into(),
            })
        });
        let number = |things: usize| u32::try_from(things).unwrap_or(u32::MAX);
        Self {
            import: ImportRow::from(&detail.record),
            sha256: detail.record.sha256.clone(),
            payments: payments.collect(),
            payments_brought: number(detail.payments_brought),
            refunds_brought: number(detail.refunds_brought),
            payouts: detail.payouts.iter().map(Payout::from).collect(),
        }
    }
}

impl From<&StatementLine> for ImportLine {
    fn from(line: &StatementLine) -> Self {
        let texts = line.texts.as_ref();
        Self {
            line: line.line,
            date: line.date.to_string(),
            amount: line.amount.into(),
            text: texts.map(|texts| texts.text.clone()),
            counterparty: texts.and_then(|texts| texts.counterparty.clone()),
            reference: texts.and_then(|texts| texts.reference.clone()),
            payout_id: line.matched.as_ref().map(|matched| matched.payout.to_string()),
        }
    }
}

impl From<backoffice::UndoReport> for UndoReport {
    fn from(report: backoffice::UndoReport) -> Self {
        Self {
            lines: count(report.lines),
            released: count(report.released),
            payments: count(report.payments),
            refunds: count(report.refunds),
            payouts: count(report.payouts),
            kept: report.kept.iter().map(sentence).collect(),
        }
    }
}

/// An import's id as the window sends it back.
pub(crate) fn import_id(text: &str) -> Result<ledger::ImportId, CommandError> {
    text.parse().map_err(|_| CommandError::invalid("id", "There is no such import."))
}
