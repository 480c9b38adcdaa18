//! What the window's program can be told when it is started.

use std::ffi::OsString;
use std::path::PathBuf;

/// Names the folder of the history, as for `till`.
const DATA_DIR: &str = "TILL_DATA_DIR";

/// How the program was started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Args {
    /// Begin in practice, on the sandbox: `--practice`.
    pub(crate) practice: bool,
    /// The folder of the history, if not the usual one: `TILL_DATA_DIR`.
    pub(crate) data_dir: Option<PathBuf>,
}

impl Args {
    pub(crate) fn of_process() -> Self {
        Self::read(std::env::args_os().skip(1), std::env::var_os(DATA_DIR))
    }

    fn read(mut given: impl Iterator<Item = OsString>, data_dir: Option<OsString>) -> Self {
        Self {
            practice: given.any(|arg| arg == "--practice"),
            data_dir: data_dir.filter(|dir| !dir.is_empty()).map(PathBuf::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_and_the_folder_are_read() {
        let args = Args::read(["--practice".into()].into_iter(), Some("/books".into()));
        assert_eq!(args, Args { practice: true, data_dir: Some("/books".into()) });
    }

    #[test]
    fn an_empty_folder_means_the_usual_one() {
        assert_eq!(Args::read(std::iter::empty(), Some(OsString::new())), Args::default());
    }
}
