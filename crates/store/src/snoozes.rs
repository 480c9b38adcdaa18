//! What is not to be shown on the attention desk until a time. It changes nothing about what it hides, so it is not in the
//! journal.

use chrono::{DateTime, Utc};
use ledger::Signer;

use crate::decode::{Fields, ms};
use crate::{Error, Store};

/// One thing that is not to be shown until a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snooze {
    /// What is not to be shown, by the name that it has on the desk.
    pub key: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub note: String,
    /// Who put it off.
    pub by: Signer,
    /// When.
    pub made_at: DateTime<Utc>,
}

impl Store {
    /// Puts something off, in place of an earlier time.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn snooze(&self, snooze: Snooze) -> Result<(), Error> {
        self.write(move |writing| {
            let mut statement = writing.prepare_cached(
                "INSERT INTO snoozes (key, until_ms, note, signer, made_ms) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (key) DO UPDATE SET
                     until_ms = excluded.until_ms, note = excluded.note, signer = excluded.signer,
                     made_ms = excluded.made_ms",
            )?;
            let Snooze { key, until, note, by, made_at } = snooze;
            statement.execute((key, ms(until), note, by.as_str(), ms(made_at)))?;
            Ok(())
        })
        .await
    }

    /// Has something shown again.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn unsnooze(&self, key: &str) -> Result<(), Error> {
        let key = key.to_owned();
        self.write(move |writing| {
            writing.prepare_cached("DELETE FROM snoozes WHERE key = ?")?.execute([key])?;
            Ok(())
        })
        .await
    }

    /// All that was put off, by key; also what is due again.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn snoozes(&self) -> Result<Vec<Snooze>, Error> {
        self.read(|reading| {
            let mut statement = reading.prepare_cached(
                "SELECT key, until_ms, note, signer, made_ms FROM snoozes ORDER BY key",
            )?;
            let rows = statement.query_map([], |row| {
                let mut fields = Fields::of(row);
                Ok(Snooze {
                    key: fields.plain()?,
                    until: fields.time()?,
                    note: fields.plain()?,
                    by: fields.word()?,
                    made_at: fields.time()?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Forgets what was put off until before that time, and says how many there were.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn forget_snoozes(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        self.write(move |writing| {
            let mut statement = writing.prepare_cached("DELETE FROM snoozes WHERE until_ms < ?")?;
            let forgotten = statement.execute([ms(before)])?;
            Ok(u64::try_from(forgotten).unwrap_or(u64::MAX))
        })
        .await
    }
}
