//! How a connection to the file is set up, and the two pools of them.
//!
//! One connection writes, so writers of this process queue in memory and never wait on each other's locks; a second
//! process waits on SQLite's lock for as long as [`Settings::patience`] says. Readers may not write at all, and see the
//! file as it was when they began, whatever the writer is doing. Pragmas are set here and nowhere else.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use deadpool_sqlite::{Config, Hook, HookError, Pool, PoolError, Runtime};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use crate::{Error, Settings};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one that writes.
    Writer,
    /// One of those that only read.
    Reader,
}

/// More than the number of different statements here, so that each is prepared once per connection.
const STATEMENTS: usize = 128;
const BETWEEN_TRIES: Duration = Duration::from_millis(5);

/// Makes a connection safe to use, before it has seen anything of the file.
pub(crate) fn harden(connection: &mut Connection, settings: &Settings) -> rusqlite::Result<()> {
    connection.busy_timeout(settings.patience)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Sets what needs the file to be known as ours.
pub(crate) fn set_up(
    connection: &mut Connection,
    role: Role,
    settings: &Settings,
) -> rusqlite::Result<()> {
    harden(connection, settings)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    match role {
        Role::Writer => {
            connection.pragma_update(None, "journal_mode", "wal")?;
            // NORMAL would lose the last commits when the power goes.
            connection.pragma_update(None, "synchronous", "full")?;
            // What is deleted is written over: details of people must not be left in the file once they are masked.
            connection.pragma_update(None, "secure_delete", true)?;
            if let Some(pages) = settings.most_pages {
                connection.pragma_update(None, "max_page_count", pages)?;
            }
        }
        Role::Reader => connection.pragma_update(None, "query_only", true)?,
    }
    Ok(())
}

/// Tries again what SQLite does not wait for by itself: two connections that turn one new file to write-ahead logging, where it
/// would be a deadlock, or that empty its log at one moment.
pub(crate) fn patiently<T>(
    settings: &Settings,
    mut work: impl FnMut() -> Result<T, Error>,
) -> Result<T, Error> {
    let until = Instant::now() + settings.patience;
    loop {
        match work() {
            Err(Error::Busy) if Instant::now() < until => thread::sleep(BETWEEN_TRIES),
            outcome => return outcome,
        }
    }
}

/// A pool of `size` connections to the file at `path`.
pub(crate) fn pool(
    path: &Path,
    role: Role,
    size: usize,
    settings: &Settings,
) -> Result<Pool, Error> {
    let Ok(builder) = Config::new(path).builder(Runtime::Tokio1);
    let settings = settings.clone();
    let prepare = Hook::async_fn(move |connection, _| {
        let settings = settings.clone();
        Box::pin(async move {
            let done = connection.interact(move |connection| set_up(connection, role, &settings));
            done.await
                .map_err(|error| HookError::message(error.to_string()))?
                .map_err(HookError::Backend)
        })
    });
    builder.max_size(size).post_create(prepare).build().map_err(|_| Error::Closed)
}

/// Why the pool had no connection.
pub(crate) fn refusal(error: PoolError) -> Error {
    match error {
        PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
            Error::Sqlite(error)
        }
        PoolError::Timeout(_)
        | PoolError::Closed
        | PoolError::NoRuntimeSpecified
        | PoolError::PostCreateHook(HookError::Message(_)) => Error::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(role: Role) -> Connection {
        let directory = tempfile::tempdir().expect("a directory");
        let mut connection = Connection::open(directory.path().join("file")).expect("a file");
        set_up(&mut connection, role, &Settings::default()).expect("set up");
        connection
    }

    fn pragma(connection: &Connection, name: &str) -> String {
        let value = connection
            .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
        format!("{:?}", value.expect(name))
    }

    #[test]
    fn a_writer_is_durable_and_strict() {
        let writer = connection(Role::Writer);
        assert_eq!(pragma(&writer, "journal_mode"), r#"Text("wal")"#);
        assert_eq!(pragma(&writer, "synchronous"), "Integer(2)");
        assert_eq!(pragma(&writer, "foreign_keys"), "Integer(1)");
        assert_eq!(pragma(&writer, "trusted_schema"), "Integer(0)");
        assert_eq!(pragma(&writer, "busy_timeout"), "Integer(10000)");
        assert_eq!(pragma(&writer, "query_only"), "Integer(0)");
    }

    #[test]
    fn a_reader_cannot_write() {
        let reader = connection(Role::Reader);
        let error = reader.execute_batch("CREATE TABLE shelves (name TEXT) STRICT");
        let code = error.expect_err("read only").sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::ReadOnly));
    }

    #[test]
    fn a_misspelt_column_is_an_error_and_no_text() {
        for role in [Role::Reader, Role::Writer] {
            let error = connection(role).prepare(r#"SELECT "nope""#).map(drop);
            assert!(error.is_err());
        }
    }
}
