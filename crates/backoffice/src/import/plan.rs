//! What an import would do, line by line.

use std::collections::BTreeMap;

use accounting::import::{Kind, Preview};
use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Currency, ImportId, ImportKind, Money};

use super::{Alike, ImportMapping, OpenQuestion};

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPlan {
    /// Stands for the plan when it is agreed to: SHA-256 in hex.
    pub digest: String,
    /// What kind of file.
    pub of: ImportKind,
    /// What the file is called, without its folder.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// What the file is written in.
    pub written_in: Kind,
    /// The account at a gateway that it is about.
    pub account: Option<String>,
    /// What the merchant calls the bank account that it is a statement of.
    pub place: Option<String>,
    /// The bank account as the file names it.
    pub bank_account: Option<String>,
    /// The first and last day of its lines.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// What the columns of a CSV mean, as far as that is settled.
    pub mapping: Option<ImportMapping>,
    /// Where that comes from.
    pub mapping_from: MappingFrom,
    /// What of it was told from what, a sentence each.
    pub why: Vec<String>,
    /// What a person has to choose before anything can be imported.
    pub questions: Vec<OpenQuestion>,
    /// How a CSV begins.
    pub preview: Option<Preview>,
    /// Every line that could be read, in the file's order.
    pub lines: Vec<PlannedLine>,
    /// Every row or entry that could not be read, or is not to be taken, in the file's order.
    pub problems: Vec<LineNotTaken>,
    /// What wants a look although its lines can be taken.
    pub doubts: Vec<String>,
    /// Columns that mean nothing here.
    pub ignored_columns: Vec<String>,
    /// How many rows or entries the file has.
    pub in_file: u64,
    /// What was decided about lines that look the same as some that are known.
    pub alike: Option<Alike>,
    /// How many lines have which fate.
    pub counts: FateCounts,
    /// What all lines that would be taken make, per currency.
    pub sums: Vec<Money>,
    /// The import of the same file, where it was imported before and counts.
    pub earlier: Option<EarlierImport>,
}

/// Where the meaning of columns comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MappingFrom {
    /// The file is no CSV, and needs none.
    None,
    /// It was remembered from an earlier import.
    Remembered,
    /// From what the file shows.
    File,
}

impl MappingFrom {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Remembered => "remembered",
            Self::File => "file",
        }
    }
}

/// A line, and what would become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    /// Its line in a CSV, or its place among the entries of the file; from 1.
    pub line: u32,
    /// Its day.
    pub date: NaiveDate,
    /// How much; more than zero came in. `None` where the file does not say.
    pub amount: Option<Money>,
    /// What it is for.
    pub text: String,
    /// Who paid or was paid.
    pub counterparty: Option<String>,
    /// An order number, or the gateway's reference.
    pub reference: Option<String>,
    /// What it is to the books.
    pub fate: Fate,
    /// Whether it would be taken.
    pub taken: bool,
    /// What it would be in the books.
    pub becomes: Becomes,
    /// Why, and what else there is to know.
    pub message: Option<String>,
}

/// What a line is to the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Not known yet.
    New,
    /// In the books already; it is left out.
    Known,
    /// In the books by the same id and with another content; it is left out, and the books stay as they are.
    Changed,
    /// Looks the same as one that is in the books; a person decides.
    Alike,
    /// About something that is not in the books, so that it cannot be booked.
    Unknown,
}

impl Fate {
    /// The word of the fate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::Changed => "changed",
            Self::Alike => "alike",
            Self::Unknown => "unknown",
        }
    }
}

/// What a line would be in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// Nothing.
    Nothing,
    /// A line that is kept, and books nothing by itself.
    Line,
    /// A payout.
    Payout,
    /// What the gateway took for a payout.
    PayoutFee,
    /// A refund, or news of one.
    Refund,
    /// A payment.
    Payment,
}

impl Becomes {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Line => "line",
            Self::Payout => "payout",
            Self::PayoutFee => "payout_fee",
            Self::Refund => "refund",
            Self::Payment => "payment",
        }
    }
}

/// A row or an entry that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineNotTaken {
    /// Its line in a CSV, or its place among the entries of the file; from 1.
    pub line: u32,
    /// Why, and what to do.
    pub message: String,
}

/// How many lines have which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FateCounts {
    /// Not known yet.
    pub new: u64,
    /// Known already.
    pub known: u64,
    /// Known, with another content.
    pub changed: u64,
    /// Looking the same as one that is known.
    pub alike: u64,
    /// About something that is not in the books.
    pub unknown: u64,
    /// How many of all would be taken.
    pub taken: u64,
}

/// An import of the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierImport {
    /// Its id.
    pub id: ImportId,
    /// What the file was called then.
    pub file: String,
    /// When it was imported.
    pub at: DateTime<Utc>,
    /// The merchant's day of that.
    pub day: NaiveDate,
}

impl ImportPlan {
    /// Whether nobody has decided yet about lines that look the same as some that are known.
    #[must_use]
    pub const fn wants_decision(&self) -> bool {
        self.counts.alike > 0 && self.alike.is_none()
    }

    /// Counts and adds up, once all lines are there. Of what is too much to be kept exactly, there is a doubt and no sum.
    pub(super) fn add_up(&mut self) {
        let mut counts = FateCounts::default();
        let mut sums: BTreeMap<Currency, Option<Money>> = BTreeMap::new();
        for line in &self.lines {
            let count = match line.fate {
                Fate::New => &mut counts.new,
                Fate::Known => &mut counts.known,
                Fate::Changed => &mut counts.changed,
                Fate::Alike => &mut counts.alike,
                Fate::Unknown => &mut counts.unknown,
            };
            *count = count.saturating_add(1);
            let Some(amount) = line.amount.filter(|_| line.taken) else { continue };
            let zero = Money::zero(amount.currency());
            let sum = sums.entry(amount.currency()).or_insert(Some(zero));
            *sum = sum.and_then(|sum| sum.checked_add(amount).ok());
        }
        let taken = self.lines.iter().filter(|line| line.taken).count();
        counts.taken = u64::try_from(taken).unwrap_or(u64::MAX);
        for (currency, _) in sums.iter().filter(|(_, sum)| sum.is_none()) {
            self.doubts.push(format!(
                "what its lines make in {currency} is more than can be kept exactly"
            ));
        }
        self.counts = counts;
        self.sums = sums.into_values().flatten().collect();
        let days = || self.lines.iter().map(|line| line.date);
        self.period = self.period.or_else(|| days().min().zip(days().max()));
        self.problems.sort_by_key(|problem| problem.line);
    }
}
