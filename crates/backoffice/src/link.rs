//! Making a payment link, and renewing one that can no longer be paid by.

mod form;

use std::collections::BTreeMap;
use std::sync::Arc;

use gateways::{Gateway, LinkOpened, LinkRequest, Outcome, Person};
use ledger::{Body, Order, Payment, PaymentId, PaymentStatus, Reference, ReturnUrls, Subject};
use store::{PaymentRecord, PersonDetails};

use crate::person::{self, new_person};
use crate::{Account, Backoffice, Error, FieldProblem, schedule};
use form::checked_order;

/// What a merchant fills in for a payment link, as typed.
#[derive(Debug, Clone, Default)]
pub struct LinkForm {
    /// The account's name.
    pub account: String,
    /// The amount in major units.
    pub amount: String,
    /// The currency's code.
    pub currency: String,
    /// The customer's e-mail address.
    pub email: String,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// The merchant's order number; made where there is none.
    pub reference: Option<String>,
    /// What the customer is shown.
    pub description: Option<String>,
    /// Where the customer's browser goes.
    pub urls: ReturnUrls,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
}

impl Backoffice {
    /// What is wrong with a form, field by field; empty where a link can be asked for. Asks nobody outside.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn check_link(&self, form: &LinkForm) -> Result<Vec<FieldProblem>, Error> {
        let account = match self.account(&form.account).await {
            Ok(account) => account,
            Err(problem @ Error::NotFound { .. }) => {
                return Ok(vec![FieldProblem::new("account", problem)]);
            }
            Err(other) => return Err(other),
        };
        let mut problems = checked_order(form, account.profile).err().unwrap_or_default();
        if let Some(reference) = form.reference.as_deref().filter(|text| !text.trim().is_empty())
            && self.unused_order(&account, reference.trim()).await.is_err()
        {
            let reference = reference.trim().to_owned();
            problems.push(FieldProblem::new("reference", Error::ReferenceTaken { reference }));
        }
        Ok(problems)
    }

    /// Asks the gateway for a payment link. The order is in the journal before the request leaves.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::ReferenceTaken`] before anything is sent; [`Error::Gateway`] where the gateway said no
    /// or was not reached, after which the same order number can be used again; [`Error::LinkLost`] where the answer
    /// was lost.
    pub async fn create_link(&self, form: &LinkForm) -> Result<PaymentRecord, Error> {
        let account = self.account(&form.account).await?;
        if let Some(reason) = account.capabilities.link.reason() {
            return Err(Error::Unsupported(reason.to_owned()));
        }
        let order = checked_order(form, account.profile).map_err(Error::Invalid)?;
        let reference = match order.reference {
            Some(reference) => reference,
            None => self.new_reference("TK")?,
        };
        let earlier = self.unused_order(&account, reference.as_str()).await?;
        let details = PersonDetails {
            name: order.person.name.clone(),
            email: order.person.email.clone(),
            ..PersonDetails::default()
        };
        let person = new_person(&self.shared.clock, details);
        let placed = Order {
            account: account.record.id,
            gateway: account.record.gateway,
            mode: account.record.mode,
            reference,
            amount: order.amount,
            customer: person.0.clone(),
            description: order.description,
            urls: form.urls.clone(),
            metadata: form.metadata.clone(),
        };
        let request = self.link_request(&placed, order.person);
        let gateway = self.gateway(&account.record).await?;
        let candidates = gateway.candidates(&request);
        let idempotency_key = request.idempotency_key.clone();
        let (id, version) = match &earlier {
            Some(payment) => {
                self.plan_for_lost_answer(payment, 1).await?;
                (payment.id, payment.version)
            }
            // Of a new order nothing is planned yet, which makes it due.
            None => (PaymentId(self.shared.clock.new_id()), 0),
        };
        let body = Body::LinkRequested { order: placed, candidates, idempotency_key };
        let written = self.append(Subject::Payment(id), version, vec![body], vec![person]).await?;
        let version = written.last().map_or(version, |entry| entry.version);
        self.ask_for_link(gateway, account.record.name.to_string(), id, version, request).await
    }

    /// Asks for a new link for an order whose link can no longer be paid by. While the present link still works, that one
    /// is given: an order has one link that works at a time.
    ///
    /// # Errors
    /// [`Error::NothingToRenew`] for a payment that has been made, [`Error::LinkUnderWay`] while the answer to an earlier
    /// request may still come in, [`Error::Gateway`] where the gateway cannot say whether it has been paid, otherwise as
    /// [`Backoffice::create_link`].
    pub async fn renew_link(&self, id: PaymentId) -> Result<PaymentRecord, Error> {
        let record = self.look_up(id).await.map(|looked_up| looked_up.record);
        let record = match record {
            Ok(record) => record,
            // The gateway need not know a link that was never made or opened; the journal decides below.
            Err(error) if error.is_unknown_at_gateway() => self.payment(id).await?,
            Err(other) => return Err(other),
        };
        let payment = &record.payment;
        let Some(order) = payment.order.clone() else {
            return Err(Error::NothingToRenew(payment.status));
        };
        if payment.status.is_captured() {
            return Err(Error::NothingToRenew(payment.status));
        }
        if self.link_still_works(payment) {
            return Ok(record);
        }
        if self.link_is_under_way(payment) {
            return Err(Error::LinkUnderWay);
        }
        let account = self.account_by_id(payment.account).await?;
        if let Some(reason) = account.capabilities.renew.reason() {
            return Err(Error::Unsupported(reason.to_owned()));
        }
        if person::is_masked(&record) {
            return Err(Error::CustomerMasked(payment.reference.clone()));
        }
        let details = record.person.clone().unwrap_or_default();
        let person = Person { name: details.name, email: details.email };
        let request = self.link_request(&order, person);
        let gateway = self.gateway(&account.record).await?;
        let candidates = gateway.candidates(&request);
        let idempotency_key = request.idempotency_key.clone();
        let body = Body::LinkRenewalRequested { candidates, idempotency_key };
        let subject = Subject::Payment(id);
        self.plan_for_lost_answer(payment, 1).await?;
        let written = self.append(subject, payment.version, vec![body], Vec::new()).await?;
        let version = written.last().map_or(payment.version, |entry| entry.version);
        self.ask_for_link(gateway, account.record.name.to_string(), id, version, request).await
    }

    /// Sends the request and writes down what came of it, in a task of its own: closing a dialog or a terminal does not
    /// leave a link that nobody knows of.
    async fn ask_for_link(
        &self,
        gateway: Arc<dyn Gateway>,
        account: String,
        id: PaymentId,
        version: u64,
        request: LinkRequest,
    ) -> Result<PaymentRecord, Error> {
        let office = self.clone();
        let asked = account.clone();
        let task = tokio::spawn(async move {
            let answer = gateway.open_link(&request).await;
            let (body, failure) = outcome_of_link(answer, request.idempotency_key, &asked);
            office.keep_answer(&asked, id, version, body).await?;
            match failure {
                Some(error) => Err(error),
                None => office.payment(id).await,
            }
        });
        task.await.unwrap_or_else(|broken| Err(Error::not_kept(&account, &broken)))
    }

    /// Makes sure that an order number can be used, and gives the order of that number that never reached a customer.
    async fn unused_order(
        &self,
        account: &Account,
        reference: &str,
    ) -> Result<Option<Payment>, Error> {
        let taken = self.store().find_payments(reference, Some(account.record.id)).await?;
        for id in taken {
            let payment = self.payment(id).await?.payment;
            if payment.reference.as_str() != reference {
                continue;
            }
            if payment.never_offered() {
                return Ok(Some(payment));
            }
            return Err(Error::ReferenceTaken { reference: reference.to_owned() });
        }
        Ok(None)
    }

    fn link_still_works(&self, payment: &Payment) -> bool {
        let Some(link) = payment.link() else { return false };
        let open = payment.status == PaymentStatus::Pending && link.url.is_some() && !link.failed;
        open && link.expires_at.is_none_or(|end| self.shared.clock.now() < end)
    }

    /// Whether the answer to the newest link's request may still come in.
    fn link_is_under_way(&self, payment: &Payment) -> bool {
        payment.link().is_some_and(|link| {
            let answered = link.url.is_some() || link.failed || link.message.is_some();
            let age = self.shared.clock.now() - link.requested_at;
            !answered && age < schedule::ANSWER_LOST_AFTER
        })
    }

    fn link_request(&self, order: &Order, customer: Person) -> LinkRequest {
        let key = self.shared.clock.new_id();
        LinkRequest {
            reference: order.reference.clone(),
            nonce: uuid::Uuid::new_v4().simple().to_string(),
            idempotency_key: key.to_string(),
            amount: order.amount,
            customer,
            description: order.description.clone(),
            urls: order.urls.clone(),
            metadata: order.metadata.clone(),
            now: self.shared.clock.now(),
        }
    }

    /// A number that says when it was made and is hard to mistype: `TK-20261122-7F3K9QXM`.
    pub(crate) fn new_reference(&self, prefix: &str) -> Result<Reference, Error> {
        // Crockford's base 32, which leaves out the letters that look like digits.
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let random = uuid::Uuid::new_v4().into_bytes();
        let letters = random.iter().take(8).filter_map(|byte| ALPHABET.get(usize::from(byte % 32)));
        let tail: String = letters.map(|byte| char::from(*byte)).collect();
        let day = self.shared.clock.now().format("%Y%m%d");
        format!("{prefix}-{day}-{tail}")
            .parse()
            .map_err(|problem| Error::Invalid(vec![FieldProblem::new("reference", problem)]))
    }
}

fn outcome_of_link(
    answer: Result<LinkOpened, gateways::Error>,
    idempotency_key: String,
    account: &str,
) -> (Body, Option<Error>) {
    let account = account.to_owned();
    match answer {
        Ok(link) => {
            let LinkOpened { gateway_reference, url, expires_at } = link;
            (Body::LinkOpened { idempotency_key, gateway_reference, url, expires_at }, None)
        }
        Err(source) => {
            let message = source.to_string();
            match source.outcome() {
                Outcome::NotDone => (
                    Body::LinkFailed { idempotency_key, message },
                    Some(Error::Gateway { account, source }),
                ),
                Outcome::Unknown => (
                    Body::LinkLost { idempotency_key, message },
                    Some(Error::LinkLost { account, source }),
                ),
            }
        }
    }
}
