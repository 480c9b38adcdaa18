//! Opening the file: made if it is missing, refused if it is not ours, brought to the latest layout.
//!
//! Everything that could refuse is asked before anything is written, so a file that is refused is left byte for byte as it
//! was.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use rusqlite::{Connection, MAIN_DB, TransactionBehavior};

use crate::check::subjects;
use crate::connection::{self, Role};
use crate::{Error, Settings, migrations};

/// `Till`, in the header of the file (`PRAGMA application_id`).
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"Till");
/// The latest layout that changed a projection. `PRAGMA user_version` is the one by which the file's were last made.
const PROJECTIONS: u32 = 8;

/// Makes the file at `path` ready to be used, or says why not.
pub(crate) fn prepare(path: &Path, settings: &Settings) -> Result<(), Error> {
    make_if_missing(path)?;
    connection::patiently(settings, || ready(path, settings).map_err(|error| error.at(path)))
}

fn ready(path: &Path, settings: &Settings) -> Result<(), Error> {
    let connection = &mut Connection::open(path)?;
    connection::harden(connection, settings)?;
    refuse_strangers(connection, path)?;
    if connection.is_readonly(MAIN_DB)? {
        let path = path.to_owned();
        return Err(Error::ReadOnly { path });
    }
    connection::set_up(connection, Role::Writer, settings)?;
    claim(connection)?;
    migrations::run(connection, path)?;
    remake_projections(connection)
}

/// The file is for its owner's eyes: it has customers' names in it.
fn make_if_missing(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(path).map(drop::<File>) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(io_meaning(error, path)),
    }
}

pub(crate) fn io_meaning(source: io::Error, path: &Path) -> Error {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Error::ReadOnly { path }
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::Full,
        _ => Error::Unreadable { path, source },
    }
}

/// Refuses a file of another program or of a later Tillkeeper. Reads in one transaction, because another process may be
/// laying the file out right now.
fn refuse_strangers(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let reading = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    let owner: i32 = reading.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let is_empty: bool =
        reading
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    if owner != APPLICATION_ID && !(owner == 0 && is_empty) {
        let path = path.to_owned();
        return Err(Error::NotOurs { path });
    }
    let (found, known) = (migrations::found(&reading)?, migrations::known());
    if found > known {
        let path = path.to_owned();
        return Err(Error::Newer { path, found, known });
    }
    Ok(())
}

/// Writes our mark into a file that has none.
fn claim(connection: &mut Connection) -> Result<(), Error> {
    let writing = connection.transaction()?;
    let owner: i32 = writing.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if owner != APPLICATION_ID {
        writing.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    writing.commit()?;
    Ok(())
}

/// Makes the projections again where an older Tillkeeper made them, all or nothing. A journal that cannot be read is left for
/// [`crate::Store::verify_journal`] to name; the lists are then what they were, and this is tried again next time.
fn remake_projections(connection: &mut Connection) -> Result<(), Error> {
    if made_by(connection)? >= PROJECTIONS {
        return Ok(());
    }
    let writing = connection.transaction()?;
    // Another program may have been first.
    if made_by(&writing)? >= PROJECTIONS {
        return Ok(());
    }
    match subjects::rebuild(&writing) {
        Err(Error::Entry { .. }) => return Ok(()),
        outcome => outcome?,
    }
    writing.pragma_update(None, "user_version", PROJECTIONS)?;
    writing.commit()?;
    Ok(())
}

fn made_by(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
