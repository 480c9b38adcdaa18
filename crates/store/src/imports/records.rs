//! An imported file and its lines.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{AccountId, AccountName, ImportId, ImportKind, LineMatch, Money, Signer, Undone};

/// A file that a person imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// Its identity.
    pub id: ImportId,
    /// How many entries it has; the next append states this.
    pub version: u64,
    /// What kind of file.
    pub of: ImportKind,
    /// What the file was called.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// How many lines the file has, whether they were read or not.
    pub in_file: u64,
    /// The account at a gateway that it is about.
    pub account: Option<AccountId>,
    /// What the merchant calls that account.
    pub account_name: Option<AccountName>,
    /// What the merchant calls the bank account that it is a statement of.
    pub place: Option<String>,
    /// Who imported it.
    pub by: Option<Signer>,
    /// When it was imported.
    pub made_at: DateTime<Utc>,
    /// How many lines were read.
    pub lines: u64,
    /// How many of them are matched with a payout.
    pub matched: u64,
    /// How it was undone; `None` while it counts.
    pub undone: Option<Undone>,
}

/// A line of an imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// The import it is of.
    pub import: ImportId,
    /// Its place in the file, from 1.
    pub line: u32,
    /// What the merchant calls the bank account.
    pub place: Option<String>,
    /// What tells it from every other line of the bank account.
    pub key: String,
    /// Whether the bank gave it an id of its own.
    pub has_own_id: bool,
    /// The day it was booked on.
    pub date: NaiveDate,
    /// How much; more than zero came in.
    pub amount: Money,
    /// The payout whose money it is, as a person said.
    pub matched: Option<LineMatch>,
    /// Whether the import was undone, so that it does not count.
    pub undone: bool,
    /// What it says; `None` once somebody whom it names was masked.
    pub texts: Option<LineTexts>,
}

/// What a line says, as the bank wrote it. It prints as nothing, so that no log has it: people are in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LineTexts {
    /// What it is about.
    pub text: String,
    /// Who sent or received it.
    pub counterparty: Option<String>,
    /// The reference that it came with.
    pub reference: Option<String>,
}

impl fmt::Debug for LineTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineTexts")
    }
}

/// What lies beside the journal of a line that is to be kept: what it says, and the salt of its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTexts {
    /// Its place in the file.
    pub line: u32,
    /// What it says.
    pub texts: LineTexts,
    /// What went into the digest before the texts.
    pub salt: Vec<u8>,
}
