//! What can go wrong while a file is asked for and written.

use ledger::Currency;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
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
}
