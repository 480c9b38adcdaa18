//! `search`: the texts of a payment, folded, under a trigram index.

use ledger::Payment;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::Columns;
use crate::fold::{folded, folded_all};
use crate::projection::reference;
use crate::{Error, people};

/// Writes the row where it is new or changed; the index follows by trigger.
pub(crate) fn write(writing: &Connection, place: i64, payment: &Payment) -> Result<(), Error> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO search (place, reference, customer, description)
         VALUES (:place, :reference, :customer, :description)
         ON CONFLICT (place) DO UPDATE SET
             reference = excluded.reference, customer = excluded.customer,
             description = excluded.description
         WHERE (reference, customer, description)
             IS NOT (excluded.reference, excluded.customer, excluded.description)",
    )?;
    let row = columns(writing, payment)?.with(":place", place);
    row.execute(&mut statement)?;
    Ok(())
}

/// Whether the stored row has other texts. They are not named: people are in them.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    payment: &Payment,
) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached("SELECT * FROM search WHERE place = ?")?;
    let expected = columns(reading, payment)?;
    let differing = statement.query_row([place], |row| expected.differing(row)).optional()?;
    Ok(match differing {
        None => vec!["search: the row is missing".to_owned()],
        Some(columns) if columns.is_empty() => Vec::new(),
        Some(_) => vec!["search: the row has other texts than the payment".to_owned()],
    })
}

fn columns(reading: &Connection, payment: &Payment) -> Result<Columns, Error> {
    let customer = match &payment.customer {
        Some(person) => people::details(reading, person.id)?.unwrap_or_default(),
        None => crate::PersonDetails::default(),
    };
    let order = payment.order.as_ref();
    let description = order.and_then(|order| order.description.as_deref());
    let names = [customer.name.as_deref(), customer.email.as_deref()];
    Ok(Columns::default()
        .with(":reference", Value::from(folded_all(reference::names(payment))))
        .with(":customer", folded_all(names.into_iter().flatten()))
        .with(":description", folded(description.unwrap_or_default())))
}
