//! Files that were handed out: entered so that no row is handed out twice as new, and read from their projection.

mod mark;
mod underway;

use chrono::{DateTime, Utc};
use ledger::{Body, Entry, ExportId, ExportMade, Subject};
use rusqlite::{Connection, OptionalExtension as _};

#[cfg(test)]
pub(crate) use self::mark::RANGES;
pub(crate) use self::mark::kind_of;
pub use self::mark::{ExportKind, ExportMark};
pub use self::underway::{FileOnItsWay, UnplacedExport};

use crate::decode::{Fields, blob};
use crate::newest::Newest;
use crate::page::Behind;
use crate::{Append, Cursor, Error, Page, Store, append};

/// An export that is entered before its files are put into place.
#[derive(Debug, Clone)]
pub struct NewExport {
    /// The entry.
    pub append: Append,
    /// Whether it is of what is new: then it has to begin where those of its kind end by now.
    pub is_of_new: bool,
    /// Its files, in the order in which they are put into place.
    pub files: Vec<FileOnItsWay>,
}

/// An export that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRecord {
    /// Its identity.
    pub id: ExportId,
    /// The entry that says so, by its place in the journal.
    pub seq: u64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What was handed out. Of one that was made before it was written down, `through` and `files` are missing.
    pub made: ExportMade,
}

impl ExportRecord {
    /// The last entry of which it may have rows. One that was made before that was written down ends where it stands.
    #[must_use]
    pub fn mark(&self) -> u64 {
        self.made.through.unwrap_or(self.seq)
    }
}

impl Store {
    /// A page of exports, the newest first; at most 500.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn exports(
        &self,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<ExportRecord>, Error> {
        let list = Newest { sql: page_sql(), behind: Behind::Export, read };
        self.newest(list, after, limit).await
    }

    /// An export that was made; `None` where there is none, or its files did not come into place.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn export(&self, id: ExportId) -> Result<Option<ExportRecord>, Error> {
        self.read(move |reading| {
            let mut statement =
                reading.prepare_cached(&format!("SELECT {COLUMNS} FROM exports WHERE id = ?"))?;
            let export = statement.query_row([blob(id.0)], |row| read(&mut Fields::of(row)));
            Ok(export.optional()?)
        })
        .await
    }

    /// How far those of a kind have been handed out.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn export_mark(&self, kind: &ExportKind) -> Result<ExportMark, Error> {
        let kind = kind.clone();
        self.read(move |reading| mark::of(reading, &kind)).await
    }

    /// Enters an export in the journal, and what is left to do of it beside the journal: all or nothing.
    ///
    /// # Errors
    /// [`Error::HandedOut`] where it is of what is new, and another of its kind was entered since that was looked at;
    /// [`Error::NotAnExport`] where the entries are about something else; and as [`Store::append`].
    pub async fn append_export(&self, new: NewExport) -> Result<Vec<Entry>, Error> {
        let Subject::Export(id) = new.append.subject else {
            return Err(Error::NotAnExport { subject: new.append.subject });
        };
        self.write(move |writing| {
            if new.is_of_new {
                check_mark(writing, &new.append)?;
            }
            let entries = append::run(writing, new.append)?;
            underway::put(writing, id, &new.files)?;
            Ok(entries)
        })
        .await
    }

    /// Takes an export back whose files did not come into place, and forgets what was left to do of it.
    ///
    /// # Errors
    /// [`Error::NotAnExport`] where the entries are about something else, and as [`Store::append`].
    pub async fn undo_export(&self, append: Append) -> Result<Vec<Entry>, Error> {
        let Subject::Export(id) = append.subject else {
            return Err(Error::NotAnExport { subject: append.subject });
        };
        self.write(move |writing| {
            let entries = append::run(writing, append)?;
            underway::forget(writing, id)?;
            Ok(entries)
        })
        .await
    }
}

/// Whether an export of what is new begins where those of its kind end.
fn check_mark(reading: &Connection, append: &Append) -> Result<(), Error> {
    for draft in &append.drafts {
        let Body::ExportMade(made) = &draft.body else { continue };
        let mark = mark::of(reading, &ExportKind::of(made))?;
        if mark.through != made.after || mark.until.is_some_and(|until| Some(until) < made.through)
        {
            return Err(Error::HandedOut);
        }
    }
    Ok(())
}

/// The columns that [`read`] reads, in its order.
const COLUMNS: &str = "id, seq, at_ms, profile, terms, after_seq, through_seq, row_count, sums, sha256, files, options";

/// The statement of a page.
pub(crate) fn page_sql() -> String {
    format!("SELECT {COLUMNS}, place FROM exports WHERE place < ? ORDER BY place DESC LIMIT ?")
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<ExportRecord> {
    Ok(ExportRecord {
        id: ExportId(fields.uuid()?),
        seq: fields.plain()?,
        at: fields.time()?,
        made: ExportMade {
            profile: fields.plain()?,
            filter: fields.plain()?,
            after: fields.plain()?,
            through: fields.plain()?,
            rows: fields.plain()?,
            sums: fields.json()?,
            sha256: fields.plain()?,
            files: fields.json()?,
            options: fields.json()?,
        },
    })
}
