//! What can go wrong while a file is written, a list of refunds is read, or sums are made.

use chrono::NaiveDate;
use ledger::Currency;

/// Why a file was not written, or a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No profile of that name.
    #[error("there is no export profile `{name}`; there are: {known}")]
    UnknownProfile {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// Nothing of that name, or no such value of it, can be chosen.
    #[error("the profile {profile} has no choice `{choice}`; it offers {known}")]
    UnknownChoice {
        /// Which profile.
        profile: &'static str,
        /// What was asked for.
        choice: String,
        /// What there is.
        known: String,
    },
    /// A text of one's own was chosen that cannot be used in a file.
    #[error(
        "what was written for `{choice}` cannot be used in this file; write one line of 1 to {most} characters, without \
         quotation marks and without = + - @ at the beginning"
    )]
    ChoiceText {
        /// Which choice.
        choice: &'static str,
        /// The most characters it may have.
        most: usize,
    },
    /// Two choices exclude each other.
    #[error("the choices for {profile} do not go together: {why}")]
    ChoicesClash {
        /// Which profile.
        profile: &'static str,
        /// Why not.
        why: &'static str,
    },
    /// There is no such column, or it was named twice.
    #[error("`{column}` is not a column, or was named twice; there are: {known}")]
    UnknownColumn {
        /// What was asked for.
        column: String,
        /// The names there are.
        known: String,
    },
    /// The program that reads such files wants exactly its own columns.
    #[error(
        "the columns of {profile} are those that its program expects; choose columns with base, spreadsheet or xlsx"
    )]
    FixedColumns {
        /// Which profile.
        profile: &'static str,
    },
    /// An account cannot have that name.
    #[error("the account `{word}` cannot have that name: {why}")]
    AccountName {
        /// The ledger's word for the account, as it was asked for.
        word: String,
        /// Why not.
        why: &'static str,
    },
    /// The file could not be written: the disk is full, say, or the folder cannot be written to.
    #[error("the export could not be written: {0}")]
    Write(#[source] std::io::Error),
    /// The rows of a currency add up to more than can be kept exactly.
    #[error(
        "the sum of all rows in {0} is too large to be stated exactly; export a shorter period"
    )]
    SumTooLarge(Currency),
    /// The list has more bytes than are read.
    #[error(
        "the list has more than {most} MiB; split it, and leave out columns that are not needed"
    )]
    ListTooLarge {
        /// The most it may have.
        most: usize,
    },
    /// The list has more rows than are taken at once.
    #[error("the list has {rows} refunds, and {most} are the most at once; split it")]
    ListTooLong {
        /// How many it has.
        rows: usize,
        /// The most it may have.
        most: usize,
    },
    /// The list is not UTF-8, or no text at all.
    #[error(
        "line {line} is not text in UTF-8; save the list as \"CSV UTF-8\", not as a workbook or in another encoding"
    )]
    ListNotText {
        /// The first line with such bytes.
        line: u32,
    },
    /// A quotation mark was left open.
    #[error(
        "the list has a quotation mark without its counterpart, so the ends of its rows are unclear; double any \
         quotation mark inside a text"
    )]
    ListOpenQuote,
    /// There is nothing in the list.
    #[error(
        "the list has no refunds; write a heading row with `reference`, and a row for each refund"
    )]
    ListEmpty,
    /// A column that must be there is not.
    #[error("the list has no column `{missing}`; its heading row has: {found}")]
    ListColumnMissing {
        /// Which.
        missing: &'static str,
        /// The names of those it has.
        found: String,
    },
    /// Two columns have the same name.
    #[error("the list has more than one column `{0}`; leave one of them")]
    ListColumnTwice(&'static str),
    /// The list breaks off or cannot be taken apart.
    #[error("the list cannot be read: {0}")]
    ListUnread(#[source] csv::Error),
    /// No way to group a report has that name.
    #[error("a report cannot be made by `{name}`; it can by: {known}")]
    UnknownGrouping {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The period ends before it begins.
    #[error("the period ends on {to}, before it begins on {from}; swap the two dates")]
    PeriodBackwards {
        /// The first day asked for.
        from: NaiveDate,
        /// The last day asked for.
        to: NaiveDate,
    },
    /// More rows than a person reads or a chart shows.
    #[error(
        "the report would have more than {most} rows; choose a shorter period, or weeks or months instead of days"
    )]
    ReportTooLong {
        /// The most rows.
        most: usize,
    },
    /// Amounts of a currency add up to more than can be kept exactly.
    #[error(
        "the total in {0} is too large to be stated exactly; choose a shorter period, and look for a wrong amount in it"
    )]
    TotalTooLarge(Currency),
}

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.into())
    }
}
