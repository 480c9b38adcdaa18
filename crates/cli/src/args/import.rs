//! What can be typed of files that are brought in.

use std::path::PathBuf;

use backoffice::{HISTORY_WORDS, LAYOUT_WORDS, STATEMENT_WORDS};
use clap::{Args, ValueEnum};
use ledger::{ImportId, ImportKind};

use super::key_value;

const USAGE: &str = "till import <KIND> <FILE> [OPTIONS]\n       \
till import --list | --show <ID> | --undo <ID> --reason <R> | --mappings | [KIND] --forget <NAME>";

#[derive(Debug, Args)]
#[command(after_long_help = words_of_mappings(), override_usage = USAGE)]
#[command(group = clap::ArgGroup::new("import_task").args([
    "file", "list", "show", "undo", "mappings", "forget",
]).required(true).multiple(false))]
pub(crate) struct ImportArgs {
    /// Which kind of file: statement (of a bank: OFX, CAMT.053 or CSV), balance-report or refund-list (of a gateway: the JSON
    /// that its API answers), or history (payments from before: the CSV of another program).
    #[arg(value_parser = kind)]
    pub(crate) kind: Option<ImportKind>,
    /// The file.
    #[arg(requires = "kind")]
    pub(crate) file: Option<PathBuf>,
    /// The account at a gateway that the file is about; not for bank statements. It may be one that was removed.
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,
    /// What you call the bank account of a statement, such as Shop. Later files of it go by the same name.
    #[arg(long, value_name = "NAME")]
    pub(crate) place: Option<String>,
    /// What a column of a CSV means, such as date='Booking date'; may be given several times. It is remembered once the file
    /// is imported.
    #[arg(long = "map", value_name = "K=V", value_parser = key_value)]
    pub(crate) map: Vec<(String, String)>,
    /// Go by what the file shows, whatever is remembered.
    #[arg(long)]
    pub(crate) afresh: bool,
    /// What becomes of lines that may be the same as lines that were imported before.
    #[arg(long, value_enum)]
    pub(crate) alike: Option<AlikeChoice>,
    /// Show what would be imported, what would not and why, and what to choose; nothing is written.
    #[arg(long, requires = "file")]
    pub(crate) preview: bool,
    /// Import only what a preview showed; its digest.
    #[arg(long, value_name = "DIGEST", requires = "file", conflicts_with = "preview")]
    pub(crate) plan: Option<String>,
    /// Who imports it, or undoes it; `till signer` where it is not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// List what was imported, the newest first.
    #[arg(long)]
    pub(crate) list: bool,
    /// Go on after an earlier page of --list or --show; its `next`.
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
    /// Show an import, its lines and what it brought.
    #[arg(long, value_name = "ID")]
    pub(crate) show: Option<ImportId>,
    /// Take an import back. Nothing is deleted: entries say that it counts no more.
    #[arg(long, value_name = "ID", requires = "reason")]
    pub(crate) undo: Option<ImportId>,
    /// Why it is undone.
    #[arg(long, value_name = "R", requires = "undo")]
    pub(crate) reason: Option<String>,
    /// List what is remembered of files.
    #[arg(long)]
    pub(crate) mappings: bool,
    /// Forget what is remembered of a bank account; with `history`, of an account at a gateway.
    #[arg(long, value_name = "NAME")]
    pub(crate) forget: Option<String>,
}

/// What becomes of lines that look the same as some that are known.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum AlikeChoice {
    /// They are the same: leave them out.
    Skip,
    /// They are others: take them as well.
    Take,
}

fn kind(text: &str) -> Result<ImportKind, String> {
    let kind = text.replace('-', "_").parse();
    kind.map_err(|_| {
        let known: Vec<_> =
            ImportKind::ALL.iter().map(|kind| kind.as_str().replace('_', "-")).collect();
        format!("there is no such kind of file; write one of {}", known.join(", "))
    })
}

fn words_of_mappings() -> String {
    let mut text = String::from(
        "The words of --map. A column is named by its heading, or as '#3' by its place; several are separated by '|'; an empty value \
         takes a column away.",
    );
    let parts = [
        ("How a CSV is written", LAYOUT_WORDS),
        ("Columns of a statement", STATEMENT_WORDS),
        ("Columns of a history", HISTORY_WORDS),
    ];
    for (title, words) in parts {
        text += &format!("\n\n{title}:");
        for (key, meaning) in words {
            text += &format!("\n  {key:<18} {meaning}");
        }
    }
    text
}
