//! Sending a refund whose intent is in the journal: once, and whatever comes of it is written down.

use std::sync::Arc;

use gateways::{Gateway, Outcome, RefundReport, RefundRequest};
use ledger::{Body, Payment, PaymentId, Refund, RefundId, RefundStatus, Source};
use store::PaymentRecord;

use crate::{Backoffice, Error};

/// A refund that is about to be asked for.
pub(super) struct Sending {
    pub(super) gateway: Arc<dyn Gateway>,
    pub(super) account: String,
    pub(super) request: RefundRequest,
}

impl Backoffice {
    /// Sends the request once and writes down what came of it, in a task of its own, so that nothing the person does
    /// meanwhile can lose the answer. `version` is the payment's with the intent.
    pub(super) async fn send_refund(
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

/// What the payment goes by at its gateway.
pub(super) fn reference_at_gateway(payment: &Payment) -> String {
    payment.gateway_reference.clone().unwrap_or_else(|| payment.reference.to_string())
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
        amount: None,
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
