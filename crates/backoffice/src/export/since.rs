//! What came since the same was last handed out.

use super::plan::described;
use super::{ExportQuery, MadeExport};
use crate::{Backoffice, Error};

/// The last export of the same profile and filter, and what came since.
#[derive(Debug, Clone)]
pub struct SinceLast {
    /// That export.
    pub last: MadeExport,
    /// How many movements of money have come to be known since.
    pub rows: u64,
}

impl Backoffice {
    /// When the same was last handed out, and how much is new since then; nothing where it never was.
    ///
    /// # Errors
    /// As [`Backoffice::preview_export`].
    pub async fn since_last_export(&self, query: &ExportQuery) -> Result<Option<SinceLast>, Error> {
        let filter = described(&query.filter);
        let Some(last) = self.store().last_export(&query.profile, &filter).await? else {
            return Ok(None);
        };
        let plan = self.plan_export(&ExportQuery { since_last: true, ..query.clone() }).await?;
        let (rows, _) = self.store().movement_sums(&plan.movements).await?;
        Ok(Some(SinceLast { last, rows }))
    }
}
