//! People, beside the journal: an entry has a person's id and a salted digest, this table the details.
//!
//! Details are written once. They are the ones the digest in the journal was made of, so they can be removed, but not
//! replaced.

use ledger::PersonId;
use rusqlite::{Connection, OptionalExtension as _};

use crate::decode::{Fields, blob};
use crate::fold::folded;
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
        "INSERT INTO people (id, salt, name, email, account, customer_key) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let PersonDetails { name, email, account } = details;
    statement.execute((blob(id.0), salt, name, email, account, customer_key(details)))?;
    Ok(())
}

/// Removes the details of a person for good, and the salt with them.
pub(crate) fn empty(writing: &Connection, id: PersonId) -> rusqlite::Result<()> {
    let mut statement = writing.prepare_cached(
        "UPDATE people SET salt = x'', name = NULL, email = NULL, account = NULL, customer_key = NULL
         WHERE id = ?",
    )?;
    statement.execute([blob(id.0)])?;
    Ok(())
}

/// What tells a customer from every other: the e-mail in lower case, or `name:` and the name in lower case where there is
/// none; `None` where there is neither.
pub(crate) fn customer_key(details: &PersonDetails) -> Option<String> {
    let said = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        text.map(folded)
    };
    said(&details.email).or_else(|| said(&details.name).map(|name| format!("name:{name}")))
}

/// Makes the customers' keys again from the details.
pub(crate) fn remake_keys(writing: &Connection) -> rusqlite::Result<()> {
    let mut statement =
        writing.prepare("SELECT name, email, account, id, customer_key FROM people")?;
    let mut updating = writing.prepare_cached("UPDATE people SET customer_key = ? WHERE id = ?")?;
    let mut stale = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        let key = read(&mut fields)?.as_ref().and_then(customer_key);
        let (id, stored) = (fields.uuid()?, fields.plain::<Option<String>>()?);
        if stored != key {
            stale.push((id, key));
        }
    }
    for (id, key) in stale {
        updating.execute((key, blob(id)))?;
    }
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
