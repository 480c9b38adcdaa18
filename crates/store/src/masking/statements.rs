//! The lines of bank statements that mention people who are masked.
//!
//! Nothing says which lines are whose, so all of them are looked at. A line that mentions somebody loses all that it says;
//! its day and amount stay. A line that is imported later may name somebody who was masked: nothing is left to know them by.

use rusqlite::Connection;

use super::mentions::Mentions;
use crate::PersonDetails;

/// Takes away what the lines say that mention people.
pub(super) fn forget(writing: &Connection, people: &[PersonDetails]) -> rusqlite::Result<()> {
    let people = Mentions::of(people);
    let mut statement = writing
        .prepare("SELECT import, line, text, counterparty, reference FROM statement_texts")?;
    let mut rows = statement.query([])?;
    let mut naming = Vec::new();
    while let Some(row) = rows.next()? {
        let texts: [Option<String>; 3] = [row.get(2)?, row.get(3)?, row.get(4)?];
        let written = texts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        if people.are_in(written.as_bytes()) {
            naming.push((row.get::<_, Vec<u8>>(0)?, row.get::<_, u32>(1)?));
        }
    }
    let mut forgetting =
        writing.prepare_cached("DELETE FROM statement_texts WHERE import = ? AND line = ?")?;
    for line in naming {
        forgetting.execute(line)?;
    }
    Ok(())
}
