//! Masking: the details of people are removed for good, and the journal that names them stays whole.
//!
//! The journal has a person's id and a salted digest, never the details. With the details goes the salt, so that nobody can try
//! names until one fits the digest. Everything that was made from the details goes in the same transaction: what payments and
//! payouts are found by, and the bodies of messages and the lines of bank statements in which the person is found. A message that comes in later loses its
//! body once it is acted on. What a merchant typed into descriptions, notes and reasons is part of the journal and stays.

mod mentions;
pub(crate) mod messages;
mod remains;
mod statements;

use std::collections::BTreeSet;

use ledger::{Body, Entry, Payment, PaymentId, Payout, PayoutId, PersonId, Subject};
use rusqlite::Connection;
use uuid::Uuid;

use crate::decode::{Fields, blob};
use crate::inbox::about;
use crate::projection::{payout, search};
use crate::texts::PAYOUTS;
use crate::{Append, Error, PersonDetails, Store, append, journal, people};

use messages::Messages;

impl Store {
    /// Writes the entries that say so, and removes what is kept of the people: all or nothing. Parts of the file that are not
    /// used any more may still have it until [`Store::wipe_remains`], and older backups for good.
    ///
    /// # Errors
    /// [`Error::DeliveriesWaiting`] where messages that mention the people have yet to be acted on, and as [`Store::append`].
    pub async fn mask_people(
        &self,
        append: Append,
        people: BTreeSet<PersonId>,
    ) -> Result<Vec<Entry>, Error> {
        self.write(move |writing| {
            let entries = append::run(writing, append)?;
            mask(writing, &people)?;
            Ok(entries)
        })
        .await
    }

    /// How many messages that mention the people have yet to be acted on, so that the people cannot be masked. Those about a
    /// payment of somebody who was masked before are no hindrance: they lose their bodies once they are acted on.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn deliveries_waiting_for(&self, people: BTreeSet<PersonId>) -> Result<usize, Error> {
        self.read(move |reading| Ok(Belongings::of(reading, &people)?.messages(reading)?.waiting))
            .await
    }

    /// Whether a person was masked, so that nothing may be learned of them again.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn is_masked(&self, id: PersonId) -> Result<bool, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT EXISTS (
                     SELECT 1 FROM people
                     WHERE id = ? AND salt = x'' AND coalesce(name, email, account) IS NULL
                 )",
            )?;
            Ok(statement.query_row([blob(id.0)], |row| row.get(0))?)
        })
        .await
    }
}

/// Where details are kept of people whom the journal says were masked.
pub(crate) fn differences(reading: &Connection, entries: &[Entry]) -> Result<Vec<String>, Error> {
    let mut differences = Vec::new();
    for entry in entries {
        let Body::PersonMasked { people, .. } = &entry.body else { continue };
        for id in people {
            if people::details(reading, *id)?.is_some() {
                differences.push(format!("people: {id} was masked, and has details"));
            }
        }
    }
    Ok(differences)
}

fn mask(writing: &Connection, people: &BTreeSet<PersonId>) -> Result<(), Error> {
    let belongings = Belongings::of(writing, people)?;
    let messages = belongings.messages(writing)?;
    if messages.waiting > 0 {
        return Err(Error::DeliveriesWaiting { count: messages.waiting });
    }
    for place in messages.done {
        about::blank(writing, place)?;
    }
    statements::forget(writing, &belongings.details)?;
    for id in people {
        people::empty(writing, *id)?;
    }
    forget_texts(writing, belongings.payments, belongings.payouts)?;
    Ok(remains::leave(writing)?)
}

/// Has payments and payouts found by what is left to find them by.
fn forget_texts(writing: &Connection, payments: Places, payouts: Places) -> Result<(), Error> {
    for (place, id) in payments {
        let entries = journal::entries_of(writing, Subject::Payment(PaymentId(id)))?;
        if let Some(payment) = Payment::fold(&entries) {
            search::write(writing, place, &payment)?;
        }
    }
    for (_, id) in payouts {
        let entries = journal::entries_of(writing, Subject::Payout(PayoutId(id)))?;
        if let Some(payout) = Payout::fold(&entries) {
            payout::write(writing, &payout)?;
        }
    }
    search::tidy(writing)?;
    Ok(PAYOUTS.tidy(writing)?)
}

/// The place and the id of every payment that was ever said to be of a person.
pub(crate) const PAYMENTS: &str = "SELECT p.place, p.id FROM payment_people b
     CROSS JOIN payments p ON p.place = b.payment
     WHERE b.person = ?";

/// The place and the id of every payout to a person.
pub(crate) const BENEFITS: &str = "SELECT place, id FROM payouts WHERE beneficiary = ?";

/// Rows, by place and id.
type Places = BTreeSet<(i64, Uuid)>;

/// What there is of people.
struct Belongings {
    details: Vec<PersonDetails>,
    payments: Places,
    payouts: Places,
}

impl Belongings {
    fn of(reading: &Connection, people: &BTreeSet<PersonId>) -> Result<Self, Error> {
        let mut all = Self { details: Vec::new(), payments: Places::new(), payouts: Places::new() };
        for id in people {
            all.details.extend(people::details(reading, *id)?);
            all.payments.extend(of_person(reading, PAYMENTS, *id)?);
            all.payouts.extend(of_person(reading, BENEFITS, *id)?);
        }
        Ok(all)
    }

    fn messages(&self, reading: &Connection) -> Result<Messages, Error> {
        Messages::about(reading, &self.details, &self.payments, &self.payouts)
    }
}

fn of_person(reading: &Connection, sql: &str, person: PersonId) -> rusqlite::Result<Places> {
    let mut statement = reading.prepare_cached(sql)?;
    let rows = statement.query_map([blob(person.0)], |row| {
        let mut fields = Fields::of(row);
        Ok((fields.plain()?, fields.uuid()?))
    })?;
    rows.collect()
}
