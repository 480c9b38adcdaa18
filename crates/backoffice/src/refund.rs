//! Paying money back: by the gateway's API, or recorded as paid back by hand.
//!
//! A refund is decided on the newest state: the payment and its refunds are looked up first, the one rule of the ledger is asked, and the
//! intent is appended against the exact version it was decided on. Of two who decide at once, one is refused; and whoever
//! could not have seen a refund that is there by now is refused too, since both may have meant the same.

use std::sync::Arc;

use gateways::{Gateway, Outcome, RefundReport, RefundRequest};
use ledger::{
    Body, Money, Payment, PaymentId, Refund, RefundId, RefundMethod, RefundRefusal, RefundStatus,
    Source, Subject,
};
use store::{Cursor, Page, PaymentRecord, RefundQuery, RefundRow};

use crate::{Backoffice, Error, FieldProblem, PaymentFilter};

/// A refund by the gateway's API.
#[derive(Debug, Clone)]
pub struct RefundForm {
    /// Which payment.
    pub payment: PaymentId,
    /// How much, in major units; all that is left where it is not said.
    pub amount: Option<String>,
    /// Why, for the books.
    pub reason: String,
    /// A note the customer may see.
    pub customer_note: Option<String>,
    /// A note for the merchant.
    pub merchant_note: Option<String>,
}

/// A refund that was paid back by hand.
#[derive(Debug, Clone)]
pub struct RefundRecordForm {
    /// Which payment.
    pub payment: PaymentId,
    /// How much, in major units.
    pub amount: String,
    /// How.
    pub method: RefundMethod,
    /// Why, for the books.
    pub reason: String,
    /// What proves it.
    pub evidence: Option<String>,
    /// Tells this record from others: whoever records under the same key again gets the first one. Made where there is
    /// none.
    pub key: Option<String>,
}

/// The longest reason, note or evidence that is kept.
const LONGEST_NOTE: usize = 500;
/// How many harmless changes may get in between before a refund gives up.
const MOST_TRIES: u32 = 4;

