//! Files that were handed out.

use serde::{Deserialize, Serialize};

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
