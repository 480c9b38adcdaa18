//! Starting the programs, and the files they are given.

use std::path::{Path, PathBuf};
use std::process::Command;

use ledger::Money;

use crate::ledger_month::Balances;

/// Where Cargo puts what it builds.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// A program of the virtual environment that has what is in `requirements.txt`.
pub(crate) fn installed(name: &str) -> Command {
    let given = std::env::var_os("TILLKEEPER_PROOFS").map(PathBuf::from);
    let program = given.unwrap_or_else(|| target().join("proofs")).join("bin").join(name);
    assert!(program.exists(), "{} is missing; run: cargo xtask setup", program.display());
    let mut command = Command::new(program);
    command.env("PYTHONWARNINGS", "ignore");
    command
}

/// What a program printed. Whatever else it does than succeed fails the test.
pub(crate) fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{:?} cannot be started: {error}; run: cargo xtask setup", command.get_program())
    });
    let (printed, said) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{printed}\n{said}", output.status);
    printed.into_owned()
}

/// An empty folder for the files of one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Puts a file into the folder.
pub(crate) fn put(folder: &Path, name: &str, file: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, file).unwrap();
    path
}

/// Balances as a program says them: account, currency and amount in major units, with whatever digits it likes.
pub(crate) fn said(balances: impl IntoIterator<Item = (String, String, String)>) -> Balances {
    let balance = |(account, code, amount): (String, String, String)| {
        let currency = code.parse().unwrap();
        ((account, currency), Money::parse(&amount, currency).unwrap().minor())
    };
    without_zeros(balances.into_iter().map(balance).collect())
}

/// The balances but those of nothing, which programs leave out.
pub(crate) fn without_zeros(mut balances: Balances) -> Balances {
    balances.retain(|_, minor| *minor != 0);
    balances
}
