//! Refunds.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ManualMethod, Money, RefundMethod, RefundStatus, time};
use crate::error::CommandError;

/// A refund of a payment.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Refund {
    id: String,
    amount: Money,
    status: RefundStatus,
    method: RefundMethod,
    reason: String,
    customer_note: Option<String>,
    merchant_note: Option<String>,
    evidence: Option<String>,
    idempotency_key: Option<String>,
    gateway_refund_id: Option<String>,
    requested_at: String,
    message: Option<String>,
}

impl From<&ledger::Refund> for Refund {
    fn from(refund: &ledger::Refund) -> Self {
        Self {
            id: refund.id.to_string(),
            amount: refund.amount.into(),
            status: refund.status.into(),
            method: refund.method.into(),
            reason: refund.reason.clone(),
            customer_note: refund.customer_note.clone(),
            merchant_note: refund.merchant_note.clone(),
            evidence: refund.evidence.clone(),
            idempotency_key: refund.idempotency_key.clone(),
            gateway_refund_id: refund.gateway_refund_id.clone(),
            requested_at: time(refund.requested_at),
            message: refund.message.clone(),
        }
    }
}

/// What is filled in for a refund by the gateway.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct RefundForm {
    payment_id: String,
    amount: Option<String>,
    reason: String,
    customer_note: Option<String>,
    merchant_note: Option<String>,
}

impl TryFrom<RefundForm> for backoffice::RefundForm {
    type Error = CommandError;

    fn try_from(form: RefundForm) -> Result<Self, Self::Error> {
        Ok(Self {
            payment: payment_id(&form.payment_id)?,
            amount: form.amount,
            reason: form.reason,
            customer_note: form.customer_note,
            merchant_note: form.merchant_note,
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
}

impl TryFrom<RefundRecordForm> for backoffice::RefundRecordForm {
    type Error = CommandError;

    fn try_from(form: RefundRecordForm) -> Result<Self, Self::Error> {
        Ok(Self {
            payment: payment_id(&form.payment_id)?,
            amount: form.amount,
            method: form.method.into(),
            reason: form.reason,
            evidence: form.evidence,
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
