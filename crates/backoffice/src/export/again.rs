//! Making an export once more: the same rows of the same entries, told in the same words.

use std::path::Path;

use ledger::ExportId;

use super::options::read_export_options;
use super::plan::Plan;
use super::{ExportMade, ExportProgress, ExportQuery, MadeExport};
use crate::{Backoffice, Cancel, Error, PaymentFilter};

impl Backoffice {
    /// Writes the files of an earlier export once more. They are the same, byte for byte, unless a customer's details were
    /// removed since, or this is a later Tillkeeper that writes them in another way; whoever compares the hashes sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`], and as [`Backoffice::save_export`].
    pub async fn save_export_again(
        &self,
        id: ExportId,
        path: &Path,
        cancel: &Cancel,
        told: impl FnMut(ExportProgress) + Send,
    ) -> Result<ExportMade, Error> {
        self.check_place(path)?;
        let plan = self.plan_again(&self.export(id).await?).await?;
        self.hand_over(plan, path, cancel, told).await
    }

    async fn plan_again(&self, export: &MadeExport) -> Result<Plan, Error> {
        let made = &export.made;
        let (wishes, zone) = read_export_options(&made.options);
        let zone = match zone {
            Some(zone) => zone,
            None => self.time_zone().await?,
        };
        let query = ExportQuery {
            profile: made.profile.clone(),
            wishes,
            filter: PaymentFilter { text: made.filter.clone(), ..PaymentFilter::default() },
            since_last: false,
        };
        self.plan_between(&query, zone, made.after, export.mark()).await
    }
}
