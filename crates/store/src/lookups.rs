//! Which payments are to be looked up, and when. A plan, not history: it may be lost without losing anything, so it is not
//! in the journal. Each plan names the version of the payment it was made for: where an open payment has moved on since, as
//! when another program planned at the same moment by what it knew, the plan counts for nothing and the payment is due.
//!
//! Open is a payment whose status may still move, one with a refund under way, and one that a look-up was planned for.

use chrono::{DateTime, Utc};
use ledger::PaymentId;
use rusqlite::{OptionalExtension as _, Row};

use crate::decode::{Fields, blob, ms};
use crate::{DueLookup, Error, LookupState, Store};

impl Store {
    /// At most `most` payments whose look-up is due: first those never looked up, then the longest overdue. An open one whose
    /// plan was made for an older version is overdue since it was last looked up.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn due_lookups(
        &self,
        now: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<DueLookup>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT p.id AS payment, 0 AS attempts, p.created_ms - ?1 AS lateness FROM payments p
                 WHERE p.is_open = 1 AND NOT EXISTS (SELECT 1 FROM lookups l WHERE l.payment = p.id)
                 UNION ALL
                 SELECT l.payment, l.attempts, l.next_ms FROM lookups l
                 WHERE l.next_ms <= ?1
                 UNION ALL
                 SELECT l.payment, l.attempts, l.looked_up_ms FROM payments p
                 JOIN lookups l ON l.payment = p.id
                 WHERE p.is_open = 1 AND l.version < p.version
                     AND (l.next_ms IS NULL OR l.next_ms > ?1)
                 ORDER BY lateness
                 LIMIT ?2",
            )?;
            let rows = statement.query_map((ms(now), most), |row| {
                let mut fields = Fields::of(row);
                Ok(DueLookup {
                    payment: PaymentId(fields.uuid()?),
                    attempts: fields.plain()?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// All open payments, due or not, the newest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn open_payments(&self) -> Result<Vec<PaymentId>, Error> {
        self.read(|reading| {
            let mut statement = reading.prepare_cached(
                "SELECT id FROM payments
                 WHERE place IN (
                     SELECT place FROM payments WHERE is_open = 1
                     UNION
                     SELECT p.place FROM lookups l JOIN payments p ON p.id = l.payment
                     WHERE l.next_ms IS NOT NULL
                 )
                 ORDER BY place DESC",
            )?;
            let rows = statement.query_map([], |row| Fields::of(row).uuid().map(PaymentId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// How many payments may still move, or have a refund under way; not those that are only watched for a while.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn count_open(&self) -> Result<u64, Error> {
        self.read(|reading| {
            let mut statement =
                reading.prepare_cached("SELECT count(*) FROM payments WHERE is_open = 1")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
        .await
    }

    /// Remembers that a payment was looked up, and when it is to be looked up again; `None` plans nothing. `version` is the
    /// payment's, as far as the plan takes it into account.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn schedule_lookup(
        &self,
        payment: PaymentId,
        version: u64,
        looked_up_at: DateTime<Utc>,
        attempts: u32,
        next_at: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        self.write(move |writing| {
            let mut statement = writing.prepare_cached(
                "INSERT INTO lookups (payment, version, looked_up_ms, attempts, next_ms)
                 VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (payment) DO UPDATE SET
                     version = excluded.version, looked_up_ms = excluded.looked_up_ms,
                     attempts = excluded.attempts, next_ms = excluded.next_ms",
            )?;
            let next = next_at.map(ms);
            statement.execute((blob(payment.0), version, ms(looked_up_at), attempts, next))?;
            Ok(())
        })
        .await
    }

    /// When a payment was and will be looked up; `None` where it never was.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn lookup_state(&self, payment: PaymentId) -> Result<Option<LookupState>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT looked_up_ms, attempts, next_ms FROM lookups WHERE payment = ?",
            )?;
            Ok(statement.query_row([blob(payment.0)], state).optional()?)
        })
        .await
    }
}

/// When it was looked up, after how many look-ups without an answer, and when it will be.
pub(crate) fn state(row: &Row<'_>) -> rusqlite::Result<LookupState> {
    let mut fields = Fields::of(row);
    Ok(LookupState {
        looked_up_at: fields.time()?,
        attempts: fields.plain()?,
        next_at: fields.maybe_time()?,
    })
}
