//! What an accepted message leads to: a look-up of what it is about, and of the few things that a gateway cannot be asked
//! about, an entry of their own. Done beforehand, the same is told and nothing is written.

use gateways::About;
use ledger::{Body, Entry, EntryId, Payment, PaymentId, PayoutId, Subject};
use store::EntryQuery;

use super::notice::Notice;
use super::{refunds, words};
use crate::lookup::Learned;
use crate::payout::PayoutNews;
use crate::{Backoffice, Error};

/// Whether it is done or only told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// It is done.
    Really,
    /// It is told what would be done.
    Beforehand,
}

/// What came of a message.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// A sentence for the inbox.
    pub(super) reason: String,
    pub(super) payment: Option<PaymentId>,
    pub(super) payout: Option<PayoutId>,
    /// What was new.
    pub(super) bodies: Vec<Body>,
    /// The entries that say so.
    pub(super) entries: Vec<EntryId>,
    /// What keeps the message from counting as acted on yet, in a sentence for when it is given up; it is tried again later.
    pub(super) left_for: Option<String>,
}

/// Whose payment a message is about.
enum Meant {
    /// One of its account.
    Known(PaymentId),
    /// One of other accounts, by their names.
    Elsewhere(String, Vec<String>),
    /// None that is known here.
    Nobody,
}

/// The most entries of one payment that are looked through.
const MOST_ENTRIES: u32 = 500;

impl Outcome {
    pub(super) fn said(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), ..Self::default() }
    }

    pub(super) fn add(&mut self, entries: Vec<Entry>) {
        self.entries.extend(entries.iter().map(|entry| entry.id));
        self.bodies.extend(entries.into_iter().map(|entry| entry.body));
    }
}

impl Backoffice {
    /// Acts on a message, or tells what acting on it would come to.
    ///
    /// # Errors
    /// Where the history cannot be read or written, or the keys are not to be had. A gateway that does not answer is told in
    /// the outcome.
    pub(super) async fn act(&self, notice: &Notice, run: Run) -> Result<Outcome, Error> {
        match &notice.event.about {
            About::Ping => Ok(Outcome::said(words::ping(notice.account.profile))),
            About::Payment => Ok(self.look_up_meant(notice, run).await?.0),
            About::Other => match self.payout_named(notice).await? {
                Some(payout) => self.look_up_told(notice, payout, run).await,
                None => Ok(self.look_up_meant(notice, run).await?.0),
            },
            About::Refund { id, status, word } => {
                let report = refunds::report_of(notice, id.as_deref(), *status, word);
                self.act_on_refund(notice, &report, run).await
            }
            About::Payout { kind, status, word, id } => {
                let news = PayoutNews {
                    kind: *kind,
                    status: *status,
                    word: word.clone(),
                    gateway_payout_id: id.clone(),
                    references: notice.event.references.clone(),
                    amount: notice.event.amount,
                };
                self.act_on_payout(notice, &news, run).await
            }
        }
    }

    /// Looks up what a message is about, and gives the payment as it is after that.
    pub(super) async fn look_up_meant(
        &self,
        notice: &Notice,
        run: Run,
    ) -> Result<(Outcome, Option<Payment>), Error> {
        let profile = notice.account.profile;
        if notice.event.references.is_empty() {
            let reason = words::about_nothing(profile, &notice.event.name);
            return Ok((Outcome::said(reason), None));
        }
        match self.meant(notice).await? {
            Meant::Known(id) => self.look_up_known(notice, id, run).await,
            Meant::Elsewhere(reference, accounts) => {
                Ok((Outcome::said(words::of_another_account(&reference, &accounts)), None))
            }
            Meant::Nobody => match notice.account.capabilities.look_up.reason() {
                Some(reason) => Ok((Outcome::said(words::cannot_be_asked(reason)), None)),
                None => self.look_up_stranger(notice, run).await,
            },
        }
    }

    async fn meant(&self, notice: &Notice) -> Result<Meant, Error> {
        let own = notice.account.record.id;
        for reference in &notice.event.references {
            if let Some(id) = self.store().find_payments(reference, Some(own)).await?.first() {
                return Ok(Meant::Known(*id));
            }
        }
        for reference in &notice.event.references {
            let mut accounts = Vec::new();
            for id in self.store().find_payments(reference, None).await? {
                accounts.push(self.payment(id).await?.account_name.to_string());
            }
            if !accounts.is_empty() {
                return Ok(Meant::Elsewhere(reference.clone(), accounts));
            }
        }
        Ok(Meant::Nobody)
    }

    async fn look_up_known(
        &self,
        notice: &Notice,
        id: PaymentId,
        run: Run,
    ) -> Result<(Outcome, Option<Payment>), Error> {
        let before = self.payment(id).await?.payment;
        if let Some(reason) = notice.account.capabilities.look_up.reason() {
            let reason = words::cannot_be_asked(reason);
            let outcome = Outcome { payment: Some(id), ..Outcome::said(reason) };
            return Ok((outcome, Some(before)));
        }
        let learned = match run {
            Run::Really => self.look_up_and_learn(id).await?,
            Run::Beforehand => self.learn_beforehand(id).await?,
        };
        let after = match run {
            Run::Really => self.payment(id).await?.payment,
            Run::Beforehand => self.as_if(before, &learned.bodies),
        };
        if run == Run::Really && learned.problem.is_some() {
            self.plan_another_try(id).await?;
        }
        let reason = reason_of(notice, &after, &learned);
        let mut outcome = Outcome { payment: Some(id), ..Outcome::said(reason) };
        outcome.entries = learned.entries.iter().map(|entry| entry.id).collect();
        outcome.bodies = learned.bodies;
        // What is open is looked up again anyway; only a refund would be forgotten.
        let is_refund = matches!(notice.event.about, About::Refund { .. });
        let is_left = is_refund && notice.is_proven && !after.status.is_captured();
        let unanswered = learned.problem.filter(|problem| !problem.is_unknown_at_gateway());
        outcome.left_for = unanswered.filter(|_| is_left).map(|problem| {
            words::never_asked(notice.account.profile, after.reference.as_str(), &problem)
        });
        Ok((outcome, Some(after)))
    }

