//! Writing to the journal, and reading it: every use case appends through here.

use chrono::{DateTime, Utc};
use ledger::{Body, Draft, Entry, EntryId, Subject};
use store::{Append, EntryQuery, JournalCheck, Page, PersonDetails};

use crate::lookup::MOST_TRIES;
use crate::{Backoffice, Error};

/// A person record that goes with an append.
pub(crate) type NewPerson = (ledger::PersonRef, PersonDetails, Vec<u8>);

impl Backoffice {
    /// A page of the journal, oldest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn journal(&self, query: EntryQuery) -> Result<Page<Entry>, Error> {
        Ok(self.store().entries(query).await?)
    }

    /// Checks the hash chain from the first entry to the last.
    ///
    /// # Errors
    /// Where the history cannot be read; a broken chain is not an error but a finding.
    pub async fn verify_journal(&self) -> Result<JournalCheck, Error> {
        Ok(self.store().verify_journal().await?)
    }

    /// The number of the newest entry: it changes when anything does, whoever wrote it.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn journal_head(&self) -> Result<u64, Error> {
        Ok(self.store().head().await?)
    }

    pub(crate) async fn append(
        &self,
        subject: Subject,
        expected_version: u64,
        bodies: Vec<Body>,
        people: Vec<NewPerson>,
    ) -> Result<Vec<Entry>, Error> {
        let append = Append { people, ..self.entries_now(subject, expected_version, bodies) };
        Ok(self.store().append(append).await?)
    }

    /// Entries about several things: all of them, or none.
    pub(crate) async fn append_all(&self, appends: Vec<Append>) -> Result<Vec<Entry>, Error> {
        Ok(self.store().append_all(appends).await?)
    }

    /// What is to be written about something, as of now.
    pub(crate) fn entries_now(
        &self,
        subject: Subject,
        expected_version: u64,
        bodies: Vec<Body>,
    ) -> Append {
        let now = self.shared.clock.now();
        self.entries_at(subject, expected_version, bodies.into_iter().map(|body| (now, body)))
    }

    /// What is to be written about something, each with the time that it happened.
    pub(crate) fn entries_at(
        &self,
        subject: Subject,
        expected_version: u64,
        bodies: impl IntoIterator<Item = (DateTime<Utc>, Body)>,
    ) -> Append {
        let drafts = bodies.into_iter().map(|(at, body)| Draft {
            id: EntryId(self.shared.clock.new_id()),
            at,
            actor: self.actor.clone(),
            body,
        });
        Append { subject, expected_version, drafts: drafts.collect(), people: Vec::new() }
    }
}

/// Looks and writes again for as long as somebody else writes about the same thing, or books it, at that moment.
///
/// # Errors
/// [`Error::Conflict`] where that goes on, and whatever else an attempt runs into.
pub(crate) async fn retried<T, F: Future<Output = Result<T, Error>>>(
    attempt: impl Fn() -> F,
) -> Result<T, Error> {
    for _ in 0..MOST_TRIES {
        match attempt().await {
            Err(Error::Conflict | Error::ReferenceTaken { .. }) => {}
            other => return other,
        }
    }
    Err(Error::Conflict)
}
