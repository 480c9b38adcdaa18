//! What was removed and can still be read from the file: in pages that are not used any more, or in the log of what was
//! written.
//!
//! Writing the file anew takes all of it, and needs nobody else to be using it. So it is not a part of removing something,
//! and may fail by itself; a mark in the file says that it is still to be done, whichever program comes next.

use rusqlite::{Connection, OptionalExtension as _};

use crate::{Error, Store};

/// The name of the mark among what this machine knows for itself.
const MARK: &str = "remains";

impl Store {
    /// Whether something that was removed may still be read from unused parts of the file.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn has_remains(&self) -> Result<bool, Error> {
        self.read(|reading| Ok(mark(reading)?.is_some())).await
    }

    /// Writes the file anew without what was removed, if that is still to be done. It takes as much room again as the file has,
    /// and nothing else can be written meanwhile.
    ///
    /// # Errors
    /// [`Error::Busy`] where another program, or somebody who reads, is in the way, and [`Error::Full`]; it is then still to be
    /// done.
    pub async fn wipe_remains(&self) -> Result<(), Error> {
        self.write_patiently(|writing| {
            let Some(mark) = mark(writing)? else { return Ok(()) };
            writing.execute_batch("VACUUM")?;
            let emptying = "PRAGMA wal_checkpoint(TRUNCATE)";
            let is_in_use: bool = writing.query_row(emptying, [], |row| row.get(0))?;
            if is_in_use {
                return Err(Error::Busy);
            }
            // Whoever has removed more since then has left another mark.
            let sql = "DELETE FROM preferences WHERE name = ? AND value = ?";
            writing.execute(sql, (MARK, mark))?;
            Ok(())
        })
        .await
    }
}

/// Says in the file that something was removed and not yet written over.
pub(super) fn leave(writing: &Connection) -> rusqlite::Result<()> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO preferences (name, value) VALUES (?, hex(randomblob(8)))
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    statement.execute([MARK])?;
    Ok(())
}

fn mark(reading: &Connection) -> rusqlite::Result<Option<String>> {
    let mut statement = reading.prepare_cached("SELECT value FROM preferences WHERE name = ?")?;
    statement.query_row([MARK], |row| row.get(0)).optional()
}
