//! What can be typed of reports.

use std::path::PathBuf;

use backoffice::Grouping;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::SettlementArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Takings, fees, refunds and net, by day, week, month, gateway, account, currency or channel.
    Takings(TakingsArgs),
    /// A statement to print or to save as PDF: one page of HTML.
    Statement(StatementArgs),
    /// The same as `till settlement show`.
    Settlement(SettlementArgs),
}

/// Which movements, and how they are put together.
#[derive(Debug, Args)]
pub(crate) struct GroupArgs {
    /// What each row stands for: day, week, month, gateway, account, currency or channel.
    #[arg(long, value_name = "WHAT", default_value = "day", value_parser = grouping)]
    pub(crate) by: Grouping,
    /// Of one account only.
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,
    /// Which payments, in the filter language.
    #[arg(long, value_name = "Q", default_value = "")]
    pub(crate) filter: String,
    /// From this day on, in your time zone.
    #[arg(long, value_name = "D")]
    pub(crate) from: Option<NaiveDate>,
    /// Up to and including this day.
    #[arg(long, value_name = "D")]
    pub(crate) to: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub(crate) struct TakingsArgs {
    #[command(flatten)]
    pub(crate) group: GroupArgs,
    /// Write the rows to a CSV file as well.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct StatementArgs {
    #[command(flatten)]
    pub(crate) group: GroupArgs,
    /// The page to write.
    #[arg(short, long, value_name = "FILE.html")]
    pub(crate) output: PathBuf,
    /// The name that stands above it; it is remembered.
    #[arg(long, value_name = "NAME")]
    pub(crate) shop: Option<String>,
}

fn grouping(text: &str) -> Result<Grouping, String> {
    text.parse().map_err(|problem: backoffice::ReportError| problem.to_string())
}
