//! `till`, Tillkeeper without a window: for people at a terminal, for scripts and for checks.
//!
//! The names of commands, of `--json` fields and of exit codes are a contract: fields are added, none is renamed.

mod args;
mod commands;
mod failure;
mod office;
mod output;
mod view;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::Cli;
use crate::failure::Failure;
use crate::output::Output;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(problem) => return failure::wrong_usage(&problem),
    };
    let output = Output::new(cli.json);
    start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(problem) => return output.fail(&Failure::Other(problem.into())),
    };
    match runtime.block_on(commands::run(cli, &output)) {
        Ok(code) => code,
        Err(failure) => output.fail(&failure),
    }
}

/// Nothing by default; `TILL_LOG=info` and finer go to standard error, and never carry a key or a body.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TILL_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("off"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
