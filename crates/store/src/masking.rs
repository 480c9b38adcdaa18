//! Masking: the details of people are removed for good, and the journal that names them stays whole.
//!
//! The journal has a person's id and a salted digest, never the details. With the details goes the salt, so that nobody can try
//! names until one fits the digest. Everything that was made from the details goes in the same transaction: what payments and
//! payouts are found by, and the bodies of messages in which the person is found. What a merchant typed into descriptions,
//! notes and reasons is part of the journal and stays.

mod mentions;

use std::collections::BTreeSet;

use ledger::{Body, Entry, Payment, PaymentId, Payout, PayoutId, PersonId, Subject};
use rusqlite::Connection;
use uuid::Uuid;

use crate::decode::{Fields, blob};
use crate::inbox::{about, rows};
use crate::projection::{payout, search};
use crate::texts::PAYOUTS;
use crate::{Append, Error, Store, append, journal, people};

use mentions::Mentions;

impl Store {
    /// Writes the entries that say so, and removes what is kept of the people: all or nothing. Nothing of it can be read from
    /// the file afterwards, as far as there is room to write it anew; it may be in older backups.
    ///
    /// # Errors
    /// [`Error::DeliveriesWaiting`] where messages that mention the people have yet to be acted on, and as [`Store::append`].
    pub async fn mask_people(
        &self,
        append: Append,
        people: BTreeSet<PersonId>,
    ) -> Result<Vec<Entry>, Error> {
        let entries = self
            .write(move |writing| {
                let entries = append::run(writing, append)?;
                mask(writing, &people)?;
                Ok(entries)
            })
            .await?;
        // The people are masked, whatever becomes of this.
        let _ = self.with_writer(|writing| Ok(scrub(writing)?)).await;
        Ok(entries)
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

/// Leaves nothing in pages that are not used any more, nor in the log of what was written.
fn scrub(writing: &Connection) -> rusqlite::Result<()> {
    writing.execute_batch("VACUUM")?;
    // Whoever reads right now may keep the log from being emptied; it is then when the last one closes the file.
    writing.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn mask(writing: &Connection, people: &BTreeSet<PersonId>) -> Result<(), Error> {
    let mut details = Vec::new();
    let (mut payments, mut payouts) = (Places::new(), Places::new());
    for id in people {
        details.extend(people::details(writing, *id)?);
        payments.extend(of_person(writing, PAYMENTS, *id)?);
        payouts.extend(of_person(writing, BENEFITS, *id)?);
    }
    blank_deliveries(writing, &Mentions::of(&details), &payments, &payouts)?;
    for id in people {
        people::empty(writing, *id)?;
    }
    forget_texts(writing, payments, payouts)
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

fn of_person(reading: &Connection, sql: &str, person: PersonId) -> rusqlite::Result<Places> {
    let mut statement = reading.prepare_cached(sql)?;
    let rows = statement.query_map([blob(person.0)], |row| {
        let mut fields = Fields::of(row);
        Ok((fields.plain()?, fields.uuid()?))
    })?;
    rows.collect()
}

fn blank_deliveries(
    writing: &Connection,
    people: &Mentions,
    payments: &Places,
    payouts: &Places,
) -> Result<(), Error> {
    let mut about = BTreeSet::new();
    for (_, id) in payments {
        about.extend(about::places(writing, about::PAYMENT, *id)?);
    }
    for (_, id) in payouts {
        about.extend(about::places(writing, about::PAYOUT, *id)?);
    }
    let mut waiting = 0;
    for place in about {
        if !people.are_in(&rows::body(writing, place)?) {
            continue;
        }
        match about::is_waiting(writing, place)? {
            true => waiting += 1,
            false => about::blank(writing, place)?,
        }
    }
    if waiting > 0 { Err(Error::DeliveriesWaiting { count: waiting }) } else { Ok(()) }
}
