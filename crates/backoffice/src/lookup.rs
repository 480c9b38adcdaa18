//! Looking a payment up at its gateway, and writing down what is new.
//!
//! Every state that a payment takes comes through here or from the answer to a request. Refunds are read along with it: one
//! made in the gateway's dashboard joins the books, and one whose answer was lost is found again. What a gateway said is
//! kept even where it could not be asked about everything. Asking and writing are apart, so that it can also be told
//! beforehand what would be written.

mod ask;
mod deadlines;
mod pairs;
mod refunds;

use chrono::{DateTime, Utc};
use gateways::{Gateway, PaymentHandle, RefundReport};
use ledger::{AccountId, Body, Entry, Mode, Payment, PaymentId, Reference, Source, Subject};
use store::{AccountRecord, PaymentRecord};

use crate::journal::NewPerson;
use crate::person::{self, new_person};
use crate::{Account, Backoffice, Error, schedule};
use ask::News;

/// What a look-up found.
#[derive(Debug, Clone)]
pub struct LookedUp {
    /// The payment as it is known now.
    pub record: PaymentRecord,
    /// Whether anything was new.
    pub changed: bool,
}

/// What the gateway's answer adds to the books.
#[derive(Debug)]
pub(crate) struct Learned {
    /// What was new, in the order of the journal.
    pub(crate) bodies: Vec<Body>,
    /// The entries that say so; empty where nothing was to be written.
    pub(crate) entries: Vec<Entry>,
    /// What kept the gateway from answering everything.
    pub(crate) problem: Option<Error>,
}

/// How many writers may get in between before a writer gives up.
pub(crate) const MOST_TRIES: u32 = 8;

impl Backoffice {
    /// Asks the gateway about a payment and its refunds, and writes down what is new.
    ///
    /// # Errors
    /// [`Error::Gateway`] where the gateway did not answer everything it was asked; what it did answer is written down all
    /// the same.
    pub async fn look_up(&self, id: PaymentId) -> Result<LookedUp, Error> {
        let learned = self.look_up_and_learn(id).await?;
        match learned.problem {
            Some(error) => Err(error),
            None => Ok(LookedUp {
                record: self.payment(id).await?,
                changed: !learned.entries.is_empty(),
            }),
        }
    }

    /// The same, with what was written down; a gateway that did not answer is no error here.
    ///
    /// # Errors
    /// Where the history cannot be read or written.
    pub(crate) async fn look_up_and_learn(&self, id: PaymentId) -> Result<Learned, Error> {
        let (news, problem) = self.ask_or_problem(&self.payment(id).await?.payment).await;
        let entries = self.write_news(id, &news).await?;
        self.schedule(id, problem.as_ref()).await?;
        let bodies = entries.iter().map(|entry| entry.body.clone()).collect();
        Ok(Learned { bodies, entries, problem })
    }

