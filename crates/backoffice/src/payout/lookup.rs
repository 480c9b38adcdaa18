//! Looking a payout up at its gateway, and writing down what is new: what the gateway says, or what time alone tells.
//!
//! A payout that the gateway does not know may still appear there, so that it stays unknown; it is only said. One that was
//! never submitted is not asked about: nobody but the journal can know that it never left.

use chrono::{DateTime, Utc};
use gateways::{PayoutHandle, PayoutReport};
use ledger::{Body, Entry, Payout, PayoutId, PayoutObservation, PayoutStatus, Source, Subject};
use store::PayoutRecord;

use super::schedule;
use super::send::{not_sent, payout_observed};
use crate::journal::retried;
use crate::{Backoffice, Error};

/// What the gateway was heard to say.
#[derive(Default)]
struct Heard {
    report: Option<PayoutReport>,
    /// Whether it said that it has no such payout.
    is_not_found: bool,
}

impl Backoffice {
    /// Asks the gateway about a payout, and writes down what is new. Gives the payout as it is known then, and whether
    /// anything was new. That the gateway does not know one whose answer was lost is no error, and nothing is concluded
    /// from it.
    ///
    /// # Errors
    /// [`Error::Gateway`] where the gateway gave no usable answer, [`Error::Unsupported`] where it cannot be asked.
    pub async fn look_up_payout(&self, id: PayoutId) -> Result<(PayoutRecord, bool), Error> {
        let payout = self.payout(id).await?.payout;
        let (heard, problem) = match self.ask_about_payout(&payout).await {
            Ok(report) => (Heard { report, is_not_found: false }, None),
            Err(problem) if problem.is_unknown_at_gateway() => {
                let problem = Some(problem).filter(|_| is_known_there(payout.status));
                (Heard { report: None, is_not_found: true }, problem)
            }
            Err(problem) => (Heard::default(), Some(problem)),
        };
        let now = self.shared.clock.now();
        let written = self.append_news(id, |payout| what_is_new(payout, &heard, now)).await?;
        self.plan_payout_look_up(id, problem.as_ref()).await?;
        match problem {
            Some(problem) => Err(problem),
            None => Ok((self.payout(id).await?, !written.is_empty())),
        }
    }

    /// Writes down what came of a request that left. From here on nothing is known for certain if that fails.
    pub(super) async fn keep_payout_answer(
        &self,
        account: &str,
        id: PayoutId,
        version: u64,
        answer: Body,
    ) -> Result<(), Error> {
        let subject = Subject::Payout(id);
        let kept = match self.append(subject, version, vec![answer.clone()], Vec::new()).await {
            // Somebody looked it up meanwhile; whatever that told, the answer is true as well.
            Err(Error::Conflict) => {
                let is_news = |payout: &Payout| payout.is_news(&answer).then(|| answer.clone());
                self.append_news(id, is_news).await
            }
            other => other,
        };
        kept.map_err(|problem| Error::not_kept(account, &problem))?;
        if let Err(problem) = self.plan_payout_look_up(id, None).await {
            // Whatever is open is looked up sooner or later; the answer is safe.
            tracing::warn!(%problem, "no look-up could be planned");
        }
        Ok(())
    }

    /// Appends what is new; where another writer was faster, looks again at what is left to say.
    pub(super) async fn append_news(
        &self,
        id: PayoutId,
        news: impl Fn(&Payout) -> Option<Body>,
    ) -> Result<Vec<Entry>, Error> {
        retried(|| async {
            let payout = self.payout(id).await?.payout;
            match news(&payout) {
                Some(body) => {
                    self.append(Subject::Payout(id), payout.version, vec![body], Vec::new()).await
                }
                None => Ok(Vec::new()),
            }
        })
        .await
    }

    /// What the gateway says, where it is to be asked.
    async fn ask_about_payout(&self, payout: &Payout) -> Result<Option<PayoutReport>, Error> {
        if payout.status == PayoutStatus::Requested {
            return Ok(None);
        }
        let account = self.account_by_id(payout.order.account).await?.record;
        let gateway = self.gateway(&account).await?;
        let handle = PayoutHandle {
            kind: payout.order.kind,
            reference: payout.order.reference.clone(),
            gateway_payout_id: payout.gateway_payout_id.clone(),
            amount: payout.order.amount,
        };
        match gateway.look_up_payout(&handle).await {
            Ok(report) => Ok(Some(report)),
            Err(gateways::Error::Unsupported { reason }) => {
                Err(Error::Unsupported(reason.to_owned()))
            }
            Err(source) => Err(Error::Gateway { account: account.name.to_string(), source }),
        }
    }

    /// Plans the next look-up; `problem` is what the last one ran into.
    pub(super) async fn plan_payout_look_up(
        &self,
        id: PayoutId,
        problem: Option<&Error>,
    ) -> Result<(), Error> {
        let now = self.shared.clock.now();
        let payout = self.payout(id).await?.payout;
        let before = self.store().payout_lookup(id).await?.map_or(0, |state| state.attempts);
        let failures = if problem.is_some() { before.saturating_add(1) } else { 0 };
        let wanted = problem.and_then(Error::pause_asked_for);
        let next_at = match problem {
            // Time still tells of one whose answer is not in; of all others only the gateway could.
            Some(Error::Unsupported(_) | Error::AccountRemoved(_))
                if payout.status != PayoutStatus::Submitted =>
            {
                None
            }
            _ => schedule::next_lookup(&payout, wanted, now),
        };
        Ok(self.store().schedule_payout(id, now, failures, next_at).await?)
    }
}

/// Whether the gateway said before that it has the payout.
const fn is_known_there(status: PayoutStatus) -> bool {
    matches!(status, PayoutStatus::Pending | PayoutStatus::Processed)
}

fn what_is_new(payout: &Payout, heard: &Heard, now: DateTime<Utc>) -> Option<Body> {
    let news = match &heard.report {
        Some(report) => payout_observed(Source::Lookup, report.clone()),
        None if payout.status == PayoutStatus::Requested => {
            let is_over = now >= schedule::never_sent_at(payout);
            return is_over.then(|| not_sent("never sent: the program ended before it could be"));
        }
        None if is_in_doubt(payout, now) && heard.is_not_found => unknown(
            Source::Lookup,
            "the gateway does not know this payout. It may still appear there: look in its dashboard before sending the \
             money again",
        ),
        None if schedule::is_answer_lost(payout, now) => unknown(
            Source::Deadline,
            "the answer to this payout never came in; it may have happened",
        ),
        None => return None,
    };
    payout.is_news(&news).then_some(news)
}

/// Whether the gateway has said nothing of the payout yet, and was given the time to.
fn is_in_doubt(payout: &Payout, now: DateTime<Utc>) -> bool {
    payout.status == PayoutStatus::Unknown || schedule::is_answer_lost(payout, now)
}

fn unknown(source: Source, message: &str) -> Body {
    Body::PayoutObserved(PayoutObservation {
        message: Some(message.to_owned()),
        ..PayoutObservation::new(source, PayoutStatus::Unknown)
    })
}
