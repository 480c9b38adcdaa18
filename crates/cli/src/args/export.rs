//! What can be typed of files for the accountant.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use ledger::ExportId;

use super::key_value;

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("task").args([
    "list", "output", "preview", "history", "again", "save_preset", "remove_preset", "account_names",
]).required(true).multiple(true))]
pub(crate) struct ExportArgs {
    /// Which kind of file; see --list.
    pub(crate) profile: Option<String>,
    /// List the kinds of file and the presets; with a profile, its columns and choices.
    #[arg(long, conflicts_with_all = ["output", "preview", "history", "again"])]
    pub(crate) list: bool,
    /// The file to write; an older one is replaced once the new one is whole. What does not fit into one file goes into others
    /// beside it.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Which payments, in the filter language.
    #[arg(long, value_name = "Q", default_value = "")]
    pub(crate) filter: String,
    /// From this day on, in your time zone.
    #[arg(long, value_name = "D")]
    pub(crate) from: Option<NaiveDate>,
    /// Up to and including this day.
    #[arg(long, value_name = "D")]
    pub(crate) to: Option<NaiveDate>,
    /// Only what came to be known since the last export of the same profile, filter, columns and choices: no row is ever given
    /// twice. The filter names gateways, accounts, modes, currencies, references or days, which do not change later.
    #[arg(long)]
    pub(crate) since_last: bool,
    /// A choice that the profile offers, such as dates=uk; may be given several times.
    #[arg(long = "set", value_name = "K=V", value_parser = key_value)]
    pub(crate) choices: Vec<(String, String)>,
    /// The columns, in order, with commas between them; for base, spreadsheet and xlsx.
    #[arg(long, value_name = "C,C", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// What an account is called in files with double entry, such as 'sales=Income:Shop:{currency}'. It is remembered; an empty
    /// name gives back the usual one.
    #[arg(long = "account-name", value_name = "ACCOUNT=NAME", value_parser = key_value)]
    pub(crate) account_names: Vec<(String, String)>,
    /// Ask for what was kept under this name.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["profile", "save_preset"])]
    pub(crate) preset: Option<String>,
    /// Keep what is asked for under a name, but for the days.
    #[arg(long, value_name = "NAME", requires = "profile")]
    pub(crate) save_preset: Option<String>,
    /// Forget what was kept under a name.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["output", "preview", "profile"])]
    pub(crate) remove_preset: Option<String>,
    /// Show what would be in it and what would have to be mended; nothing is written.
    #[arg(long, conflicts_with = "output")]
    pub(crate) preview: bool,
    /// List what was written before, the newest first.
    #[arg(long, conflicts_with_all = ["output", "preview", "profile"])]
    pub(crate) history: bool,
    /// Go on after an earlier page of --history; its `next`.
    #[arg(long, value_name = "CURSOR", requires = "history")]
    pub(crate) after: Option<String>,
    /// Write an earlier export once more, by its id.
    #[arg(long, value_name = "ID", requires = "output", conflicts_with_all = ["profile", "preset", "since_last"])]
    pub(crate) again: Option<ExportId>,
}
