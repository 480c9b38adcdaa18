//! What can be typed of money between gateways and the bank.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use ledger::ImportId;

#[derive(Debug, Subcommand)]
pub(crate) enum SettlementCommand {
    /// Check what gateways said they paid out against the bank: what arrived, what is missing, and what is still there.
    Show(SettlementArgs),
    /// Say by hand that a bank line is the money of a payout.
    Match {
        #[command(flatten)]
        line: LineArgs,
        /// The payout: its reference, the gateway's id, or its id.
        payout: String,
        /// Who says so; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Take back what was said of a bank line. A payout that was booked from it alone is booked back.
    Release {
        #[command(flatten)]
        line: LineArgs,
        /// Who says so; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Book a bank line as a payout, where the gateway tells of none.
    Payout {
        #[command(flatten)]
        line: LineArgs,
        /// The account at the gateway whose money it is.
        #[arg(long, value_name = "NAME")]
        account: String,
        /// Who says so; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Show how long money may take and what a bank may keep, or set it for an account.
    Terms(TermsArgs),
}

/// What is to be checked.
#[derive(Debug, Args)]
pub(crate) struct SettlementArgs {
    /// From this day on, in your time zone; the last 120 days where it is not given.
    #[arg(long, value_name = "D")]
    pub(crate) from: Option<NaiveDate>,
    /// Up to and including this day.
    #[arg(long, value_name = "D")]
    pub(crate) to: Option<NaiveDate>,
    /// Of one account only.
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,
}

/// A bank line, as `till settlement show` names it.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct LineArgs {
    /// The import that the line is in, by its id.
    pub(crate) import: ImportId,
    /// The line's place in the file.
    pub(crate) line: u32,
}

#[derive(Debug, Args)]
pub(crate) struct TermsArgs {
    /// The account; all of them where none is named.
    pub(crate) account: Option<String>,
    /// After how many days money is overdue.
    #[arg(long, value_name = "N", requires = "account")]
    pub(crate) overdue_days: Option<u32>,
    /// How much a bank may keep of a payout, such as 1% or "50.00 NGN".
    #[arg(long, value_name = "T", requires = "account")]
    pub(crate) tolerance: Option<String>,
    /// A word by which its lines are known, as the bank writes it; may be given several times, and takes the place of the
    /// words before.
    #[arg(long = "word", value_name = "W", requires = "account")]
    pub(crate) words: Vec<String>,
    /// Go back to what is usual.
    #[arg(long, requires = "account")]
    pub(crate) reset: bool,
}
