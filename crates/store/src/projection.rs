//! The projections: what is true now, kept in tables to be listed, searched and summed.
//!
//! Each table's file says what its rows are for a given state, writes them, and finds where stored ones differ. The state
//! is the ledger's fold and nothing else, so the three can be told apart only by a bug or by somebody at the file.

pub(crate) mod account;
pub(crate) mod batch;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod line;
pub(crate) mod movement;
pub(crate) mod payment;
pub(crate) mod payout;
pub(crate) mod payout_movement;
pub(crate) mod person;
pub(crate) mod reference;
pub(crate) mod refund;
pub(crate) mod search;
pub(crate) mod tag;

use std::collections::BTreeSet;

use ledger::{DayBook, Entry, Import, Payment, Payout, PersonId, Subject};
use rusqlite::Connection;

use crate::columns::Columns;
use crate::{Error, masking};

/// Writes what `new` entries change, after the `known` ones of the same subject.
pub(crate) fn follow(
    writing: &Connection,
    subject: Subject,
    known: &[Entry],
    new: &[Entry],
) -> Result<(), Error> {
    match subject {
        Subject::Payment(_) => {
            let history = History::of(known, new);
            history.write(writing)
        }
        Subject::Account(_) => {
            let account = account::fold(known.iter().chain(new));
            account.map_or(Ok(()), |account| account::write(writing, &account))
        }
        Subject::Payout(_) => Sending::of(known, new).write(writing),
        Subject::Export(id) => match export::fold(known.iter().chain(new)) {
            Some(export) => export::write(writing, &export),
            None => export::remove(writing, id),
        },
        Subject::Import(_) => {
            let before = Import::fold(known);
            let after = new.iter().fold(before.clone(), Import::apply);
            after.map_or(Ok(()), |after| import::write(writing, before.as_ref(), &after))
        }
        Subject::Batch(_) => {
            let batch = batch::fold(known.iter().chain(new));
            batch.map_or(Ok(()), |batch| batch::write(writing, &batch))
        }
        Subject::Delivery(_) | Subject::Person(_) => Ok(()),
    }
}

/// Where the stored rows of a subject are not what its entries say.
pub(crate) fn differences(
    reading: &Connection,
    subject: Subject,
    entries: &[Entry],
) -> Result<Vec<String>, Error> {
    match subject {
        Subject::Payment(id) => {
            let history = History::of(&[], entries);
            match (history.payment.as_ref(), payment::find(reading, id)?) {
                (Some(payment), Some(place)) => history.differences(reading, place, payment),
                (Some(_), None) => Ok(vec!["payments: the row is missing".to_owned()]),
                (None, Some(_)) => Ok(vec!["payments: the row is not in the journal".to_owned()]),
                (None, None) => Ok(Vec::new()),
            }
        }
        Subject::Account(_) => match account::fold(entries) {
            Some(account) => account::differences(reading, &account),
            None => Ok(Vec::new()),
        },
        Subject::Payout(id) => {
            let sending = Sending::of(&[], entries);
            match (sending.payout.as_ref(), payout::find(reading, id)?) {
                (Some(payout), Some(place)) => sending.differences(reading, place, payout),
                (Some(_), None) => Ok(vec!["payouts: the row is missing".to_owned()]),
                (None, Some(_)) => Ok(vec!["payouts: the row is not in the journal".to_owned()]),
                (None, None) => Ok(Vec::new()),
            }
        }
        Subject::Export(id) => match (export::fold(entries), export::find(reading, id)?) {
            (Some(export), _) => export::differences(reading, &export),
            (None, Some(_)) => Ok(vec!["exports: the row is not in the journal".to_owned()]),
            (None, None) => Ok(Vec::new()),
        },
        Subject::Import(id) => match (Import::fold(entries), import::find(reading, id)?) {
            (Some(import), Some(place)) => import::differences(reading, place, &import),
            (Some(_), None) => Ok(vec!["imports: the row is missing".to_owned()]),
            (None, Some(_)) => Ok(vec!["imports: the row is not in the journal".to_owned()]),
            (None, None) => Ok(Vec::new()),
        },
        Subject::Batch(_) => match batch::fold(entries) {
            Some(batch) => batch::differences(reading, &batch),
            None => Ok(Vec::new()),
        },
        Subject::Person(_) => masking::differences(reading, entries),
        Subject::Delivery(_) => Ok(Vec::new()),
    }
}

