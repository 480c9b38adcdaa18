//! What can go wrong while sums are made, in a report as well as in the settlement check.

use chrono::NaiveDate;
use ledger::Currency;

/// Why a sum was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// No way to group a report has that name.
    #[error("a report cannot be grouped by `{name}`; choose one of: {known}")]
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
