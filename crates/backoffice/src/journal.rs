//! Writing to the journal, and reading it: every use case appends through here.

use ledger::{Body, Draft, Entry, EntryId, Subject};
use store::{Append, EntryQuery, JournalCheck, Page, PersonDetails};

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
        let at = self.shared.clock.now();
        let drafts = bodies.into_iter().map(|body| Draft {
            id: EntryId(self.shared.clock.new_id()),
            at,
            actor: self.actor.clone(),
            body,
        });
        let append = Append { subject, expected_version, drafts: drafts.collect(), people };
        Ok(self.store().append(append).await?)
    }
}
