//! Files that were handed out, from their projection.

use chrono::{DateTime, Utc};
use ledger::{ExportId, ExportMade};
use rusqlite::OptionalExtension as _;

use crate::decode::{Fields, blob};
use crate::newest::Newest;
use crate::page::Behind;
use crate::{Cursor, Error, Page, Store};

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

    /// The export of that profile with that filter that reaches furthest into the journal; `None` where there was none. One
    /// that was made once more reaches no further than the first time.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn last_export(
        &self,
        profile: &str,
        filter: &str,
    ) -> Result<Option<ExportRecord>, Error> {
        let wanted = (profile.to_owned(), filter.to_owned());
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(&last_sql())?;
            Ok(statement.query_row(wanted, |row| read(&mut Fields::of(row))).optional()?)
        })
        .await
    }
}

/// The columns that [`read`] reads, in its order.
const COLUMNS: &str = "id, seq, at_ms, profile, terms, after_seq, through_seq, row_count, sums, sha256, files, options";

/// The statement of a page.
pub(crate) fn page_sql() -> String {
    format!("SELECT {COLUMNS}, place FROM exports WHERE place < ? ORDER BY place DESC LIMIT ?")
}

/// The statement of the last one.
pub(crate) fn last_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM exports WHERE profile = ? AND terms = ?
         ORDER BY through_seq DESC, seq DESC LIMIT 1"
    )
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
