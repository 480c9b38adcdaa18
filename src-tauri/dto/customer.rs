//! Customers, and what is kept of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Money, PaymentRow, RefundRow, time};

/// What a customer paid in one currency.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct CustomerTotal {
    paid: Money,
    refunded: Money,
}

/// A customer in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct CustomerRow {
    key: String,
    name: Option<String>,
    email: Option<String>,
    payments: u32,
    totals: Vec<CustomerTotal>,
    last_at: String,
}

impl From<&backoffice::CustomerRow> for CustomerRow {
    fn from(row: &backoffice::CustomerRow) -> Self {
        let total = |total: &backoffice::CustomerTotal| CustomerTotal {
            paid: total.paid.into(),
            refunded: total.refunded.into(),
        };
        Self {
            key: row.key.clone(),
            name: row.name.clone(),
            email: row.email.clone(),
            payments: u32::try_from(row.payments).unwrap_or(u32::MAX),
            totals: row.totals.iter().map(total).collect(),
            last_at: time(row.last_at),
        }
    }
}

/// A page of customers.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct CustomerPage {
    pub(crate) items: Vec<CustomerRow>,
    pub(crate) next: Option<String>,
}

/// Everything one customer paid and was paid back.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct CustomerDetail {
    row: CustomerRow,
    payments: Vec<PaymentRow>,
    next: Option<String>,
    refunds: Vec<RefundRow>,
}

impl CustomerDetail {
    pub(crate) fn of(detail: backoffice::CustomerDetail, now: DateTime<Utc>) -> Self {
        Self {
            row: CustomerRow::from(&detail.row),
            next: detail.payments.next.map(|next| next.to_string()),
            payments: detail.payments.items.into_iter().map(PaymentRow::from).collect(),
            refunds: detail.refunds.iter().map(|row| RefundRow::of(row, now)).collect(),
        }
    }
}

/// What removing a customer's details would come to.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct MaskPlan {
    people: u32,
    payments: u32,
    open: Vec<String>,
    newest_payment: Option<String>,
    kept: Vec<String>,
    warning: String,
}

impl From<backoffice::MaskPlan> for MaskPlan {
    fn from(plan: backoffice::MaskPlan) -> Self {
        Self {
            people: u32::try_from(plan.people).unwrap_or(u32::MAX),
            payments: u32::try_from(plan.payments).unwrap_or(u32::MAX),
            open: plan.open,
            newest_payment: plan.newest_payment.map(time),
            kept: plan.kept,
            warning: plan.warning,
        }
    }
}

/// A removal that a person wants.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct MaskForm {
    key: String,
    reason: String,
    by: String,
    confirm: String,
}

impl From<MaskForm> for backoffice::MaskForm {
    fn from(form: MaskForm) -> Self {
        Self { key: form.key, reason: form.reason, by: form.by, confirm: form.confirm }
    }
}
