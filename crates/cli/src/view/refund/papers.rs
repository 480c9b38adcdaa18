//! Files that were handed out of a refund.

use std::path::Path;

use ledger::{Evidence, RefundId};
use serde::Serialize;

use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct SlipSaved {
    id: String,
    path: String,
}

impl SlipSaved {
    pub(crate) fn of(refund: RefundId, path: &Path) -> Self {
        Self { id: refund.to_string(), path: path.display().to_string() }
    }
}

impl Show for SlipSaved {
    fn text(&self) -> String {
        format!("Wrote {}: open it in a browser to print it, or send it as it is", self.path)
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct EvidenceSaved {
    id: String,
    path: String,
    /// What it was called when it was handed in.
    name: String,
    sha256: String,
    bytes: u64,
}

impl EvidenceSaved {
    pub(crate) fn of(refund: RefundId, path: &Path, evidence: &Evidence) -> Self {
        Self {
            id: refund.to_string(),
            path: path.display().to_string(),
            name: evidence.name.clone(),
            sha256: evidence.sha256.clone(),
            bytes: evidence.bytes,
        }
    }
}

impl Show for EvidenceSaved {
    fn text(&self) -> String {
        let Self { path, name, bytes, sha256, .. } = self;
        format!("Wrote {path}: {name} as it was handed in, {bytes} bytes, SHA-256 {sha256}")
    }
}