impl Backoffice {
    /// What is wrong with an amount to refund, by what is known here; empty where it may be asked for.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn check_refund(
        &self,
        id: PaymentId,
        amount: Option<&str>,
    ) -> Result<Vec<FieldProblem>, Error> {
        let payment = self.payment(id).await?.payment;
        let problem = wanted_amount(&payment, amount).err();
        Ok(problem.map(|problem| FieldProblem::new("amount", problem)).into_iter().collect())
    }

    /// Refunds by the gateway's API. The payment and its refunds are looked up first and the intent is in the journal before the request
    /// leaves. A lost answer gives a refund whose status is `unknown`, which is not an error: it holds its amount, and is
    /// looked up until the gateway tells; nor is a refund that the gateway took on and answered as `failed`.
    ///
    /// # Errors
    /// [`Error::Refund`] where the rule says no, [`Error::Unsupported`] where the gateway cannot, [`Error::Gateway`] where
    /// the payment could not be looked up or the gateway refused; [`Error::RefundedMeanwhile`] where somebody else was
    /// faster, or the look-up found a refund that was not in the books. Nothing was refunded in any of these cases.
    pub async fn create_refund(&self, form: &RefundForm) -> Result<(PaymentRecord, Refund), Error> {
        let notes = [&form.customer_note, &form.merchant_note];
        check_texts(&form.reason, notes.into_iter().flatten()).map_err(Error::Invalid)?;
        let before = self.payment(form.payment).await?;
        let account = self.account_by_id(before.payment.account).await?;
        if let Some(reason) = account.capabilities.refund.reason() {
            return Err(Error::Unsupported(reason.to_owned()));
        }
        // Had before the intent is written: nothing but the gateway itself is to stand between the two.
        let gateway = self.gateway(&account.record).await?;
        let fresh = self.look_up(form.payment).await?.record.payment;
        self.look_up_refunds(&fresh, &account, gateway.as_ref()).await?;
        let fresh = self.payment(form.payment).await?.payment;
        if has_refund_unknown_to(&fresh, &before.payment) {
            return Err(Error::RefundedMeanwhile);
        }
        let amount = wanted_amount(&fresh, form.amount.as_deref())?;
        let full = fresh.captured == Some(amount)
            && fresh.refunds.iter().all(|refund| !refund.status.holds_amount());
        if !full && let Some(reason) = account.capabilities.partial_refund.reason() {
            return Err(Error::Unsupported(reason.to_owned()));
        }
        let refund = RefundId(self.shared.clock.new_id());
        let idempotency_key = refund.to_string();
        let gateway_reference = reference_at_gateway(&fresh);
        let requested = Body::RefundRequested {
            refund,
            amount,
            full,
            reason: form.reason.trim().to_owned(),
            customer_note: form.customer_note.clone(),
            merchant_note: form.merchant_note.clone(),
            idempotency_key: idempotency_key.clone(),
        };
        let bodies = vec![requested, Body::RefundSubmitted { refund }];
        self.plan_for_lost_answer(&fresh, bodies.len()).await?;
        let version = self.append_refund(&fresh, amount, bodies).await?;
        let request = RefundRequest {
            gateway_reference,
            amount,
            full,
            idempotency_key,
            customer_note: form.customer_note.clone(),
            merchant_note: form.merchant_note.clone(),
        };
        let account = account.record.name.to_string();
        self.send_refund(Sending { gateway, account, request }, fresh.id, refund, version).await
    }

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
        let texts = form.evidence.iter().chain(&form.key);
        check_texts(&form.reason, texts).map_err(Error::Invalid)?;
        let key = form.key.as_deref().map(str::trim).filter(|key| !key.is_empty());
        if let Some(key) = key
            && let Some(known) = self.recorded_under(key, form).await?
        {
            return Ok(known);
        }
        let payment = self.payment(form.payment).await?.payment;
        let amount = typed_amount(&payment, &form.amount)?;
        if form.method == RefundMethod::Dashboard {
            self.check_not_found_already(&payment, amount).await?;
        }
        let amount = allowed(&payment, amount)?;
        let refund = RefundId(self.shared.clock.new_id());
        let body = Body::RefundRecorded {
            refund,
            amount,
            method: form.method,
            reason: form.reason.trim().to_owned(),
            evidence: form.evidence.clone(),
            idempotency_key: key.map_or_else(|| refund.to_string(), str::to_owned),
        };
        self.append_refund(&payment, amount, vec![body]).await?;
        self.with_refund(form.payment, refund).await
    }

    /// A page of refunds, newest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn refunds(
        &self,
        filter: &PaymentFilter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<RefundRow>, Error> {
        let filter = self.dated(filter).await?;
        Ok(self.store().refunds(&RefundQuery { payment: None, filter, after, limit }).await?)
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
            && typed_amount(&record.payment, &form.amount)? == refund.amount;
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
        Err(Error::RefundFound {
            refund: found.id,
            day: found.requested_at.with_timezone(&zone).date_naive(),
        })
    }

    /// Appends a refund against the version it was decided on. Where that has moved on without a new refund, the rule
    /// is asked again; where somebody refunded meanwhile, this one is refused, since both may have meant the same.
    async fn append_refund(
        &self,
        decided_on: &Payment,
        amount: Money,
        bodies: Vec<Body>,
    ) -> Result<u64, Error> {
        let subject = Subject::Payment(decided_on.id);
        let mut version = decided_on.version;
        for _ in 0..MOST_TRIES {
            match self.append(subject, version, bodies.clone(), Vec::new()).await {
                Ok(written) => return Ok(written.last().map_or(version, |entry| entry.version)),
                Err(Error::Conflict) => {}
                Err(other) => return Err(other),
            }
            let now = self.payment(decided_on.id).await?.payment;
            now.check_refund(amount)?;
            if has_refund_unknown_to(&now, decided_on) {
                return Err(Error::RefundedMeanwhile);
            }
            version = now.version;
        }
        Err(Error::Conflict)
    }

    /// Sends the request once and writes down what came of it, in a task of its own, so that nothing the person does
    /// meanwhile can lose the answer.
    async fn send_refund(
        &self,
        sending: Sending,
        payment: PaymentId,
        refund: RefundId,
        version: u64,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let office = self.clone();
        let account = sending.account.clone();
        let task = tokio::spawn(async move {
            let answer = sending.gateway.refund(&sending.request).await;
            let (body, failure) = outcome_of_refund(refund, answer, &sending.account);
            office.keep_answer(&sending.account, payment, version, body).await?;
            match failure {
                Some(error) => Err(error),
                None => office
                    .with_refund(payment, refund)
                    .await
                    .map_err(|problem| Error::not_kept(&sending.account, &problem)),
            }
        });
        task.await.unwrap_or_else(|broken| Err(Error::not_kept(&account, &broken)))
    }
}

