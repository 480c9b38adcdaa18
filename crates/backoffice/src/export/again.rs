//! Making an export once more: the same rows of the same entries, told in the same words.

use std::path::Path;

use accounting::Finding;
use ledger::ExportId;

use super::options::read_export_options;
use super::plan::Plan;
use super::{ExportMade, ExportProgress, ExportQuery, MadeExport};
use crate::{Backoffice, Cancel, Error, PaymentFilter};

impl Backoffice {
    /// Writes the files of an earlier export once more: of the same entries, in the same words. They are the same, byte for
    /// byte, unless what is told of old payments changed since, and whether they are is said.
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
        self.check_export_place(path, false)?;
        let mut findings = self.finish_exports().await?;
        let export = self.export(id).await?;
        let plan = self.plan_again(&export).await?;
        let mut made = self.hand_over(plan, path, cancel, told).await?;
        let is_same = is_same(&export, &made);
        if !is_same {
            made.findings.push(differs());
        }
        findings.append(&mut made.findings);
        Ok(ExportMade { same_bytes: Some(is_same), findings, ..made })
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
        let context = self.export_context(&query, zone).await?;
        self.plan_between(&query, context, made.after, export.mark()).await
    }
}

/// Whether the files are those of the first time, by their hashes.
fn is_same(first: &MadeExport, made: &ExportMade) -> bool {
    let now = made.files.iter().map(|file| &file.sha256);
    match first.made.files.as_slice() {
        // One from before every file was written down.
        [] => now.eq([&first.made.sha256]),
        files => now.eq(files.iter().map(|file| &file.sha256)),
    }
}

fn differs() -> Finding {
    Finding::of_export(
        "differs",
        "The files are not the same bytes as the first time. A customer's details were removed since, or payments were \
                   tagged, refunded or otherwise changed in what the filter asks for, or another version of Tillkeeper wrote them.",
    )
}
