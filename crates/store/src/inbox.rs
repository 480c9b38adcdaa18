//! The inbox: messages that came in for a gateway's account, as they came, and what became of them.
//!
//! The inbox is neither in the journal nor made from it: most of what comes in proves nothing, and anybody may send it. What
//! was accepted has an entry in the journal besides, which names the message by the hash of its body. A message is kept
//! first, judged next and handled last, each in a transaction of its own, so that whatever is interrupted is found again
//! by [`Store::waiting_deliveries`].

pub(crate) mod about;
mod delivery;
pub(crate) mod judging;
pub(crate) mod lists;
pub(crate) mod rows;

use chrono::{DateTime, Utc};
use ledger::{AccountId, DeliveryId};
use rusqlite::OptionalExtension as _;

pub use delivery::{DeliveryOrigin, DeliveryRecord, Handling, Judgement, NewDelivery};

use crate::decode::{Fields, blob};
use crate::texts::DELIVERIES;
use crate::{Error, Store};

/// The longest body that is kept: 256 KiB.
pub const MOST_BODY_BYTES: usize = 256 * 1024;

impl Store {
    /// Keeps a message that came in. It is on the disk when this returns. Its time is kept to the millisecond.
    ///
    /// # Errors
    /// [`Error::BodyTooLong`], and as every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn receive(&self, delivery: NewDelivery) -> Result<(), Error> {
        if delivery.body.len() > MOST_BODY_BYTES {
            return Err(Error::BodyTooLong { bytes: delivery.body.len() });
        }
        self.write(move |writing| rows::insert(writing, delivery)).await
    }

    /// A message with its body; `None` where there is none of that id.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<DeliveryRecord>, Error> {
        self.read(move |reading| {
            let Some(kept) = rows::find(reading, id)? else {
                return Ok(None);
            };
            let mut record = kept.record;
            record.delivery.body = rows::body(reading, kept.place)?;
            Ok(Some(record))
        })
        .await
    }

    /// At most `most` messages that were not judged yet, or were accepted and not handled, the oldest first; none of the
    /// accounts in `except`.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn waiting_deliveries(
        &self,
        except: &[AccountId],
        most: u32,
    ) -> Result<Vec<DeliveryId>, Error> {
        let except: Vec<_> = except.iter().map(|id| format!("{:X}", id.0.simple())).collect();
        let except = serde_json::to_string(&except)?;
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(WAITING)?;
            let rows = statement
                .query_map((except, most), |row| Fields::of(row).uuid().map(DeliveryId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The accounts that [`Store::waiting_deliveries`] has messages of.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn waiting_accounts(&self) -> Result<Vec<AccountId>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(WAITING_ACCOUNTS)?;
            let rows = statement.query_map([], |row| Fields::of(row).uuid().map(AccountId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Whether an event of the account was accepted already.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn is_accepted(&self, account: AccountId, key: &str) -> Result<bool, Error> {
        let key = key.to_owned();
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(judging::ACCEPTED_EVENT)?;
            Ok(statement.exists((blob(account.0), key))?)
        })
        .await
    }

    /// When the newest message came in that was accepted for the account; `None` where none was.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn last_accepted(&self, account: AccountId) -> Result<Option<DateTime<Utc>>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(LAST_ACCEPTED)?;
            let last = statement.query_row([blob(account.0)], |row| Fields::of(row).time());
            Ok(last.optional()?)
        })
        .await
    }

    /// Deletes rejected messages but for the newest `keep`, and says how many.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn forget_rejected(&self, keep: u32) -> Result<u64, Error> {
        self.forget(SURPLUS, keep).await
    }

    /// Deletes duplicates, and what nothing proved and that changed nothing once it was acted on, but for the newest `keep`
    /// of each account; says how many. No message but these and the rejected ones is ever deleted.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn forget_idle(&self, keep: u32) -> Result<u64, Error> {
        self.forget(IDLE, keep).await
    }

    async fn forget(&self, surplus: &'static str, keep: u32) -> Result<u64, Error> {
        self.write(move |writing| {
            let mut statement = writing.prepare_cached(surplus)?;
            let surplus = statement.query_map([keep], |row| row.get(0))?;
            let surplus = surplus.collect::<Result<Vec<i64>, _>>()?;
            let mut forgotten = 0;
            let mut deleting = writing.prepare_cached("DELETE FROM deliveries WHERE place = ?")?;
            for place in surplus {
                DELIVERIES.forget(writing, place)?;
                deleting.execute([place])?;
                forgotten += 1;
            }
            Ok(forgotten)
        })
        .await
    }
}

pub(crate) const WAITING: &str = "SELECT id FROM deliveries
     WHERE is_waiting = 1 AND hex(account) NOT IN (SELECT value FROM json_each(?))
     ORDER BY place
     LIMIT ?";

pub(crate) const WAITING_ACCOUNTS: &str = "SELECT DISTINCT account FROM deliveries
     WHERE is_waiting = 1 AND account IS NOT NULL";

pub(crate) const LAST_ACCEPTED: &str = "SELECT received_ms FROM deliveries
     WHERE account = ? AND verdict = 'accepted'
     ORDER BY received_ms DESC
     LIMIT 1";

/// All rejected ones behind the first so many.
pub(crate) const SURPLUS: &str = "SELECT place FROM deliveries
     WHERE verdict = 'rejected'
     ORDER BY place DESC
     LIMIT -1 OFFSET ?";

/// Of each account, all that changed nothing behind the first so many.
pub(crate) const IDLE: &str = "SELECT place FROM (
         SELECT place, row_number() OVER (PARTITION BY account ORDER BY place DESC) AS nth
         FROM deliveries
         WHERE is_idle = 1
     )
     WHERE nth > ?";
