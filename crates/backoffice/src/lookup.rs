//! Looking a payment up at its gateway, and writing down what is new.
//!
//! Every state that a payment takes comes through here or from the answer to a request. Refunds are read along with it: one
//! made in the gateway's dashboard joins the books, and one whose answer was lost is found again.

use chrono::{DateTime, Utc};
use gateways::{Gateway, PaymentHandle, PaymentReport, RefundHandle, RefundReport};
use ledger::{
    AccountId, Body, CheckoutLink, Entry, Mode, Observation, Payment, PaymentId, PaymentStatus,
    Reference, Refund, RefundId, RefundMethod, RefundStatus, Source, Subject,
};
use store::{PaymentRecord, PersonDetails};

use crate::journal::NewPerson;
use crate::person::new_person;
use crate::{Backoffice, Error, schedule};

/// What a look-up found.
#[derive(Debug, Clone)]
pub struct LookedUp {
    /// The payment as it is known now.
    pub record: PaymentRecord,
    /// Whether anything was new.
    pub changed: bool,
}

/// How many writers may get in between before a writer gives up.
const MOST_TRIES: u32 = 8;
/// How many links of an order are asked about; a customer may pay by an older one.
const MOST_LINKS: usize = 5;

impl Backoffice {
    /// Asks the gateway about a payment and its refunds, and writes down what is new.
    ///
    /// # Errors
    /// [`Error::Gateway`] where the gateway gave no usable answer; nothing has changed then.
    pub async fn look_up(&self, id: PaymentId) -> Result<LookedUp, Error> {
        let record = self.payment(id).await?;
        let answer = self.ask_about(&record).await;
        let changed = match answer {
            Ok(news) => self.write_news(id, news).await?,
            Err(error) => {
                self.settle_without_answer(&record.payment).await?;
                self.schedule(id).await?;
                return Err(error);
            }
        };
        self.schedule(id).await?;
        Ok(LookedUp { record: self.payment(id).await?, changed })
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
        let parsed: Reference =
            reference.parse().map_err(|_| Error::not_found("payment", reference))?;
        let gateway = self.gateway(&record).await?;
        let handle = PaymentHandle { gateway_reference: parsed.to_string(), currency: None };
        let gateway_failed = |source| Error::Gateway { account: record.name.to_string(), source };
        let report = gateway.look_up(&handle).await.map_err(gateway_failed)?;
        let Some(amount) = report.observation.amount else {
            return Err(Error::not_found("payment", reference));
        };
        let person = report.customer.clone().map(|person| self.person_of(person));
        let found = Body::PaymentFound {
            account,
            gateway: record.gateway,
            mode: if report.mode == Mode::Unknown { record.mode } else { report.mode },
            reference: parsed,
            amount,
            customer: person.as_ref().map(|person| person.0.clone()),
        };
        let observed = Body::PaymentObserved { observation: report.observation, customer: None };
        let id = PaymentId(self.shared.clock.new_id());
        let people = person.into_iter().collect();
        self.append(Subject::Payment(id), 0, vec![found, observed], people).await?;
        self.schedule(id).await?;
        Ok(LookedUp { record: self.payment(id).await?, changed: true })
    }

