//! Refunds.

use backoffice::{Page, PaymentRecord, RefundRow};
use ledger::{Refund, RefundStatus};
use serde::Serialize;

use super::table::{facts, table};
use super::{Amount, List, time};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct RefundView {
    id: String,
    reference: String,
    #[serde(flatten)]
    amount: Amount,
    status: &'static str,
    method: &'static str,
    reason: String,
    idempotency_key: Option<String>,
    gateway_refund_id: Option<String>,
    account: String,
    customer_note: Option<String>,
    merchant_note: Option<String>,
    evidence: Option<String>,
    message: Option<String>,
    requested_at: String,
}

impl RefundView {
    pub(crate) fn of(record: &PaymentRecord, refund: &Refund) -> Self {
        Self::new(refund, record.payment.reference.to_string(), record.account_name.to_string())
    }

    fn of_row(row: &RefundRow) -> Self {
        Self::new(&row.refund, row.reference.to_string(), row.account_name.to_string())
    }

    fn new(refund: &Refund, reference: String, account: String) -> Self {
        Self {
            id: refund.id.to_string(),
            reference,
            amount: Amount::of(refund.amount),
            status: refund.status.as_str(),
            method: refund.method.as_str(),
            reason: refund.reason.clone(),
            idempotency_key: refund.idempotency_key.clone(),
            gateway_refund_id: refund.gateway_refund_id.clone(),
            account,
            customer_note: refund.customer_note.clone(),
            merchant_note: refund.merchant_note.clone(),
            evidence: refund.evidence.clone(),
            message: refund.message.clone(),
            requested_at: time(refund.requested_at),
        }
    }

    pub(crate) fn is(&self, status: RefundStatus) -> bool {
        self.status == status.as_str()
    }
}

impl Show for RefundView {
    fn text(&self) -> String {
        let warning = "It may have happened: do not send it again. `till sync` looks it up.";
        let warning = self.is(RefundStatus::Unknown).then(|| warning.to_owned());
        facts(&[
            ("Refund", Some(self.id.clone())),
            ("Of order", Some(self.reference.clone())),
            ("Amount", Some(self.amount.text())),
            ("Status", Some(self.status.to_owned())),
            ("By", Some(self.method.to_owned())),
            ("Reason", Some(self.reason.clone())),
            ("Evidence", self.evidence.clone()),
            ("Gateway's id", self.gateway_refund_id.clone()),
            ("News", self.message.clone()),
            ("Beware", warning),
        ])
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
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        let headings = ["WHEN", "ORDER", "AMOUNT", "STATUS", "BY", "REASON", "ID"];
        table(&headings, &[2], &rows) + &self.0.more()
    }
}
