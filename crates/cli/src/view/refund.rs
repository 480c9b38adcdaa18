//! Refunds.

mod outlook;
mod papers;

use backoffice::{Page, PaymentRecord, RefundRow};
use ledger::{Decision, Evidence, Refund, RefundStatus};
use serde::Serialize;

use super::table::{facts, harmless, table};
use super::{Amount, List, time};
use crate::output::Show;
use crate::words::Words;
pub(crate) use outlook::OutlookView;
pub(crate) use papers::{EvidenceSaved, SlipSaved};

#[derive(Debug, Serialize)]
pub(crate) struct RefundView {
    id: String,
    reference: String,
    #[serde(flatten)]
    amount: Amount,
    /// What was asked for, in the same currency; another amount than `amount` where the gateway says so.
    asked: String,
    status: &'static str,
    method: &'static str,
    reason: String,
    idempotency_key: Option<String>,
    gateway_refund_id: Option<String>,
    account: String,
    customer_note: Option<String>,
    merchant_note: Option<String>,
    evidence: Option<String>,
    file: Option<FileView>,
    by: Option<String>,
    decision: Option<DecisionView>,
    resolved_by: Option<String>,
    batch: Option<String>,
    /// Whether a person has yet to say that the gateway's refund it was taken for is this one.
    unconfirmed: bool,
    message: Option<String>,
    requested_at: String,
}

/// A file that proves a refund.
#[derive(Debug, Serialize)]
struct FileView {
    name: String,
    sha256: String,
    bytes: u64,
}

/// What a second person said to a refund.
#[derive(Debug, Serialize)]
struct DecisionView {
    approved: bool,
    by: String,
    at: String,
    note: Option<String>,
}

impl RefundView {
    pub(crate) fn of(record: &PaymentRecord, refund: &Refund) -> Self {
        Self::new(refund, record.payment.reference.to_string(), record.account_name.to_string())
    }

    pub(super) fn of_row(row: &RefundRow) -> Self {
        Self::new(&row.refund, row.reference.to_string(), row.account_name.to_string())
    }

    fn new(refund: &Refund, reference: String, account: String) -> Self {
        Self {
            id: refund.id.to_string(),
            reference,
            amount: Amount::of(refund.amount),
            asked: refund.asked.to_decimal_string(),
            status: refund.status.as_str(),
            method: refund.method.as_str(),
            reason: refund.reason.clone(),
            idempotency_key: refund.idempotency_key.clone(),
            gateway_refund_id: refund.gateway_refund_id.clone(),
            account,
            customer_note: refund.customer_note.clone(),
            merchant_note: refund.merchant_note.clone(),
            evidence: refund.evidence.clone(),
            file: refund.file.as_ref().map(FileView::of),
            by: refund.by.as_ref().map(ToString::to_string),
            decision: refund.decision.as_ref().map(DecisionView::of),
            resolved_by: refund.resolved_by.as_ref().map(ToString::to_string),
            batch: refund.batch.map(|batch| batch.to_string()),
            unconfirmed: refund.unconfirmed,
            message: refund.message.clone(),
            requested_at: time(refund.requested_at),
        }
    }

    fn is(&self, status: RefundStatus) -> bool {
        self.status == status.as_str()
    }

    fn asked(&self) -> Option<String> {
        let is_other = self.asked != self.amount.amount;
        is_other.then(|| format!("{} {}", self.asked, self.amount.currency))
    }

    /// What keeps the reader from a mistake.
    fn beware(&self) -> Option<String> {
        let unknown = self.is(RefundStatus::Unknown).then(|| {
            "It may have happened: do not send it again. `till sync` looks it up.".to_owned()
        });
        let other = self.unconfirmed.then(|| {
            "The gateway tells of a refund that was taken for this one; say whether it is."
                .to_owned()
        });
        unknown.or(other)
    }

    /// All of it but what there is to do.
    pub(super) fn facts(&self) -> String {
        facts(&[
            ("Refund", Some(self.id.clone())),
            ("Of order", Some(self.reference.clone())),
            ("Amount", Some(self.amount.text())),
            ("Asked for", self.asked()),
            ("Status", Some(self.status.to_owned())),
            ("Method", Some(self.method.to_owned())),
            ("Reason", Some(self.reason.clone())),
            ("By", self.by.clone()),
            ("Decision", self.decision.as_ref().map(DecisionView::text)),
            ("Decided by", self.resolved_by.clone()),
            ("Evidence", self.evidence.clone()),
            ("File", self.file.as_ref().map(FileView::text)),
            ("Bulk refund", self.batch.clone()),
            ("Gateway's id", self.gateway_refund_id.clone()),
            ("News", self.message.clone()),
            ("Beware", self.beware()),
        ])
    }

    /// What there is to do about it, a line each.
    fn next(&self) -> Vec<String> {
        let command = |name: &str| Words::till("refund").plain(name).word(&self.id);
        if self.is(RefundStatus::Requested) {
            let payment = format!("{}/{}", self.account, self.reference);
            return vec![
                "Nothing was sent yet: it waits for a second person.".to_owned(),
                format!("  the payment:  {}", Words::till("payment show").word(&payment)),
                format!("  yes:          {} --by NAME", command("approve")),
                format!("  no:           {} --by NAME --reason WHY", command("reject")),
            ];
        }
        if self.is(RefundStatus::Unknown) {
            return vec![format!("Find out how it ended:  {}", command("resolve"))];
        }
        if self.unconfirmed {
            return vec![
                format!("If the two are one:  {} --by NAME", command("confirm")),
                format!("If not:              {} --by NAME", command("split")),
            ];
        }
        Vec::new()
    }
}

impl FileView {
    fn of(file: &Evidence) -> Self {
        Self { name: file.name.clone(), sha256: file.sha256.clone(), bytes: file.bytes }
    }

    fn text(&self) -> String {
        format!("{} ({} bytes)", self.name, self.bytes)
    }
}

impl DecisionView {
    fn of(decision: &Decision) -> Self {
        let Decision { approved, by, at, note } = decision;
        Self { approved: *approved, by: by.to_string(), at: time(*at), note: note.clone() }
    }

    fn text(&self) -> String {
        let word = if self.approved { "Approved" } else { "Rejected" };
        let note = self.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
        format!("{word} by {} on {}{note}", self.by, self.at)
    }
}

impl Show for RefundView {
    fn text(&self) -> String {
        let next = self.next();
        // A line of its own parts what there is to do from what is known.
        let gap = (!next.is_empty()).then(String::new);
        let lines = std::iter::once(self.facts()).chain(gap);
        lines.chain(next.iter().map(|line| harmless(line))).collect::<Vec<_>>().join("\n")
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct RefundList(List<RefundView>);

impl RefundList {
    pub(crate) fn of(page: &Page<RefundRow>) -> Self {
        Self(List::page(page, RefundView::of_row))
    }
}

impl Show for RefundList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No refund matches".to_owned();
        }
        refund_table(&self.0.items) + &self.0.more()
    }
}

/// A line for each.
pub(super) fn refund_table(refunds: &[RefundView]) -> String {
    let row = |refund: &RefundView| {
        vec![
            refund.requested_at.clone(),
            refund.reference.clone(),
            refund.amount.text(),
            refund.status.to_owned(),
            refund.method.to_owned(),
            refund.reason.clone(),
            refund.id.clone(),
        ]
    };
    let rows: Vec<_> = refunds.iter().map(row).collect();
    let headings = ["WHEN", "ORDER", "AMOUNT", "STATUS", "METHOD", "REASON", "ID"];
    table(&headings, &[2], &rows)
}