    /// When a payment was last asked about, whether or not anything was new.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn looked_up_at(&self, id: PaymentId) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store().lookup_state(id).await?.map(|state| state.looked_up_at))
    }

    /// Appends to a subject that may have moved on since `version`, for news that stay true whatever came in between.
    pub(crate) async fn append_latest(
        &self,
        subject: Subject,
        version: u64,
        body: Body,
    ) -> Result<Vec<Entry>, Error> {
        let mut version = version;
        for _ in 0..MOST_TRIES {
            match self.append(subject, version, vec![body.clone()], Vec::new()).await {
                Err(Error::Conflict) => {}
                other => return other,
            }
            if let Subject::Payment(id) = subject {
                version = self.payment(id).await?.payment.version;
            }
        }
        Err(Error::Conflict)
    }

    /// Makes a payment due for a look-up at the next opportunity.
    pub(crate) async fn look_again_soon(&self, id: PaymentId) -> Result<(), Error> {
        let now = self.shared.clock.now();
        let state = self.store().lookup_state(id).await?;
        let last = state.map_or(now, |state| state.looked_up_at);
        Ok(self.store().schedule_lookup(id, last, 0, Some(now)).await?)
    }

    async fn schedule(&self, id: PaymentId) -> Result<(), Error> {
        let now = self.shared.clock.now();
        let payment = self.payment(id).await?.payment;
        let next_at = schedule::next_lookup(&payment, now);
        let attempts = self.store().lookup_state(id).await?.map_or(0, |state| state.attempts);
        Ok(self.store().schedule_lookup(id, now, attempts.saturating_add(1), next_at).await?)
    }

    async fn ask_about(&self, record: &PaymentRecord) -> Result<News, Error> {
        let payment = &record.payment;
        let account = self.account_by_id(payment.account).await?;
        let gateway = self.gateway(&account.record).await?;
        let gateway_failed =
            |source| Error::Gateway { account: account.record.name.to_string(), source };
        let payments = reports_of(gateway.as_ref(), payment).await.map_err(gateway_failed)?;
        let captured = payment.status.is_captured()
            || payments.iter().any(|report| report.observation.status.is_captured());
        let refunds = if captured && account.capabilities.refund_lists.is_yes() {
            refunds_of(gateway.as_ref(), payment).await.map_err(gateway_failed)?
        } else {
            Vec::new()
        };
        Ok(News { payments, refunds })
    }

    /// Appends what is new; where another writer was faster, looks again at what is left to say.
    async fn write_news(&self, id: PaymentId, news: News) -> Result<bool, Error> {
        for _ in 0..MOST_TRIES {
            let payment = self.payment(id).await?.payment;
            let (bodies, people) = self.what_is_new(&payment, &news);
            if bodies.is_empty() {
                return Ok(false);
            }
            match self.append(Subject::Payment(id), payment.version, bodies, people).await {
                Err(Error::Conflict) => {}
                Err(other) => return Err(other),
                Ok(_) => return Ok(true),
            }
        }
        Err(Error::Conflict)
    }

    fn what_is_new(&self, payment: &Payment, news: &News) -> (Vec<Body>, Vec<NewPerson>) {
        let mut bodies = Vec::new();
        let mut people = Vec::new();
        for report in &news.payments {
            if !payment.is_news(&report.observation) {
                continue;
            }
            let person = report.customer.clone().filter(|_| payment.customer.is_none());
            let person = person.map(|person| self.person_of(person));
            let customer = person.as_ref().map(|person| person.0.clone());
            people.extend(person);
            bodies
                .push(Body::PaymentObserved { observation: report.observation.clone(), customer });
        }
        bodies.extend(self.new_of_refunds(payment, &news.refunds));
        bodies.extend(self.lost_answers(payment, &bodies));
        bodies.extend(self.deadline(payment, &bodies));
        (bodies, people)
    }

    fn new_of_refunds(&self, payment: &Payment, reports: &[RefundReport]) -> Vec<Body> {
        let mut joined: Vec<RefundId> = Vec::new();
        let mut bodies = Vec::new();
        for report in reports {
            let Some(gateway_refund_id) = report.gateway_refund_id.clone() else { continue };
            match refund_meant(payment, report, &joined) {
                Some(refund) => {
                    joined.push(refund.id);
                    let word = Some(report.gateway_status.as_str());
                    let gateway_id = Some(gateway_refund_id.as_str());
                    if payment.is_refund_news(refund.id, report.status, word, gateway_id) {
                        bodies.push(Body::RefundObserved {
                            refund: refund.id,
                            source: Source::Lookup,
                            status: report.status,
                            gateway_status: Some(report.gateway_status.clone()),
                            gateway_refund_id: Some(gateway_refund_id),
                            message: report.message.clone(),
                        });
                    }
                }
                None => bodies.extend(report.amount.map(|amount| {
                    Body::RefundFound {
                        refund: RefundId(self.shared.clock.new_id()),
                        amount,
                        status: report.status,
                        gateway_status: report.gateway_status.clone(),
                        gateway_refund_id,
                        reason: report
                            .message
                            .clone()
                            .unwrap_or_else(|| "Refunded at the gateway".to_owned()),
                    }
                })),
            }
        }
        bodies
    }

    /// A refund whose request left, and whose answer never came in, has an unknown outcome.
    fn lost_answers(&self, payment: &Payment, already: &[Body]) -> Vec<Body> {
        let now = self.shared.clock.now();
        let is_told = |id| {
            already
                .iter()
                .any(|body| matches!(body, Body::RefundObserved { refund, .. } if *refund == id))
        };
        payment
            .refunds
            .iter()
            .filter(|refund| refund.status == RefundStatus::Submitted && !is_told(refund.id))
            .filter(|refund| now - refund.updated_at >= schedule::ANSWER_LOST_AFTER)
            .map(|refund| Body::RefundObserved {
                refund: refund.id,
                source: Source::Deadline,
                status: RefundStatus::Unknown,
                gateway_status: None,
                gateway_refund_id: None,
                message: Some(
                    "the answer to this refund never came in; it may have happened".to_owned(),
                ),
            })
            .collect()
    }

    /// A payment that its gateway still calls pending long after its link ended has expired.
    fn deadline(&self, payment: &Payment, already: &[Body]) -> Option<Body> {
        let now = self.shared.clock.now();
        let is_told = already.iter().any(|body| matches!(body, Body::PaymentObserved { .. }));
        let is_over = payment.status.is_open() && schedule::is_past_deadline(payment, now);
        (is_over && !is_told).then(|| Body::PaymentObserved {
            observation: Observation {
                source: Source::Deadline,
                status: PaymentStatus::Expired,
                gateway_status: payment.gateway_status.clone().unwrap_or_default(),
                gateway_reference: None,
                amount: None,
                charged: None,
                fee: None,
                channel: None,
                message: Some("not paid by the end of the link".to_owned()),
            },
            customer: None,
        })
    }

    /// What can be said of a payment although its gateway gave no answer.
    async fn settle_without_answer(&self, payment: &Payment) -> Result<(), Error> {
        let bodies = self.lost_answers(payment, &[]);
        if bodies.is_empty() {
            return Ok(());
        }
        match self.append(Subject::Payment(payment.id), payment.version, bodies, Vec::new()).await {
            // Another writer is at it, who says the same or better.
            Ok(_) | Err(Error::Conflict) => Ok(()),
            Err(other) => Err(other),
        }
    }

    fn person_of(&self, person: gateways::Person) -> NewPerson {
        new_person(&self.shared.clock, PersonDetails { name: person.name, email: person.email })
    }
}

