//! What can be typed of webhooks.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Subcommand;
use ledger::Verdict;

#[derive(Debug, Subcommand)]
pub(crate) enum WebhookCommand {
    /// Take gateways' messages until stopped, at POST /webhooks/ACCOUNT. See docs/webhooks.md for tunnels and relays.
    Listen {
        /// Where to listen; what is set in the window where it is not given, else 127.0.0.1:8377.
        #[arg(long, value_name = "ADDR:PORT")]
        bind: Option<SocketAddr>,
        /// Proxies whose X-Forwarded-For is believed: addresses and networks, separated by commas.
        #[arg(long, value_name = "ADDRESSES")]
        trust: Option<String>,
    },
    /// Take messages that a relay stored in files.
    Import {
        /// JSON Lines, a JSON array, or one JSON object.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The account of messages that name none.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
    },
    /// List the inbox, newest first.
    List {
        /// Only with this verdict: accepted, duplicate or rejected.
        #[arg(long)]
        verdict: Option<Verdict>,
        /// Only of one account.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// Only with this in the event, the reference or the reason.
        #[arg(long, value_name = "T")]
        search: Option<String>,
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
        /// Go on after an earlier page; its `next`.
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
    },
    /// Show a message with its headers, its body and what it changed.
    Show {
        /// Its id.
        id: String,
    },
    /// Take messages once more. Rejected ones are proven anew, with the keys and settings of now.
    Replay {
        /// Their ids.
        #[arg(required_unless_present = "rejected")]
        ids: Vec<String>,
        /// All rejected ones.
        #[arg(long, conflicts_with = "ids")]
        rejected: bool,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
}
