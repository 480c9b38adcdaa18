//! `batches`: a row per batch of refunds.

use ledger::{BatchId, Body, Entry, Subject};
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::Columns;
use crate::decode::{blob, integer, ms};
use crate::{BatchEnd, BatchRecord, Error, place};

/// The batch after its entries; `None` where none of them starts it.
pub(crate) fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<BatchRecord> {
    entries.into_iter().fold(None, apply)
}

/// Where the batch's row is; `None` where there is none.
pub(crate) fn find(reading: &Connection, id: BatchId) -> rusqlite::Result<Option<i64>> {
    let mut statement = reading.prepare_cached("SELECT place FROM batches WHERE id = ?")?;
    statement.query_row([blob(id.0)], |row| row.get(0)).optional()
}

/// Writes the row.
pub(crate) fn write(writing: &Connection, batch: &BatchRecord) -> Result<(), Error> {
    let place = match find(writing, batch.id)? {
        Some(place) => place,
        None => place::next_in(writing, "batches", batch.started_at)?,
    };
    let mut statement = writing.prepare_cached(
        "INSERT INTO batches (
             place, id, version, source, plan, reason, signer, lines, sums, started_ms,
             ended_ms, cancelled, results
         ) VALUES (
             :place, :id, :version, :source, :plan, :reason, :signer, :lines, :sums, :started_ms,
             :ended_ms, :cancelled, :results
         )
         ON CONFLICT (place) DO UPDATE SET
             version = excluded.version, ended_ms = excluded.ended_ms,
             cancelled = excluded.cancelled, results = excluded.results",
    )?;
    columns(batch)?.with(":place", place).execute(&mut statement)?;
    Ok(())
}

/// Where the stored row is not what the batch's entries say.
pub(crate) fn differences(reading: &Connection, batch: &BatchRecord) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached("SELECT * FROM batches WHERE id = ?")?;
    let expected = columns(batch)?;
    let differing = statement
        .query_row([blob(batch.id.0)], |row| expected.differing(row))
        .optional()?
        .unwrap_or_else(|| vec!["the row is missing".to_owned()]);
    let named = differing.into_iter().map(|text| format!("batches: {text}"));
    Ok(named.collect())
}

fn apply(state: Option<BatchRecord>, entry: &Entry) -> Option<BatchRecord> {
    let Subject::Batch(id) = entry.subject else {
        return state;
    };
    let Some(mut batch) = state else {
        return started(id, entry);
    };
    batch.version = entry.version;
    // Only the first end counts.
    if let (Body::BatchEnded { cancelled, results }, None) = (&entry.body, &batch.ended) {
        batch.ended =
            Some(BatchEnd { at: entry.at, cancelled: *cancelled, results: results.clone() });
    }
    Some(batch)
}

fn started(id: BatchId, entry: &Entry) -> Option<BatchRecord> {
    let Body::BatchStarted { of, plan, lines, sums, reason, by } = &entry.body else {
        return None;
    };
    Some(BatchRecord {
        id,
        version: entry.version,
        of: of.clone(),
        plan: plan.clone(),
        reason: reason.clone(),
        by: by.clone(),
        lines: *lines,
        sums: sums.clone(),
        started_at: entry.at,
        ended: None,
    })
}

fn columns(batch: &BatchRecord) -> Result<Columns, Error> {
    let ended = batch.ended.as_ref();
    let results = ended.map(|end| serde_json::to_string(&end.results)).transpose()?;
    Ok(Columns::default()
        .with(":id", blob(batch.id.0))
        .with(":version", integer(batch.version))
        .with(":source", batch.of.clone())
        .with(":plan", batch.plan.clone())
        .with(":reason", batch.reason.clone())
        .with(":signer", batch.by.to_string())
        .with(":lines", integer(batch.lines))
        .with(":sums", serde_json::to_string(&batch.sums)?)
        .with(":started_ms", ms(batch.started_at))
        .with(":ended_ms", ended.map(|end| ms(end.at)))
        .with(":cancelled", ended.map(|end| end.cancelled))
        .with(":results", results))
}
