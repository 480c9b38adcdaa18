//! `payment_people`: everybody a payment was ever said to be of. The last of them is the payment's customer; the others are
//! who the customer was before a gateway told more of them.

use std::collections::BTreeSet;

use ledger::{Body, Entry, PersonId};
use rusqlite::Connection;

use crate::Error;
use crate::decode::{Fields, blob};

/// Who an entry says that a payment is of.
pub(crate) fn named(entry: &Entry) -> Option<PersonId> {
    let person = match &entry.body {
        Body::LinkRequested { order, .. } => Some(&order.customer),
        Body::PaymentFound { customer, .. } | Body::PaymentObserved { customer, .. } => {
            customer.as_ref()
        }
        _ => None,
    };
    person.map(|person| person.id)
}

/// Writes those that are new.
pub(crate) fn write(
    writing: &Connection,
    place: i64,
    people: &BTreeSet<PersonId>,
) -> Result<(), Error> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO payment_people (person, payment) VALUES (?, ?)
         ON CONFLICT DO NOTHING",
    )?;
    for person in people {
        statement.execute((blob(person.0), place))?;
    }
    Ok(())
}

/// Where the stored ones are not those of the payment's entries.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    people: &BTreeSet<PersonId>,
) -> Result<Vec<String>, Error> {
    let mut statement =
        reading.prepare_cached("SELECT person FROM payment_people WHERE payment = ?")?;
    let rows = statement.query_map([place], |row| Fields::of(row).uuid().map(PersonId))?;
    let stored = rows.collect::<Result<BTreeSet<_>, _>>()?;
    let missing = people.difference(&stored).map(|id| format!("payment_people: {id} is missing"));
    let surplus = stored.difference(people);
    let surplus = surplus.map(|id| format!("payment_people: {id} is not in the journal"));
    Ok(missing.chain(surplus).collect())
}
