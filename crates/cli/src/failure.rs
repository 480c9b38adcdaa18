//! Errors on their way out: a code for programs, a sentence for people, and the exit code.

use std::io::Write as _;
use std::process::ExitCode;

use backoffice::{Code, Error, ImportRefusal, PaymentRecord};
use clap::error::ErrorKind;
use ledger::Refund;

use crate::words::Words;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The back office said no.
    Office(backoffice::Error),
    /// What was given cannot be used.
    Usage(String),
    /// Nothing here goes by that reference, though a gateway may know it.
    NotOrderedHere(String),
    /// A refund is meant, and what was named is a payment.
    PaymentNotRefund(Box<PaymentRecord>),
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
            Self::NotOrderedHere(_) | Self::PaymentNotRefund(_) => Code::NotFound.as_str(),
            Self::Other(_) => "failed",
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Office(error) => told(error),
            Self::Usage(message) => message.clone(),
            Self::NotOrderedHere(reference) => format!(
                "there is no payment ordered here under `{reference}`; to look for it at a gateway, say where with --account"
            ),
            Self::PaymentNotRefund(record) => refunds_of(record),
            Self::Other(error) => format!("{error:#}"),
        }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Office(error) if error.code() == Code::UnknownOutcome => UNKNOWN,
            Self::Office(_)
            | Self::NotOrderedHere(_)
            | Self::PaymentNotRefund(_)
            | Self::Other(_) => FAILED,
        }
    }
}

/// What the back office says, with what only the command line knows about going on.
fn told(error: &Error) -> String {
    match error {
        Error::PlanChanged(plan) => {
            format!("{error}. Without --go the new plan is shown; its digest is {}", plan.digest)
        }
        Error::Invalid(problems)
            if problems.first().is_some_and(|problem| problem.field == "by") =>
        {
            format!("{error} (--by NAME, or once for this computer: till signer NAME)")
        }
        Error::Invalid(problems)
            if problems.first().is_some_and(|problem| problem.field == "place") =>
        {
            format!("{error} (--place NAME)")
        }
        Error::NotImported(refusal) => format!("{refusal}{}", how_to_import(refusal)),
        Error::NotFound { what: "customer", name } => {
            let search = Words::till("customer list").option("--search", name);
            format!("{error}; find the key with: {search}")
        }
        other => other.to_string(),
    }
}

/// With what to type where a file was not imported.
fn how_to_import(refusal: &ImportRefusal) -> String {
    match refusal {
        ImportRefusal::Alike { .. } => {
            " (--alike skip, or --alike take; --preview shows them)".to_owned()
        }
        ImportRefusal::Open { key, .. } => format!(" (--map {key}=…; --preview shows the file)"),
        ImportRefusal::Remembered { .. } => " (--map K=V, or --afresh)".to_owned(),
        ImportRefusal::PlanChanged(plan) => format!("; its digest is {} now", plan.digest),
        ImportRefusal::Before { id, .. } => {
            let undo = Words::till("import").option("--undo", &id.to_string());
            format!(" ({})", undo.plain("--reason WHY --by NAME"))
        }
        ImportRefusal::OtherAccount { place, .. } => {
            format!(" (--place NAME, or: {})", Words::till("import").option("--forget", place))
        }
        ImportRefusal::OtherPlace { known, .. } => {
            format!(" ({})", Words::till("import").option("--place", known))
        }
        ImportRefusal::HangsOn(all) => {
            all.iter().skip(1).map(|more| format!("\n  {more}")).collect()
        }
        _ => String::new(),
    }
}

fn refunds_of(record: &PaymentRecord) -> String {
    let payment = &record.payment;
    let refund = |refund: &Refund| format!("{} ({}, {})", refund.id, refund.amount, refund.status);
    let refunds: Vec<_> = payment.refunds.iter().map(refund).collect();
    let reference = &payment.reference;
    match refunds.as_slice() {
        [] => format!("`{reference}` is a payment, and it has no refund"),
        several => {
            format!("`{reference}` is a payment; name its refund by its id: {}", several.join(", "))
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
        let document = error_document("usage", &in_one_line(&problem.to_string()));
        let _ = writeln!(std::io::stderr(), "{document}");
    }
    ExitCode::from(if is_help { DONE } else { USAGE })
}

/// What is wrong, without the hints on usage that follow it.
fn in_one_line(problem: &str) -> String {
    let is_hint = |line: &&str| line.starts_with("Usage:") || line.starts_with("For more");
    let lines = problem.lines().map(str::trim).take_while(|line| !is_hint(line));
    let words: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    words.join(" ").trim_start_matches("error: ").to_owned()
}

/// `{"error":{"code","message"}}`
pub(crate) fn error_document(code: &str, message: &str) -> String {
    serde_json::json!({ "error": { "code": code, "message": message } }).to_string()
}
