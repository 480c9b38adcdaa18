//! A kind of file with everything that can be chosen about it.

use serde::Serialize;
use specta::Type;

use super::count;

/// A kind of file.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportProfile {
    name: String,
    title: String,
    about: String,
    extension: String,
    columns: Vec<ExportColumn>,
    /// Whether columns may be chosen and put in another order.
    free_columns: bool,
    /// Whether the accounts of the books are named in it.
    names_accounts: bool,
    choices: Vec<ExportChoice>,
    limits: Option<ExportLimits>,
}

/// A column of a kind of file.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportColumn {
    name: String,
    about: String,
}

/// Something about a kind of file that a person may choose; the first value is taken where nothing is said.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportChoice {
    name: String,
    about: String,
    values: Vec<ExportValue>,
    /// Whether anything else may be written as well.
    free: bool,
}

/// One value of a choice, and what it means.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportValue {
    value: String,
    about: String,
}

/// How much one file may have before another is begun.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ExportLimits {
    rows: Option<u32>,
    bytes: Option<u32>,
    why: String,
}

impl From<&backoffice::ExportProfile> for ExportProfile {
    fn from(profile: &backoffice::ExportProfile) -> Self {
        let columns = profile.columns.iter().map(|column| ExportColumn {
            name: column.name.to_owned(),
            about: column.about.to_owned(),
        });
        let limits = &profile.limits;
        let limited = limits.rows.is_some() || limits.bytes.is_some();
        Self {
            name: profile.name.to_owned(),
            title: profile.title.to_owned(),
            about: profile.about.to_owned(),
            extension: profile.extension.to_owned(),
            columns: columns.collect(),
            free_columns: profile.free_columns,
            names_accounts: profile.names_accounts,
            choices: profile.choices.iter().map(ExportChoice::from).collect(),
            limits: limited.then(|| ExportLimits {
                rows: limits.rows.map(count),
                bytes: limits.bytes.map(count),
                why: limits.why.to_owned(),
            }),
        }
    }
}

impl From<&backoffice::ExportChoice> for ExportChoice {
    fn from(choice: &backoffice::ExportChoice) -> Self {
        let values = choice.values.iter();
        Self {
            name: choice.name.to_owned(),
            about: choice.about.to_owned(),
            free: choice.free,
            values: values
                .map(|(value, about)| ExportValue {
                    value: (*value).to_owned(),
                    about: (*about).to_owned(),
                })
                .collect(),
        }
    }
}