    /// Asks the gateway about references that no order here goes by.
    async fn look_up_stranger(
        &self,
        notice: &Notice,
        run: Run,
    ) -> Result<(Outcome, Option<Payment>), Error> {
        let profile = notice.account.profile;
        let mut unanswered = None;
        for reference in &notice.event.references {
            match self.find_stranger(notice, reference, run).await {
                Ok(found) => return Ok(found),
                Err(problem)
                    if problem.is_unknown_at_gateway()
                        || matches!(problem, Error::NotFound { .. }) => {}
                Err(problem @ Error::Gateway { .. }) => unanswered = Some((reference, problem)),
                Err(other) => return Err(other),
            }
        }
        // It may be in the books all the same, where only the rest of the gateway's answers did not come.
        if let Meant::Known(id) = self.meant(notice).await? {
            let outcome = self.found(notice, id).await?;
            return Ok((outcome, Some(self.payment(id).await?.payment)));
        }
        let all = notice.event.references.join(", ");
        let outcome = match unanswered {
            None => Outcome::said(words::known_to_nobody(profile, &all)),
            Some((reference, problem)) => Outcome {
                left_for: notice
                    .is_proven
                    .then(|| words::never_asked(profile, reference, &problem)),
                ..Outcome::said(words::not_asked_of_stranger(profile, reference, &problem))
            },
        };
        Ok((outcome, None))
    }

    async fn find_stranger(
        &self,
        notice: &Notice,
        reference: &str,
        run: Run,
    ) -> Result<(Outcome, Option<Payment>), Error> {
        let account = notice.account.record.id;
        match run {
            Run::Really => {
                let found = self.look_up_unknown(account, reference).await?.record.payment;
                Ok((self.found(notice, found.id).await?, Some(found)))
            }
            Run::Beforehand => {
                let bodies = self.find_beforehand(account, reference).await?;
                let payment = self.as_if_new(&bodies);
                let reason = payment.as_ref().map_or_else(String::new, |payment| {
                    words::stranger_found(notice.account.profile, payment)
                });
                Ok((Outcome { bodies, ..Outcome::said(reason) }, payment))
            }
        }
    }

    /// What came of booking a payment that nobody ordered.
    async fn found(&self, notice: &Notice, id: PaymentId) -> Result<Outcome, Error> {
        let payment = self.payment(id).await?.payment;
        let subject = Some(Subject::Payment(id));
        let query = EntryQuery { subject, after: None, limit: MOST_ENTRIES };
        let reason = words::stranger_found(notice.account.profile, &payment)
            + &notice
                .event
                .amount
                .and_then(|told| words::other_amount(told, &payment))
                .unwrap_or_default();
        let mut outcome = Outcome { payment: Some(id), ..Outcome::said(reason) };
        outcome.add(self.journal(query).await?.items);
        Ok(outcome)
    }

    /// The payment as it would be after some entries.
    fn as_if(&self, before: Payment, bodies: &[Body]) -> Payment {
        let (subject, version) = (Subject::Payment(before.id), before.version);
        let folded = self.entries_as_if(subject, version, bodies);
        folded.iter().fold(Some(before.clone()), Payment::apply).unwrap_or(before)
    }

    fn as_if_new(&self, bodies: &[Body]) -> Option<Payment> {
        let subject = Subject::Payment(PaymentId(self.clock().new_id()));
        Payment::fold(&self.entries_as_if(subject, 0, bodies))
    }

    fn entries_as_if(&self, subject: Subject, version: u64, bodies: &[Body]) -> Vec<Entry> {
        let entry = |(version, body): (u64, &Body)| Entry {
            seq: 0,
            version,
            subject,
            id: EntryId(self.clock().new_id()),
            at: self.clock().now(),
            actor: self.actor.clone(),
            body: body.clone(),
        };
        (version.saturating_add(1)..).zip(bodies).map(entry).collect()
    }
}

fn reason_of(notice: &Notice, after: &Payment, learned: &Learned) -> String {
    let profile = notice.account.profile;
    let reference = after.reference.as_str();
    let anything_new = !learned.bodies.is_empty();
    match &learned.problem {
        Some(problem) if problem.is_unknown_at_gateway() => {
            words::not_known_there(profile, reference)
        }
        Some(problem) if !anything_new => words::not_asked(profile, reference, problem),
        Some(problem) => words::looked_up(profile, after, true) + &words::not_all_asked(problem),
        None => {
            let other = notice.event.amount.and_then(|told| words::other_amount(told, after));
            words::looked_up(profile, after, anything_new) + &other.unwrap_or_default()
        }
    }
}
