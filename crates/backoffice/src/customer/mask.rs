//! Removing one customer's details for good, where the law allows it.
//!
//! The details are beside the journal, so the journal stays whole: it loses nothing but what its salted digests stood for. A
//! plan is told before, since nothing brings the details back, and what keeps the removal from being done is whatever may
//! still need them. What the journal's own words say of somebody stays, and is named.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Body, PersonId, Signer, Subject};
use store::PaymentRecord;

use super::belongings::Belongings;
use super::mentions::Traces;
use super::needed;
use crate::lookup::MOST_TRIES;
use crate::{Backoffice, Error, FieldProblem, signer};

/// What removing a customer's details would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskPlan {
    /// How many person records would be emptied.
    pub people: u64,
    /// How many payments would no longer say who paid.
    pub payments: u64,
    /// What keeps it from being done now, a sentence each; empty where nothing does.
    pub open: Vec<String>,
    /// When the newest payment came to be known.
    pub newest_payment: Option<DateTime<Utc>>,
    /// What stays, a sentence each.
    pub kept: Vec<String>,
    /// What to know about the law, and of whom else it would be.
    pub warning: String,
}

/// A removal that a person wants.
#[derive(Debug, Clone)]
pub struct MaskForm {
    /// The customer's key.
    pub key: String,
    /// Why, for the books; without the customer's name or address, since it stays.
    pub reason: String,
    /// Who wants it.
    pub by: String,
    /// The key once more, typed.
    pub confirm: String,
}

/// The longest reason that is kept.
const LONGEST_REASON: usize = 500;
/// What the key of a customer without an e-mail address begins with.
const BY_NAME: &str = "name:";

impl Backoffice {
    /// What removing a customer's details would come to. Nothing is removed.
    ///
    /// # Errors
    /// [`Error::NotFound`], also once they were removed.
    pub async fn mask_plan(&self, key: &str) -> Result<MaskPlan, Error> {
        let belongings = self.belongings(key).await?;
        let zone = self.time_zone().await?;
        let newest_payment = self.newest_payment(&belongings).await?;
        Ok(MaskPlan {
            people: count(belongings.people.len()),
            payments: count(belongings.payments.len()),
            open: self.still_open(&belongings).await?,
            newest_payment,
            kept: self.what_stays(&belongings).await?,
            warning: warning(
                newest_payment.map(|at| at.with_timezone(&zone).date_naive()),
                &belongings,
            ),
        })
    }

    /// Removes a customer's details for good: from the records of people, from what is searched, from the messages of the
    /// inbox, and from what is not used any more of the file.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the key is not typed again, a name is missing, or the reason would keep what is to go;
    /// [`Error::DetailsNeeded`] with what keeps it from being done; [`Error::NotFound`], also once they were removed;
    /// [`Error::DetailsRemain`] where they were removed, and unused parts of the file may still have them.
    pub async fn mask_customer(&self, form: &MaskForm) -> Result<(), Error> {
        let mut belongings = self.belongings(&form.key).await?;
        let (reason, by) = checked(form, &belongings)?;
        let open = self.still_open(&belongings).await?;
        if !open.is_empty() {
            return Err(Error::DetailsNeeded(open));
        }
        let key = belongings.row.key.clone();
        // A look-up may write down more of the person while this is done.
        for _ in 0..MOST_TRIES {
            let people = belongings.people.keys().copied().collect();
            self.mask_people(people, &reason, &by).await?;
            belongings = match self.belongings(&key).await {
                Err(Error::NotFound { .. }) => return self.wipe().await,
                more => more?,
            };
        }
        Err(Error::Conflict)
    }

    /// Removes what a look-up has just written of a person whose details were removed while it was under way. `before` is what
    /// it had seen.
    pub(crate) async fn mask_what_came_late(
        &self,
        before: &PaymentRecord,
        written: BTreeSet<PersonId>,
    ) -> Result<(), Error> {
        let seen = before.payment.customer.as_ref().filter(|_| before.person.is_some());
        let Some(seen) = seen.filter(|_| !written.is_empty()) else { return Ok(()) };
        if !self.store().is_masked(seen.id).await? {
            return Ok(());
        }
        let by = signer::name_of("Tillkeeper")?;
        self.mask_people(written, "Came in while the customer's details were being removed", &by)
            .await
    }

