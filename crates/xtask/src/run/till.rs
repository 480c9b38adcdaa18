//! `till`, used as a script uses it: one command, one JSON document.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::places;
use crate::program::typed;

/// `till` with a folder for its history and a passphrase for its keys.
pub(super) struct Till {
    program: PathBuf,
    data_dir: PathBuf,
    passphrase: PathBuf,
}

impl Till {
    /// The `till` that was just built.
    ///
    /// # Errors
    /// Where it was not.
    pub(super) fn at(data_dir: &Path, passphrase: &Path) -> Result<Self> {
        let program = places::built("till")?;
        Ok(Self { program, data_dir: data_dir.to_owned(), passphrase: passphrase.to_owned() })
    }

    /// How to type `till` so that it finds the same history.
    pub(super) fn typed(&self) -> String {
        let words = [&self.program, Path::new("--data-dir"), &self.data_dir];
        words.map(|word| typed(&word.to_string_lossy())).join(" ")
    }

    /// Shows a command, runs it, and gives what it answered.
    ///
    /// # Errors
    /// Where the command fails; the error is what it said.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Value> {
        self.ask_with(arguments, "")
    }

    /// The same, with something to read on standard input.
    ///
    /// # Errors
    /// Where the command fails; the error is what it said.
    pub(super) fn ask_with(&self, arguments: &[&str], input: &str) -> Result<Value> {
        println!(
            "  $ till {}",
            arguments.iter().map(|word| typed(word)).collect::<Vec<_>>().join(" ")
        );
        let mut command = self.command();
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().context("till cannot be started")?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes()).context("till does not read its input")?;
        }
        let output = child.wait_with_output().context("till did not end")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("till ended with {}: {}", output.status, said.trim());
        }
        serde_json::from_slice(&output.stdout).context("till did not answer with JSON")
    }

    /// Starts the sandbox; it ends with what is given back.
    ///
    /// # Errors
    /// Where it does not start.
    pub(super) fn sandbox(&self) -> Result<Sandbox> {
        println!("  $ till sandbox &");
        let mut command = self.command();
        command.arg("sandbox").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = Running(command.spawn().context("till cannot be started")?);
        let mut line = String::new();
        if let Some(stdout) = process.0.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).context("the sandbox says nothing")?;
        }
        let about = serde_json::from_str(&line).context("the sandbox did not say where it is")?;
        Ok(Sandbox { _process: process, about })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--json").arg("--data-dir").arg(&self.data_dir);
        command.env("TILL_PASSPHRASE_FILE", &self.passphrase);
        // No bus, no keychain: practice keys go into the vault beside the history, not among this person's own.
        command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:").current_dir(&self.data_dir);
        command
    }
}

/// A running sandbox.
pub(super) struct Sandbox {
    _process: Running,
    about: Value,
}

impl Sandbox {
    /// The address of a gateway, and the credentials it takes, as JSON.
    ///
    /// # Errors
    /// Where the sandbox does not have the gateway.
    pub(super) fn gateway(&self, name: &str) -> Result<(String, String)> {
        let gateway = &self.about["gateways"][name];
        Ok((text(gateway, "base_url")?, gateway["credentials"].to_string()))
    }
}

/// A process that ends when nobody needs it any more.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself cannot be ended, and need not be.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A text in an answer of till's.
///
/// # Errors
/// Where it is not there.
pub(super) fn text(answer: &Value, field: &str) -> Result<String> {
    let text =
        answer[field].as_str().with_context(|| format!("the answer has no `{field}`: {answer}"))?;
    Ok(text.to_owned())
}