/// Empties every projection, to be made again.
pub(crate) fn clear(writing: &Connection) -> rusqlite::Result<()> {
    writing.execute_batch(
        "DELETE FROM search;
         INSERT INTO search_index (search_index) VALUES ('delete-all');
         DELETE FROM movements;
         DELETE FROM payout_movements;
         DELETE FROM statement_lines;
         DELETE FROM imports;
         DELETE FROM exports;
         DELETE FROM payment_tags;
         DELETE FROM payment_people;
         DELETE FROM batches;
         DELETE FROM refunds;
         DELETE FROM payment_references;
         DELETE FROM payments;
         DELETE FROM payouts;
         INSERT INTO payout_index (payout_index) VALUES ('delete-all');
         DELETE FROM accounts;",
    )
}

/// A payment after its entries, and what each of the new ones moved.
struct History {
    before: Option<Payment>,
    payment: Option<Payment>,
    people: BTreeSet<PersonId>,
    moved: Vec<Columns>,
}

impl History {
    fn of(known: &[Entry], new: &[Entry]) -> Self {
        let mut days = DayBook::default();
        let mut payment = None;
        for entry in known {
            payment = Payment::apply(payment, entry);
            if let Some(payment) = &payment {
                days.book(entry, payment.position());
            }
        }
        let before = payment.clone();
        let mut moved = Vec::new();
        for entry in new {
            let refunds = payment.as_ref().map(|payment| payment.refunds.clone());
            payment = Payment::apply(payment, entry);
            if let Some(payment) = &payment {
                let booked = days.book(entry, payment.position());
                let refunds = refunds.unwrap_or_default();
                moved.extend(movement::columns(entry, &refunds, payment, booked));
            }
        }
        let people = new.iter().filter_map(person::named).collect();
        Self { before, payment, people, moved }
    }

    fn write(&self, writing: &Connection) -> Result<(), Error> {
        let Some(payment) = &self.payment else {
            return Ok(());
        };
        let before = self.before.as_ref();
        let place = match before {
            Some(before) => {
                if before.reference != payment.reference {
                    payment::require_free(writing, payment)?;
                }
                payment::place_of(writing, before.id)?
            }
            None => payment::new_place(writing, payment)?,
        };
        payment::write(writing, place, payment)?;
        reference::write(writing, place, before, payment)?;
        refund::write(writing, place, before, payment)?;
        tag::write(writing, place, before, payment)?;
        person::write(writing, place, &self.people)?;
        movement::write(writing, place, &self.moved)?;
        search::write(writing, place, payment)
    }

    fn differences(
        &self,
        reading: &Connection,
        place: i64,
        payment: &Payment,
    ) -> Result<Vec<String>, Error> {
        let mut differences = payment::differences(reading, place, payment)?;
        differences.extend(reference::differences(reading, place, payment)?);
        differences.extend(refund::differences(reading, place, payment)?);
        differences.extend(tag::differences(reading, place, payment)?);
        differences.extend(person::differences(reading, place, &self.people)?);
        let moved = movement::differences(reading, movement::OF_PAYMENTS, place, &self.moved)?;
        differences.extend(moved);
        differences.extend(search::differences(reading, place, payment)?);
        Ok(differences)
    }
}

/// A payout after its entries, and what each of the new ones moved.
struct Sending {
    payout: Option<Payout>,
    moved: Vec<Columns>,
}

impl Sending {
    fn of(known: &[Entry], new: &[Entry]) -> Self {
        let mut days = DayBook::default();
        let mut payout = None;
        for entry in known {
            payout = Payout::apply(payout, entry);
            if let Some(payout) = &payout {
                days.book(entry, payout.position());
            }
        }
        let mut moved = Vec::new();
        for entry in new {
            payout = Payout::apply(payout, entry);
            if let Some(payout) = &payout {
                let booked = days.book(entry, payout.position());
                moved.extend(payout_movement::columns(entry, payout, booked));
            }
        }
        Self { payout, moved }
    }

    fn write(&self, writing: &Connection) -> Result<(), Error> {
        let Some(payout) = &self.payout else {
            return Ok(());
        };
        let place = payout::write(writing, payout)?;
        payout_movement::write(writing, place, &self.moved)
    }

    fn differences(
        &self,
        reading: &Connection,
        place: i64,
        payout: &Payout,
    ) -> Result<Vec<String>, Error> {
        let mut differences = payout::differences(reading, place, payout)?;
        let moved = movement::differences(reading, movement::OF_PAYOUTS, place, &self.moved)?;
        differences.extend(moved);
        Ok(differences)
    }
}
