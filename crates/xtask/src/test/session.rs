//! A desktop session for the real window, made for one run: a bus, an open keychain, a display and an empty home.
//!
//! So the tests meet what a merchant's first start meets, and touch nothing of the person who runs them.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use anyhow::Result;

use crate::places;
use crate::program::Program;

/// Opens the keychain with a password that opens nothing else, then becomes the command it was given.
const UNLOCK: &str =
    r#"printf tests | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@""#;

/// Runs cargo with these arguments within the session.
///
/// # Errors
/// Where the session cannot be made, or cargo fails.
pub(super) fn run(cargo: &[&str]) -> Result<()> {
    let home = Home::create()?;
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut session = Program::new("dbus-run-session")
        .args(["--", "xvfb-run", "-a", "-s", "-screen 0 1440x960x24", "sh", "-c", UNLOCK, "sh"])
        .args([program])
        .args(cargo)
        .env("HOME", home.path())
        // GTK asks the bus for accessibility, which is not there, and waits for the answer.
        .env("NO_AT_BRIDGE", "1");
    for (variable, folder) in FOLDERS {
        session = session.env(variable, home.path().join(folder));
    }
    let toolchain = [("CARGO_HOME", places::cargo_home()), ("RUSTUP_HOME", places::rustup_home())];
    for (variable, folder) in toolchain {
        if let Some(folder) = folder {
            session = session.env(variable, folder);
        }
    }
    session.run()
}

const FOLDERS: [(&str, &str); 5] = [
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
    ("XDG_RUNTIME_DIR", "runtime"),
];

/// The home of the session, removed when it is over.
struct Home(PathBuf);

impl Home {
    fn create() -> Result<Self> {
        let path = env::temp_dir().join(format!("tillkeeper-session-{}", process::id()));
        places::create_private_dir(&path)?;
        let home = Self(path);
        for (_, folder) in FOLDERS {
            places::create_private_dir(&home.path().join(folder))?;
        }
        Ok(home)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What is left behind is a folder among other temporary ones.
        drop(fs::remove_dir_all(&self.0));
    }
}
