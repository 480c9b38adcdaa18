//! The projections against the journal, subject by subject.

use ledger::Subject;
use rusqlite::Connection;
use uuid::Uuid;

use crate::decode::Fields;
use crate::journal::{entries_of, subject_of};
use crate::texts::DELIVERIES;
use crate::{Difference, Error, people, projection};

/// Folds every subject and compares it with its rows, then looks for rows of no subject.
pub(super) fn compare(reading: &Connection) -> Result<Vec<Difference>, Error> {
    let mut differences = Vec::new();
    each_subject(reading, |subject| {
        let found = projection::differences(reading, subject, &entries_of(reading, subject)?)?;
        let found = found.into_iter();
        differences.extend(found.map(|detail| Difference { subject, detail }));
        Ok(())
    })?;
    let tables: [(&str, &str); 6] = [
        ("payment", "payments"),
        ("payout", "payouts"),
        ("account", "accounts"),
        ("batch", "batches"),
        ("export", "exports"),
        ("import", "imports"),
    ];
    for (kind, table) in tables {
        let surplus = format!(
            "SELECT id FROM {table} t WHERE NOT EXISTS (
                 SELECT 1 FROM entries e WHERE e.subject_id = t.id AND e.subject_kind = '{kind}'
             )"
        );
        let subjects = ids(reading, &surplus)?.into_iter().filter_map(|id| subject_of(kind, id));
        differences.extend(subjects.map(|subject| not_in_journal(subject, table)));
    }
    Ok(differences)
}

/// Empties the projections and folds every subject into them, in the order of the journal.
pub(crate) fn rebuild(writing: &Connection) -> Result<(), Error> {
    projection::clear(writing)?;
    each_subject(writing, |subject| {
        let entries = entries_of(writing, subject)?;
        projection::follow(writing, subject, &[], &entries)
    })?;
    people::remake_keys(writing)?;
    // The inbox is no projection, but what it is searched by can be made again from it.
    Ok(DELIVERIES.remake(writing)?)
}

fn each_subject(
    reading: &Connection,
    mut look: impl FnMut(Subject) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = reading.prepare(
        "SELECT subject_kind, subject_id FROM entries
         WHERE version = 1
         ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        let (kind, id): (String, _) = (fields.plain()?, fields.uuid()?);
        if let Some(subject) = subject_of(&kind, id) {
            look(subject)?;
        }
    }
    Ok(())
}

fn ids(reading: &Connection, sql: &str) -> rusqlite::Result<Vec<Uuid>> {
    let mut statement = reading.prepare(sql)?;
    let rows = statement.query_map([], |row| Fields::of(row).uuid())?;
    rows.collect()
}

fn not_in_journal(subject: Subject, table: &str) -> Difference {
    let detail = format!("{table}: the row is not in the journal");
    Difference { subject, detail }
}
