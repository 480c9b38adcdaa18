//! Making an export once more: the same rows of the same entries, told in the same words.

use std::collections::BTreeMap;
use std::path::Path;

use accounting::Wishes;
use ledger::ExportId;

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
        let option = |name: &str| made.options.get(name).map(String::as_str);
        let zone = match option("time_zone").and_then(|name| name.parse().ok()) {
            Some(zone) => zone,
            None => self.time_zone().await?,
        };
        let columns = option("columns").unwrap_or_default().split(',');
        let query = ExportQuery {
            profile: made.profile.clone(),
            wishes: Wishes {
                choices: beginning(&made.options, "choice."),
                columns: columns.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
                names: beginning(&made.options, "name."),
            },
            filter: PaymentFilter { text: made.filter.clone(), ..PaymentFilter::default() },
            since_last: false,
        };
        // Entries of exports from before this was written down end where they stand.
        let through = made.through.unwrap_or(export.seq);
        self.plan_between(&query, zone, made.after, through).await
    }
}

/// The options whose name begins so, by the rest of it.
fn beginning(options: &BTreeMap<String, String>, prefix: &str) -> BTreeMap<String, String> {
    let with = options
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone())));
    with.collect()
}
