//! What can be typed of payouts.

use clap::{Args, Subcommand};
use ledger::{PayoutKind, PayoutStatus};

use super::key_value;

#[derive(Debug, Subcommand)]
pub(crate) enum PayoutCommand {
    /// Send money from an account. It is sent once, whatever the answer.
    Create(Box<PayoutArgs>),
    /// List payouts, newest first.
    List {
        /// Only in this state; may be given several times.
        #[arg(long = "status", value_name = "S")]
        status: Vec<PayoutStatus>,
        /// Only of one account.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// Only with this in the reference, the receiver or the gateway's id.
        #[arg(long, value_name = "T")]
        search: Option<String>,
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
        /// Go on after an earlier page; its `next`.
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
    },
    /// Show a payout with everything that happened to it.
    Show {
        /// Its reference, the gateway's id, or its id.
        id: String,
    },
    /// Ask the gateway about a payout now.
    Verify {
        /// Its reference, the gateway's id, or its id.
        id: String,
    },
    /// Say by hand how a payout ended that nobody knows the end of. The gateway is asked once more before.
    Resolve(PayoutDecision),
    /// List the ways to send money from an account, and the fields of each.
    Fields {
        /// The account to send from.
        #[arg(long, value_name = "NAME")]
        account: String,
        /// Only of one way.
        #[arg(long)]
        kind: Option<PayoutKind>,
    },
    /// Ask the gateway who would receive a payout.
    Check(PayoutTarget),
    /// List what the gateway takes for a field, such as its banks. Some lists depend on other fields, as the plans of a recharge
    /// do on its operator.
    Choices {
        #[command(flatten)]
        target: PayoutTarget,
        /// Which field.
        #[arg(long, value_name = "FIELD")]
        name: String,
    },
}

/// How a payout ended, as a person says.
#[derive(Debug, Args)]
pub(crate) struct PayoutDecision {
    /// Its reference, the gateway's id, or its id.
    pub(crate) id: String,
    /// The money arrived.
    #[arg(long, required_unless_present = "did_not_arrive", conflicts_with = "did_not_arrive")]
    pub(crate) arrived: bool,
    /// It did not.
    #[arg(long)]
    pub(crate) did_not_arrive: bool,
    /// What shows it, such as a line of a bank statement.
    #[arg(long, value_name = "T")]
    pub(crate) evidence: String,
    /// Who decides; `till signer` where it is not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

/// From where, how and to whom.
#[derive(Debug, Args)]
pub(crate) struct PayoutTarget {
    /// The account to send from.
    #[arg(long, value_name = "NAME")]
    pub(crate) account: String,
    /// How: bank, remittance, wallet or recharge.
    #[arg(long)]
    pub(crate) kind: PayoutKind,
    /// A field that the gateway wants, such as `account_number=0123456789`; may be given several times. `till payout fields` lists
    /// them.
    #[arg(long = "field", value_name = "K=V", value_parser = key_value)]
    pub(crate) fields: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct PayoutArgs {
    #[command(flatten)]
    pub(crate) target: PayoutTarget,
    /// How much arrives, such as 25000.00.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) amount: String,
    /// In which currency; the only one the gateway sends, where it is one.
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// Why, for the books; the receiver may see it.
    #[arg(long)]
    pub(crate) reason: String,
    /// Your own reference; one is made where it is not given. A script gives one, so that running twice pays once.
    #[arg(long)]
    pub(crate) reference: Option<String>,
    /// Only say what would be sent.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
