//! `statement_lines`: a row per line of an imported file. What a line says is beside the journal, in `statement_texts`.

use ledger::{Import, ImportLine};
use rusqlite::{Connection, OptionalExtension as _};

use crate::Error;
use crate::columns::Columns;
use crate::decode::{blob, day, ms};

/// Writes the lines that are new or changed. A line that counts may not share its key with another of the bank account.
pub(crate) fn write(
    writing: &Connection,
    import_place: i64,
    before: Option<&Import>,
    after: &Import,
) -> Result<(), Error> {
    let was_undone = before.is_some_and(|before| before.undone.is_some());
    let changes_all = was_undone != after.undone.is_some();
    let known = |number: &u32| before.and_then(|before| before.lines.get(number));
    let mut statement = writing.prepare_cached(
        "INSERT INTO statement_lines (
             day, import, line, bank_account, key, has_own_id, amount_minor, currency, digest, payout,
             matched_by, matched_ms, is_live
         ) VALUES (
             :day, :import, :line, :bank_account, :key, :has_own_id, :amount_minor, :currency, :digest, :payout,
             :matched_by, :matched_ms, :is_live
         )
         ON CONFLICT (day, import, line) DO UPDATE SET
             payout = excluded.payout, matched_by = excluded.matched_by,
             matched_ms = excluded.matched_ms, is_live = excluded.is_live",
    )?;
    for (number, line) in &after.lines {
        let known = known(number);
        if known == Some(line) && !changes_all {
            continue;
        }
        if known.is_none() && after.undone.is_none() {
            refuse_second(writing, after, *number, line)?;
        }
        columns(import_place, after, *number, line).execute(&mut statement)?;
    }
    Ok(())
}

/// Where the stored rows are not the lines of the import.
pub(crate) fn differences(
    reading: &Connection,
    import_place: i64,
    import: &Import,
) -> Result<Vec<String>, Error> {
    let mut differences = Vec::new();
    let mut statement = reading.prepare_cached(
        "SELECT * FROM statement_lines WHERE day = ? AND import = ? AND line = ?",
    )?;
    for (number, line) in &import.lines {
        let expected = columns(import_place, import, *number, line);
        let differing = statement
            .query_row((day(line.read.date), import_place, number), |row| expected.differing(row))
            .optional()?
            .unwrap_or_else(|| vec!["the row is missing".to_owned()]);
        let named = differing.into_iter();
        differences.extend(named.map(|text| format!("statement_lines: line {number}: {text}")));
    }
    let mut statement =
        reading.prepare_cached("SELECT count(*) FROM statement_lines WHERE import = ?")?;
    let stored: usize = statement.query_row([import_place], |row| row.get(0))?;
    let known = import.lines.len();
    if stored > known {
        differences.push(format!("statement_lines: {stored} rows, the journal says {known}"));
    }
    Ok(differences)
}

fn refuse_second(
    writing: &Connection,
    import: &Import,
    number: u32,
    line: &ImportLine,
) -> Result<(), Error> {
    let Some(place) = &import.made.place else {
        return Ok(());
    };
    let mut statement = writing.prepare_cached(
        "SELECT EXISTS (
             SELECT 1 FROM statement_lines WHERE bank_account = ? AND key = ? AND is_live = 1
         )",
    )?;
    if statement.query_row((place, &line.read.key), |row| row.get(0))? {
        return Err(Error::LineTaken { line: number, place: place.clone() });
    }
    Ok(())
}

fn columns(import_place: i64, import: &Import, number: u32, line: &ImportLine) -> Columns {
    let read = &line.read;
    let matched = line.matched.as_ref();
    Columns::default()
        .with(":day", day(read.date))
        .with(":import", import_place)
        .with(":line", number)
        .with(":bank_account", import.made.place.clone())
        .with(":key", read.key.clone())
        .with(":has_own_id", read.has_own_id)
        .with(":amount_minor", read.amount.minor())
        .with(":currency", read.amount.currency().to_string())
        .with(":digest", read.digest.clone())
        .with(":payout", matched.map(|matched| blob(matched.payout.0)))
        .with(":matched_by", matched.map(|matched| matched.by.to_string()))
        .with(":matched_ms", matched.map(|matched| ms(matched.at)))
        .with(":is_live", import.undone.is_none())
}
