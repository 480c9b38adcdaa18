//! Files of exports that are entered and not in their places yet. Beside the journal: they are this machine's.

use ledger::ExportId;
use rusqlite::Connection;

use crate::decode::{Fields, blob};
use crate::{Error, Store};

/// A file that was written and is to be put into its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOnItsWay {
    /// Where it was written.
    pub written: String,
    /// Where it goes.
    pub place: String,
    /// SHA-256 of it, in hex.
    pub sha256: String,
    /// Whether it may take the place of another.
    pub replaces: bool,
}

/// An export whose files were not all put into place, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnplacedExport {
    /// Which.
    pub id: ExportId,
    /// Its files, in the order in which they are put into place.
    pub files: Vec<FileOnItsWay>,
}

impl Store {
    /// The exports whose files were not all put into place, the oldest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn unplaced_exports(&self) -> Result<Vec<UnplacedExport>, Error> {
        self.read(|reading| {
            let mut statement = reading.prepare_cached(
                "SELECT export, written, place, sha256, replaces FROM export_files ORDER BY export, position",
            )?;
            let rows = statement.query_map([], |row| {
                let mut fields = Fields::of(row);
                let id = ExportId(fields.uuid()?);
                let (written, place) = (fields.plain()?, fields.plain()?);
                let (sha256, replaces) = (fields.plain()?, fields.plain()?);
                Ok((id, FileOnItsWay { written, place, sha256, replaces }))
            })?;
            let mut exports: Vec<UnplacedExport> = Vec::new();
            for row in rows {
                let (id, file) = row?;
                match exports.last_mut().filter(|export| export.id == id) {
                    Some(export) => export.files.push(file),
                    None => exports.push(UnplacedExport { id, files: vec![file] }),
                }
            }
            Ok(exports)
        })
        .await
    }

    /// Notes that all files of an export are in their places.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn export_placed(&self, id: ExportId) -> Result<(), Error> {
        self.write(move |writing| Ok(forget(writing, id)?)).await
    }
}

pub(super) fn put(
    writing: &Connection,
    id: ExportId,
    files: &[FileOnItsWay],
) -> rusqlite::Result<()> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO export_files (export, position, written, place, sha256, replaces)
         VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    for (position, file) in (0_i64..).zip(files) {
        let FileOnItsWay { written, place, sha256, replaces } = file;
        statement.execute((blob(id.0), position, written, place, sha256, replaces))?;
    }
    Ok(())
}

pub(super) fn forget(writing: &Connection, id: ExportId) -> rusqlite::Result<()> {
    writing.prepare_cached("DELETE FROM export_files WHERE export = ?")?.execute([blob(id.0)])?;
    Ok(())
}
