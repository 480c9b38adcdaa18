//! People, beside the journal: an entry has a person's id and a salted digest, this table the details.
//!
//! Details are written once. They are the ones the digest in the journal was made of, so they can be removed, but not
//! replaced.

use ledger::PersonId;
use rusqlite::{Connection, OptionalExtension as _};

use crate::decode::{Fields, blob};
use crate::{Error, PersonDetails, Store};

impl Store {
    /// A person's details; `None` where the person is not known, and once masked.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn person(&self, id: PersonId) -> Result<Option<PersonDetails>, Error> {
        self.read(move |reading| Ok(details(reading, id)?)).await
    }
}

/// Keeps the details of a person who is not known yet.
pub(crate) fn put(
    writing: &Connection,
    id: PersonId,
    details: &PersonDetails,
    salt: &[u8],
) -> rusqlite::Result<()> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO people (id, salt, name, email, account) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let PersonDetails { name, email, account } = details;
    statement.execute((blob(id.0), salt, name, email, account))?;
    Ok(())
}

/// The details that are kept of a person.
pub(crate) fn details(
    reading: &Connection,
    id: PersonId,
) -> rusqlite::Result<Option<PersonDetails>> {
    let mut statement =
        reading.prepare_cached("SELECT name, email, account FROM people WHERE id = ?")?;
    let found = statement.query_row([blob(id.0)], |row| read(&mut Fields::of(row)));
    Ok(found.optional()?.flatten())
}

/// Reads `name, email, account`.
pub(crate) fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<PersonDetails>> {
    let details =
        PersonDetails { name: fields.plain()?, email: fields.plain()?, account: fields.plain()? };
    Ok((details != PersonDetails::default()).then_some(details))
}
