//! A second person's yes or no to a refund.
//!
//! A yes is decided on the newest state like the refund itself: between the two the payment may have been refunded by others,
//! its account removed, its gateway changed. It and the sending are one append, so that of two who decide at once only one
//! sends; what is sent has the key and the body of the request.

use chrono::{DateTime, Utc};
use gateways::RefundRequest;
use ledger::{Body, Decision, Payment, Refund, RefundId, RefundTerms};
use store::PaymentRecord;

use super::fresh::Fresh;
use super::send::{Sending, reference_at_gateway};
use super::terms::refused;
use super::{ApproveForm, RejectForm, check_length, check_not_meant_twice, check_texts};
use crate::{Backoffice, Error, signer};

impl Backoffice {
    /// Says yes to a refund and sends it, with the key of its request. A lost answer is `unknown`, as of any refund.
    ///
    /// # Errors
    /// [`Error::OwnRefund`] for whoever asked for it, [`Error::RefundDecided`] where somebody else was faster; otherwise as
    /// [`Backoffice::create_refund`]. Unless it is the gateway that refused, the refund waits on.
    pub async fn approve_refund(
        &self,
        form: &ApproveForm,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let by = signer::name_of(&form.by)?;
        let note = form.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        note.map_or(Ok(()), |note| check_length("note", note))?;
        let (before, refund) = self.find_refund(&form.refund.to_string()).await?;
        check_undecided(&refund)?;
        if let Some(asked) = refund.by.filter(|asked| asked.is_same_person(&by)) {
            return Err(Error::OwnRefund(asked));
        }
        let fresh = self.look_before_refund(&before.payment).await?;
        let Fresh { payment, terms, account, gateway } = fresh;
        let now = self.shared.clock.now();
        let refund = approvable(&payment, form.refund, &terms, now)?;
        check_not_meant_twice(&payment, &before.payment, refund.amount)?;
        let bodies = vec![
            Body::RefundApproved { refund: refund.id, by, note: note.map(str::to_owned) },
            Body::RefundSubmitted { refund: refund.id },
        ];
        self.plan_for_lost_answer(&payment, bodies.len()).await?;
        let still_right = |known: &Payment| {
            approvable(known, refund.id, &terms, now)?;
            check_not_meant_twice(known, &payment, refund.amount)
        };
        let version = self.append_decision(&payment, bodies, still_right).await?;
        let request = request_of(&payment, &refund);
        self.send_refund(Sending { gateway, account, request }, payment.id, refund.id, version)
            .await
    }

    /// Says no to a refund, which frees its amount. Whoever asked for it may take it back so.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::RefundDecided`] where somebody else was faster.
    pub async fn reject_refund(&self, form: &RejectForm) -> Result<(PaymentRecord, Refund), Error> {
        let by = signer::name_of(&form.by)?;
        check_texts(&form.reason, [])?;
        let (record, refund) = self.find_refund(&form.refund.to_string()).await?;
        check_undecided(&refund)?;
        let reason = form.reason.trim().to_owned();
        let body = Body::RefundRejected { refund: refund.id, by, reason };
        let still_right = |known: &Payment| known.refund(refund.id).map_or(Ok(()), check_undecided);
        self.append_decision(&record.payment, vec![body], still_right).await?;
        self.with_refund(record.payment.id, refund.id).await
    }
}

/// The refund that waits, where the rule still allows it. What it holds itself is not in its way.
fn approvable(
    payment: &Payment,
    id: RefundId,
    terms: &RefundTerms,
    now: DateTime<Utc>,
) -> Result<Refund, Error> {
    let refund = payment.refund(id).ok_or_else(|| Error::not_found("refund", id))?;
    check_undecided(refund)?;
    let mut others = payment.clone();
    others.refunds.retain(|other| other.id != id);
    others.check_refund_by_api(refund.amount, terms, now).map_err(refused)?;
    // Some gateways are asked for the whole without an amount, so that another whole would be another refund.
    if refund.full && !others.is_refunded_whole_by(refund.amount) {
        return Err(Error::ChangedSincePlan { then: refund.amount, left: others.refundable() });
    }
    Ok(refund.clone())
}

fn check_undecided(refund: &Refund) -> Result<(), Error> {
    match &refund.decision {
        _ if refund.awaits_decision() => Ok(()),
        Some(Decision { approved, by, .. }) => {
            Err(Error::RefundDecided { by: by.clone(), approved: *approved })
        }
        None => Err(Error::NotWaiting(refund.status)),
    }
}

/// What was asked for, as it is asked of the gateway.
fn request_of(payment: &Payment, refund: &Refund) -> RefundRequest {
    RefundRequest {
        gateway_reference: reference_at_gateway(payment),
        amount: refund.amount,
        full: refund.full,
        idempotency_key: refund.idempotency_key.clone().unwrap_or_else(|| refund.id.to_string()),
        customer_note: refund.customer_note.clone(),
        merchant_note: refund.merchant_note.clone(),
    }
}
