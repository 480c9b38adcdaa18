//! Files that were handed out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Money;

/// An export, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportMade {
    /// Which profile.
    pub profile: String,
    /// Which rows, in the filter language.
    pub filter: String,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// The sum of all rows, per currency.
    pub sums: Vec<Money>,
    /// It has rows of entries behind this one only; of all from the first on where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// The last entry of which it may have rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<u64>,
    /// Every file that was written, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<ExportedFile>,
    /// How the profile was set, by the names of its options.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

/// One file of an export. What is more than a program takes at a time goes into several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    /// What it is called, without its folder.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 of it, in hex.
    pub sha256: String,
}
