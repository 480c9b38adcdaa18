//! The refunds of a payment: decided on, sent, answered, recorded by hand or found at the gateway.

use chrono::{DateTime, Utc};

use super::Payment;
use crate::{Body, Entry, Money, Refund, RefundId, RefundMethod, RefundStatus};

impl Payment {
    /// The refund of that id.
    #[must_use]
    pub fn refund(&self, id: RefundId) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.id == id)
    }

    /// Whether a refund's news says anything that is not known yet.
    #[must_use]
    pub fn is_refund_news(
        &self,
        id: RefundId,
        status: RefundStatus,
        word: Option<&str>,
        gateway_id: Option<&str>,
    ) -> bool {
        self.refund(id).is_some_and(|refund| {
            let is_new_word =
                word.is_some_and(|word| refund.gateway_status.as_deref() != Some(word));
            (status.rank() >= refund.status.rank() && (status != refund.status || is_new_word))
                || (refund.gateway_refund_id.is_none() && gateway_id.is_some())
        })
    }

    pub(super) fn add_refund(&mut self, entry: &Entry) {
        let new = match &entry.body {
            Body::RefundRequested {
                refund,
                amount,
                full,
                reason,
                customer_note,
                merchant_note,
                idempotency_key,
            } => Refund {
                full: *full,
                customer_note: customer_note.clone(),
                merchant_note: merchant_note.clone(),
                idempotency_key: Some(idempotency_key.clone()),
                ..Refund::new(*refund, *amount, RefundMethod::Api, reason, entry.at)
            },
            Body::RefundRecorded { refund, amount, method, reason, evidence, idempotency_key } => {
                Refund {
                    status: RefundStatus::Processed,
                    evidence: evidence.clone(),
                    idempotency_key: Some(idempotency_key.clone()),
                    ..Refund::new(*refund, *amount, *method, reason, entry.at)
                }
            }
            Body::RefundFound {
                refund,
                amount,
                status,
                gateway_status,
                gateway_refund_id,
                reason,
            } => Refund {
                status: *status,
                gateway_status: Some(gateway_status.clone()),
                gateway_refund_id: Some(gateway_refund_id.clone()),
                ..Refund::new(*refund, *amount, RefundMethod::Dashboard, reason, entry.at)
            },
            _ => return,
        };
        if self.refund(new.id).is_none() {
            self.refunds.push(new);
        }
    }

    /// The refund, moved on; `None` where there is none of that id, or the news is stale.
    pub(super) fn advance_refund(
        &mut self,
        id: RefundId,
        next: RefundStatus,
        at: DateTime<Utc>,
    ) -> Option<&mut Refund> {
        let refund = self.refunds.iter_mut().find(|refund| refund.id == id)?;
        if next.rank() < refund.status.rank() {
            return None;
        }
        refund.status = next;
        refund.updated_at = at;
        Some(refund)
    }
}

impl Refund {
    fn new(
        id: RefundId,
        amount: Money,
        method: RefundMethod,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            amount,
            status: RefundStatus::Requested,
            method,
            full: false,
            reason: reason.to_owned(),
            customer_note: None,
            merchant_note: None,
            evidence: None,
            idempotency_key: None,
            gateway_refund_id: None,
            gateway_status: None,
            message: None,
            requested_at: at,
            updated_at: at,
        }
    }
}
