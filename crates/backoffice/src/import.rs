//! Files brought in: bank statements, what gateways tell of balances and refunds, and payments from before Tillkeeper.
//!
//! What a file would do is planned and can be looked at first; the plan's digest holds what is made to what was shown. Every
//! line of a file has a fate, and what could not be read is told with its number: nothing is left out silently. A line is
//! known again by its own id. One that only looks like another is a person's decision, never ours. An import is one
//! transaction, so that it is there whole or not at all, and so is its undoing, which is entries and takes none away.
//! Nothing is fetched here: files are what somebody saved.

mod balance;
mod choose;
mod detail;
mod fates;
mod history;
mod intake;
mod make;
mod places;
mod plan;
mod print;
mod questions;
mod refunds;
mod refusal;
mod source;
mod statement;
mod undo;
mod words;

use std::path::PathBuf;

use ledger::ImportKind;

pub use detail::ImportDetail;
pub use make::ImportReport;
pub use places::RememberedMapping;
pub use plan::{
    Becomes, EarlierImport, Fate, FateCounts, ImportPlan, LineNotTaken, MappingFrom, PlannedLine,
};
pub use questions::OpenQuestion;
pub use refusal::ImportRefusal;
pub use undo::UndoReport;
pub use words::{HISTORY_WORDS, ImportMapping, LAYOUT_WORDS, STATEMENT_WORDS};

/// What is told of a line that was withdrawn once it had been handed out.
const IS_CLOSED: &str = "it was in a file that was handed out before it was withdrawn: it is booked today, so that the days of that file stay as they are";

/// A file to be imported.
#[derive(Debug, Clone)]
pub struct ImportForm {
    /// What kind of file.
    pub kind: ImportKind,
    /// Where it is.
    pub path: PathBuf,
    /// The account at a gateway that it is about; every kind but a bank statement needs one. It may be one that was removed.
    pub account: Option<String>,
    /// What the merchant calls the bank account that it is a statement of.
    pub place: Option<String>,
    /// Changes to what the columns of a CSV mean, which is what is remembered, else what the file shows; in words, see
    /// [`STATEMENT_WORDS`] and [`HISTORY_WORDS`]. Of a gateway's report only `currency` counts.
    pub changes: Vec<(String, String)>,
    /// Whether to go by what the file shows, whatever is remembered.
    pub afresh: bool,
    /// What becomes of lines that look the same as some that are known.
    pub alike: Option<Alike>,
}

/// A person's decision about lines that look the same as some that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alike {
    /// They are the same, and left out.
    Skip,
    /// They are others, and taken.
    Take,
}

impl ImportForm {
    /// A form with nothing chosen yet.
    #[must_use]
    pub fn new(kind: ImportKind, path: impl Into<PathBuf>) -> Self {
        Self {
            kind,
            path: path.into(),
            account: None,
            place: None,
            changes: Vec::new(),
            afresh: false,
            alike: None,
        }
    }
}

fn count(things: usize) -> u64 {
    u64::try_from(things).unwrap_or(u64::MAX)
}
