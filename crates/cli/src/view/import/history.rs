//! What was imported before, and one import with its lines and what it brought.

use backoffice::{ImportDetail, ImportRecord, Page, PaymentRecord, PayoutRecord, StatementLine};
use serde::Serialize;

use super::super::table::{facts, table};
use super::super::{Amount, List, time};
use crate::output::Show;

/// Imports, newest first.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct ImportList(List<RecordView>);

#[derive(Debug, Serialize)]
struct RecordView {
    id: String,
    kind: &'static str,
    file: String,
    sha256: String,
    account: Option<String>,
    bank_account: Option<String>,
    /// Rows or entries in the file.
    in_file: u64,
    /// How many lines are kept of it.
    lines: u64,
    /// How many of them are matched with a payout.
    matched: u64,
    by: Option<String>,
    made_at: String,
    /// Null while it counts.
    undone_at: Option<String>,
    undone_by: Option<String>,
    undone_reason: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ImportDetailView {
    #[serde(flatten)]
    record: RecordView,
    /// The lines that are kept, by day.
    items: Vec<LineView>,
    next: Option<String>,
    /// The first of the payments that it brought.
    payments: Vec<BroughtView>,
    payments_brought: usize,
    refunds_brought: usize,
    /// The payouts that it brought and no gateway has told of since.
    payouts: Vec<BroughtView>,
}

#[derive(Debug, Serialize)]
struct LineView {
    line: u32,
    date: String,
    #[serde(flatten)]
    amount: Amount,
    /// Null once somebody in it was masked.
    text: Option<String>,
    counterparty: Option<String>,
    reference: Option<String>,
    has_own_id: bool,
    /// The payout whose money it is.
    payout: Option<String>,
    matched_by: Option<String>,
    undone: bool,
}

/// A payment or payout that an import brought.
#[derive(Debug, Serialize)]
struct BroughtView {
    id: String,
    reference: String,
    #[serde(flatten)]
    amount: Amount,
    status: &'static str,
    at: String,
}

impl ImportList {
    pub(crate) fn of(page: &Page<ImportRecord>) -> Self {
        Self(List::page(page, RecordView::of))
    }
}

impl RecordView {
    fn of(record: &ImportRecord) -> Self {
        let undone = record.undone.as_ref();
        Self {
            id: record.id.to_string(),
            kind: record.of.as_str(),
            file: record.file.clone(),
            sha256: record.sha256.clone(),
            account: record.account_name.as_ref().map(ToString::to_string),
            bank_account: record.place.clone(),
            in_file: record.in_file,
            lines: record.lines,
            matched: record.matched,
            by: record.by.as_ref().map(ToString::to_string),
            made_at: time(record.made_at),
            undone_at: undone.map(|undone| time(undone.at)),
            undone_by: undone.map(|undone| undone.by.to_string()),
            undone_reason: undone.map(|undone| undone.reason.clone()),
        }
    }

    fn of_what(&self) -> String {
        self.bank_account.clone().or_else(|| self.account.clone()).unwrap_or_default()
    }

    fn row(&self) -> Vec<String> {
        vec![
            self.made_at.clone(),
            self.kind.to_owned(),
            self.of_what(),
            self.file.clone(),
            self.lines.to_string(),
            if self.undone_at.is_some() { "undone" } else { "" }.to_owned(),
            self.id.clone(),
        ]
    }
}

impl ImportDetailView {
    pub(crate) fn of(detail: &ImportDetail, lines: &Page<StatementLine>) -> Self {
        Self {
            record: RecordView::of(&detail.record),
            items: lines.items.iter().map(LineView::of).collect(),
            next: lines.next.as_ref().map(ToString::to_string),
            payments: detail.payments.iter().map(BroughtView::of_payment).collect(),
            payments_brought: detail.payments_brought,
            refunds_brought: detail.refunds_brought,
            payouts: detail.payouts.iter().map(BroughtView::of_payout).collect(),
        }
    }
}

impl LineView {
    fn of(line: &StatementLine) -> Self {
        let texts = line.texts.clone();
        let matched = line.matched.as_ref();
        Self {
            line: line.line,
            date: line.date.to_string(),
            amount: Amount::of(line.amount),
            counterparty: texts.as_ref().and_then(|texts| texts.counterparty.clone()),
            reference: texts.as_ref().and_then(|texts| texts.reference.clone()),
            text: texts.map(|texts| texts.text),
            has_own_id: line.has_own_id,
            payout: matched.map(|matched| matched.payout.to_string()),
            matched_by: matched.map(|matched| matched.by.to_string()),
            undone: line.undone,
        }
    }

