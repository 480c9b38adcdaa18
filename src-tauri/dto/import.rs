//! Files brought in: what is asked for, what it would do, what came of it.

mod made;
mod plan;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use made::{
    ImportDetail, ImportLine, ImportLinePage, ImportMade, ImportPage, ImportRow, UndoReport,
    import_id,
};
pub(crate) use plan::ImportPlan;

use super::{Alike, ImportKind};

/// A file to be imported.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ImportForm {
    kind: ImportKind,
    pub(crate) path: String,
    /// The account at a gateway; every kind but a bank statement needs one.
    account: Option<String>,
    /// What the merchant calls the bank account; of a bank statement only.
    place: Option<String>,
    /// Words that change what the columns mean.
    changes: Vec<(String, String)>,
    /// Whether to go by what the file shows, whatever is remembered.
    afresh: bool,
    /// What becomes of lines that look the same as some that are known.
    alike: Option<Alike>,
}

impl From<ImportForm> for backoffice::ImportForm {
    fn from(form: ImportForm) -> Self {
        Self {
            kind: form.kind.into(),
            path: PathBuf::from(form.path),
            account: form.account,
            place: form.place,
            changes: form.changes,
            afresh: form.afresh,
            alike: form.alike.map(backoffice::Alike::from),
        }
    }
}

/// What is remembered of the files of a bank account, or of an account at a gateway.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct RememberedMapping {
    of: ImportKind,
    name: String,
    /// The bank account as its files name it.
    bank_account: Option<String>,
    /// What its columns mean, word by word.
    words: Vec<(String, String)>,
}

impl From<backoffice::RememberedMapping> for RememberedMapping {
    fn from(remembered: backoffice::RememberedMapping) -> Self {
        let words = remembered.mapping.map(|mapping| mapping.words());
        Self {
            of: remembered.of.into(),
            name: remembered.name,
            bank_account: remembered.bank_account,
            words: words.unwrap_or_default(),
        }
    }
}
