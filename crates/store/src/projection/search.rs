//! `search`: the texts of a payment, folded, with what tells its customer from every other, and `search_index`, the trigrams
//! of the texts.
//!
//! The index keeps no texts of its own, so to forget a row it has to be told what the row said.

use ledger::Payment;
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::Columns;
use crate::fold::{folded, folded_all};
use crate::projection::reference;
use crate::{Error, PersonDetails, people};

/// What can be searched for.
#[derive(Debug, PartialEq, Eq)]
struct Texts {
    reference: String,
    customer: String,
    description: String,
    customer_key: Option<String>,
}

/// Writes the row and the index where the texts are new or changed.
pub(crate) fn write(writing: &Connection, place: i64, payment: &Payment) -> Result<(), Error> {
    let texts = texts(writing, payment)?;
    let stored = stored(writing, place)?;
    if stored.as_ref() == Some(&texts) {
        return Ok(());
    }
    if let Some(stored) = stored {
        let mut forgetting = writing.prepare_cached(
            "INSERT INTO search_index (search_index, rowid, reference, customer, description)
             VALUES ('delete', :place, :reference, :customer, :description)",
        )?;
        stored.columns(place).execute(&mut forgetting)?;
    }
    let row = texts.columns(place);
    let mut writing_texts = writing.prepare_cached(
        "INSERT INTO search (place, reference, customer, description, customer_key)
         VALUES (:place, :reference, :customer, :description, :customer_key)
         ON CONFLICT (place) DO UPDATE SET
             reference = excluded.reference, customer = excluded.customer,
             description = excluded.description, customer_key = excluded.customer_key",
    )?;
    let customer_key = texts.customer_key.clone();
    row.clone().with(":customer_key", customer_key).execute(&mut writing_texts)?;
    let mut indexing = writing.prepare_cached(
        "INSERT INTO search_index (rowid, reference, customer, description)
         VALUES (:place, :reference, :customer, :description)",
    )?;
    row.execute(&mut indexing)?;
    Ok(())
}

/// Writes the index anew from itself, so that nothing is left in it of texts that it was told to forget.
pub(crate) fn tidy(writing: &Connection) -> Result<(), Error> {
    writing.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", [])?;
    Ok(())
}

/// Whether the stored row has other texts. They are not named: people are in them.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    payment: &Payment,
) -> Result<Vec<String>, Error> {
    let texts = texts(reading, payment)?;
    Ok(match stored(reading, place)? {
        None => vec!["search: the row is missing".to_owned()],
        Some(stored) if stored == texts => Vec::new(),
        Some(_) => vec!["search: the row has other texts than the payment".to_owned()],
    })
}

impl Texts {
    fn columns(&self, place: i64) -> Columns {
        Columns::default()
            .with(":place", place)
            .with(":reference", self.reference.clone())
            .with(":customer", self.customer.clone())
            .with(":description", self.description.clone())
    }
}

fn stored(reading: &Connection, place: i64) -> rusqlite::Result<Option<Texts>> {
    let mut statement = reading.prepare_cached(
        "SELECT reference, customer, description, customer_key FROM search WHERE place = ?",
    )?;
    let texts = statement.query_row([place], |row| {
        Ok(Texts {
            reference: row.get(0)?,
            customer: row.get(1)?,
            description: row.get(2)?,
            customer_key: row.get(3)?,
        })
    });
    texts.optional()
}

fn texts(reading: &Connection, payment: &Payment) -> Result<Texts, Error> {
    let customer = match &payment.customer {
        Some(person) => people::details(reading, person.id)?.unwrap_or_default(),
        None => PersonDetails::default(),
    };
    let order = payment.order.as_ref();
    let description = order.and_then(|order| order.description.as_deref());
    let names = [customer.name.as_deref(), customer.email.as_deref()];
    Ok(Texts {
        reference: folded_all(reference::names(payment)),
        customer: folded_all(names.into_iter().flatten()),
        description: folded(description.unwrap_or_default()),
        customer_key: people::customer_key(&customer),
    })
}
