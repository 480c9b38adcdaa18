//! What was written.

use std::collections::BTreeMap;

use backoffice::ExportMade;
use chrono::NaiveDate;
use serde::Serialize;

use super::super::table::{facts, harmless};
use super::{FindingView, Sum};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct ExportView {
    id: String,
    files: Vec<File>,
    manifest: String,
    /// Whether the files are those of the first time; only where it was made once more.
    same_bytes: Option<bool>,
    rows: u64,
    sums: Vec<Sum>,
    period: Period,
    findings: Vec<FindingView>,
    after_entry: Option<u64>,
    through_entry: u64,
}

#[derive(Debug, Serialize)]
struct File {
    path: String,
    rows: u64,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct Period {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl ExportView {
    pub(crate) fn of(made: &ExportMade, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        let file = |file: &backoffice::ExportFile| File {
            path: file.path.display().to_string(),
            rows: file.rows,
            sha256: file.sha256.clone(),
        };
        Self {
            id: made.id.to_string(),
            files: made.files.iter().map(file).collect(),
            manifest: made.manifest.display().to_string(),
            same_bytes: made.same_bytes,
            rows: made.rows,
            sums: Sum::all(&made.sums),
            period: Period { from, to },
            findings: FindingView::all(&made.findings),
            after_entry: made.after,
            through_entry: made.through,
        }
    }
}

impl Show for ExportView {
    fn text(&self) -> String {
        let files = self.files.iter().map(|file| {
            format!("{} ({} rows, SHA-256 {})", harmless(&file.path), file.rows, file.sha256)
        });
        let sums = self.sums.iter().map(Sum::line);
        let manifest = format!("  manifest {}", harmless(&self.manifest));
        let same = match self.same_bytes {
            Some(true) => Some("  the same bytes as the first time".to_owned()),
            Some(false) => Some("  not the same bytes as the first time".to_owned()),
            None => None,
        };
        files.chain(sums).chain([manifest]).chain(same).collect::<Vec<_>>().join("\n")
    }
}

/// What became of a preset.
#[derive(Debug, Serialize)]
pub(crate) struct PresetView {
    preset: String,
    kept: bool,
}

impl PresetView {
    pub(crate) fn saved(name: &str) -> Self {
        Self { preset: name.to_owned(), kept: true }
    }

    pub(crate) fn removed(name: &str) -> Self {
        Self { preset: name.to_owned(), kept: false }
    }
}

impl Show for PresetView {
    fn text(&self) -> String {
        let name = harmless(&self.preset);
        if self.kept {
            format!("Kept; ask for it with: till export --preset '{name}' -o FILE")
        } else {
            format!("Forgot the preset {name}")
        }
    }
}

/// What accounts are called.
#[derive(Debug, Serialize)]
pub(crate) struct AccountNamesView {
    account_names: BTreeMap<String, String>,
}

impl AccountNamesView {
    pub(crate) const fn of(account_names: BTreeMap<String, String>) -> Self {
        Self { account_names }
    }
}

impl Show for AccountNamesView {
    fn text(&self) -> String {
        let names = self.account_names.iter();
        facts(&names.map(|(word, name)| (word.as_str(), Some(name.clone()))).collect::<Vec<_>>())
    }
}
