//! What can be typed of the attention desk.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum AttentionCommand {
    /// List everything that wants a person, the gravest first, with the commands that settle it.
    List,
    /// Put something off for some days. It comes back at once where it gets worse.
    Snooze {
        /// Its key, as the list has it.
        key: String,
        /// For how many days, from 1 to 90.
        #[arg(long, value_name = "N")]
        days: u32,
        /// Why, so that whoever comes next knows.
        #[arg(long, value_name = "T")]
        note: String,
        /// Who says so; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Put something on the desk again that was put off.
    Wake {
        /// Its key, as the list has it.
        key: String,
    },
    /// Say that all that wants a look about a payment is in order as it is, such as an amount that was agreed on.
    Accept {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
        /// Why.
        #[arg(long, value_name = "T")]
        note: String,
        /// Who says so; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
}
