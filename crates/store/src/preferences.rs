//! What this machine knows for itself: where an account's keys are, and what the merchant likes. No history, so not in the
//! journal, and never a secret.

use ledger::AccountId;
use rusqlite::OptionalExtension as _;

use crate::decode::blob;
use crate::{Error, Store};

impl Store {
    /// Where an account's keys are: `keychain` or `vault`; `None` where it has none.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn key_place(&self, account: AccountId) -> Result<Option<String>, Error> {
        self.read(move |reading| {
            let mut statement =
                reading.prepare_cached("SELECT place FROM key_places WHERE account = ?")?;
            let place = statement.query_row([blob(account.0)], |row| row.get(0));
            Ok(place.optional()?)
        })
        .await
    }

    /// Remembers where an account's keys are, or forgets it.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn set_key_place(
        &self,
        account: AccountId,
        place: Option<&str>,
    ) -> Result<(), Error> {
        let place = place.map(str::to_owned);
        self.write(move |writing| {
            match place {
                Some(place) => writing
                    .prepare_cached(
                        "INSERT INTO key_places (account, place) VALUES (?, ?)
                         ON CONFLICT (account) DO UPDATE SET place = excluded.place",
                    )?
                    .execute((blob(account.0), place))?,
                None => writing
                    .prepare_cached("DELETE FROM key_places WHERE account = ?")?
                    .execute([blob(account.0)])?,
            };
            Ok(())
        })
        .await
    }

    /// What the merchant set under that key.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn preference(&self, key: &str) -> Result<Option<String>, Error> {
        let key = key.to_owned();
        self.read(move |reading| {
            let mut statement =
                reading.prepare_cached("SELECT value FROM preferences WHERE name = ?")?;
            Ok(statement.query_row([key], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// Sets what the merchant likes, or takes it back.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn set_preference(&self, key: &str, value: Option<&str>) -> Result<(), Error> {
        let (key, value) = (key.to_owned(), value.map(str::to_owned));
        self.write(move |writing| {
            match value {
                Some(value) => writing
                    .prepare_cached(
                        "INSERT INTO preferences (name, value) VALUES (?, ?)
                         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    )?
                    .execute((key, value))?,
                None => writing
                    .prepare_cached("DELETE FROM preferences WHERE name = ?")?
                    .execute([key])?,
            };
            Ok(())
        })
        .await
    }
}
