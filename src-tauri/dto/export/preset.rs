//! What the merchant likes of exports.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

/// An export that is made again and again, without its days.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportPreset {
    name: String,
    profile: String,
    choices: BTreeMap<String, String>,
    columns: Vec<String>,
    filter: String,
    since_last: bool,
}

impl From<backoffice::Preset> for ExportPreset {
    fn from(preset: backoffice::Preset) -> Self {
        let backoffice::Preset { name, profile, choices, columns, filter, since_last } = preset;
        Self { name, profile, choices, columns, filter, since_last }
    }
}

/// What an account of the books is called in files with double entry.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct AccountName {
    /// The ledger's word for it: `sales`.
    pub(crate) account: String,
    pub(crate) name: String,
}
