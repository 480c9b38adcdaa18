//! Handing the books to an accountant: files appear whole or not at all, and the journal knows of them.
//!
//! An export is of the entries up to one entry of the journal, which is written down with it. So the same filter gives the
//! same bytes whatever was written meanwhile, an export can be made once more years later, and the next one can begin
//! where the last one of its kind ended, without giving a row twice.

mod again;
mod made;
mod options;
mod plan;
mod presets;
mod preview;
mod since;
mod write;

use std::path::PathBuf;

use accounting::{Finding, Wishes};
use chrono::NaiveDate;
use ledger::{ExportId, Money};

use crate::PaymentFilter;

pub use made::MadeExport;
pub use options::read_export_options;
pub(crate) use plan::described;
pub use presets::Preset;
pub use preview::ExportPreview;
pub use since::SinceLast;

/// What is to be handed out.
#[derive(Debug, Clone, Default)]
pub struct ExportQuery {
    /// The profile's name.
    pub profile: String,
    /// What is chosen of it.
    pub wishes: Wishes,
    /// Which movements.
    pub filter: PaymentFilter,
    /// Only what came to be known since the last export of the same profile and filter.
    pub since_last: bool,
}

/// What is to be handed out, and where to.
#[derive(Debug, Clone)]
pub struct ExportForm {
    /// What.
    pub query: ExportQuery,
    /// The file; one that exists is replaced once the new one is whole. Where one is not enough, others beside it have its
    /// name with something added.
    pub path: PathBuf,
}

/// A file that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Where it is.
    pub path: PathBuf,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 of it, in hex.
    pub sha256: String,
}

/// What was handed out.
#[derive(Debug, Clone)]
pub struct ExportMade {
    /// The export's own id, by which it can be made again.
    pub id: ExportId,
    /// The files, in order.
    pub files: Vec<ExportFile>,
    /// What proves them.
    pub manifest: PathBuf,
    /// How many rows all of them have.
    pub rows: u64,
    /// The sum of all rows, per currency.
    pub sums: Vec<Money>,
    /// What should be known before they are handed on.
    pub findings: Vec<Finding>,
    /// The entry behind which the rows begin, where they are those since an earlier export.
    pub after: Option<u64>,
    /// The last entry whose rows could be in it.
    pub through: u64,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportProgress {
    /// How many rows were written.
    pub rows: u64,
    /// How many there are.
    pub of: u64,
}

/// A name for a file that tells its profile and period: `tillkeeper-base-2026-11-01-to-2026-11-30.csv`.
///
/// # Errors
/// For a profile that does not exist.
pub fn suggested_file_name(
    profile: &str,
    filter: &PaymentFilter,
    today: NaiveDate,
) -> Result<String, accounting::ExportError> {
    let profile = accounting::profile(profile)?;
    let from = filter.from.map(|day| format!("{day}-")).unwrap_or_default();
    let to = filter.to.unwrap_or(today);
    Ok(format!("tillkeeper-{}-{from}to-{to}.{}", profile.name, profile.extension))
}
