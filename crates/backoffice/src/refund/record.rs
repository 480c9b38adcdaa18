//! Refunds that were paid back by hand, as a person records them.

use accounting::day_of;
use ledger::{Body, Money, Payment, Refund, RefundId, RefundMethod};
use store::PaymentRecord;

use super::terms::{refused, typed_amount};
use super::{RefundRecordForm, check_all_seen, check_texts};
use crate::{Backoffice, Error, FieldProblem, signer};

impl Backoffice {
    /// Records a refund that was paid back by hand. It holds its amount like any other. Under a key that was used before, the
    /// refund of that key is given and nothing is booked.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::Refund`]; [`Error::RefundFound`] where a look-up already booked the gateway's refund.
    pub async fn record_refund(
        &self,
        form: &RefundRecordForm,
    ) -> Result<(PaymentRecord, Refund), Error> {
        if form.method == RefundMethod::Api {
            let problem = "say how it was paid back: dashboard, cash, bank or other";
            return Err(Error::Invalid(vec![FieldProblem::new("method", problem)]));
        }
        check_texts(&form.reason, form.evidence.iter().chain(&form.key))?;
        let by = signer::name_if_given(form.by.as_deref())?;
        let key = form.key.as_deref().map(str::trim).filter(|key| !key.is_empty());
        if let Some(key) = key
            && let Some(known) = self.recorded_under(key, form).await?
        {
            return Ok(known);
        }
        let payment = self.payment_to_refund(form.payment).await?.payment;
        let amount = typed_amount(&payment, &form.amount)?;
        if form.method == RefundMethod::Dashboard {
            self.check_not_found_already(&payment, amount).await?;
        }
        payment.check_refund(amount).map_err(refused)?;
        let file = self.keep_evidence(form.file.as_deref()).await?;
        let refund = RefundId(self.shared.clock.new_id());
        let body = Body::RefundRecorded {
            refund,
            amount,
            method: form.method,
            reason: form.reason.trim().to_owned(),
            evidence: form.evidence.clone(),
            file,
            by,
            idempotency_key: key.map_or_else(|| refund.to_string(), str::to_owned),
            import: None,
        };
        let still_right = |known: &Payment| {
            known.check_refund(amount).map_err(refused)?;
            check_all_seen(known, &payment)
        };
        self.append_decision(&payment, vec![body], still_right).await?;
        self.with_refund(form.payment, refund).await
    }

    /// The refund that was recorded under a key, if it is the one that the form means.
    async fn recorded_under(
        &self,
        key: &str,
        form: &RefundRecordForm,
    ) -> Result<Option<(PaymentRecord, Refund)>, Error> {
        let Some((payment, refund)) = self.store().refund_by_key(key).await? else {
            return Ok(None);
        };
        let (record, refund) = self.with_refund(payment, refund).await?;
        let is_meant = payment == form.payment
            && refund.method == form.method
            && typed_amount(&record.payment, &form.amount)? == refund.asked;
        if is_meant {
            return Ok(Some((record, refund)));
        }
        let problem = format!("the key `{key}` was used for another refund; choose another key");
        Err(Error::Invalid(vec![FieldProblem::new("key", problem)]))
    }

    /// Refuses to book by hand what a look-up found and booked already.
    async fn check_not_found_already(&self, payment: &Payment, amount: Money) -> Result<(), Error> {
        let is_found = |refund: &&Refund| {
            refund.method == RefundMethod::Dashboard
                && refund.idempotency_key.is_none()
                && refund.status.holds_amount()
                && refund.amount == amount
        };
        let Some(found) = payment.refunds.iter().find(is_found) else { return Ok(()) };
        let zone = self.time_zone().await?;
        Err(Error::RefundFound { refund: found.id, day: day_of(zone, found.requested_at) })
    }
}
