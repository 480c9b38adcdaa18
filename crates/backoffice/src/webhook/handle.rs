//! Acting on what came in: what could not be judged yet is judged, and what was accepted has its consequences.
//!
//! Each message is marked as acted on only once all of its consequences are in the books. Whatever is broken off before
//! that is acted on again, and finds what is there already. Where a gateway cannot be asked about something that only this
//! message tells of, the message is left for later, a while longer each time.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use futures::StreamExt as _;
use gateways::Headers;
use ledger::{AccountId, Actor, Body, DeliveryId, PaymentId, PayoutId, Subject, Verdict};
use store::{AccountRecord, DeliveryRecord, Handling, Judgement};

use super::act::{Outcome, Run};
use super::judge::Opinion;
use super::notice::{Notice, Reading, arrival_of};
use super::words;
use crate::{Backoffice, Error, schedule};

/// What came of acting on messages.
#[derive(Debug, Clone, Default)]
pub struct WebhookRound {
    /// How many messages were acted on.
    pub handled: u64,
    /// The payments that something new was learned of.
    pub changed: Vec<PaymentId>,
    /// The payouts that something new was learned of.
    pub payouts: Vec<PayoutId>,
}

/// The messages that one program acts on at a time, and those that it left for later.
#[derive(Default)]
pub(crate) struct Desk {
    round: tokio::sync::Mutex<()>,
    later: Mutex<HashMap<DeliveryId, Later>>,
    wiped_at: Mutex<Option<DateTime<Utc>>>,
}

/// How often a message was tried, and when it is tried next.
#[derive(Clone, Copy)]
struct Later {
    failures: u32,
    next_at: DateTime<Utc>,
}

/// What a message is about: an account, and a reference there.
type Topic = (Option<AccountId>, String);

/// How many messages a round takes.
const MOST_WAITING: u32 = 10_000;
/// How many gateways are asked at the same time.
const AT_ONCE: usize = 6;
/// Writing the file over takes all of it, and anybody may send messages.
const BETWEEN_WIPES: TimeDelta = TimeDelta::hours(1);

impl Backoffice {
    /// Acts on every message that waits in the inbox, of those about one thing the oldest first. Done again, or by two programs
    /// at once, it comes to the same.
    ///
    /// # Errors
    /// Where the history cannot be read or written; a gateway that does not answer is said in the inbox.
    pub async fn handle_webhooks(&self) -> Result<WebhookRound, Error> {
        let office = self.acting_as(Actor::webhook());
        let _alone = self.shared.desk.round.lock().await;
        let mut ready: BTreeMap<Topic, Vec<DeliveryId>> = BTreeMap::new();
        let locked = office.accounts_without_keys().await?;
        for id in self.store().waiting_deliveries(&locked, MOST_WAITING).await? {
            if self.shared.desk.is_for_later(id, self.clock().now()) {
                continue;
            }
            match office.is_ready(id).await {
                Ok(Some(topic)) => ready.entry(topic).or_default().push(id),
                Ok(None) => {}
                Err(problem) if is_of_all(&problem) => return Err(problem),
                Err(problem) => office.pass_over(id, &problem),
            }
        }
        // Acting that is not polled may hold a connection to the history, so nothing is awaited beside the stream.
        let mut outcomes = futures::stream::iter(ready.into_values())
            .map(|ids| office.handle_in_order(ids))
            .buffer_unordered(AT_ONCE);
        let mut round = WebhookRound::default();
        while let Some(outcomes) = outcomes.next().await {
            for outcome in outcomes? {
                round.handled = round.handled.saturating_add(1);
                if !outcome.entries.is_empty() {
                    round.changed.extend(outcome.payment);
                    round.payouts.extend(outcome.payout);
                }
            }
        }
        office.wipe_now_and_then().await;
        Ok(round)
    }