    async fn mask_people(
        &self,
        people: BTreeSet<PersonId>,
        reason: &str,
        by: &Signer,
    ) -> Result<(), Error> {
        let Some(first) = people.first().copied() else { return Ok(()) };
        let body = Body::PersonMasked {
            people: people.clone(),
            reason: reason.to_owned(),
            by: by.clone(),
        };
        let append = self.entries_now(Subject::Person(first), 0, vec![body]);
        match self.store().mask_people(append, people).await {
            // Somebody else does the same at this moment: whoever looks again sees it done.
            Ok(_) | Err(store::Error::Conflict { .. }) => Ok(()),
            Err(store::Error::DeliveriesWaiting { count }) => {
                Err(Error::DetailsNeeded(vec![needed::by_messages(count)]))
            }
            Err(other) => Err(other.into()),
        }
    }

    async fn newest_payment(
        &self,
        belongings: &Belongings,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let Some(newest) = belongings.payments.first() else { return Ok(None) };
        Ok(Some(self.payment(*newest).await?.payment.created_at))
    }
}

/// The reason and the name of a form, if all of it can be used.
fn checked(form: &MaskForm, belongings: &Belongings) -> Result<(String, Signer), Error> {
    let mut problems = Vec::new();
    let reason = form.reason.trim();
    if reason.is_empty() {
        problems.push(FieldProblem::new("reason", "say why the details are removed"));
    }
    if reason.chars().count() > LONGEST_REASON {
        let problem = format!("a reason has at most {LONGEST_REASON} characters");
        problems.push(FieldProblem::new("reason", problem));
    }
    if Traces::of(belongings).are_hinted_at_in(reason) {
        let problem =
            "the reason stays in the journal; write it without the customer's name or address";
        problems.push(FieldProblem::new("reason", problem));
    }
    if form.confirm.trim() != belongings.row.key {
        let problem =
            format!("type {} to confirm; nothing brings the details back", belongings.row.key);
        problems.push(FieldProblem::new("confirm", problem));
    }
    match signer::name_of(&form.by) {
        Ok(by) if problems.is_empty() => return Ok((reason.to_owned(), by)),
        Ok(_) => {}
        Err(Error::Invalid(of_name)) => problems.extend(of_name),
        Err(other) => return Err(other),
    }
    Err(Error::Invalid(problems))
}

fn warning(newest: Option<NaiveDate>, belongings: &Belongings) -> String {
    let newest = newest.map(|day| format!(" The newest payment of this customer is of {day}."));
    format!(
        "The law of many countries asks to keep invoices and receipts for years, often five to ten, with the name of who paid. \
         Tillkeeper cannot tell which law applies to you: ask your accountant before you remove anything.{} What is removed \
         cannot be brought back.{}",
        newest.unwrap_or_default(),
        namesakes(belongings).unwrap_or_default()
    )
}

