//! The open file. What can be asked of it is in the module of each noun.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use deadpool_sqlite::Pool;
use rusqlite::{Transaction, TransactionBehavior};
use tokio::runtime::Handle;

use crate::connection::{self, Role};
use crate::{Error, open};

/// The journal and its projections in one file. Cheap to clone; all clones share the connections.
#[derive(Debug, Clone)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    writer: Pool,
    readers: Pool,
    settings: Settings,
    runtime: Handle,
}

/// How the file is used. The default is right for a window and a command line on one machine.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many may read at once.
    pub readers: usize,
    /// How long to wait for another process that writes, before [`Error::Busy`].
    pub patience: Duration,
    /// The most pages (of 4096 bytes) the file may grow to, before [`Error::Full`]; no limit but the disk's if `None`.
    pub most_pages: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { readers: 4, patience: Duration::from_secs(10), most_pages: None }
    }
}

impl Store {
    /// Opens the file, or makes it, and brings it to the latest layout. Must be called within a Tokio runtime.
    ///
    /// # Errors
    /// [`Error::NotOurs`], [`Error::Newer`], [`Error::Altered`] or [`Error::Damaged`] for a file that is not touched, and
    /// [`Error::ReadOnly`] or [`Error::Unreadable`] for one that cannot be.
    pub async fn open(path: &Path) -> Result<Self, Error> {
        Self::open_with(path, &Settings::default()).await
    }

    /// The same, with other [`Settings`].
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(path: &Path, settings: &Settings) -> Result<Self, Error> {
        let path = std::path::absolute(path).map_err(|error| open::io_meaning(error, path))?;
        let (preparing, wanted) = (path.clone(), settings.clone());
        tokio::task::spawn_blocking(move || open::prepare(&preparing, &wanted))
            .await
            .map_err(|_| Error::Closed)??;
        Ok(Self(Arc::new(Inner {
            writer: connection::pool(&path, Role::Writer, 1, settings)?,
            readers: connection::pool(&path, Role::Reader, settings.readers.max(1), settings)?,
            settings: settings.clone(),
            runtime: Handle::current(),
            path,
        })))
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Reads in one transaction, so that all it reads is of one moment.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.in_transaction(&self.0.readers, TransactionBehavior::Deferred, ask).await
    }

    /// Writes in one transaction: all of it is on the disk when this returns, or none is.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.in_transaction(&self.0.writer, TransactionBehavior::Immediate, change).await
    }

    /// The same work as often as it takes, on the connection that writes and outside a transaction: for what another
    /// connection may be in the way of without SQLite waiting for it.
    pub(crate) async fn write_patiently<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let inner = Arc::clone(&self.0);
        self.with_writer(move |writing| {
            connection::patiently(&inner.settings, || {
                work(writing).map_err(|error| error.at(&inner.path))
            })
        })
        .await
    }

    /// Hands out the connection that writes, for what cannot be done within a transaction.
    pub(crate) async fn with_writer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.with(&self.0.writer, work).await
    }

    async fn in_transaction<T: Send + 'static>(
        &self,
        pool: &Pool,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.with(pool, move |connection| {
            let transaction = connection.transaction_with_behavior(behavior)?;
            let outcome = work(&transaction)?;
            transaction.commit()?;
            Ok(outcome)
        })
        .await
    }

    async fn with<T: Send + 'static>(
        &self,
        pool: &Pool,
        work: impl FnOnce(&mut rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let outcome = match pool.get().await {
            Ok(connection) => connection.interact(work).await.unwrap_or(Err(Error::Closed)),
            Err(error) => Err(connection::refusal(error)),
        };
        outcome.map_err(|error| error.at(&self.0.path))
    }
}

impl Drop for Inner {
    /// Connections close on a thread of the runtime, which may not be the one that drops the store.
    fn drop(&mut self) {
        let _within = self.runtime.enter();
        self.readers.close();
        self.writer.close();
    }
}