/// A refund that is about to be asked for.
struct Sending {
    gateway: Arc<dyn Gateway>,
    account: String,
    request: RefundRequest,
}

fn outcome_of_refund(
    refund: RefundId,
    answer: Result<RefundReport, gateways::Error>,
    account: &str,
) -> (Body, Option<Error>) {
    let observed = |status, gateway_status, gateway_refund_id, message| Body::RefundObserved {
        refund,
        source: Source::Reply,
        status,
        gateway_status,
        gateway_refund_id,
        message,
    };
    match answer {
        Ok(report) => {
            let RefundReport { status, gateway_status, gateway_refund_id, message, .. } = report;
            (observed(status, Some(gateway_status), gateway_refund_id, message), None)
        }
        Err(source) => {
            let message = Some(source.to_string());
            match source.outcome() {
                Outcome::NotDone => (
                    observed(RefundStatus::Failed, None, None, message),
                    Some(Error::Gateway { account: account.to_owned(), source }),
                ),
                Outcome::Unknown => (observed(RefundStatus::Unknown, None, None, message), None),
            }
        }
    }
}

/// The amount that is meant, if the rule allows it.
fn wanted_amount(payment: &Payment, typed: Option<&str>) -> Result<Money, Error> {
    let amount = match typed.map(str::trim).filter(|text| !text.is_empty()) {
        None => payment.refundable(),
        Some(text) => typed_amount(payment, text)?,
    };
    allowed(payment, amount)
}

fn typed_amount(payment: &Payment, text: &str) -> Result<Money, Error> {
    Money::parse_positive(text.trim(), payment.amount().currency())
        .map_err(|problem| Error::Invalid(vec![FieldProblem::new("amount", problem)]))
}

fn allowed(payment: &Payment, amount: Money) -> Result<Money, Error> {
    match payment.check_refund(amount) {
        // All that is left is nothing: say that, not that nothing is too little.
        Err(RefundRefusal::NotPositive) => Err(RefundRefusal::NothingLeft.into()),
        Err(refusal) => Err(refusal.into()),
        Ok(()) => Ok(amount),
    }
}

/// Whether `now` has a refund that whoever decided on `seen` could not take into account.
fn has_refund_unknown_to(now: &Payment, seen: &Payment) -> bool {
    now.refunds.iter().any(|refund| seen.refund(refund.id).is_none())
}

fn reference_at_gateway(payment: &Payment) -> String {
    payment.gateway_reference.clone().unwrap_or_else(|| payment.reference.to_string())
}

fn check_texts<'a>(
    reason: &str,
    notes: impl Iterator<Item = &'a String>,
) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    if reason.trim().is_empty() {
        problems.push(FieldProblem::new(
            "reason",
            "say why the money goes back; the books need a reason",
        ));
    }
    let too_long = |text: &str| text.chars().count() > LONGEST_NOTE;
    if too_long(reason) || notes.into_iter().any(|note| too_long(note)) {
        problems.push(FieldProblem::new(
            "reason",
            format!("a text has more than {LONGEST_NOTE} characters"),
        ));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