    /// The accounts whose messages wait for keys that are not at hand. Each is asked for once, and keeps no other from being
    /// served.
    async fn accounts_without_keys(&self) -> Result<Vec<AccountId>, Error> {
        let mut without = Vec::new();
        for id in self.store().waiting_accounts().await? {
            let Some(account) = self.store().account(id).await? else { continue };
            if let Err(Error::Keys(_) | Error::NoKeys(_)) = self.connection(&account).await {
                without.push(id);
            }
        }
        Ok(without)
    }

    /// Leaves a message for later that keeps failing for a reason of its own.
    fn pass_over(&self, id: DeliveryId, problem: &Error) {
        tracing::error!(%id, %problem, "a message could not be acted on and is tried again later");
        let now = self.clock().now();
        self.shared.desk.put_off(id, now, now);
    }

    /// What an accepted message is about; one that was not judged yet is judged first. None of one that is not accepted.
    async fn is_ready(&self, id: DeliveryId) -> Result<Option<Topic>, Error> {
        let Some(record) = self.store().delivery(id).await? else { return Ok(None) };
        let (verdict, reference) = match record.verdict {
            Some(verdict) => (verdict, record.reference),
            None => {
                let judgement = self.judgement_now(&record).await?;
                let Some(judgement) = judgement else { return Ok(None) };
                let kept = self.judge_and_tidy(id, judgement).await?;
                (kept.verdict, kept.reference)
            }
        };
        let topic = reference.unwrap_or_else(|| id.to_string());
        Ok((verdict == Verdict::Accepted).then_some((record.delivery.account, topic)))
    }

    /// Acts on messages about one thing, up to one that is left for later: what a later one says must not be undone by an
    /// earlier one.
    async fn handle_in_order(&self, ids: Vec<DeliveryId>) -> Result<Vec<Outcome>, Error> {
        let mut outcomes = Vec::new();
        for id in ids {
            let Some(outcome) = self.handle(id).await? else { break };
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    /// What is thought of a message of the inbox by keys and settings as they are now; none while the keys are locked away.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(super) async fn judgement_now(
        &self,
        record: &DeliveryRecord,
    ) -> Result<Option<Judgement>, Error> {
        let delivery = &record.delivery;
        let account = match self.account_of(delivery).await? {
            Ok(account) => account,
            Err(reason) => return Ok(Some(rejected(reason))),
        };
        let opinion = match self.opinion_of_kept(&account.record, record).await? {
            Opinion::NotProven(_) if delivery.masked => {
                Opinion::NotProven(words::cannot_be_proven_again())
            }
            opinion => opinion,
        };
        Ok(opinion.judgement(account.profile))
    }

    async fn opinion_of_kept(
        &self,
        account: &AccountRecord,
        record: &DeliveryRecord,
    ) -> Result<Opinion, Error> {
        let delivery = &record.delivery;
        let kept = u64::try_from(delivery.body.len()).unwrap_or(u64::MAX);
        if !delivery.masked && kept != delivery.body_bytes {
            return Ok(Opinion::TooLarge(words::body_not_kept(delivery.body_bytes)));
        }
        let headers = Headers::new(delivery.headers.iter().cloned());
        self.opinion_of(account, &arrival_of(delivery, &headers)).await
    }

    /// Acts on an accepted message; nothing comes of one that is left for later.
    async fn handle(&self, id: DeliveryId) -> Result<Option<Outcome>, Error> {
        match self.handle_one(id).await {
            Err(problem) if !is_of_all(&problem) => {
                self.pass_over(id, &problem);
                Ok(None)
            }
            other => other,
        }
    }

    async fn handle_one(&self, id: DeliveryId) -> Result<Option<Outcome>, Error> {
        let Some(record) = self.store().delivery(id).await? else { return Ok(None) };
        if record.verdict != Some(Verdict::Accepted) || record.handled_at.is_some() {
            return Ok(None);
        }
        let mut outcome = match self.consequences(&record).await {
            Ok(Some(outcome)) => outcome,
            Ok(None) | Err(Error::Keys(_) | Error::NoKeys(_) | Error::Conflict) => return Ok(None),
            Err(problem) if is_of_all(&problem) => return Err(problem),
            Err(problem @ Error::Store(_)) => {
                tracing::error!(%id, %problem, "a message could not be acted on");
                let left_for = Some(words::not_acted_on(&problem));
                Outcome { left_for, ..Outcome::default() }
            }
            Err(problem) => Outcome::said(words::not_acted_on(&problem)),
        };
        if let Some(given_up) = outcome.left_for.take() {
            if self.shared.desk.put_off(id, record.delivery.received_at, self.clock().now()) {
                return Ok(None);
            }
            outcome.reason = given_up;
        }
        self.mark_handled(id, &outcome).await?;
        self.shared.desk.done(id);
        Ok(Some(outcome))
    }

    async fn consequences(&self, record: &DeliveryRecord) -> Result<Option<Outcome>, Error> {
        match self.read_notice(record).await? {
            Reading::Later => Ok(None),
            Reading::Nothing(reason) => Ok(Some(Outcome::said(reason))),
            Reading::Notice(notice) => {
                self.write_receipt(&notice).await?;
                Ok(Some(self.act(&notice, Run::Really).await?))
            }
        }
    }

    /// Writes into the journal that a message came in, where something proves it, once.
    pub(super) async fn write_receipt(&self, notice: &Notice) -> Result<(), Error> {
        if !notice.is_proven {
            return Ok(());
        }
        let body = Body::WebhookReceived {
            account: notice.account.record.id,
            gateway: notice.account.record.gateway,
            event: notice.event.name.clone(),
            reference: notice.event.references.first().cloned(),
            body_sha256: notice.body_sha256.clone(),
        };
        match self.append(Subject::Delivery(notice.id), 0, vec![body], Vec::new()).await {
            Err(Error::Conflict) => Ok(()),
            other => other.map(drop),
        }
    }

    pub(super) async fn mark_handled(
        &self,
        id: DeliveryId,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        let handling = Handling {
            at: self.clock().now(),
            reason: Some(outcome.reason.clone()),
            payment: outcome.payment,
            payout: outcome.payout,
            entries: outcome.entries.clone(),
        };
        Ok(self.store().handled(id, handling).await?)
    }
}

impl Desk {
    fn is_for_later(&self, id: DeliveryId, now: DateTime<Utc>) -> bool {
        self.later().get(&id).is_some_and(|later| later.next_at > now)
    }

