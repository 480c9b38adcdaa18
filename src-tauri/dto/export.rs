//! Files for the accountant: what is asked for, looked at and written.

mod made;
mod preset;
mod profile;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use made::{ExportDetail, ExportPage, ExportRow, export_id};
pub(crate) use preset::{AccountName, ExportPreset};
pub(crate) use profile::ExportProfile;

use super::{Money, count, time};
use crate::error::CommandError;

/// What is to be in a file.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ExportQuery {
    profile: String,
    /// What is chosen, by the choice's name.
    choices: BTreeMap<String, String>,
    /// Columns in order; all of them where there are none.
    columns: Vec<String>,
    filter: String,
    from: Option<String>,
    to: Option<String>,
    /// Only what came to be known since the last export of the same kind, filter, days, columns and choices.
    since_last: bool,
}

impl TryFrom<ExportQuery> for backoffice::ExportQuery {
    type Error = CommandError;

    fn try_from(query: ExportQuery) -> Result<Self, Self::Error> {
        let day = |field, text: Option<String>| {
            let parsed = text.as_deref().map(str::parse::<NaiveDate>).transpose();
            parsed.map_err(|_| CommandError::invalid(field, "Write the date as 2026-01-31."))
        };
        Ok(Self {
            profile: query.profile,
            wishes: backoffice::Wishes {
                choices: query.choices,
                columns: query.columns,
                names: BTreeMap::new(),
            },
            filter: backoffice::PaymentFilter {
                text: query.filter,
                from: day("from", query.from)?,
                to: day("to", query.to)?,
            },
            since_last: query.since_last,
        })
    }
}

/// A file to be written.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ExportForm {
    query: ExportQuery,
    path: String,
}

impl TryFrom<ExportForm> for backoffice::ExportForm {
    type Error = CommandError;

    fn try_from(form: ExportForm) -> Result<Self, Self::Error> {
        Ok(Self { query: form.query.try_into()?, path: PathBuf::from(form.path) })
    }
}

/// What would be in a file.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportPreview {
    rows: u32,
    files: u32,
    columns: Vec<String>,
    first: Vec<Vec<String>>,
    /// How the file begins, where it is not a table.
    text: Option<String>,
    sums: Vec<Money>,
    findings: Vec<ExportFinding>,
    last: Option<ExportLast>,
    suggested_path: String,
}

/// When the same was last handed out.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportLast {
    at: String,
    rows: u32,
    /// How many movements of money have come to be known since.
    new_rows: u32,
}

/// Something a person should know before a file is handed on.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportFinding {
    code: String,
    sentence: String,
    /// The order number or payout it was first found at.
    example: Option<String>,
}

impl ExportPreview {
    pub(crate) fn of(
        preview: backoffice::ExportPreview,
        since: Option<&backoffice::SinceLast>,
        suggested_path: String,
    ) -> Self {
        let last = since.map(|since| ExportLast {
            at: time(since.last.at),
            rows: count(since.last.made.rows),
            new_rows: count(since.rows),
        });
        Self {
            rows: count(preview.rows),
            files: u32::try_from(preview.files).unwrap_or(u32::MAX),
            columns: preview.columns,
            first: preview.first,
            text: preview.text,
            sums: preview.sums.into_iter().map(Money::from).collect(),
            findings: preview.findings.into_iter().map(ExportFinding::from).collect(),
            last,
            suggested_path,
        }
    }
}

impl From<backoffice::ExportFinding> for ExportFinding {
    fn from(finding: backoffice::ExportFinding) -> Self {
        let backoffice::ExportFinding { code, sentence, example, .. } = finding;
        Self { code: code.to_owned(), sentence, example }
    }
}

/// What was written.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportSaved {
    id: String,
    files: Vec<ExportFile>,
    /// The file beside them that proves them.
    manifest: String,
    rows: u32,
    sums: Vec<Money>,
    findings: Vec<ExportFinding>,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportFile {
    path: String,
    rows: u32,
    sha256: String,
}

impl From<backoffice::ExportMade> for ExportSaved {
    fn from(made: backoffice::ExportMade) -> Self {
        let file = |file: backoffice::ExportFile| ExportFile {
            path: file.path.display().to_string(),
            rows: count(file.rows),
            sha256: file.sha256,
        };
        Self {
            id: made.id.to_string(),
            files: made.files.into_iter().map(file).collect(),
            manifest: made.manifest.display().to_string(),
            rows: count(made.rows),
            sums: made.sums.into_iter().map(Money::from).collect(),
            findings: made.findings.into_iter().map(ExportFinding::from).collect(),
        }
    }
}
