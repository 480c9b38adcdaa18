//! Why a file that can be read is not imported, or an import is not undone.

use chrono::NaiveDate;
use ledger::ImportId;

use super::ImportPlan;
use crate::Code;

/// Why nothing was imported, or undone.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// The file was imported before.
    #[error(
        "this very file was imported on {day} already, as `{file}`; nothing was imported again. If that import was wrong, undo \
         {id} first"
    )]
    Before {
        /// The earlier import.
        id: ImportId,
        /// What the file was called then.
        file: String,
        /// The merchant's day of it.
        day: NaiveDate,
    },
    /// Lines may be the same as some that are known.
    #[error(
        "{lines} of the file may be the same as lines that were imported before, the first on line {first}, and no id tells for \
         certain. Only you can say whether they are the same: skip them, or take them as well. Nothing was imported",
        lines = lines_of(*lines)
    )]
    Alike {
        /// How many.
        lines: u64,
        /// The first of them.
        first: u32,
    },
    /// Something has to be chosen first.
    #[error("{question} Choose `{key}`; nothing was imported{}", further(*more))]
    Open {
        /// What to choose.
        key: String,
        /// The question.
        question: String,
        /// How many more there are.
        more: usize,
    },
    /// The plan is another than the one that was looked at.
    #[error(
        "the file would do something else by now: it was changed, or the books were, since the preview was made. Look at the \
         preview again; nothing was imported"
    )]
    PlanChanged(Box<ImportPlan>),
    /// What is remembered does not fit the file.
    #[error(
        "this file does not fit the columns that are remembered for `{name}`: {why}. Change the mapping, or go by what the file \
         shows; nothing was imported"
    )]
    Remembered {
        /// The bank account, or the account at a gateway.
        name: String,
        /// What does not fit.
        why: String,
    },
    /// The file is of another bank account.
    #[error(
        "the file is of the bank account {found}, and what you call `{place}` is {known}: its lines would go to the wrong one. \
         Name the right one, or forget what is remembered of `{place}`"
    )]
    OtherAccount {
        /// What the merchant calls the bank account.
        place: String,
        /// How its files name it.
        known: String,
        /// How this file names it.
        found: String,
    },
    /// The bank account goes by another name here.
    #[error(
        "the file is of the bank account {found}, which you call `{known}`: its lines would be there twice. Import it as \
         `{known}`"
    )]
    OtherPlace {
        /// What the merchant calls the bank account.
        known: String,
        /// How the file names it.
        found: String,
    },
    /// Statements of several bank accounts in one file.
    #[error(
        "the file has statements of several bank accounts ({0}); ask the bank for a file of one of them at a time"
    )]
    SeveralAccounts(String),
    /// Nothing that can be read.
    #[error("the file is {found}; {wanted}")]
    OtherFile {
        /// What it is.
        found: String,
        /// What it has to be.
        wanted: &'static str,
    },
    /// The gateway's report cannot be read.
    #[error("the file cannot be read: {0}. Nothing of it was used")]
    Report(#[source] gateways::Error),
    /// A line was imported by somebody else in the same moment.
    #[error(
        "line {line} of the file was imported at the same moment by another program; nothing was imported. Look at the preview \
         again: it leaves out what is known"
    )]
    Meanwhile {
        /// Its place in the file.
        line: u32,
    },
    /// The import was undone before.
    #[error("this import was undone on {0} already")]
    Undone(NaiveDate),
    /// Something else hangs on what the import brought.
    #[error("this import cannot be undone: {}{}. Nothing was changed", .0.first().map_or("", String::as_str), further(.0.len().saturating_sub(1)))]
    HangsOn(Vec<String>),
}

impl ImportRefusal {
    /// The code that programs act on.
    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::Open { .. }
            | Self::Remembered { .. }
            | Self::OtherAccount { .. }
            | Self::OtherPlace { .. }
            | Self::SeveralAccounts(_)
            | Self::OtherFile { .. }
            | Self::Report(_) => Code::InvalidInput,
            Self::PlanChanged(_) | Self::Meanwhile { .. } => Code::Conflict,
            Self::Before { .. } | Self::Alike { .. } | Self::Undone(_) | Self::HangsOn(_) => {
                Code::Refused
            }
        }
    }

    /// The field of the form that it is about.
    pub(crate) const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Alike { .. } => Some("alike"),
            Self::Open { .. } | Self::Remembered { .. } => Some("map"),
            Self::OtherAccount { .. } | Self::OtherPlace { .. } => Some("place"),
            Self::Before { .. } | Self::SeveralAccounts(_) | Self::OtherFile { .. } => Some("file"),
            Self::PlanChanged(_)
            | Self::Report(_)
            | Self::Meanwhile { .. }
            | Self::Undone(_)
            | Self::HangsOn(_) => None,
        }
    }
}

fn lines_of(count: u64) -> String {
    if count == 1 { "one line".to_owned() } else { format!("{count} lines") }
}

fn further(count: usize) -> String {
    match count {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    }
}
