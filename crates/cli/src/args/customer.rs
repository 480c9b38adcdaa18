//! What can be typed of customers.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum CustomerCommand {
    /// List customers, whoever paid last first.
    List {
        /// Only with this in the e-mail or name, or in the reference of a payment.
        #[arg(long, value_name = "T", default_value = "")]
        search: String,
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
        /// Go on after an earlier page; its `next`.
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
    },
    /// Show what a customer paid and was paid back, the newest payments first.
    Show {
        /// The customer's key: the e-mail address, or `name:` and the name where there is none.
        key: String,
        /// Go on after an earlier page of payments; its `next`.
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
    },
    /// Write all that is kept of a customer into a JSON file, for a customer who asks.
    Export {
        /// The customer's key.
        key: String,
        /// The file to write. Only you can read it.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Remove a customer's name, e-mail and account for good. Without --yes it only says what that would come to.
    Mask(MaskArgs),
}

#[derive(Debug, Args)]
pub(crate) struct MaskArgs {
    /// The customer's key.
    pub(crate) key: String,
    /// Why, for the books; without the customer's name or address, since it stays.
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// Who wants it; `till signer` where it is not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Do it: the customer's key once more. Nothing brings the details back.
    #[arg(long, value_name = "KEY", requires = "reason")]
    pub(crate) yes: Option<String>,
}
