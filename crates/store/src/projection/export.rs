//! `exports`: a row per export.

use ledger::{Body, Entry, ExportId, Subject};
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::Columns;
use crate::decode::{blob, integer, ms};
use crate::{Error, ExportRecord, place};

/// The export that the entries tell of, unless its files did not come into place.
pub(crate) fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<ExportRecord> {
    entries.into_iter().fold(None, |export, entry| match &entry.body {
        Body::ExportUndone { .. } => None,
        _ => export.or_else(|| made(entry)),
    })
}

/// Takes the row away of an export that counts no more.
pub(crate) fn remove(writing: &Connection, id: ExportId) -> Result<(), Error> {
    writing.prepare_cached("DELETE FROM exports WHERE id = ?")?.execute([blob(id.0)])?;
    Ok(())
}

/// Where the export's row is; `None` where there is none.
pub(crate) fn find(reading: &Connection, id: ExportId) -> rusqlite::Result<Option<i64>> {
    let mut statement = reading.prepare_cached("SELECT place FROM exports WHERE id = ?")?;
    statement.query_row([blob(id.0)], |row| row.get(0)).optional()
}

/// Writes the row, unless it is there.
pub(crate) fn write(writing: &Connection, export: &ExportRecord) -> Result<(), Error> {
    if find(writing, export.id)?.is_some() {
        return Ok(());
    }
    let place = place::next_in(writing, "exports", export.at)?;
    let mut statement = writing.prepare_cached(
        "INSERT INTO exports (
             place, id, seq, at_ms, profile, terms, after_seq, through_seq, row_count, sums, sha256,
             files, options
         ) VALUES (
             :place, :id, :seq, :at_ms, :profile, :terms, :after_seq, :through_seq, :row_count, :sums, :sha256,
             :files, :options
         )",
    )?;
    columns(export)?.with(":place", place).execute(&mut statement)?;
    Ok(())
}

/// Where the stored row is not what the export's entry says.
pub(crate) fn differences(
    reading: &Connection,
    export: &ExportRecord,
) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached("SELECT * FROM exports WHERE id = ?")?;
    let expected = columns(export)?;
    let differing = statement
        .query_row([blob(export.id.0)], |row| expected.differing(row))
        .optional()?
        .unwrap_or_else(|| vec!["the row is missing".to_owned()]);
    let named = differing.into_iter().map(|text| format!("exports: {text}"));
    Ok(named.collect())
}

fn made(entry: &Entry) -> Option<ExportRecord> {
    let Subject::Export(id) = entry.subject else {
        return None;
    };
    let Body::ExportMade(made) = &entry.body else {
        return None;
    };
    Some(ExportRecord { id, seq: entry.seq, at: entry.at, made: made.clone() })
}

fn columns(export: &ExportRecord) -> Result<Columns, Error> {
    let made = &export.made;
    Ok(Columns::default()
        .with(":id", blob(export.id.0))
        .with(":seq", integer(export.seq))
        .with(":at_ms", ms(export.at))
        .with(":profile", made.profile.clone())
        .with(":terms", made.filter.clone())
        .with(":after_seq", made.after.map(integer))
        .with(":through_seq", made.through.map(integer))
        .with(":row_count", integer(made.rows))
        .with(":sums", serde_json::to_string(&made.sums)?)
        .with(":sha256", made.sha256.clone())
        .with(":files", serde_json::to_string(&made.files)?)
        .with(":options", serde_json::to_string(&made.options)?))
}
