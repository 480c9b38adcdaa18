//! A file that a person imported, as a fold of its entries: its lines, what each was matched with, and whether it still
//! counts.
//!
//! The fold is total. A line that was read stays as it was read first, and stays with the payout that it was matched with
//! until somebody takes that back. An import that was undone is over: whatever comes behind changes nothing, and none of its
//! lines count. Importing the file again is another import. What it brought of payments and refunds is told by their own
//! entries.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AccountId, Body, Entry, ImportId, Money, PayoutId, Signer, Subject};

words! {
    /// What kind of file was imported.
    ImportKind {
        /// A bank's statement.
        Statement = "statement",
        /// A gateway's report of what made up its balance.
        BalanceReport = "balance_report",
        /// A gateway's list of refunds.
        RefundList = "refund_list",
        /// Payments from before Tillkeeper.
        History = "history",
    }
}

/// That a file was imported, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMade {
    /// What kind of file.
    pub of: ImportKind,
    /// What the file was called, without its folder.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// How many lines it has.
    pub lines: u64,
    /// The account at a gateway that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// What the merchant calls the bank account that it is a statement of, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who imported it, where a name was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Signer>,
}

/// A line of an imported file, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRead {
    /// Its place in the file, from 1.
    pub line: u32,
    /// What tells it from every other line of the same bank account.
    pub key: String,
    /// Whether the bank gave it an id of its own, or the key was made here from what it says.
    pub has_own_id: bool,
    /// The day it was booked on, as the bank says.
    pub date: NaiveDate,
    /// How much; more than zero came in.
    pub amount: Money,
    /// SHA-256 of a salt and its texts, in hex: proves what they were for as long as they are kept.
    pub digest: String,
}

/// A file that a person imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Its identity.
    pub id: ImportId,
    /// How many entries it has; the next append states this.
    pub version: u64,
    /// What was imported, and by whom.
    pub made: ImportMade,
    /// When it was imported.
    pub made_at: DateTime<Utc>,
    /// Every line that was read, by its place in the file.
    pub lines: BTreeMap<u32, ImportLine>,
    /// How it was undone; `None` while it counts.
    pub undone: Option<Undone>,
}

/// A line of an imported file, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportLine {
    /// What was read.
    pub read: LineRead,
    /// The payout whose money it is, as a person said.
    pub matched: Option<LineMatch>,
}

/// That a line is the money of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineMatch {
    /// Which payout.
    pub payout: PayoutId,
    /// Who said so.
    pub by: Signer,
    /// When.
    pub at: DateTime<Utc>,
}

/// How an import came to count no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// Why.
    pub reason: String,
    /// Who wanted it.
    pub by: Signer,
    /// When.
    pub at: DateTime<Utc>,
}

impl Import {
    /// The state after all of `entries`, in their order; `None` where none of them opens an import.
    pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<Self> {
        entries.into_iter().fold(None, Self::apply)
    }

    /// The state after one more entry.
    #[must_use]
    pub fn apply(state: Option<Self>, entry: &Entry) -> Option<Self> {
        let Some(mut import) = state else {
            return Self::open(entry);
        };
        if entry.subject != Subject::Import(import.id) {
            return Some(import);
        }
        import.version = entry.version;
        if import.undone.is_none() {
            import.learn(entry);
        }
        Some(import)
    }

    /// The lines that count: none once it was undone.
    pub fn counted(&self) -> impl Iterator<Item = (u32, &ImportLine)> {
        let lines = self.lines.iter().filter(|_| self.undone.is_none());
        lines.map(|(number, line)| (*number, line))
    }

    fn open(entry: &Entry) -> Option<Self> {
        let Subject::Import(id) = entry.subject else {
            return None;
        };
        let Body::ImportMade(made) = &entry.body else {
            return None;
        };
        Some(Self {
            id,
            version: entry.version,
            made: made.clone(),
            made_at: entry.at,
            lines: BTreeMap::new(),
            undone: None,
        })
    }

    fn learn(&mut self, entry: &Entry) {
        match &entry.body {
            Body::LineRead(read) => {
                let new = || ImportLine { read: read.clone(), matched: None };
                self.lines.entry(read.line).or_insert_with(new);
            }
            Body::LineMatched { line, payout, by } => {
                if let Some(line) = self.lines.get_mut(line) {
                    let (payout, by, at) = (*payout, by.clone(), entry.at);
                    line.matched.get_or_insert(LineMatch { payout, by, at });
                }
            }
            Body::LineReleased { line, .. } => {
                if let Some(line) = self.lines.get_mut(line) {
                    line.matched = None;
                }
            }
            Body::ImportUndone { reason, by } => {
                let (reason, by, at) = (reason.clone(), by.clone(), entry.at);
                self.undone = Some(Undone { reason, by, at });
            }
            // Opens an import, or is about something else.
            _ => {}
        }
    }
}
