//! `imports`: a row per import. Its lines are in `statement_lines`.

use ledger::{Import, ImportId};
use rusqlite::{Connection, OptionalExtension as _};

use super::{account, line};
use crate::columns::Columns;
use crate::decode::{blob, integer, ms};
use crate::{Error, place};

/// Where the import's row is; `None` where there is none.
pub(crate) fn find(reading: &Connection, id: ImportId) -> rusqlite::Result<Option<i64>> {
    let mut statement = reading.prepare_cached("SELECT place FROM imports WHERE id = ?")?;
    statement.query_row([blob(id.0)], |row| row.get(0)).optional()
}

/// Writes the row, and the lines that are new or changed.
pub(crate) fn write(
    writing: &Connection,
    before: Option<&Import>,
    after: &Import,
) -> Result<(), Error> {
    let place = match find(writing, after.id)? {
        Some(place) => place,
        None => new_place(writing, after)?,
    };
    let mut statement = writing.prepare_cached(
        "INSERT INTO imports (
             place, id, version, kind, file_name, sha256, in_file, account, bank_account, signer,
             made_ms, line_count, match_count, undone_ms, undone_by, undone_reason
         ) VALUES (
             :place, :id, :version, :kind, :file_name, :sha256, :in_file, :account, :bank_account, :signer,
             :made_ms, :line_count, :match_count, :undone_ms, :undone_by, :undone_reason
         )
         ON CONFLICT (place) DO UPDATE SET
             version = excluded.version, line_count = excluded.line_count,
             match_count = excluded.match_count, undone_ms = excluded.undone_ms,
             undone_by = excluded.undone_by, undone_reason = excluded.undone_reason",
    )?;
    columns(after).with(":place", place).execute(&mut statement)?;
    line::write(writing, place, before, after)
}

/// Where the stored rows are not what the import says.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    import: &Import,
) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached("SELECT * FROM imports WHERE place = ?")?;
    let expected = columns(import);
    let differing = statement.query_row([place], |row| expected.differing(row))?;
    let named = differing.into_iter().map(|text| format!("imports: {text}"));
    let mut differences: Vec<_> = named.collect();
    differences.extend(line::differences(reading, place, import)?);
    Ok(differences)
}

fn new_place(writing: &Connection, import: &Import) -> Result<i64, Error> {
    if let Some(account) = import.made.account {
        account::require(writing, account)?;
    }
    Ok(place::next_in(writing, "imports", import.made_at)?)
}

fn columns(import: &Import) -> Columns {
    let made = &import.made;
    let undone = import.undone.as_ref();
    let matched = import.lines.values().filter(|line| line.matched.is_some());
    let count = |count: usize| integer(u64::try_from(count).unwrap_or(u64::MAX));
    Columns::default()
        .with(":id", blob(import.id.0))
        .with(":version", integer(import.version))
        .with(":kind", made.of.to_string())
        .with(":file_name", made.file.clone())
        .with(":sha256", made.sha256.clone())
        .with(":in_file", integer(made.lines))
        .with(":account", made.account.map(|account| blob(account.0)))
        .with(":bank_account", made.place.clone())
        .with(":signer", made.by.as_ref().map(ToString::to_string))
        .with(":made_ms", ms(import.made_at))
        .with(":line_count", count(import.lines.len()))
        .with(":match_count", count(matched.count()))
        .with(":undone_ms", undone.map(|undone| ms(undone.at)))
        .with(":undone_by", undone.map(|undone| undone.by.to_string()))
        .with(":undone_reason", undone.map(|undone| undone.reason.clone()))
}
