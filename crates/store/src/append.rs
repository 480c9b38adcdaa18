//! Appending to the journal: the one way in.
//!
//! The writer states the version of the subject it has seen. The transaction takes the file's only write lock before it
//! looks, so of two writers that decided on the same payment exactly one wins, in this process or another. The projections
//! follow in the same transaction, from the subject's own entries alone: what an append costs does not grow with the
//! journal.

use ledger::{Draft, Entry, PersonRef, Subject};
use rusqlite::Connection;

use crate::{Error, PersonDetails, Store, journal, people, projection};

/// Entries to be written about one subject, all or none.
#[derive(Debug, Clone)]
pub struct Append {
    /// What they are about.
    pub subject: Subject,
    /// The version of the subject that the writer has seen; 0 for a new one.
    pub expected_version: u64,
    /// The entries, in their order.
    pub drafts: Vec<Draft>,
    /// The people they name: the reference, the details and the salt of its digest. One that is known is left as it is.
    pub people: Vec<(PersonRef, PersonDetails, Vec<u8>)>,
}

impl Store {
    /// Writes the entries and all that follows from them. They are on the disk when this returns. Times are kept to the
    /// millisecond.
    ///
    /// # Errors
    /// [`Error::Conflict`] where somebody else has written about the subject, [`Error::ReferenceTaken`],
    /// [`Error::AccountNameTaken`], [`Error::AccountUnknown`] and [`Error::EntryTaken`] for what may exist only once or
    /// must exist, and [`Error::Full`] or [`Error::Busy`] where nothing can be written now. Nothing is, in any of them.
    pub async fn append(&self, append: Append) -> Result<Vec<Entry>, Error> {
        self.write(move |writing| run(writing, append)).await
    }

    /// The same for several subjects, one after the other: all or nothing. Many small appends are one write to the disk.
    ///
    /// # Errors
    /// As [`Store::append`], for the first that cannot be written.
    pub async fn append_all(&self, appends: Vec<Append>) -> Result<Vec<Entry>, Error> {
        self.write(move |writing| {
            let mut written = Vec::new();
            for append in appends {
                written.extend(run(writing, append)?);
            }
            Ok(written)
        })
        .await
    }
}

/// Writes the entries and all that follows from them, as [`Store::append`] does.
pub(crate) fn run(writing: &Connection, append: Append) -> Result<Vec<Entry>, Error> {
    let subject = append.subject;
    let known = journal::entries_of(writing, subject)?;
    let found = known.last().map_or(0, |entry| entry.version);
    if found != append.expected_version {
        return Err(Error::Conflict { subject, expected: append.expected_version, found });
    }
    for (person, details, salt) in &append.people {
        people::put(writing, person.id, details, salt)?;
    }
    let mut head = journal::head(writing)?;
    let mut version = found;
    let mut written = Vec::with_capacity(append.drafts.len());
    for draft in append.drafts {
        if journal::has(writing, draft.id)? {
            return Err(Error::EntryTaken { id: draft.id });
        }
        version = version.saturating_add(1);
        let (entry, next) = journal::put(writing, head, subject, version, draft)?;
        head = next;
        written.push(entry);
    }
    projection::follow(writing, subject, &known, &written)?;
    Ok(written)
}