    /// Leaves a message for later, and says whether there is a later: nobody waits for ever.
    fn put_off(&self, id: DeliveryId, received_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let mut all = self.later();
        let failures = all.get(&id).map_or(0, |later| later.failures).saturating_add(1);
        match schedule::next_try_of_message(failures, received_at, now) {
            Some(next_at) => {
                all.insert(id, Later { failures, next_at });
                true
            }
            None => false,
        }
    }

    /// Whether the last time is long enough ago that unused parts of the file were written over; if so, now is the last time.
    pub(crate) fn is_time_to_wipe(&self, now: DateTime<Utc>) -> bool {
        let mut wiped_at = self.wiped_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = wiped_at.is_none_or(|last| now >= last + BETWEEN_WIPES);
        if is_time {
            *wiped_at = Some(now);
        }
        is_time
    }

    fn done(&self, id: DeliveryId) {
        self.later().remove(&id);
    }

    fn later(&self) -> std::sync::MutexGuard<'_, HashMap<DeliveryId, Later>> {
        self.later.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn rejected(reason: String) -> Judgement {
    Judgement {
        verdict: Verdict::Rejected,
        reason,
        event: None,
        key: None,
        reference: None,
        is_proven: false,
    }
}

/// Whether a problem is the history's as a whole, so that no other message would fare better.
const fn is_of_all(problem: &Error) -> bool {
    matches!(
        problem,
        Error::Store(
            store::Error::Full
                | store::Error::Busy
                | store::Error::Closed
                | store::Error::ReadOnly { .. }
                | store::Error::Damaged { .. }
                | store::Error::Unreadable { .. }
        )
    )
}
