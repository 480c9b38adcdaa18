//! What can go wrong while a file is written.

use ledger::Currency;

/// Why a file was not written.
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
    /// The file could not be written: the disk is full, say, or the folder cannot be written to.
    #[error("the export could not be written: {0}")]
    Write(#[source] std::io::Error),
    /// The rows of a currency add up to more than can be kept exactly.
    #[error(
        "the sum of all rows in {0} is too large to be stated exactly; export a shorter period"
    )]
    SumTooLarge(Currency),
}

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.into())
    }
}
