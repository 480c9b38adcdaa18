//! One program at a time goes through a batch: a lock on a file of the batch, which ends with the program that holds it.
//!
//! It spares the second program the work, and the person a puzzling list of refusals; that no refund is asked for twice
//! does not hang on it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ledger::BatchId;

use crate::{Error, file};

/// The folder of the locks, in that of the history.
const FOLDER: &str = "batches";
/// How often a lock is tried for: whoever only looks whether it is held has it for a moment.
const MOST_TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// A batch that no other program goes through meanwhile.
pub(super) struct Held {
    path: PathBuf,
    _file: File,
}

impl Held {
    /// The batch has ended, so nobody needs the file any more.
    pub(super) fn let_go(self) {
        // One that stays is in nobody's way.
        let _ = fs::remove_file(&self.path);
    }
}

/// Takes the lock of a batch.
///
/// # Errors
/// [`Error::BatchRunning`] where another has it.
pub(super) async fn hold(dir: &Path, id: BatchId) -> Result<Held, Error> {
    let path = path_of(dir, id);
    let failed = |source: io::Error| Error::File { path: path.display().to_string(), source };
    file::make_private_dir(&dir.join(FOLDER))?;
    let lock = File::options().create(true).append(true).open(&path).map_err(failed)?;
    for _ in 0..MOST_TRIES {
        match lock.try_lock() {
            Ok(()) => return Ok(Held { path, _file: lock }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(BETWEEN_TRIES).await,
        }
    }
    Err(Error::BatchRunning)
}

/// Whether a program goes through the batch.
pub(super) fn is_held(dir: &Path, id: BatchId) -> bool {
    let Ok(lock) = File::open(path_of(dir, id)) else { return false };
    matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock))
}

fn path_of(dir: &Path, id: BatchId) -> PathBuf {
    dir.join(FOLDER).join(format!("{id}.lock"))
}
