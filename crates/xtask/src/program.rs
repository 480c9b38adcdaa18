//! Other programs, as a task starts them: from the root of the repository, with the command shown.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::places;

/// A program to start.
pub(crate) struct Program {
    command: Command,
    name: String,
}

impl Program {
    /// A program by its name on the search path, or by its path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        command.current_dir(places::root()).stdin(Stdio::null());
        if let Some(path) = search_path() {
            command.env("PATH", path);
        }
        let name = Path::new(program).file_name().unwrap_or(program);
        Self { command, name: name.to_string_lossy().into_owned() }
    }

    /// The cargo that runs this task.
    pub(crate) fn cargo() -> Self {
        Self::new(env::var_os("CARGO").as_deref().unwrap_or(OsStr::new("cargo")))
    }

    /// npm, in the folder of the interface.
    pub(crate) fn npm() -> Self {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        Self::new(npm).dir(&places::ui())
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Lets the person at the terminal answer what the program asks, such as a password.
    pub(crate) fn with_terminal(mut self) -> Self {
        self.command.stdin(Stdio::inherit());
        self
    }

    /// Shows the command, runs it with its output in view, and waits for its end.
    ///
    /// # Errors
    /// Where the program cannot be started or ends with anything but success.
    pub(crate) fn run(mut self) -> Result<()> {
        println!("  $ {}", self.line());
        let status = self.command.status().with_context(|| cannot_start(&self.name))?;
        self.judge(status)
    }

    /// Runs the program out of view and gives what it printed.
    ///
    /// # Errors
    /// Where the program cannot be started or ends with anything but success.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self.command.output().with_context(|| cannot_start(&self.name))?;
        self.judge(output.status)
            .with_context(|| String::from_utf8_lossy(&output.stderr).trim().to_owned())?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Whether the program can be started, and says yes.
    pub(crate) fn succeeds(self) -> bool {
        self.output().is_ok()
    }

    /// The command as it would be typed.
    fn line(&self) -> String {
        let arguments = self.command.get_args().map(|argument| typed(&argument.to_string_lossy()));
        std::iter::once(self.name.clone()).chain(arguments).collect::<Vec<_>>().join(" ")
    }

    fn judge(&self, status: ExitStatus) -> Result<()> {
        if status.success() {
            return Ok(());
        }
        match status.code() {
            Some(code) => bail!("`{}` ended with exit code {code}", self.name),
            None => bail!("`{}` was ended by a signal", self.name),
        }
    }
}

/// A word as a shell would have to be given it.
pub(crate) fn typed(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn cannot_start(name: &str) -> String {
    format!("`{name}` cannot be started; is it installed and on the search path?")
}

/// The search path with cargo's own programs at its end, where this task may just have put some.
fn search_path() -> Option<std::ffi::OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(env::split_paths(&path).chain(places::cargo_bin())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_so_that_a_shell_takes_it_back() {
        let program =
            Program::new("/usr/bin/till").args(["--reason", "one bag's worth", "", "a=b"]);
        assert_eq!(program.line(), r"till --reason 'one bag'\''s worth' '' a=b");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let problem = Program::new("no-such-program-here").run().unwrap_err();
        assert!(format!("{problem:#}").contains("`no-such-program-here` cannot be started"));
    }

    #[cfg(unix)]
    #[test]
    fn what_a_failing_program_said_is_in_the_error() {
        let problem = Program::new("sh").args(["-c", "echo no >&2; exit 3"]).output().unwrap_err();
        let text = format!("{problem:#}");
        assert!(text.contains("no") && text.contains("exit code 3"), "{text}");
    }
}
