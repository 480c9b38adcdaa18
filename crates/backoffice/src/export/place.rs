//! Putting the files of an export into place, so that no crash loses its rows and none gives them twice.
//!
//! With the entry goes, in one write, a note of where each file was written and where it goes. It is forgotten once all are
//! there. Whoever comes after a crash finds the note and finishes: a file that is where it was written goes into its place, and
//! one that is in its place is left there. Where neither is so, or a place cannot be taken, what was put is taken away, what
//! was replaced is put back, and the export is taken back in the journal, so that its rows are new again. A lock that ends with
//! the program tells a crash from a program that is at it right now.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use accounting::Finding;
use ledger::{Body, ExportId, Subject};
use sha2::{Digest as _, Sha256};
use store::{FileOnItsWay, NewExport, UnplacedExport};
use tempfile::TempPath;

use super::write::{file_error, file_name};
use crate::file::{self, folder_of};
use crate::{Backoffice, Error};

/// The file of the lock, in the folder of the history.
const LOCK: &str = "exports.lock";
/// How often the lock is tried for: files are put into place in a moment.
const MOST_TRIES: u32 = 100;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// A file that was written and is to be put into its place.
pub(super) struct Written {
    pub(super) place: PathBuf,
    /// Where it was written; removed where it does not come into its place.
    pub(super) file: TempPath,
    /// SHA-256 of it, in hex.
    pub(super) sha256: String,
    /// Whether it may take the place of another.
    pub(super) replaces: bool,
}

impl Backoffice {
    /// Enters an export in the journal and puts its files into place: both, or neither.
    pub(super) async fn enter_export(
        &self,
        id: ExportId,
        body: Body,
        is_of_new: bool,
        written: Vec<Written>,
    ) -> Result<(), Error> {
        let office = self.clone();
        // To the end, even where nobody waits for it any more.
        let entering = tokio::spawn(async move {
            let _held = office.hold_exports().await?;
            let files: Vec<_> = written.iter().map(on_its_way).collect();
            let append = office.entries_now(Subject::Export(id), 0, vec![body]);
            let new = NewExport { append, is_of_new, files: files.clone() };
            office.store().append_export(new).await?;
            office.place_export(UnplacedExport { id, files }, Is::New).await
        });
        entering.await.unwrap_or_else(|broken| {
            Err(Error::File { path: LOCK.to_owned(), source: io::Error::other(broken) })
        })
    }

    /// Finishes what exports that were cut off have left to do, and says what came of each.
    ///
    /// # Errors
    /// Where the history cannot be read or written.
    pub(crate) async fn finish_exports(&self) -> Result<Vec<Finding>, Error> {
        if self.store().unplaced_exports().await?.is_empty() {
            return Ok(Vec::new());
        }
        let _held = self.hold_exports().await?;
        let mut findings = Vec::new();
        // Read under the lock: they may have been put into place meanwhile.
        for export in self.store().unplaced_exports().await? {
            let names = names(&export);
            findings.push(match self.place_export(export, Is::Old).await {
                Ok(()) => Finding::of_export("finished", format!(
                    "An export was cut off earlier; its files are in their places now: {names}."
                )),
                Err(Error::File { .. }) => Finding::of_export("taken_back", format!(
                    "An export was cut off earlier and could not be finished, so it counts no more and its rows are new again: \
                     {names}."
                )),
                Err(other) => return Err(other),
            });
        }
        Ok(findings)
    }

    /// Puts the files into place, or takes the export back.
    async fn place_export(&self, export: UnplacedExport, is: Is) -> Result<(), Error> {
        let UnplacedExport { id, files } = export;
        let placing = tokio::task::spawn_blocking(move || put_all(id, &files, is)).await;
        let broken = |error| Err((PathBuf::from(LOCK), io::Error::other(error)));
        match placing.unwrap_or_else(broken) {
            Ok(()) => {
                // Where this cannot be noted now, the next export finds all files in their places and notes it.
                let _ = self.store().export_placed(id).await;
                Ok(())
            }
            Err((place, source)) => {
                let error = file_error(&place, source);
                let body = Body::ExportUndone { reason: error.to_string() };
                // Where this cannot be written now, the next export finds no file in its place and writes it.
                let undone = self.entries_now(Subject::Export(id), 1, vec![body]);
                let undone = self.store().undo_export(undone).await;
                match (undone, is) {
                    (Err(undone), Is::Old) => Err(undone.into()),
                    _ => Err(error),
                }
            }
        }
    }

