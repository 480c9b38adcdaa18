//! The one place that writes to standard output and standard error.

use std::io::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use crate::failure::{Failure, error_document};

/// Writes the way the caller wants: text for people, or one JSON document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

/// A thing that can be shown both ways.
pub(crate) trait Show: Serialize {
    /// Text for people, without a final line break.
    fn text(&self) -> String;
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Shows a result on standard output.
    pub(crate) fn show(self, thing: &impl Show) -> Result<(), Failure> {
        let text = if self.json { serde_json::to_string(thing)? } else { thing.text() };
        line(&text)
    }

    /// Tells of a failure on standard error.
    pub(crate) fn fail(self, failure: &Failure) -> ExitCode {
        let message = failure.message();
        let text = if self.json {
            error_document(failure.code(), &message)
        } else {
            format!("till: {message}")
        };
        // There is nobody left to tell if this cannot be written.
        let _ = writeln!(std::io::stderr(), "{text}");
        ExitCode::from(failure.exit_code())
    }

    /// A remark for people on standard error; nothing where a program reads.
    pub(crate) fn remark(self, text: &str) {
        if !self.json {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }
}

/// Writes a line to standard output at once.
pub(crate) fn line(line: &str) -> Result<(), Failure> {
    text(format!("{line}\n").as_bytes())
}

/// Writes a text to standard output at once, as it is.
pub(crate) fn text(text: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        // The reader has seen enough, as `till payment list | head` does.
        Err(problem) if problem.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
