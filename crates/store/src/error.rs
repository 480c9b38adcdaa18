//! What can go wrong with the file, each said so that the owner of a shop knows what to do.
//!
//! SQLite's codes are given their meaning in one place, [`Error::at`], when a use of the file is over; inside, `?` carries
//! them as they are.

use std::io;
use std::path::{Path, PathBuf};

use ledger::{
    AccountId, AccountName, AmountError, BatchId, DeliveryId, EntryId, Reference, Subject,
};
use rusqlite::ErrorCode;

use crate::MOST_BODY_BYTES;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is no SQLite database, or another program's.
    #[error(
        "{} is not a Tillkeeper file; nothing in it was touched. Choose another data directory, or move the file away. If it \
         was one before, it is damaged: restore a backup with `till restore`",
        path.display()
    )]
    NotOurs {
        /// Which file.
        path: PathBuf,
    },
    /// A later Tillkeeper has changed the file's layout.
    #[error(
        "{} was written by a newer Tillkeeper (layout {found}; this one knows {known}). Install the newer version; \
         nothing in the file was touched",
        path.display()
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// The layout of the file.
        found: u32,
        /// The latest layout that this version can read.
        known: u32,
    },
    /// The file's layout has the number of one that is known, and is another.
    #[error(
        "{} was laid out by a Tillkeeper that is not this one ({detail}). Use the version that made it, or restore a \
         backup; nothing in the file was touched",
        path.display()
    )]
    Altered {
        /// Which file.
        path: PathBuf,
        /// Which migration differs.
        detail: String,
    },
    /// SQLite cannot make sense of the file.
    #[error(
        "{} is damaged: {detail}. Close Tillkeeper, keep a copy of the file, and restore the latest backup with \
         `till restore`",
        path.display()
    )]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Nothing can be written there.
    #[error(
        "{} cannot be written. Give your user permission to write to the file and its folder, or choose another data \
         directory",
        path.display()
    )]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// The file cannot be opened or made.
    #[error("{} cannot be opened: {source}. Check that the folder exists and is yours", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk, or the size the file is allowed, is used up.
    #[error("the disk is full, so nothing was saved. Free some space and do it again")]
    Full,
    /// Another program held the file for longer than was waited.
    #[error(
        "another program is using the Tillkeeper file, so nothing was saved. Wait until it is done and do it again"
    )]
    Busy,
    /// Somebody else has written about the same thing since it was read.
    #[error(
        "{subject} has changed in the meantime (at version {found}, expected {expected}), so nothing was saved. Look at \
         it again before you go on"
    )]
    Conflict {
        /// What was to be written about.
        subject: Subject,
        /// The version the writer had seen.
        expected: u64,
        /// The version there is.
        found: u64,
    },
    /// The account has another payment with that order number, or another payout with that reference.
    #[error("{reference} is taken at this account; choose another order number or reference")]
    ReferenceTaken {
        /// The order number or reference.
        reference: Reference,
    },
    /// Another connected account has that name, in this or another case.
    #[error("an account called {name} is connected already; choose another name")]
    AccountNameTaken {
        /// The name.
        name: AccountName,
    },
    /// A payment or payout names an account that was never connected.
    #[error("the account {account} was never connected here; connect it first")]
    AccountUnknown {
        /// The account.
        account: AccountId,
    },
    /// The journal has an entry of that id.
    #[error("the entry {id} is in the journal already; nothing was saved twice")]
    EntryTaken {
        /// The id.
        id: EntryId,
    },
    /// The delivery was never kept, or was forgotten with other rejected ones.
    #[error(
        "the delivery {id} is not in the inbox; it may have been forgotten, as old rejected ones are"
    )]
    DeliveryUnknown {
        /// The delivery.
        id: DeliveryId,
    },
    /// Messages about a person who was to be masked were accepted and not acted on; without their bodies they never could be.
    #[error(
        "{count} messages that mention this customer have come in and were not acted on yet, so nothing was masked. Let \
         Tillkeeper act on them, and do it again"
    )]
    DeliveriesWaiting {
        /// How many.
        count: usize,
    },
    /// A batch was to be started with entries about something else.
    #[error("{subject} is no batch of refunds, so nothing was saved")]
    NotABatch {
        /// What they are about.
        subject: Subject,
    },
    /// Lines of a file were to be kept with entries about something else.
    #[error("{subject} is no import of a file, so nothing was saved")]
    NotAnImport {
        /// What they are about.
        subject: Subject,
    },
    /// A line of a statement was imported before, perhaps by another program in the meantime.
    #[error(
        "line {line} of the file was imported before, from another statement of {place}, so nothing was saved. Look at the \
         preview again: it leaves out what is known"
    )]
    LineTaken {
        /// Its place in the file.
        line: u32,
        /// What the merchant calls the bank account.
        place: String,
    },
    /// An export was to be entered with entries about something else.
    #[error("{subject} is no export, so nothing was saved")]
    NotAnExport {
        /// What they are about.
        subject: Subject,
    },
    /// Rows that were to be handed out as new were handed out by another export in the meantime.
    #[error(
        "the same rows were handed out by another export in the meantime, so nothing was saved. Make it again: it has what is \
         new since then"
    )]
    HandedOut,
    /// The batch has no line of that number.
    #[error("the batch {batch} has no line {line}, so nothing was saved")]
    LineUnknown {
        /// The batch.
        batch: BatchId,
        /// The number.
        line: u32,
    },
    /// The body of a delivery is longer than what the inbox keeps.
    #[error("the message has {bytes} bytes, and the inbox keeps at most {MOST_BODY_BYTES}")]
    BodyTooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The text is no cursor of the list it was used for.
    #[error("the list cannot go on from there; start it from the top")]
    Cursor,
    /// A file stands where a backup was to be written.
    #[error("{} exists already; choose another name for the backup", path.display())]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// A stored entry is not what entries are.
    #[error(
        "entry {seq} of the journal cannot be read: {source}. Run `till doctor`, and restore a backup if it finds damage"
    )]
    Entry {
        /// Its place.
        seq: u64,
        /// What does not fit.
        source: serde_json::Error,
    },
    /// Something could not be written as JSON.
    #[error("the entry cannot be written down: {0}")]
    Json(#[from] serde_json::Error),
    /// A sum is more than can be kept exactly.
    #[error("the sum is too large: {0}. Choose a shorter period")]
    Sum(#[from] AmountError),
    /// The store was closed while it was being used.
    #[error("the Tillkeeper file was closed while it was being used; start Tillkeeper again")]
    Closed,
    /// Anything else SQLite has to say.
    #[error("the Tillkeeper file could not be used: {0}. Run `till doctor`")]
    Sqlite(#[from] rusqlite::Error),
}

impl Error {
    /// The same, with SQLite's code given its meaning for the file at `path`.
    pub(crate) fn at(self, path: &Path) -> Self {
        let Self::Sqlite(source) = self else {
            return self;
        };
        let path = path.to_owned();
        match source {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged { path, detail: source.to_string() },
            _ => match source.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => Self::Full,
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
                Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
                Some(ErrorCode::NotADatabase) => Self::NotOurs { path },
                Some(ErrorCode::DatabaseCorrupt) => {
                    Self::Damaged { path, detail: source.to_string() }
                }
                Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                    Self::Unreadable { path, source: io::Error::other(source) }
                }
                Some(ErrorCode::SystemIoFailure) => {
                    Self::Unreadable { path, source: io::Error::other(source) }
                }
                _ => Self::Sqlite(source),
            },
        }
    }
}