    /// What a look-up would write down now. Nothing is written or planned.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(crate) async fn learn_beforehand(&self, id: PaymentId) -> Result<Learned, Error> {
        let record = self.payment(id).await?;
        let (news, problem) = self.ask_or_problem(&record.payment).await;
        let (bodies, _) = self.what_is_new(&record, &news);
        Ok(Learned { bodies, entries: Vec::new(), problem })
    }

    /// Looks up a reference at an account where no order of that number was placed here, and books what is found as a
    /// payment that nobody ordered.
    ///
    /// # Errors
    /// [`Error::Gateway`] where the gateway does not know it either.
    pub async fn look_up_unknown(
        &self,
        account: AccountId,
        reference: &str,
    ) -> Result<LookedUp, Error> {
        let known = self.store().find_payments(reference, Some(account)).await?;
        if let Some(id) = known.first() {
            return self.look_up(*id).await;
        }
        let record = self.account_by_id(account).await?.record;
        let id = match self.book_found(&record, reference).await {
            // Somebody else looked the same reference up at the same moment.
            Err(Error::ReferenceTaken { reference }) => {
                let known = self.store().find_payments(&reference, Some(account)).await?;
                *known.first().ok_or_else(|| Error::not_found("payment", reference))?
            }
            booked => booked?,
        };
        let found = self.look_up(id).await?;
        Ok(LookedUp { changed: true, ..found })
    }

    /// Asks about all refunds of a captured payment since it was made, where the gateway lists refunds by days: one that was
    /// made there may hide behind a newer one.
    ///
    /// # Errors
    /// [`Error::Gateway`] where the gateway did not answer. That it refuses such a list is no reason to doubt what else it
    /// told; but one that it tells of and that cannot be booked is, which is [`Error::RefundUnclear`].
    pub(crate) async fn look_up_refunds(
        &self,
        payment: &Payment,
        account: &Account,
        gateway: &dyn Gateway,
    ) -> Result<(), Error> {
        if !payment.status.is_captured() || !account.capabilities.refund_lists.is_yes() {
            return Ok(());
        }
        let reports = self.listed_refunds(payment, account, gateway).await?;
        let payment = self.payment(payment.id).await?.payment;
        if refunds::is_any_unclear(&payment, &reports, self.shared.clock.now()) {
            return Err(Error::RefundUnclear(account.record.name.to_string()));
        }
        Ok(())
    }

    /// All refunds of a payment since it was made, as a gateway lists them by days; what is news of them is written down.
    ///
    /// # Errors
    /// As [`Backoffice::look_up_refunds`].
    pub(crate) async fn listed_refunds(
        &self,
        payment: &Payment,
        account: &Account,
        gateway: &dyn Gateway,
    ) -> Result<Vec<RefundReport>, Error> {
        let now = self.shared.clock.now();
        let failed = |source| Error::Gateway { account: account.record.name.to_string(), source };
        let own = payment.reference.as_str();
        let reference = payment.gateway_reference.as_deref().unwrap_or(own);
        let asked = refunds::ask_since_paid(gateway, payment, reference, now).await;
        let refunds = asked.map_err(failed)?;
        let news = News { refunds, ..News::default() };
        self.write_news(payment.id, &news).await?;
        Ok(news.refunds)
    }

    /// What looking up an unknown reference would write down now; empty where it is known here.
    ///
    /// # Errors
    /// As [`Backoffice::look_up_unknown`].
    pub(crate) async fn find_beforehand(
        &self,
        account: AccountId,
        reference: &str,
    ) -> Result<Vec<Body>, Error> {
        let record = self.account_by_id(account).await?.record;
        Ok(self.found_at_gateway(&record, reference).await?.0)
    }

    /// What the journal does not know yet of a refund that a gateway told of.
    pub(crate) fn refund_news(
        &self,
        payment: &Payment,
        report: &RefundReport,
        source: Source,
    ) -> Vec<Body> {
        refunds::news(payment, std::slice::from_ref(report), source, &self.shared.clock)
    }

    /// The same of all refunds of a payment that a list tells of, so that each is held against all that are known.
    pub(crate) fn refund_list_news(
        &self,
        payment: &Payment,
        reports: &[RefundReport],
        source: Source,
    ) -> Vec<Body> {
        refunds::news(payment, reports, source, &self.shared.clock)
    }

    /// When a payment was last asked about, whether or not anything was new.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn looked_up_at(&self, id: PaymentId) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store().lookup_state(id).await?.map(|state| state.looked_up_at))
    }

    /// Writes down what came of a request that left. From here on nothing is known for certain if that fails.
    pub(crate) async fn keep_answer(
        &self,
        account: &str,
        id: PaymentId,
        version: u64,
        answer: Body,
    ) -> Result<(), Error> {
        let kept = self.append_latest(id, version, answer).await;
        kept.map_err(|problem| Error::not_kept(account, &problem))?;
        if let Err(problem) = self.look_again_soon(id).await {
            // Whatever is open is looked up sooner or later; the answer is safe.
            tracing::warn!(%problem, "no look-up could be planned");
        }
        Ok(())
    }

    /// Makes a payment due for a look-up at the next opportunity.
    pub(crate) async fn look_again_soon(&self, id: PaymentId) -> Result<(), Error> {
        let version = self.payment(id).await?.payment.version;
        self.plan_look_up(id, version, self.shared.clock.now()).await
    }

    /// Plans another try of a look-up that failed, where none is planned: a payment that nothing more is expected of is not
    /// looked up by itself, and somebody who knows more asked for it.
    pub(crate) async fn plan_another_try(&self, id: PaymentId) -> Result<(), Error> {
        let state = self.store().lookup_state(id).await?;
        if state.is_some_and(|state| state.next_at.is_some()) {
            return Ok(());
        }
        let now = self.shared.clock.now();
        let version = self.payment(id).await?.payment.version;
        self.plan_look_up(id, version, schedule::next_try(1, None, now).unwrap_or(now)).await
    }

    /// Plans a look-up for when the answer to an intent counts as lost, before that intent is written: a program that dies
    /// in between leaves a plan behind. `payment` must be in the journal already, and `entries` are about to be appended.
    ///
    /// # Errors
    /// Where the plan cannot be written; then nothing is to be sent either.
    pub(crate) async fn plan_for_lost_answer(
        &self,
        payment: &Payment,
        entries: usize,
    ) -> Result<(), Error> {
        let entries = u64::try_from(entries).unwrap_or_default();
        let version = payment.version.saturating_add(entries);
        let at = self.shared.clock.now() + schedule::ANSWER_LOST_AFTER;
        self.plan_look_up(payment.id, version, at).await
    }

    async fn plan_look_up(
        &self,
        id: PaymentId,
        version: u64,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let state = self.store().lookup_state(id).await?;
        let last = state.map_or_else(|| self.shared.clock.now(), |state| state.looked_up_at);
        Ok(self.store().schedule_lookup(id, version, last, 0, Some(at)).await?)
    }

    /// Plans the next look-up; `problem` is what the last one ran into.
    async fn schedule(&self, id: PaymentId, problem: Option<&Error>) -> Result<(), Error> {
        let now = self.shared.clock.now();
        let payment = self.payment(id).await?.payment;
        let state = self.store().lookup_state(id).await?;
        let was_planned = state.as_ref().is_some_and(|state| state.next_at.is_some());
        let before = state.map_or(0, |state| state.attempts);
        let failures = match problem {
            Some(problem) if !problem.is_unknown_at_gateway() => before.saturating_add(1),
            _ => 0,
        };
        let wanted = problem.and_then(Error::pause_asked_for);
        let account = self.account_by_id(payment.account).await?;
        let tells_of_refunds = account.capabilities.refund_lists.is_yes();
        let next_at = schedule::next_lookup(&payment, tells_of_refunds, failures, wanted, now)
            .or_else(|| was_planned.then(|| schedule::next_try(failures, wanted, now)).flatten());
        Ok(self.store().schedule_lookup(id, payment.version, now, failures, next_at).await?)
    }

    /// Appends what is new; where another writer was faster, looks again at what is left to say.
    async fn write_news(&self, id: PaymentId, news: &News) -> Result<Vec<Entry>, Error> {
        for _ in 0..MOST_TRIES {
            let record = self.payment(id).await?;
            let (bodies, people) = self.what_is_new(&record, news);
            if bodies.is_empty() {
                return Ok(Vec::new());
            }
            let version = record.payment.version;
            let named = people.iter().map(|person| person.0.id).collect();
            match self.append(Subject::Payment(id), version, bodies, people).await {
                Err(Error::Conflict) => {}
                Ok(entries) => {
                    self.mask_what_came_late(&record, named).await?;
                    return Ok(entries);
                }
                other => return other,
            }
        }
        Err(Error::Conflict)
    }

    async fn ask_or_problem(&self, payment: &Payment) -> (News, Option<Error>) {
        match self.ask_about(payment).await {
            Ok(answered) => answered,
            Err(error) => (News::default(), Some(error)),
        }
    }

    fn what_is_new(&self, record: &PaymentRecord, news: &News) -> (Vec<Body>, Vec<NewPerson>) {
        let now = self.shared.clock.now();
        let payment = &record.payment;
        let mut bodies = Vec::new();
        let mut people = Vec::new();
        for report in news.payments.iter().filter(|report| payment.is_news(&report.observation)) {
            // What was removed is not to come back.
            let told = report.customer.as_ref().filter(|_| !person::is_masked(record));
            let person = told.and_then(|told| person::completed(record.person.as_ref(), told));
            let person = person.map(|details| new_person(&self.shared.clock, details));
            let customer = person.as_ref().map(|person| person.0.clone());
            people.extend(person);
            bodies
                .push(Body::PaymentObserved { observation: report.observation.clone(), customer });
        }
        bodies.extend(refunds::news(payment, &news.refunds, Source::Lookup, &self.shared.clock));
        bodies.extend(deadlines::lost_refunds(payment, &bodies, now));
        if news.heard {
            bodies.extend(deadlines::end_of_link(payment, &bodies, now));
        }
        (bodies, people)
    }

    /// Appends to a payment that may have moved on since `version`, for news that stay true whatever came in between.
    pub(crate) async fn append_latest(
        &self,
        id: PaymentId,
        version: u64,
        body: Body,
    ) -> Result<(), Error> {
        let mut version = version;
        for _ in 0..MOST_TRIES {
            match self.append(Subject::Payment(id), version, vec![body.clone()], Vec::new()).await {
                Err(Error::Conflict) => version = self.payment(id).await?.payment.version,
                other => return other.map(drop),
            }
        }
        Err(Error::Conflict)
    }

    /// Books a payment that the gateway knows and nobody here ordered.
    async fn book_found(
        &self,
        account: &AccountRecord,
        reference: &str,
    ) -> Result<PaymentId, Error> {
        let (bodies, person) = self.found_at_gateway(account, reference).await?;
        let id = PaymentId(self.shared.clock.new_id());
        let people = person.into_iter().collect();
        self.append(Subject::Payment(id), 0, bodies, people).await?;
        Ok(id)
    }

    /// What there is to be booked of a payment that nobody here ordered.
    async fn found_at_gateway(
        &self,
        account: &AccountRecord,
        reference: &str,
    ) -> Result<(Vec<Body>, Option<NewPerson>), Error> {
        let reference: Reference =
            reference.parse().map_err(|_| Error::not_found("payment", reference))?;
        let gateway = self.gateway(account).await?;
        let handle = PaymentHandle { gateway_reference: reference.to_string(), currency: None };
        let failed = |source| Error::Gateway { account: account.name.to_string(), source };
        let report = gateway.look_up(&handle).await.map_err(failed)?;
        let Some(amount) = report.observation.amount else {
            return Err(Error::not_found("payment", reference));
        };
        let person = report.customer.and_then(|told| person::completed(None, &told));
        let person = person.map(|details| new_person(&self.shared.clock, details));
        let found = Body::PaymentFound {
            account: account.id,
            gateway: account.gateway,
            mode: if report.mode == Mode::Unknown { account.mode } else { report.mode },
            reference,
            amount,
            customer: person.as_ref().map(|person| person.0.clone()),
            import: None,
        };
        let observed = Body::PaymentObserved { observation: report.observation, customer: None };
        Ok((vec![found, observed], person))
    }
}
