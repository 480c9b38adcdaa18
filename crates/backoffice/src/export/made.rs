//! What was handed out before.

use ledger::ExportId;
use store::{Cursor, ExportRecord, Page};

use crate::{Backoffice, Error};

/// An export that was made, as the journal has it.
pub type MadeExport = ExportRecord;

impl Backoffice {
    /// A page of what was handed out, the newest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn exports(
        &self,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<MadeExport>, Error> {
        Ok(self.store().exports(after, limit).await?)
    }

    /// An export that was made.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn export(&self, id: ExportId) -> Result<MadeExport, Error> {
        self.store().export(id).await?.ok_or_else(|| Error::not_found("export", id))
    }
}
