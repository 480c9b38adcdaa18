//! Batches of refunds: what was agreed to, line by line, and what came of each.
//!
//! The lines are written in the transaction that starts the batch, so a batch that was started can always be gone on with,
//! by whichever program comes next. What came of a line is kept to be shown; whether its refund was asked for is in the
//! journal alone.

mod records;

use std::collections::BTreeMap;

use ledger::{BatchId, Entry, PaymentId, RefundId, Subject};
use rusqlite::{Connection, OptionalExtension as _, Row};

pub use records::{BatchEnd, BatchLine, BatchLineRow, BatchRecord, LineOutcome};

use crate::decode::{Fields, blob};
use crate::newest::Newest;
use crate::page::{Behind, MOST_STREAMED};
use crate::{Append, Cursor, Error, Page, Store, append};

impl Store {
    /// Writes the entries that start a batch, and its lines: all or nothing.
    ///
    /// # Errors
    /// [`Error::NotABatch`] where the entries are about something else, and as [`Store::append`].
    pub async fn start_batch(
        &self,
        append: Append,
        lines: Vec<BatchLine>,
    ) -> Result<Vec<Entry>, Error> {
        let Subject::Batch(id) = append.subject else {
            return Err(Error::NotABatch { subject: append.subject });
        };
        self.write(move |writing| {
            let entries = append::run(writing, append)?;
            for line in &lines {
                put(writing, id, line)?;
            }
            Ok(entries)
        })
        .await
    }

