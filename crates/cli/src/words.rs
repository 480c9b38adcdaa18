//! Command lines that a person can copy: what to type next, quoted for a shell.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder that was named on the command line, where the environment does not name it anyway.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// A command line that is being put together.
#[derive(Debug, Clone)]
pub(crate) struct Words(String);

impl Words {
    /// Has every command line be about the history in this folder, as the one that was typed.
    pub(crate) fn stay_in(folder: &Path) {
        if std::env::var_os("TILL_DATA_DIR").as_deref() != Some(folder.as_os_str()) {
            // It is said once, before anything is shown.
            let _ = FOLDER.set(folder.to_owned());
        }
    }

    /// `till` and the words of a command, which need no quotes.
    pub(crate) fn till(command: &str) -> Self {
        let till = Self("till".to_owned());
        match FOLDER.get() {
            None => till.plain(command),
            Some(folder) => till.option("--data-dir", &folder.to_string_lossy()).plain(command),
        }
    }

    /// Words that are written as they are.
    pub(crate) fn plain(self, words: &str) -> Self {
        Self(format!("{} {words}", self.0))
    }

    /// What somebody called something.
    pub(crate) fn word(self, word: &str) -> Self {
        Self(format!("{} {}", self.0, quoted(word)))
    }

    /// An option with its value.
    pub(crate) fn option(self, name: &str, value: &str) -> Self {
        // After a space, a value that begins with a hyphen would be read as an option.
        let between = if value.starts_with('-') { '=' } else { ' ' };
        Self(format!("{} {name}{between}{}", self.0, quoted(value)))
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        let words = Words::till("refund bulk")
            .option("--filter", "status:paid \"premium plan\"")
            .option("--reason", "Ada's wish; $(reboot)")
            .option("--by", "-x")
            .word("main/ORDER-1");
        let line = r#"till refund bulk --filter 'status:paid "premium plan"' --reason 'Ada'\''s wish; $(reboot)' --by=-x main/ORDER-1"#;
        assert_eq!(words.to_string(), line);
    }
}
