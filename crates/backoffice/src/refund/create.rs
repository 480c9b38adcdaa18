//! Refunds by the gateway's API: the intent, and its request where nobody else has to say yes.

use gateways::RefundRequest;
use ledger::{BatchId, Body, Money, Payment, Refund, RefundId, Signer};
use store::PaymentRecord;

use super::fresh::Fresh;
use super::send::{Sending, reference_at_gateway};
use super::terms::{check_left_seen, refused, wanted_amount, wants_approval};
use super::{RefundForm, check_not_meant_twice, check_texts};
use crate::{Backoffice, Error, FieldProblem, signer};

/// A refund as it is about to be journaled.
struct Intent<'a> {
    refund: RefundId,
    amount: Money,
    form: &'a RefundForm,
    by: Option<Signer>,
    batch: Option<BatchId>,
}

impl Backoffice {
    /// Refunds by the gateway's API. The payment and its refunds are looked up first and the intent is in the journal before the request
    /// leaves. A lost answer gives a refund whose status is `unknown`, which is not an error: it holds its amount, and is
    /// looked up until the gateway tells; nor is a refund that the gateway took on and answered as `failed`. Where the account
    /// wants a second person's yes to as much, the refund is `requested` and holds its amount, and nothing is sent.
    ///
    /// # Errors
    /// [`Error::Refund`] where the rule says no, [`Error::Gateway`] where the payment could not be looked up or the gateway
    /// refused, [`Error::GoneAtGateway`] where it does not know the payment; [`Error::RefundedMeanwhile`] where somebody else was
    /// faster, or the look-up found a refund that was not in the books; [`Error::ChangedSincePlan`] where what is left is not
    /// what was seen; [`Error::RefundUncertain`] where one of the same amount
    /// may have happened. Nothing was refunded in any of these cases.
    pub async fn create_refund(&self, form: &RefundForm) -> Result<(PaymentRecord, Refund), Error> {
        let by = read(form)?;
        let before = self.payment_to_refund(form.payment).await?.payment;
        check_left_seen(&before, form.left_seen.as_deref())?;
        let fresh = self.look_before_refund(&before).await?;
        let amount = wanted_amount(&fresh.payment, form.amount.as_deref())?;
        check_not_meant_twice(&fresh.payment, &before, amount)?;
        let refund = RefundId(self.shared.clock.new_id());
        self.ask_for_refund(fresh, Intent { refund, amount, form, by, batch: None }).await
    }

    /// The same, under an identity that was given to it beforehand and as one of a batch. A refund that is in the journal
    /// already is given as it is, and nothing is sent.
    ///
    /// # Errors
    /// As [`Backoffice::create_refund`], and [`Error::ChangedSincePlan`] where what is left is not what was `left_then`.
    pub(crate) async fn create_refund_as(
        &self,
        form: &RefundForm,
        refund: RefundId,
        batch: BatchId,
        left_then: Money,
    ) -> Result<(PaymentRecord, Refund), Error> {
        if let Some(payment) = self.store().find_refund(refund).await? {
            return self.with_refund(payment, refund).await;
        }
        let by = read(form)?;
        let before = self.payment_to_refund(form.payment).await?.payment;
        let fresh = self.look_before_refund(&before).await?;
        let left = fresh.payment.refundable();
        if left != left_then {
            return Err(Error::ChangedSincePlan { then: left_then, left });
        }
        let amount = wanted_amount(&fresh.payment, form.amount.as_deref())?;
        check_not_meant_twice(&fresh.payment, &before, amount)?;
        self.ask_for_refund(fresh, Intent { refund, amount, form, by, batch: Some(batch) }).await
    }

    async fn ask_for_refund(
        &self,
        fresh: Fresh,
        intent: Intent<'_>,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let Fresh { payment, terms, account, gateway } = fresh;
        let Intent { refund, amount, form, by, batch } = intent;
        let now = self.shared.clock.now();
        payment.check_refund_by_api(amount, &terms, now).map_err(refused)?;
        let waits = wants_approval(&payment, &terms, amount);
        if waits && by.is_none() {
            let problem = "this refund wants a second person's yes, so say who asks for it";
            return Err(Error::Invalid(vec![FieldProblem::new("by", problem)]));
        }
        let request = RefundRequest {
            gateway_reference: reference_at_gateway(&payment),
            amount,
            full: payment.is_refunded_whole_by(amount),
            idempotency_key: refund.to_string(),
            customer_note: form.customer_note.clone(),
            merchant_note: form.merchant_note.clone(),
        };
        let mut bodies = vec![Body::RefundRequested {
            refund,
            amount,
            full: request.full,
            reason: form.reason.trim().to_owned(),
            customer_note: request.customer_note.clone(),
            merchant_note: request.merchant_note.clone(),
            idempotency_key: request.idempotency_key.clone(),
            by,
            batch,
        }];
        if !waits {
            bodies.push(Body::RefundSubmitted { refund });
            self.plan_for_lost_answer(&payment, bodies.len()).await?;
        }
        let still_right = |known: &Payment| {
            known.check_refund_by_api(amount, &terms, now).map_err(refused)?;
            // One that had failed may count again.
            if !waits && wants_approval(known, &terms, amount) {
                return Err(Error::RefundedMeanwhile);
            }
            check_not_meant_twice(known, &payment, amount)
        };
        let version = self.append_decision(&payment, bodies, still_right).await?;
        if waits {
            return self.with_refund(payment.id, refund).await;
        }
        self.send_refund(Sending { gateway, account, request }, payment.id, refund, version).await
    }
}

fn read(form: &RefundForm) -> Result<Option<Signer>, Error> {
    check_texts(&form.reason, form.customer_note.iter().chain(&form.merchant_note))?;
    signer::name_if_given(form.by.as_deref())
}