/// What a gateway knows of one payment.
struct News {
    payments: Vec<PaymentReport>,
    refunds: Vec<RefundReport>,
}

/// Asks about each link of an order, the newest first, until one turns out to be paid. Of references that were never
/// confirmed, any one may answer.
async fn reports_of(
    gateway: &dyn Gateway,
    payment: &Payment,
) -> Result<Vec<PaymentReport>, gateways::Error> {
    let mut reports = Vec::new();
    let mut unanswered = None;
    for gateway_reference in references_of(payment) {
        let handle =
            PaymentHandle { gateway_reference, currency: Some(payment.expected.currency()) };
        match gateway.look_up(&handle).await {
            Ok(report) => {
                let captured = report.observation.status.is_captured();
                reports.push(report);
                if captured {
                    break;
                }
            }
            Err(error) => unanswered = unanswered.or(Some(error)),
        }
    }
    match unanswered {
        Some(error) if reports.is_empty() => Err(error),
        _ => Ok(reports),
    }
}

fn references_of(payment: &Payment) -> Vec<String> {
    if payment.links.is_empty() {
        let known = payment.gateway_reference.clone();
        return vec![known.unwrap_or_else(|| payment.reference.to_string())];
    }
    let of_link = |link: &CheckoutLink| match &link.gateway_reference {
        Some(reference) => vec![reference.clone()],
        None if link.failed => Vec::new(),
        None => link.candidates.clone(),
    };
    payment.links.iter().rev().take(MOST_LINKS).flat_map(of_link).collect()
}

async fn refunds_of(
    gateway: &dyn Gateway,
    payment: &Payment,
) -> Result<Vec<RefundReport>, gateways::Error> {
    let handle = RefundHandle {
        gateway_reference: references_of(payment).into_iter().next().unwrap_or_default(),
        gateway_refund_ids: payment
            .refunds
            .iter()
            .filter_map(|refund| refund.gateway_refund_id.clone())
            .collect(),
        currency: payment.amount().currency(),
    };
    match gateway.refunds_of(&handle).await {
        // A payment that was never refunded has no refunds to be found.
        Err(gateways::Error::NotFound { .. }) => Ok(Vec::new()),
        other => other,
    }
}

/// The refund here that a gateway's refund is: by its id, else the oldest of the same amount that was sent from here and
/// awaits an answer, or that a person recorded as made in the gateway's dashboard.
fn refund_meant<'a>(
    payment: &'a Payment,
    report: &RefundReport,
    joined: &[RefundId],
) -> Option<&'a Refund> {
    let by_id = payment.refunds.iter().find(|refund| {
        refund.gateway_refund_id.is_some() && refund.gateway_refund_id == report.gateway_refund_id
    });
    by_id.or_else(|| {
        payment.refunds.iter().find(|refund| {
            let is_sent = refund.method == RefundMethod::Api && refund.status.is_open();
            (is_sent || refund.method == RefundMethod::Dashboard)
                && refund.gateway_refund_id.is_none()
                && Some(refund.amount) == report.amount
                && !joined.contains(&refund.id)
        })
    })
}
