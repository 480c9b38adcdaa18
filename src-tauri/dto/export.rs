//! Files for the accountant.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Money;
use crate::error::CommandError;

/// A kind of file.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportProfile {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) extension: String,
}

/// What would be in a file.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ExportQuery {
    pub(crate) profile: String,
    filter: String,
    from: Option<String>,
    to: Option<String>,
}

impl ExportQuery {
    pub(crate) fn filter(&self) -> Result<backoffice::PaymentFilter, CommandError> {
        let day = |field, text: &Option<String>| {
            let parsed = text.as_deref().map(str::parse::<NaiveDate>).transpose();
            parsed.map_err(|_| CommandError::invalid(field, "Write the date as 2026-01-31."))
        };
        Ok(backoffice::PaymentFilter {
            text: self.filter.clone(),
            from: day("from", &self.from)?,
            to: day("to", &self.to)?,
        })
    }
}

/// A file to be written.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ExportForm {
    pub(crate) profile: String,
    filter: String,
    from: Option<String>,
    to: Option<String>,
    pub(crate) path: String,
}

impl TryFrom<ExportForm> for backoffice::ExportForm {
    type Error = CommandError;

    fn try_from(form: ExportForm) -> Result<Self, Self::Error> {
        let ExportForm { profile, filter, from, to, path } = form;
        let query = ExportQuery { profile, filter, from, to };
        let filter = query.filter()?;
        Ok(Self { profile: query.profile, filter, path: PathBuf::from(path) })
    }
}

/// The first rows of a file.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportPreview {
    rows: u32,
    columns: Vec<String>,
    first: Vec<Vec<String>>,
    sums: Vec<Money>,
    suggested_path: String,
}

impl ExportPreview {
    pub(crate) fn of(preview: backoffice::ExportPreview, suggested_path: String) -> Self {
        Self {
            rows: u32::try_from(preview.rows).unwrap_or(u32::MAX),
            columns: preview.columns,
            first: preview.first,
            sums: preview.sums.into_iter().map(Money::from).collect(),
            suggested_path,
        }
    }
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportSaved {
    path: String,
    rows: u32,
    sha256: String,
    sums: Vec<Money>,
}

impl From<backoffice::ExportMade> for ExportSaved {
    fn from(made: backoffice::ExportMade) -> Self {
        Self {
            path: made.path.display().to_string(),
            rows: u32::try_from(made.rows).unwrap_or(u32::MAX),
            sha256: made.sha256,
            sums: made.sums.into_iter().map(Money::from).collect(),
        }
    }
}
