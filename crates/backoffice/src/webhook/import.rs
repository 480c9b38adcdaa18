//! Stored messages, from files that relays keep while the computer is off.
//!
//! A message counts as it would have counted when it came in: it is proven against the time and the address that the file
//! tells. One that cannot be used is told with its line, and keeps no other from being read.

mod file;
mod line;

use std::path::Path;

use ledger::DeliveryId;
use store::{AccountRecord, DeliveryOrigin, DeliveryRecord};

use super::judge::Opinion;
use super::receive::{Incoming, Letter};
use super::words;
use crate::{Backoffice, Error};
use file::Found;
pub(super) use line::Stored;

/// What came of a file.
#[derive(Debug, Clone, Default)]
pub struct ImportedWebhooks {
    /// The messages that are in the inbox now, without their bodies.
    pub items: Vec<DeliveryRecord>,
    /// What could not be used.
    pub problems: Vec<ImportProblem>,
}

/// A part of a file that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportProblem {
    /// The line that it begins in, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub message: String,
}

impl Backoffice {
    /// Takes the messages of a file into the inbox and acts on them. The file has one message a line as JSON, or all of them
    /// in a JSON array, or a single one; `account` names the account of those that name none.
    ///
    /// # Errors
    /// [`Error::Unread`] for a file that cannot be read at all, and where the history cannot be read or written.
    pub async fn import_webhooks(
        &self,
        path: &Path,
        account: Option<&str>,
    ) -> Result<ImportedWebhooks, Error> {
        let mut imported = ImportedWebhooks::default();
        let mut kept = Vec::new();
        for Found { line, message } in file::read(path).await? {
            let taken = match message {
                Ok(stored) => self.import_one(*stored, account).await?,
                Err(problem) => Err(problem),
            };
            match taken {
                Ok(id) => kept.push(id),
                Err(message) => imported.problems.push(ImportProblem { line, message }),
            }
        }
        self.handle_webhooks().await?;
        for id in kept {
            // Of very many that are rejected, the oldest are forgotten again.
            let Some(mut record) = self.store().delivery(id).await? else { continue };
            record.delivery.body = Vec::new();
            imported.items.push(record);
        }
        Ok(imported)
    }

    async fn import_one(
        &self,
        stored: Stored,
        account: Option<&str>,
    ) -> Result<Result<DeliveryId, String>, Error> {
        let Some(name) = stored.account.as_deref().or(account) else {
            return Ok(Err(words::no_account_named()));
        };
        let Some(account) = self.store().account_by_name(name).await? else {
            return Ok(Err(words::no_such_account(name)));
        };
        let is_dated = stored.received_at.is_some();
        let letter = Letter::of(stored.into_incoming(&account), self.clock().now());
        let opinion = match self.opinion_of_letter(&account, &letter).await? {
            opinion if letter.is_lost_by_waiting(&opinion) => {
                return Ok(Err(words::import_with_keys(&account.name)));
            }
            Opinion::NotProven(reason) if !is_dated => {
                Opinion::NotProven(reason + words::not_dated())
            }
            opinion => opinion,
        };
        Ok(Ok(self.keep(&account, letter, DeliveryOrigin::Import, opinion).await?))
    }
}

impl Stored {
    fn into_incoming(self, account: &AccountRecord) -> Incoming {
        Incoming {
            account: account.name.to_string(),
            headers: self.headers,
            body_bytes: u64::try_from(self.body.len()).unwrap_or(u64::MAX),
            body: self.body,
            source: self.source,
            received_at: self.received_at,
        }
    }
}