    fn row(&self) -> Vec<String> {
        let parts = [&self.reference, &self.counterparty, &self.text];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        let text = parts.cloned().collect::<Vec<_>>().join(" · ");
        let matched = self.payout.as_ref().map(|payout| format!("payout {payout}"));
        vec![
            self.line.to_string(),
            self.date.clone(),
            self.amount.text(),
            text.chars().take(60).collect(),
            matched.unwrap_or_default(),
        ]
    }
}

impl BroughtView {
    fn of_payment(record: &PaymentRecord) -> Self {
        let payment = &record.payment;
        Self {
            id: payment.id.to_string(),
            reference: payment.reference.to_string(),
            amount: Amount::of(payment.amount()),
            status: payment.status.as_str(),
            at: time(payment.created_at),
        }
    }

    fn of_payout(record: &PayoutRecord) -> Self {
        let payout = &record.payout;
        Self {
            id: payout.id.to_string(),
            reference: payout.order.reference.to_string(),
            amount: Amount::of(payout.order.amount),
            status: payout.status.as_str(),
            at: time(payout.created_at),
        }
    }

    fn table(title: &str, brought: &[Self]) -> Option<String> {
        let row = |one: &Self| {
            vec![one.at.clone(), one.reference.clone(), one.amount.text(), one.status.to_owned()]
        };
        let rows: Vec<_> = brought.iter().map(row).collect();
        let headings = ["AT", title, "AMOUNT", "STATUS"];
        (!rows.is_empty()).then(|| format!("\n{}", table(&headings, &[2], &rows)))
    }
}

impl Show for ImportList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "Nothing was imported yet".to_owned();
        }
        let rows: Vec<_> = self.0.items.iter().map(RecordView::row).collect();
        let headings = ["IMPORTED", "KIND", "OF", "FILE", "LINES", "", "ID"];
        format!("{}{}", table(&headings, &[4], &rows), self.0.more())
    }
}

impl Show for ImportDetailView {
    fn text(&self) -> String {
        let record = &self.record;
        let undone = record.undone_at.as_ref().map(|at| {
            let by = record.undone_by.as_deref().unwrap_or_default();
            format!("{at} by {by}: {}", record.undone_reason.as_deref().unwrap_or_default())
        });
        let count = |count: usize| (count > 0).then(|| count.to_string());
        let mut parts = vec![facts(&[
            ("Import", Some(record.id.clone())),
            ("Kind", Some(record.kind.to_owned())),
            ("File", Some(record.file.clone())),
            ("Of", Some(record.of_what()).filter(|of| !of.is_empty())),
            ("Imported", Some(record.made_at.clone())),
            ("By", record.by.clone()),
            ("In the file", Some(record.in_file.to_string())),
            ("Lines kept", Some(record.lines.to_string())),
            ("Payments", count(self.payments_brought)),
            ("Refunds", count(self.refunds_brought)),
            ("Undone", undone),
        ])];
        if !self.items.is_empty() {
            let rows: Vec<_> = self.items.iter().map(LineView::row).collect();
            let headings = ["LINE", "DAY", "AMOUNT", "TEXT", "MATCHED"];
            parts.push(format!("\n{}", table(&headings, &[0, 2], &rows)));
        }
        parts.extend(BroughtView::table("PAYMENT", &self.payments));
        parts.extend(BroughtView::table("PAYOUT", &self.payouts));
        parts.extend(self.next.as_ref().map(|next| format!("More with --after {next}")));
        parts.join("\n")
    }
}
