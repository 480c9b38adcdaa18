//! What can be typed. Keys and passphrases cannot: they come from standard input or a prompt.

mod attention;
mod customer;
mod export;
mod import;
mod payout;
mod refund;
mod report;
mod settlement;
mod webhook;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use ledger::{Currency, GatewayKind};
use sandbox::Fault;

pub(crate) use attention::AttentionCommand;
pub(crate) use customer::{CustomerCommand, MaskArgs};
pub(crate) use export::ExportArgs;
pub(crate) use import::{AlikeChoice, ImportArgs};
pub(crate) use payout::{PayoutArgs, PayoutCommand, PayoutDecision, PayoutTarget};
pub(crate) use refund::{
    BatchArgs, BulkArgs, BulkPayments, CreateArgs, RecordArgs, RefundCommand, RefundListArgs,
    ResolveArgs,
};
pub(crate) use report::{GroupArgs, ReportCommand, StatementArgs, TakingsArgs};
pub(crate) use settlement::{LineArgs, SettlementArgs, SettlementCommand, TermsArgs};
pub(crate) use webhook::WebhookCommand;

/// The back office of a small merchant, on the command line.
///
/// Amounts are decimals in major units, such as 25000.00. With --json, one JSON document goes to standard output, and errors to
/// standard error. Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 outcome unknown.
#[derive(Debug, Parser)]
#[command(name = "till", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// The folder of the history; the same as the window's where it is not given.
    #[arg(long, global = true, env = "TILL_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,

    /// Print one JSON document instead of text for people.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the gateways offline, with test keys and checkout pages, until stopped.
    Sandbox {
        /// The port to listen on; any free one where it is not given.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Where a gateway sends its webhooks, such as novac=http://127.0.0.1:8377/webhooks/Shop; may be given several times.
        #[arg(long = "webhook", value_name = "GATEWAY=URL", value_parser = gateway_url)]
        webhooks: Vec<(GatewayKind, String)>,
        /// What goes wrong at a gateway, such as `novac:answer_lost`; may be given several times.
        ///
        /// There are `answer_lost`, `slow`, `too_many`, `broken`, `wrong_amount`, `duplicate_webhook`, `late_webhook`,
        /// `reordered_webhooks`, `forged_webhook`, `clock_skew` and `refund_fails_later`. The page that the printed line names as
        /// `dial` turns them on and off while the sandbox runs.
        #[arg(long = "fault", value_name = "GATEWAY:FAULT", value_parser = gateway_fault)]
        faults: Vec<(GatewayKind, Fault)>,
    },
    /// Connect gateways, check them and take them away.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Make payment links and renew them.
    #[command(subcommand)]
    Link(LinkCommand),
    /// Find payments and look them up.
    #[command(subcommand)]
    Payment(PaymentCommand),
    /// Pay money back, and see what was. See docs/refunds.md.
    #[command(subcommand)]
    Refund(RefundCommand),
    /// See everything that wants a person, and what to do about it.
    #[command(subcommand)]
    Attention(AttentionCommand),
    /// Find customers with all they paid, export one's data, and remove it.
    #[command(subcommand)]
    Customer(CustomerCommand),
    /// Show the name that stands under decisions made on this computer, or set it.
    Signer {
        /// The name, such as Ada; the others in the shop know it.
        name: Option<String>,
        /// Forget it, so that every decision asks for --by.
        #[arg(long, conflicts_with = "name")]
        forget: bool,
    },
    /// Send money, and see what was sent.
    #[command(subcommand)]
    Payout(PayoutCommand),
    /// Take gateways' messages, and see what they did.
    #[command(subcommand)]
    Webhook(WebhookCommand),
    /// Look everything open up at its gateway.
    Sync,
    /// Write a file for the accountant, and see what was written before. See docs/accounting.md.
    Export(Box<ExportArgs>),
    /// Bring in bank statements, gateways' reports and old payments, and take them back. See docs/imports.md.
    Import(Box<ImportArgs>),
    /// See takings, fees and refunds in sums, and print a statement.
    #[command(subcommand)]
    Report(ReportCommand),
    /// See whether the money that gateways owe arrived at the bank, and match it by hand. See docs/settlement.md.
    #[command(subcommand)]
    Settlement(SettlementCommand),
    /// Show the time zone that days are counted in, or set it.
    Zone {
        /// The zone, such as Africa/Lagos.
        name: Option<String>,
        /// Go by the computer's again.
        #[arg(long, conflicts_with = "name")]
        reset: bool,
    },
    /// Read the journal and check its chain.
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Check the file, the journal's chain, every projection and the keys.
    Doctor,
    /// Print a completion script for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Connect an account. Its keys are read from standard input as a JSON object, or asked for at a terminal.
    Add {
        /// Which gateway.
        gateway: GatewayKind,
        /// What to call the account.
        name: String,
        /// Where the gateway is, if not at its usual address.
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// A setting of the gateway; may be given several times.
        #[arg(long = "setting", value_name = "K=V", value_parser = key_value)]
        settings: Vec<(String, String)>,
    },
    /// List connected accounts.
    List,
    /// Ask the gateway whether the account's keys work.
    Check {
        /// The account.
        name: String,
    },
    /// Show an account's settings and what it can do, or change some settings. Each says where its default comes from.
    Settings {
        /// The account.
        name: String,
        /// Where the gateway is; an empty one means its usual address.
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// A setting to change; may be given several times.
        #[arg(long = "setting", value_name = "K=V", value_parser = key_value)]
        settings: Vec<(String, String)>,
        /// A setting to put back to its default; may be given several times.
        #[arg(long = "reset", value_name = "K")]
        reset: Vec<String>,
    },
    /// Replace keys of an account. They are read from standard input as a JSON object, or asked for at a terminal, where what is
    /// left empty stays as it is. A secret that messages are proven by goes on counting beside the new one.
    Keys {
        /// The account.
        name: String,
        /// Let a secret that was replaced count no longer, and replace nothing.
        #[arg(long)]
        forget_old: bool,
    },
    /// Ask the gateway what is left.
    Balance {
        /// The account.
        name: String,
        /// In which currency, where the gateway keeps several apart.
        #[arg(long)]
        currency: Option<Currency>,
    },
    /// Ask the gateway what moved its balance.
    Report {
        /// The account.
        name: String,
        /// In which currency.
        #[arg(long)]
        currency: Currency,
        /// From this day on, such as 2026-11-01.
        #[arg(long, value_name = "D")]
        from: NaiveDate,
        /// Up to and including this day.
        #[arg(long, value_name = "D")]
        to: NaiveDate,
    },
    /// Show from which amount on a refund waits for a second person's yes, or set it.
    Approval {
        /// The account.
        name: String,
        /// The largest refund that needs no second person, with its currency, such as "50000.00 NGN"; once for each currency. In
        /// a currency that is not named every refund needs one.
        #[arg(long, value_name = "AMOUNT", conflicts_with = "off")]
        above: Vec<String>,
        /// Let no refund wait for a second person.
        #[arg(long)]
        off: bool,
    },
    /// Delete the account's keys. Its history stays.
    Remove {
        /// The account.
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum LinkCommand {
    /// Ask a gateway for a payment link.
    Create(Box<LinkArgs>),
    /// List orders that have a link, newest first.
    List(ListArgs),
    /// Show an order's link.
    Show {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
    },
    /// Get a new link for an order whose link no longer works.
    Renew {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct LinkArgs {
    /// The account to be paid at.
    #[arg(long, value_name = "NAME")]
    pub(crate) account: String,
    /// How much, such as 25000.00.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) amount: String,
    /// In which currency, such as NGN.
    #[arg(long)]
    pub(crate) currency: String,
    /// The customer's e-mail address.
    #[arg(long)]
    pub(crate) email: String,
    /// The customer's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) customer_name: Option<String>,
    /// Your order number; one is made where it is not given.
    #[arg(long)]
    pub(crate) reference: Option<String>,
    /// What the customer is shown.
    #[arg(long)]
    pub(crate) description: Option<String>,
    /// Where the gateway reports back through the browser.
    #[arg(long, value_name = "URL")]
    pub(crate) callback_url: Option<String>,
    /// Where the customer is sent at the end.
    #[arg(long, value_name = "URL")]
    pub(crate) redirect_url: Option<String>,
    /// Where the customer is sent after paying.
    #[arg(long, value_name = "URL")]
    pub(crate) success_url: Option<String>,
    /// Where the customer is sent after leaving.
    #[arg(long, value_name = "URL")]
    pub(crate) cancel_url: Option<String>,
    /// A key and value of your own; may be given several times.
    #[arg(long = "metadata", value_name = "K=V", value_parser = key_value)]
    pub(crate) metadata: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Which ones, such as: status:paid from:2026-01-01 customer:ada
    #[arg(long, value_name = "Q", default_value = "")]
    pub(crate) filter: String,
    /// How many.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(crate) limit: u32,
    /// Go on after an earlier page; its `next`.
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PaymentCommand {
    /// List payments, newest first.
    List(ListArgs),
    /// Show a payment with its refunds and everything that happened to it.
    Show {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
    },
    /// Ask the gateway about a payment now.
    Verify {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
        /// Where to look for a payment that was not ordered here.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
    },
    /// Ask the gateway what it will keep of a payment.
    Fee {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
        /// The way to pay, in the gateway's word, such as card or banktransfer at Novac.
        #[arg(long)]
        channel: String,
    },
    /// Write something to remember beside a payment. It stays as it was written.
    Note {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
        /// What to remember.
        #[arg(long, value_name = "T")]
        text: String,
        /// Who writes it; `till signer` where it is not given.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Give a payment tags, by which a filter finds it: `tag:vip`. Those it has stay.
    Tag {
        /// Order number, gateway reference, id, or ACCOUNT/ORDER.
        reference: String,
        /// The tags, such as `vip`.
        #[arg(required_unless_present = "clear")]
        tags: Vec<String>,
        /// Take away those it has before.
        #[arg(long)]
        clear: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum JournalCommand {
    /// List entries, oldest first.
    List {
        /// Only of one subject, such as payment:ID.
        #[arg(long, value_name = "ID")]
        subject: Option<String>,
        /// Go on after this entry's number.
        #[arg(long, value_name = "SEQ")]
        after: Option<u64>,
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
    /// Check the hash chain from the first entry to the last.
    Verify,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write it as KEY=VALUE".to_owned()),
    }
}

fn gateway_url(text: &str) -> Result<(GatewayKind, String), String> {
    let (gateway, url) = text.split_once('=').ok_or("write it as GATEWAY=URL")?;
    let gateway = gateway.parse().map_err(|problem: ledger::UnknownWord| problem.to_string())?;
    Ok((gateway, url.to_owned()))
}

fn gateway_fault(text: &str) -> Result<(GatewayKind, Fault), String> {
    let (gateway, fault) = text.split_once(':').ok_or("write it as GATEWAY:FAULT")?;
    let gateway = gateway.parse().map_err(|problem: ledger::UnknownWord| problem.to_string())?;
    Ok((gateway, fault.parse().map_err(|problem: sandbox::UnknownFault| problem.to_string())?))
}