    /// Keeps other programs from putting files of exports into place.
    async fn hold_exports(&self) -> Result<File, Error> {
        let path = self.dir().join(LOCK);
        let failed = |source: io::Error| file_error(&path, source);
        let lock = File::options().create(true).append(true).open(&path).map_err(failed)?;
        for _ in 0..MOST_TRIES {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::Error(source)) => return Err(failed(source)),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(BETWEEN_TRIES).await,
            }
        }
        Err(Error::Store(store::Error::Busy))
    }
}

/// What is known of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    /// They were just written.
    New,
    /// They may be in their places, where they were written, or gone.
    Old,
}

fn on_its_way(written: &Written) -> FileOnItsWay {
    // Whoever finishes it may be in another folder.
    let whole = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        path.to_string_lossy().into_owned()
    };
    FileOnItsWay {
        written: whole(&written.file),
        place: whole(&written.place),
        sha256: written.sha256.clone(),
        replaces: written.replaces,
    }
}

fn names(export: &UnplacedExport) -> String {
    let names = export.files.iter().map(|file| file_name(Path::new(&file.place)));
    names.collect::<Vec<_>>().join(", ")
}

/// Puts every file into its place; where one cannot be, all is as it was before.
fn put_all(id: ExportId, files: &[FileOnItsWay], is: Is) -> Result<(), (PathBuf, io::Error)> {
    let aside = |number: usize, file: &FileOnItsWay| {
        Path::new(&file.place).with_file_name(format!(".old-{id}-{number}"))
    };
    let mut outcome = Ok(());
    let mut put = 0;
    for (number, file) in files.iter().enumerate() {
        if let Err(source) = put_one(file, &aside(number, file), is) {
            outcome = Err((PathBuf::from(&file.place), source));
            break;
        }
        put = number.saturating_add(1);
    }
    let last = files.last().map(|file| folder_of(Path::new(&file.place)));
    if let (Ok(()), Some(folder)) = (&outcome, last) {
        outcome = file::sync_folder(folder).map_err(|source| (folder.to_owned(), source));
    }
    for (number, file) in files.iter().enumerate() {
        let aside = aside(number, file);
        // What cannot be cleared away is in nobody's way, and the first failure is the one to tell of.
        let _ = match outcome.is_ok() {
            true => fs::remove_file(aside),
            false => take_away(file, &aside, number < put),
        };
    }
    outcome
}

/// Puts a file into its place. One that was there before is kept aside.
fn put_one(file: &FileOnItsWay, aside: &Path, is: Is) -> io::Result<()> {
    let (written, place) = (Path::new(&file.written), Path::new(&file.place));
    if is == Is::Old {
        if has_hash(place, &file.sha256) {
            return Ok(());
        }
        if !has_hash(written, &file.sha256) {
            return Err(io::ErrorKind::NotFound.into());
        }
    }
    let moving = TempPath::try_from_path(written)?;
    if !file.replaces {
        return moving.persist_noclobber(place).map_err(|problem| problem.error);
    }
    if place.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if place.exists() && !aside.exists() {
        // A second name leaves the old file in its place until the new one takes it; not every disk has such names.
        fs::hard_link(place, aside).or_else(|_| fs::rename(place, aside))?;
    }
    moving.persist(place).map_err(|problem| problem.error)
}

/// Takes a file away again, and puts back what was there before.
fn take_away(file: &FileOnItsWay, aside: &Path, is_put: bool) -> io::Result<()> {
    let _ = fs::remove_file(&file.written);
    if aside.exists() {
        fs::rename(aside, &file.place)?;
        // Two names of one file stay two.
        let _ = fs::remove_file(aside);
        Ok(())
    } else if is_put {
        fs::remove_file(&file.place)
    } else {
        Ok(())
    }
}

fn has_hash(path: &Path, sha256: &str) -> bool {
    File::open(path).and_then(hash).is_ok_and(|found| found == sha256)
}

fn hash(mut file: File) -> io::Result<String> {
    let (mut sha, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(sha.finalize())),
            more => sha.update(buffer.get(..more).unwrap_or_default()),
        }
    }
}