    /// The batch of that id; `None` where there is none.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn batch(&self, id: BatchId) -> Result<Option<BatchRecord>, Error> {
        self.read(move |reading| {
            let mut statement =
                reading.prepare_cached(&format!("SELECT {COLUMNS} FROM batches WHERE id = ?"))?;
            Ok(statement.query_row([blob(id.0)], |row| read(&mut Fields::of(row))).optional()?)
        })
        .await
    }

    /// A page of batches, the newest first; at most 500.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn batches(
        &self,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<BatchRecord>, Error> {
        let list = Newest { sql: page_sql(), behind: Behind::Batch, read };
        self.newest(list, after, limit).await
    }

    /// The batches of which there is more to ask for, the newest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn unfinished_batches(&self) -> Result<Vec<BatchRecord>, Error> {
        self.read(|reading| {
            let mut statement = reading.prepare_cached(&unfinished_sql())?;
            let rows = statement.query_map([], |row| read(&mut Fields::of(row)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The lines of a batch behind line `after_line`, in their order; at most 5000.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn batch_lines(
        &self,
        id: BatchId,
        after_line: u32,
        limit: u32,
    ) -> Result<Vec<BatchLineRow>, Error> {
        let limit = limit.clamp(1, MOST_STREAMED);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(LINES)?;
            let rows = statement.query_map((blob(id.0), after_line, limit), read_line)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Writes down what came of a line, in place of what was known of it.
    ///
    /// # Errors
    /// [`Error::LineUnknown`], and as every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn set_line_outcome(
        &self,
        id: BatchId,
        line: u32,
        outcome: LineOutcome,
    ) -> Result<(), Error> {
        self.write(move |writing| {
            let mut statement = writing.prepare_cached(
                "UPDATE batch_lines SET outcome = ?, message = ?
                 WHERE batch = ? AND line = ?",
            )?;
            let LineOutcome { word, message } = outcome;
            match statement.execute((word, message, blob(id.0), line))? {
                0 => Err(Error::LineUnknown { batch: id, line }),
                _ => Ok(()),
            }
        })
        .await
    }

    /// How many lines came to what, by word. Those that were not gone about yet are left out.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn count_line_outcomes(&self, id: BatchId) -> Result<BTreeMap<String, u64>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT outcome, count(*) FROM batch_lines
                 WHERE batch = ? AND outcome IS NOT NULL
                 GROUP BY outcome",
            )?;
            let rows = statement.query_map([blob(id.0)], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// How many lines stand at what by now: of those whose refund was asked for, the refund itself tells. Those that were not
    /// gone about are left out.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn count_lines_by_now(&self, id: BatchId) -> Result<BTreeMap<String, u64>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT CASE
                     WHEN refunds.status IN ('requested', 'pending', 'failed', 'processed') THEN refunds.status
                     WHEN refunds.status IS NOT NULL THEN 'unknown'
                     ELSE batch_lines.outcome
                 END AS word, count(*)
                 FROM batch_lines
                 LEFT JOIN refunds ON refunds.id = batch_lines.refund
                 WHERE batch_lines.batch = ?
                 GROUP BY word
                 HAVING word IS NOT NULL",
            )?;
            let rows = statement.query_map([blob(id.0)], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}

/// The columns that [`read`] reads, in its order.
const COLUMNS: &str = "id, version, source, plan, reason, signer, lines, sums, started_ms,
     ended_ms, cancelled, results";

/// The statement of a page.
pub(crate) fn page_sql() -> String {
    format!("SELECT {COLUMNS}, place FROM batches WHERE place < ? ORDER BY place DESC LIMIT ?")
}

/// The statement of those that did not end.
pub(crate) fn unfinished_sql() -> String {
    format!("SELECT {COLUMNS} FROM batches WHERE ended_ms IS NULL ORDER BY place DESC")
}

/// The lines of a batch behind one of them.
pub(crate) const LINES: &str =
    "SELECT l.line, l.payment, l.amount_minor, l.currency, l.left_minor, l.left_currency, l.refund,
         l.reason, l.customer_note, p.reference, a.name, l.outcome, l.message
     FROM batch_lines l
     CROSS JOIN payments p ON p.id = l.payment
     CROSS JOIN accounts a ON a.id = p.account
     WHERE l.batch = ? AND l.line > ?
     ORDER BY l.line
     LIMIT ?";

fn put(writing: &Connection, batch: BatchId, line: &BatchLine) -> rusqlite::Result<()> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO batch_lines (
             batch, line, payment, amount_minor, currency, left_minor, left_currency, refund, reason,
             customer_note
         ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    statement.execute((
        blob(batch.0),
        line.line,
        blob(line.payment.0),
        line.amount.minor(),
        line.amount.currency().code(),
        line.left.minor(),
        line.left.currency().code(),
        blob(line.refund.0),
        &line.reason,
        &line.customer_note,
    ))?;
    Ok(())
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<BatchRecord> {
    Ok(BatchRecord {
        id: BatchId(fields.uuid()?),
        version: fields.plain()?,
        of: fields.plain()?,
        plan: fields.plain()?,
        reason: fields.plain()?,
        by: fields.word()?,
        lines: fields.plain()?,
        sums: fields.json()?,
        started_at: fields.time()?,
        ended: end(fields)?,
    })
}

fn end(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<BatchEnd>> {
    let at = fields.maybe_time()?;
    let cancelled: Option<bool> = fields.plain()?;
    let results: Option<BTreeMap<String, u64>> = fields.maybe_json()?;
    let end = at.zip(cancelled).zip(results);
    Ok(end.map(|((at, cancelled), results)| BatchEnd { at, cancelled, results }))
}

fn read_line(row: &Row<'_>) -> rusqlite::Result<BatchLineRow> {
    let mut fields = Fields::of(row);
    let line = BatchLine {
        line: fields.plain()?,
        payment: PaymentId(fields.uuid()?),
        amount: fields.money()?,
        left: fields.money()?,
        refund: RefundId(fields.uuid()?),
        reason: fields.plain()?,
        customer_note: fields.plain()?,
    };
    let (reference, account_name) = (fields.word()?, fields.word()?);
    let (word, message): (Option<String>, _) = (fields.plain()?, fields.plain()?);
    let outcome = word.map(|word| LineOutcome { word, message });
    Ok(BatchLineRow { line, reference, account_name, outcome })
}
