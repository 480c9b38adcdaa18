//! Errors on their way out: a code for programs, a sentence for people, and the exit code.

use std::io::Write as _;
use std::process::ExitCode;

use backoffice::Code;
use clap::error::ErrorKind;

use crate::output::error_document;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The back office said no.
    Office(backoffice::Error),
    /// What was given cannot be used.
    Usage(String),
    /// Anything else that the outside can do to a program.
    Other(anyhow::Error),
}

/// Done.
pub(crate) const DONE: u8 = 0;
/// Refused, or failed.
pub(crate) const FAILED: u8 = 1;
/// Wrong usage.
pub(crate) const USAGE: u8 = 2;
/// It may or may not have happened.
pub(crate) const UNKNOWN: u8 = 3;

impl Failure {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Office(error) => error.code().as_str(),
            Self::Usage(_) => "usage",
            Self::Other(_) => "failed",
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Office(error) => error.to_string(),
            Self::Usage(message) => message.clone(),
            Self::Other(error) => format!("{error:#}"),
        }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Office(error) if error.code() == Code::UnknownOutcome => UNKNOWN,
            Self::Office(_) | Self::Other(_) => FAILED,
        }
    }
}

impl From<backoffice::Error> for Failure {
    fn from(error: backoffice::Error) -> Self {
        Self::Office(error)
    }
}

impl From<backoffice::vault::Error> for Failure {
    fn from(error: backoffice::vault::Error) -> Self {
        Self::Office(error.into())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(error.into())
    }
}

/// Help and version go to standard output; a wrong command line is told the way the rest of the output is wanted, which
/// has to be seen from the arguments themselves.
pub(crate) fn wrong_usage(problem: &clap::Error) -> ExitCode {
    let is_help = matches!(problem.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let wants_json = std::env::args_os().any(|arg| arg == "--json");
    if is_help || !wants_json {
        // A closed pipe is no reason to fail.
        let _ = problem.print();
    } else {
        let message = problem.to_string();
        let message = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let _ = writeln!(std::io::stderr(), "{}", error_document("usage", message));
    }
    ExitCode::from(if is_help { DONE } else { USAGE })
}
