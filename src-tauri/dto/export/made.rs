//! What was handed out before.

use std::collections::BTreeMap;

use backoffice::MadeExport;
use serde::Serialize;
use specta::Type;

use super::count;
use crate::dto::{Money, time};
use crate::error::CommandError;

/// An export in the list of those that were made.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportRow {
    id: String,
    at: String,
    profile: String,
    /// Which movements, days included, in the filter language.
    filter: String,
    /// Whether it has only what had come to be known since the one before it.
    since_last: bool,
    rows: u32,
    files: u32,
    sums: Vec<Money>,
}

/// A page of exports.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportPage {
    pub(crate) items: Vec<ExportRow>,
    pub(crate) next: Option<String>,
}

/// An export with its files and what was chosen for it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportDetail {
    export: ExportRow,
    files: Vec<ExportedFile>,
    time_zone: Option<String>,
    choices: BTreeMap<String, String>,
    /// Columns in order; all of them where there are none.
    columns: Vec<String>,
}

/// A file as it was handed out; where it went is not kept.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportedFile {
    name: String,
    rows: u32,
    sha256: String,
}

impl From<&MadeExport> for ExportRow {
    fn from(export: &MadeExport) -> Self {
        let made = &export.made;
        Self {
            id: export.id.to_string(),
            at: time(export.at),
            profile: made.profile.clone(),
            filter: made.filter.clone(),
            since_last: made.after.is_some(),
            rows: count(made.rows),
            // Exports from before files were written down had one.
            files: u32::try_from(made.files.len().max(1)).unwrap_or(u32::MAX),
            sums: made.sums.iter().copied().map(Money::from).collect(),
        }
    }
}

impl From<&MadeExport> for ExportDetail {
    fn from(export: &MadeExport) -> Self {
        let made = &export.made;
        let (wishes, zone) = backoffice::read_export_options(&made.options);
        Self {
            export: ExportRow::from(export),
            files: made
                .files
                .iter()
                .map(|file| ExportedFile {
                    name: file.name.clone(),
                    rows: count(file.rows),
                    sha256: file.sha256.clone(),
                })
                .collect(),
            time_zone: zone.map(|zone| zone.to_string()),
            choices: wishes.choices,
            columns: wishes.columns,
        }
    }
}

/// An export's id as the window sends it back.
pub(crate) fn export_id(text: &str) -> Result<ledger::ExportId, CommandError> {
    text.parse().map_err(|_| CommandError::invalid("id", "There is no such export."))
}
