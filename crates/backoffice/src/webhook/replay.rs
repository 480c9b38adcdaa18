//! Taking messages once more: after a secret or a setting was put right, or to see what one would change.
//!
//! A rejected one is judged anew with the keys and settings of now, against the time it came in. Told beforehand, the
//! gateway is asked as it would be, and nothing is written.

use ledger::{Body, DeliveryId, Verdict};
use store::DeliveryRecord;

use super::act::{Outcome, Run};
use super::notice::Reading;
use super::words;
use crate::{Backoffice, Error};

/// What came, or would come, of taking a message once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Which message.
    pub delivery: DeliveryId,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why, or what came of it, in a sentence.
    pub reason: String,
    /// What changed, or would change; a sentence each.
    pub changes: Vec<String>,
}

impl Backoffice {
    /// Takes messages once more, in the order given, or tells what that would change.
    ///
    /// # Errors
    /// [`Error::NotFound`], where the keys are locked away, and where the history cannot be read or written. A gateway that does not
    /// answer is told in what came of the message.
    pub async fn replay_webhooks(
        &self,
        ids: &[DeliveryId],
        dry_run: bool,
    ) -> Result<Vec<Replayed>, Error> {
        let run = if dry_run { Run::Beforehand } else { Run::Really };
        let mut replayed = Vec::new();
        for id in ids {
            replayed.push(self.replay(*id, run).await?);
        }
        Ok(replayed)
    }

    async fn replay(&self, id: DeliveryId, run: Run) -> Result<Replayed, Error> {
        let told =
            |verdict, reason| Replayed { delivery: id, verdict, reason, changes: Vec::new() };
        let mut record = self.delivery_record(id).await?;
        if matches!(record.verdict, None | Some(Verdict::Rejected)) {
            let Some(judgement) = self.judgement_now(&record).await? else {
                return Err(self.why_no_keys(&record).await);
            };
            let judgement = match run {
                Run::Really => self.judge_and_tidy(id, judgement).await?,
                Run::Beforehand => judgement,
            };
            record.verdict = Some(judgement.verdict);
            record.reason = Some(judgement.reason);
        }
        let reason = record.reason.clone().unwrap_or_default();
        match record.verdict {
            Some(Verdict::Accepted) => self.replay_accepted(&record, run).await,
            Some(verdict) => Ok(told(verdict, reason)),
            None => Ok(told(Verdict::Rejected, reason)),
        }
    }

    async fn replay_accepted(&self, record: &DeliveryRecord, run: Run) -> Result<Replayed, Error> {
        let id = record.delivery.id;
        let outcome = match self.read_notice(record).await? {
            Reading::Later => return Err(self.why_no_keys(record).await),
            Reading::Nothing(reason) => Outcome::said(reason),
            Reading::Notice(notice) => {
                if run == Run::Really {
                    self.write_receipt(&notice).await?;
                }
                self.act(&notice, run).await?
            }
        };
        // What is left for later anyway is still to be acted on.
        let is_left = outcome.left_for.is_some() && record.handled_at.is_none();
        if run == Run::Really && !is_left {
            self.mark_handled(id, &outcome).await?;
        }
        let changes = outcome.bodies.iter().map(|body: &Body| words::change(body)).collect();
        Ok(Replayed { delivery: id, verdict: Verdict::Accepted, reason: outcome.reason, changes })
    }

    /// What keeps the keys of a message's account from being read.
    async fn why_no_keys(&self, record: &DeliveryRecord) -> Error {
        let name = &record.delivery.account_name;
        match self.account_named(name).await {
            Ok(account) => match self.connection(&account).await {
                Ok(_) => Error::Conflict,
                Err(problem) => problem,
            },
            Err(problem) => problem,
        }
    }
}
