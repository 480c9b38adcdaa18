//! What time alone tells of a payment: that an answer was lost, and that a link was not paid by. Pure.

use chrono::{DateTime, Utc};
use ledger::{Body, Observation, Payment, PaymentStatus, RefundId, RefundStatus, Source};

use crate::schedule;

/// A refund whose request left, and whose answer never came in, has an unknown outcome.
pub(super) fn lost_refunds(payment: &Payment, already: &[Body], now: DateTime<Utc>) -> Vec<Body> {
    let is_told = |id: RefundId| {
        let tells =
            |body: &Body| matches!(body, Body::RefundObserved { refund, .. } if *refund == id);
        already.iter().any(tells)
    };
    payment
        .refunds
        .iter()
        .filter(|refund| refund.status == RefundStatus::Submitted && !is_told(refund.id))
        .filter(|refund| now - refund.updated_at >= schedule::ANSWER_LOST_AFTER)
        .map(|refund| Body::RefundObserved {
            refund: refund.id,
            source: Source::Deadline,
            status: RefundStatus::Unknown,
            gateway_status: None,
            gateway_refund_id: None,
            message: Some(
                "the answer to this refund never came in; it may have happened".to_owned(),
            ),
            amount: None,
        })
        .collect()
}

/// A payment that its gateway still calls pending, or does not know, long after its link ended has expired.
pub(super) fn end_of_link(payment: &Payment, already: &[Body], now: DateTime<Utc>) -> Option<Body> {
    let tells_more = |body: &Body| matches!(body, Body::PaymentObserved { observation, .. } if !observation.status.is_open());
    let is_over = payment.status.is_open() && schedule::is_past_deadline(payment, now);
    (is_over && !already.iter().any(tells_more)).then(|| Body::PaymentObserved {
        observation: Observation {
            source: Source::Deadline,
            status: PaymentStatus::Expired,
            gateway_status: payment.gateway_status.clone().unwrap_or_default(),
            gateway_reference: None,
            amount: None,
            charged: None,
            fee: None,
            channel: None,
            message: Some("not paid by the end of the link".to_owned()),
        },
        customer: None,
    })
}
