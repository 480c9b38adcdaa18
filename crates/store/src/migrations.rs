//! The layout of the file: numbered migrations, run in one transaction, recorded with their checksums and never edited.
//!
//! A file of a later layout is refused before anything is written to it, and so is one whose recorded migrations are not
//! the ones here. The history table is refinery's own.

use std::path::Path;

use refinery::Runner;
use refinery::error::Kind;
use rusqlite::{Connection, OptionalExtension as _};

use crate::Error;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// All of them, in one transaction.
pub(crate) fn runner() -> Runner {
    embedded::migrations::runner().set_grouped(true)
}

/// The number of the latest layout.
pub(crate) fn known() -> u32 {
    let runner = runner();
    let versions = runner.get_migrations().iter();
    versions
        .filter_map(|migration| u32::try_from(migration.version()).ok())
        .max()
        .unwrap_or_default()
}

/// The number of the file's layout; 0 where it has none yet.
pub(crate) fn found(connection: &Connection) -> rusqlite::Result<u32> {
    let has_history = connection
        .query_row(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'refinery_schema_history'",
            [],
            |_| Ok(()),
        )
        .optional()?;
    if has_history.is_none() {
        return Ok(0);
    }
    connection.query_row(
        "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
        [],
        |row| row.get(0),
    )
}

/// Brings the file to the latest layout, or leaves it as it is.
pub(crate) fn run(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let runner = runner();
    let outcome = runner.run(connection);
    // Two programs may lay out one new file at the same moment. The second stumbles over what the first has made, and
    // finds nothing left to do when it looks again.
    let outcome = match outcome {
        Err(error) if matches!(error.kind(), Kind::Connection(..)) => runner.run(connection),
        outcome => outcome,
    };
    match outcome {
        Ok(_) => Ok(()),
        Err(error) => Err(meaning(error, path)),
    }
}

fn meaning(error: refinery::Error, path: &Path) -> Error {
    let path = path.to_owned();
    match error.kind() {
        Kind::DivergentVersion(found, _) | Kind::MissingVersion(found) => {
            Error::Altered { path, detail: format!("migration {} is another", found.version()) }
        }
        Kind::Connection(_, source) => match source.downcast_ref::<rusqlite::Error>() {
            Some(rusqlite::Error::SqliteFailure(code, message)) => {
                Error::Sqlite(rusqlite::Error::SqliteFailure(*code, message.clone())).at(&path)
            }
            _ => Error::Damaged { path, detail: error.to_string() },
        },
        _ => Error::Damaged { path, detail: error.to_string() },
    }
}
