//! Refunds: what is asked for, what became of it, and what people decide.

use std::path::PathBuf;

use backoffice::RefundRow as Row;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ManualMethod, Money, RefundMethod, RefundStatus, time};
use crate::error::CommandError;

/// A file that proves something.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Evidence {
    name: String,
    bytes: u32,
}

/// What a second person said to a refund.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Decision {
    approved: bool,
    by: String,
    at: String,
    note: Option<String>,
}

/// A refund of a payment.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Refund {
    id: String,
    amount: Money,
    /// What was asked for, where the gateway paid another amount.
    asked: Money,
    status: RefundStatus,
    method: RefundMethod,
    reason: String,
    customer_note: Option<String>,
    merchant_note: Option<String>,
    evidence: Option<String>,
    file: Option<Evidence>,
    by: Option<String>,
    decision: Option<Decision>,
    resolved_by: Option<String>,
    batch: Option<String>,
    /// Whether it may be the same as one found at the gateway, which a person has yet to say.
    unconfirmed: bool,
    can_resolve: bool,
    has_slip: bool,
    idempotency_key: Option<String>,
    gateway_refund_id: Option<String>,
    requested_at: String,
    message: Option<String>,
}

impl Refund {
    pub(crate) fn of(refund: &ledger::Refund, now: DateTime<Utc>) -> Self {
        Self {
            id: refund.id.to_string(),
            amount: refund.amount.into(),
            asked: refund.asked.into(),
            status: refund.status.into(),
            method: refund.method.into(),
            reason: refund.reason.clone(),
            customer_note: refund.customer_note.clone(),
            merchant_note: refund.merchant_note.clone(),
            evidence: refund.evidence.clone(),
            file: refund.file.as_ref().map(|file| Evidence {
                name: file.name.clone(),
                bytes: u32::try_from(file.bytes).unwrap_or(u32::MAX),
            }),
            by: refund.by.as_ref().map(ToString::to_string),
            decision: refund.decision.as_ref().map(|decision| Decision {
                approved: decision.approved,
                by: decision.by.to_string(),
                at: time(decision.at),
                note: decision.note.clone(),
            }),
            resolved_by: refund.resolved_by.as_ref().map(ToString::to_string),
            batch: refund.batch.map(|batch| batch.to_string()),
            unconfirmed: refund.unconfirmed,
            can_resolve: backoffice::may_be_resolved(refund, now),
            has_slip: backoffice::has_slip(refund),
            idempotency_key: refund.idempotency_key.clone(),
            gateway_refund_id: refund.gateway_refund_id.clone(),
            requested_at: time(refund.requested_at),
            message: refund.message.clone(),
        }
    }
}

/// A refund in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct RefundRow {
    refund: Refund,
    payment_id: String,
    reference: String,
    account: String,
    gateway: String,
    gateway_title: String,
}

impl RefundRow {
    pub(crate) fn of(row: &Row, now: DateTime<Utc>) -> Self {
        Self {
            refund: Refund::of(&row.refund, now),
            payment_id: row.payment.to_string(),
            reference: row.reference.to_string(),
            account: row.account_name.to_string(),
            gateway: row.gateway.as_str().to_owned(),
            gateway_title: row.gateway.title().to_owned(),
        }
    }
}

/// Which refunds to list.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct RefundQuery {
    filter: String,
    status: Vec<RefundStatus>,
    batch: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) limit: u32,
}

impl TryFrom<&RefundQuery> for backoffice::RefundFilter {
    type Error = CommandError;

    fn try_from(query: &RefundQuery) -> Result<Self, CommandError> {
        let payments =
            backoffice::PaymentFilter { text: query.filter.clone(), ..Default::default() };
        let status = query.status.iter().map(|status| (*status).into()).collect();
        let batch = query.batch.as_deref().map(super::batch_id).transpose()?;
        Ok(Self { payments, status, batch })
    }
}

/// A page of refunds.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct RefundPage {
    pub(crate) items: Vec<RefundRow>,
    pub(crate) next: Option<String>,
}

/// What is filled in for a refund by the gateway.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct RefundForm {
    payment_id: String,
    amount: Option<String>,
    reason: String,
    customer_note: Option<String>,
    merchant_note: Option<String>,
    by: Option<String>,
    /// What was left to refund when the person decided; where it is another amount by now, nothing is refunded.
    left_seen: Option<String>,
}

impl TryFrom<RefundForm> for backoffice::RefundForm {
    type Error = CommandError;

    fn try_from(form: RefundForm) -> Result<Self, CommandError> {
        Ok(Self {
            payment: payment_id(&form.payment_id)?,
            amount: form.amount,
            reason: form.reason,
            customer_note: form.customer_note,
            merchant_note: form.merchant_note,
            by: form.by,
            left_seen: form.left_seen,
        })
    }
}

/// What is filled in for a refund made by hand.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct RefundRecordForm {
    payment_id: String,
    amount: String,
    method: ManualMethod,
    reason: String,
    evidence: Option<String>,
    pub(crate) file: Option<String>,
    by: Option<String>,
}

impl TryFrom<RefundRecordForm> for backoffice::RefundRecordForm {
    type Error = CommandError;

    fn try_from(form: RefundRecordForm) -> Result<Self, CommandError> {
        Ok(Self {
            payment: payment_id(&form.payment_id)?,
            amount: form.amount,
            method: form.method.into(),
            reason: form.reason,
            evidence: form.evidence,
            file: form.file.map(PathBuf::from),
            by: form.by,
            key: None,
        })
    }
}

/// An amount to be checked as it is typed.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct RefundCheck {
    pub(crate) payment_id: String,
    pub(crate) amount: Option<String>,
}

/// A payment's id as the window sends it back.
pub(crate) fn payment_id(text: &str) -> Result<ledger::PaymentId, CommandError> {
    text.parse().map_err(|_| CommandError::invalid("payment_id", "There is no such payment."))
}

/// A refund's id as the window sends it back.
pub(crate) fn refund_id(text: &str) -> Result<ledger::RefundId, CommandError> {
    text.parse().map_err(|_| CommandError::invalid("refund_id", "There is no such refund."))
}
