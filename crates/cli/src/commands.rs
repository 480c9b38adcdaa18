//! One file per noun; each command asks the back office and shows the answer.

mod account;
mod attention;
mod customer;
mod doctor;
mod export;
mod import;
mod journal;
mod link;
mod payment;
mod payout;
mod refund;
mod report;
mod sandbox;
mod settlement;
mod signer;
mod stop;
mod webhook;
mod zone;

use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::args::{Cli, Command};
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::{Output, text};
use crate::words::Words;

/// Runs a command; the exit code tells an unknown outcome from a done deed.
pub(crate) async fn run(cli: Cli, output: &Output) -> Result<ExitCode, Failure> {
    let output = *output;
    let dir = cli.data_dir;
    if let Some(folder) = &dir {
        Words::stay_in(folder);
    }
    let code = match cli.command {
        Command::Sandbox { port, webhooks, faults } => {
            sandbox::serve(port, webhooks, faults).await?
        }
        Command::Account(command) => account::run(command, dir, output).await?,
        Command::Link(command) => link::run(command, dir, output).await?,
        Command::Payment(command) => payment::run(command, dir, output).await?,
        Command::Refund(command) => refund::run(command, dir, output).await?,
        Command::Attention(command) => attention::run(command, dir, output).await?,
        Command::Customer(command) => customer::run(command, dir, output).await?,
        Command::Signer { name, forget } => {
            signer::run(name.as_deref(), forget, dir, output).await?
        }
        Command::Payout(command) => payout::run(command, dir, output).await?,
        Command::Webhook(command) => webhook::run(command, dir, output).await?,
        Command::Sync => payment::sync(&office::open_with_keys(dir, output).await?, output).await?,
        Command::Export(args) => export::run(*args, dir, output).await?,
        Command::Import(args) => import::run(*args, dir, output).await?,
        Command::Report(command) => report::run(command, dir, output).await?,
        Command::Settlement(command) => settlement::run(command, dir, output).await?,
        Command::Zone { name, reset } => zone::run(name.as_deref(), reset, dir, output).await?,
        Command::Journal(command) => journal::run(command, dir, output).await?,
        Command::Doctor => doctor::run(dir, output).await?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "till", &mut script);
            text(&script)?;
            DONE
        }
    };
    Ok(ExitCode::from(code))
}