/// Who else is taken for the customer, where nothing but a name tells who it is.
fn namesakes(belongings: &Belongings) -> Option<String> {
    let name = belongings.row.key.strip_prefix(BY_NAME)?;
    let payees = belongings.payouts.first().map(|newest| {
        let newest = &newest.payout.order.reference;
        let payouts = match belongings.payouts.len() {
            1 => format!("payout {newest}"),
            count => format!("{count} payouts, the newest {newest}"),
        };
        format!(
            " That includes whoever was sent money under this name: it would no longer be known to whom and to which account, \
             for {payouts}."
        )
    });
    Some(format!(
        " Everybody called {name} without an e-mail address is taken for this customer; see whether all of it is of one \
         person.{}",
        payees.unwrap_or_default()
    ))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ledger::{
        AccountId, Actor, Currency, GatewayKind, Mode, Money, Observation, PaymentId,
        PaymentStatus, Source,
    };
    use store::PersonDetails;

    use super::*;
    use crate::person::new_person;
    use crate::vault::{Keys, MemoryVault, WorkFactor};
    use crate::{Clock, Connector, Setup};

    async fn office(dir: &std::path::Path) -> Backoffice {
        let now = "2026-04-14T12:00:00Z".parse().unwrap();
        let setup = Setup {
            dir: dir.to_owned(),
            keys: Keys::new(
                Ok(Arc::<MemoryVault>::default()),
                dir.join("vault"),
                WorkFactor::LEAST,
            ),
            clock: Clock::new(move || now),
            actor: Actor::window(),
            connector: Connector::network(),
        };
        Backoffice::open(setup).await.unwrap()
    }

    fn ada(name: Option<&str>) -> PersonDetails {
        let email = Some("ada@example.com".to_owned());
        PersonDetails { name: name.map(str::to_owned), email, account: None }
    }

    /// A payment of somebody who was found at the gateway of an account.
    async fn found(office: &Backoffice, details: PersonDetails) -> PaymentRecord {
        let account = AccountId(office.clock().new_id());
        let connected = Body::AccountConnected {
            name: "main".parse().unwrap(),
            gateway: GatewayKind::Novac,
            mode: Mode::Test,
            base_url: "https://novac.example".to_owned(),
            settings: Default::default(),
        };
        office.append(Subject::Account(account), 0, vec![connected], Vec::new()).await.unwrap();
        let person = new_person(office.clock(), details);
        let body = Body::PaymentFound {
            account,
            gateway: GatewayKind::Novac,
            mode: Mode::Test,
            reference: "ORDER-1".parse().unwrap(),
            amount: Money::from_minor(100, Currency::NGN),
            customer: Some(person.0.clone()),
            import: None,
        };
        let id = PaymentId(office.clock().new_id());
        office
            .append(Subject::Payment(id), 0, vec![body, observed(None)], vec![person])
            .await
            .unwrap();
        office.payment(id).await.unwrap()
    }

    fn observed(customer: Option<ledger::PersonRef>) -> Body {
        let observation = Observation {
            source: Source::Lookup,
            status: PaymentStatus::Paid,
            gateway_status: "successful".to_owned(),
            gateway_reference: None,
            amount: None,
            charged: None,
            fee: None,
            channel: None,
            message: None,
        };
        Body::PaymentObserved { observation, customer }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_a_look_up_writes_of_somebody_who_is_being_masked_is_masked_as_well() {
        let dir = tempfile::tempdir().unwrap();
        let office = office(dir.path()).await;
        let seen = found(&office, ada(None)).await;
        let form = MaskForm {
            key: "ada@example.com".to_owned(),
            reason: "Asked for by letter".to_owned(),
            by: "Bola".to_owned(),
            confirm: "ada@example.com".to_owned(),
        };
        office.mask_customer(&form).await.unwrap();

        // The look-up had seen the customer before, and writes only now.
        let person = new_person(office.clock(), ada(Some("Ada Obi")));
        let (id, version, body) =
            (person.0.id, seen.payment.version, observed(Some(person.0.clone())));
        let subject = Subject::Payment(seen.payment.id);
        office.append(subject, version, vec![body], vec![person]).await.unwrap();
        assert!(office.customer("ada@example.com", None).await.is_ok(), "it is back for a moment");
        office.mask_what_came_late(&seen, BTreeSet::from([id])).await.unwrap();
        assert!(office.customer("ada@example.com", None).await.is_err());
        assert!(office.payment(seen.payment.id).await.unwrap().person.is_none());
        let findings = office.examine().await.unwrap();
        assert!(findings.iter().all(|finding| finding.ok), "{findings:?}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_a_look_up_writes_of_anybody_else_stays() {
        let dir = tempfile::tempdir().unwrap();
        let office = office(dir.path()).await;
        let seen = found(&office, ada(Some("Ada Obi"))).await;
        let customer = seen.payment.customer.as_ref().unwrap().id;
        office.mask_what_came_late(&seen, BTreeSet::from([customer])).await.unwrap();
        assert!(office.payment(seen.payment.id).await.unwrap().person.is_some());
    }
}
