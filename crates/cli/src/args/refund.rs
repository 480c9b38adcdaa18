//! What can be typed of refunds.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use ledger::{RefundMethod, RefundStatus};

use super::ListArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum RefundCommand {
    /// Refund by the gateway's API; all that is left where no amount is given.
    ///
    /// It is sent once, whatever the answer. Where the account wants a second person's yes, it waits for `till refund approve`.
    Create(CreateArgs),
    /// Record a refund that was paid back by hand.
    Record(RecordArgs),
    /// List refunds, newest first.
    List(RefundListArgs),
    /// Show a refund.
    Show {
        /// The refund's id.
        id: String,
    },
    /// Say yes to a refund that waits for a second person, and send it.
    Approve {
        /// The refund's id.
        id: String,
        /// Who says it; not whoever asked for the refund. `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// What else there is to say.
        #[arg(long, value_name = "T")]
        note: Option<String>,
    },
    /// Say no to a refund that waits for a second person. Whoever asked for it may take it back so.
    Reject {
        /// The refund's id.
        id: String,
        /// Why.
        #[arg(long)]
        reason: String,
        /// Who says it; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Find out how a refund of unknown outcome ended.
    ///
    /// The gateway is asked and its refunds are shown beside ours, with what to do. Where that does not settle it, say what
    /// happened with --happened or --did-not-happen. Nothing is ever sent again.
    Resolve(ResolveArgs),
    /// Say that the gateway's refund, which was taken for one recorded by hand, is that one.
    Confirm {
        /// The refund's id.
        id: String,
        /// Who says it; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Say that the gateway's refund, which was taken for one recorded by hand, is another one: both count.
    Split {
        /// The refund's id.
        id: String,
        /// Who says it; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Say that a refund found at the gateway is one that was recorded by hand: the two count once.
    Join {
        /// The id of the refund recorded by hand, which stays.
        id: String,
        /// The id of the one found at the gateway.
        found: String,
        /// Who says it; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Write a slip for the customer: a page to print or to send.
    Slip {
        /// The refund's id.
        id: String,
        /// The HTML file to write.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Write a copy of the file that proves a refund.
    Evidence {
        /// The refund's id.
        id: String,
        /// The file to write.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Plan many refunds at once, from a filter or a CSV file, and make them.
    ///
    /// Without --go nothing is refunded: the plan is shown, with what would be refused and why, and the command that makes it.
    /// The file needs a column `reference`, and may have `account`, `amount`, `currency`, `reason` and `customer_note`; where
    /// there is no amount, all that is left goes back. Ctrl-C stops after the refund under way.
    Bulk(BulkArgs),
    /// List bulk refunds, newest first.
    Batches {
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
        /// Go on after an earlier page; its `next`.
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
    },
    /// Show a bulk refund line by line, go on with it, give it up, or write what came of it into a file.
    Batch(BatchArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CreateArgs {
    /// Order number, gateway reference, id, or ACCOUNT/ORDER.
    pub(crate) reference: String,
    /// How much.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) amount: Option<String>,
    /// Why, for the books.
    #[arg(long)]
    pub(crate) reason: String,
    /// What is left to refund as you saw it. Where it is another amount by now, nothing is refunded: a script that runs twice
    /// by mistake refunds once.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) left: Option<String>,
    /// A note the customer may see.
    #[arg(long, value_name = "T")]
    pub(crate) customer_note: Option<String>,
    /// A note for the merchant.
    #[arg(long, value_name = "T")]
    pub(crate) merchant_note: Option<String>,
    /// Who wants it; `till signer` where it is not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// Order number, gateway reference, id, or ACCOUNT/ORDER.
    pub(crate) reference: String,
    /// How much.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) amount: String,
    /// How: dashboard, cash, bank or other.
    #[arg(long)]
    pub(crate) method: RefundMethod,
    /// Why, for the books.
    #[arg(long)]
    pub(crate) reason: String,
    /// What proves it.
    #[arg(long, value_name = "T")]
    pub(crate) evidence: Option<String>,
    /// A file that proves it, such as a picture of a receipt; a copy is kept, of at most 10 MB.
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence_file: Option<PathBuf>,
    /// Who records it; `till signer` where it is not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RefundListArgs {
    #[command(flatten)]
    pub(crate) list: ListArgs,
    /// Only in this state, such as unknown or requested; may be given several times.
    #[arg(long = "status", value_name = "S")]
    pub(crate) status: Vec<RefundStatus>,
    /// Only those of one bulk refund.
    #[arg(long, value_name = "ID")]
    pub(crate) batch: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ResolveArgs {
    /// The refund's id.
    pub(crate) id: String,
    /// The money went back.
    #[arg(long, requires = "evidence", conflicts_with = "did_not_happen")]
    pub(crate) happened: bool,
    /// It did not.
    #[arg(long, requires = "evidence")]
    pub(crate) did_not_happen: bool,
    /// What shows it: where you looked, and what you saw.
    #[arg(long, value_name = "T")]
    pub(crate) evidence: Option<String>,
    /// A file that proves it, such as a picture of the dashboard; a copy is kept, of at most 10 MB.
    #[arg(long, value_name = "FILE", requires = "evidence")]
    pub(crate) evidence_file: Option<PathBuf>,
    /// Who decides; `till signer` where it is not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct BulkArgs {
    #[command(flatten)]
    pub(crate) payments: BulkPayments,
    /// Why, for the books, where a line of the file says nothing else.
    #[arg(long)]
    pub(crate) reason: String,
    /// Who wants it; `till signer` where it is not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Make the plan that was shown, named by its digest.
    #[arg(long, value_name = "DIGEST")]
    pub(crate) go: Option<String>,
}

/// One of the two.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct BulkPayments {
    /// Which payments, in the filter language: all that is left of each.
    #[arg(long, value_name = "Q")]
    pub(crate) filter: Option<String>,
    /// A CSV file that lists them.
    #[arg(long, value_name = "CSV")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct BatchArgs {
    /// The bulk refund's id.
    pub(crate) id: String,
    /// Go on with it where it stopped. Nothing is asked for twice.
    #[arg(long, conflicts_with = "end")]
    pub(crate) resume: bool,
    /// Give up what is left of it. What was asked for stays as it is.
    #[arg(long)]
    pub(crate) end: bool,
    /// Write what came of each line into this CSV file.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
