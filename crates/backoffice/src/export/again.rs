//! Making an export once more: the same rows of the same entries, told in the same words.

use std::collections::BTreeMap;
use std::path::Path;

use accounting::{Finding, Wishes};
use ledger::ExportId;

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
        self.check_place(path)?;
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
        let option = |name: &str| export.options.get(name).map(String::as_str);
        let zone = match option("time_zone").and_then(|name| name.parse().ok()) {
            Some(zone) => zone,
            None => self.time_zone().await?,
        };
        let columns = option("columns").unwrap_or_default().split(',');
        let query = ExportQuery {
            profile: export.profile.clone(),
            wishes: Wishes {
                choices: beginning(&export.options, "choice."),
                columns: columns.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
                names: beginning(&export.options, "name."),
            },
            filter: PaymentFilter { text: export.filter.clone(), ..PaymentFilter::default() },
            since_last: false,
        };
        // Entries of exports from before this was written down end where they stand.
        let through = export.through.unwrap_or(export.seq);
        self.plan_between(&query, zone, export.after, through).await
    }
}

/// Whether the files are those of the first time, by their hashes.
fn is_same(first: &MadeExport, made: &ExportMade) -> bool {
    let now = made.files.iter().map(|file| &file.sha256);
    match first.files.as_slice() {
        // One from before every file was written down.
        [] => now.eq([&first.sha256]),
        files => now.eq(files.iter().map(|file| &file.sha256)),
    }
}

fn differs() -> Finding {
    Finding {
        code: "differs",
        sentence: "The files are not the same bytes as the first time. A customer's details were removed since, or payments were \
                   tagged, refunded or otherwise changed in what the filter asks for, or another version of Tillkeeper wrote them."
            .to_owned(),
        count: 1,
        example: None,
    }
}

/// The options whose name begins so, by the rest of it.
fn beginning(options: &BTreeMap<String, String>, prefix: &str) -> BTreeMap<String, String> {
    let with = options
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone())));
    with.collect()
}
