//! Sending the parts of a payout, one after the other, and writing down what comes of each.
//!
//! A part is submitted in the journal, against the version it was requested in, right before its request leaves. Whoever
//! finds it requested only may therefore call it never sent: of the two, one is refused by the journal.

use std::slice;
use std::sync::Arc;

use gateways::{Gateway, Outcome, PayoutReport, PayoutRequest};
use ledger::{Body, PayoutId, PayoutObservation, PayoutOrder, PayoutStatus, Source, Subject};
use store::PayoutRecord;

use crate::journal::NewPerson;
use crate::schedule::ANSWER_LOST_AFTER;
use crate::{Backoffice, Error};

/// A payout that is about to be sent.
pub(super) struct Part {
    pub(super) id: PayoutId,
    /// Which part of the whole, from 1.
    pub(super) number: u32,
    /// How many entries it has.
    pub(super) version: u64,
    pub(super) request: PayoutRequest,
}

/// All parts, and where they go.
pub(super) struct Sending {
    pub(super) gateway: Arc<dyn Gateway>,
    pub(super) account: String,
    pub(super) parts: Vec<Part>,
}

/// Why the parts after one are not sent.
struct Stop {
    why: String,
    error: Option<Error>,
}

impl Backoffice {
    /// Writes all parts down as requested. Where one cannot be written, none is sent: those that are written are failed, and
    /// whatever a crash leaves of them is so after a few minutes.
    pub(super) async fn write_down_requested(
        &self,
        drafts: Vec<(Part, PayoutOrder)>,
        person: Option<NewPerson>,
    ) -> Result<Vec<Part>, Error> {
        let mut written: Vec<Part> = Vec::new();
        for (part, order) in drafts {
            let idempotency_key = part.request.idempotency_key.clone();
            let body = Body::PayoutRequested { order, idempotency_key };
            let people = person.clone().into_iter().collect();
            match self.append(Subject::Payout(part.id), 0, vec![body], people).await {
                Ok(entries) => {
                    let version = entries.last().map_or(0, |entry| entry.version);
                    written.push(Part { version, ..part });
                }
                Err(error) => {
                    let number = part.number;
                    let why = format!("not sent, because part {number} could not be written down");
                    self.give_up(&written, &why).await;
                    return Err(error);
                }
            }
        }
        Ok(written)
    }

    /// Sends the parts in a task of its own, so that nothing the person does meanwhile can lose an answer.
    pub(super) async fn send_payout(&self, sending: Sending) -> Result<Vec<PayoutRecord>, Error> {
        let office = self.clone();
        let account = sending.account.clone();
        let task = tokio::spawn(async move { office.send_parts(&sending).await });
        task.await.unwrap_or_else(|broken| Err(Error::not_kept(&account, &broken)))
    }

    async fn send_parts(&self, sending: &Sending) -> Result<Vec<PayoutRecord>, Error> {
        let mut rest = sending.parts.as_slice();
        while let Some((part, after)) = rest.split_first() {
            rest = after;
            match self.send_part(sending, part).await {
                Ok(None) => {}
                Ok(Some(stop)) => {
                    self.give_up(rest, &format!("not sent, because {}", stop.why)).await;
                    match stop.error {
                        // Of later parts, what became of each is in the books.
                        Some(error) if part.number == 1 => return Err(error),
                        _ => break,
                    }
                }
                Err(error) => {
                    let why = format!("not sent, because part {} was not kept", part.number);
                    self.give_up(rest, &why).await;
                    return Err(error);
                }
            }
        }
        let mut records = Vec::new();
        for part in &sending.parts {
            let record = self.payout(part.id).await;
            records.push(record.map_err(|problem| Error::not_kept(&sending.account, &problem))?);
        }
        Ok(records)
    }

    /// Sends one part, once. Nothing is given where the next may follow.
    ///
    /// # Errors
    /// Where it was sent and what came of it could not be written down.
    async fn send_part(&self, sending: &Sending, part: &Part) -> Result<Option<Stop>, Error> {
        let number = part.number;
        let version = match self.submit(part).await {
            Ok(version) => version,
            Err(error) => {
                self.give_up(slice::from_ref(part), &format!("not sent: {error}")).await;
                let why = format!("part {number} could not be sent");
                return Ok(Some(Stop { why, error: Some(error) }));
            }
        };
        let answer = sending.gateway.pay_out(&part.request).await;
        let (status, body, error) = outcome_of_payout(answer, &sending.account);
        self.keep_payout_answer(&sending.account, part.id, version, body).await?;
        let why = match status {
            PayoutStatus::Pending | PayoutStatus::Processed => return Ok(None),
            PayoutStatus::Failed => format!("part {number} failed"),
            _ => format!("it is not known what became of part {number}"),
        };
        Ok(Some(Stop { why, error }))
    }

    /// Writes down that the request is about to leave, with a plan for when its answer counts as lost.
    async fn submit(&self, part: &Part) -> Result<u64, Error> {
        let now = self.shared.clock.now();
        let lost_at = now + ANSWER_LOST_AFTER;
        self.store().schedule_payout(part.id, now, 0, Some(lost_at)).await?;
        let (subject, bodies) = (Subject::Payout(part.id), vec![Body::PayoutSubmitted]);
        let written = self.append(subject, part.version, bodies, Vec::new()).await?;
        Ok(written.last().map_or(part.version, |entry| entry.version))
    }

    /// Fails parts that were not submitted. One that cannot be failed now is so once it has been requested for long enough.
    async fn give_up(&self, parts: &[Part], why: &str) {
        for part in parts {
            let subject = Subject::Payout(part.id);
            let failed = self.append(subject, part.version, vec![not_sent(why)], Vec::new()).await;
            if let Err(problem) = failed {
                tracing::warn!(payout = %part.id, %problem, "a payout that is not sent is not failed yet");
            }
        }
    }
}

/// A payout that certainly never left. That is concluded here, and not said by any gateway.
pub(super) fn not_sent(why: &str) -> Body {
    Body::PayoutObserved(PayoutObservation {
        message: Some(why.to_owned()),
        ..PayoutObservation::new(Source::Deadline, PayoutStatus::Failed)
    })
}

/// What a gateway told of a payout.
pub(crate) fn payout_observed(source: Source, report: PayoutReport) -> Body {
    let PayoutReport { status, gateway_status, gateway_payout_id, bank_reference, fee, message } =
        report;
    Body::PayoutObserved(PayoutObservation {
        source,
        status,
        gateway_status: Some(gateway_status),
        gateway_payout_id,
        bank_reference,
        fee,
        message,
    })
}

fn outcome_of_payout(
    answer: Result<PayoutReport, gateways::Error>,
    account: &str,
) -> (PayoutStatus, Body, Option<Error>) {
    let source = match answer {
        Ok(report) => return (report.status, payout_observed(Source::Reply, report), None),
        Err(source) => source,
    };
    let status = match source.outcome() {
        Outcome::NotDone => PayoutStatus::Failed,
        Outcome::Unknown => PayoutStatus::Unknown,
    };
    let body = Body::PayoutObserved(PayoutObservation {
        message: Some(source.to_string()),
        ..PayoutObservation::new(Source::Reply, status)
    });
    let is_refused = status == PayoutStatus::Failed;
    let error = is_refused.then(|| Error::Gateway { account: account.to_owned(), source });
    (status, body, error)
}
