//! Python's libraries for tests, in a virtual environment of their own under the target folder.

use std::fs;

use anyhow::{Context as _, Result};

use crate::places;
use crate::program::Program;

/// The system's own Python, which has what came as a system package.
pub(super) const PYTHON: &str = "/usr/bin/python3";

/// Sees to it that the environment is there with the versions that are asked for.
///
/// # Errors
/// Where it cannot be made, or a library cannot be had.
pub(super) fn provide() -> Result<()> {
    let wanted = places::root().join("crates/accounting/tests/proofs/requirements.txt");
    let place = places::proofs()?;
    // A copy of the list is put beside what was installed by it, last.
    let installed = place.join("requirements.txt");
    let list = fs::read(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    if fs::read(&installed).is_ok_and(|known| known == list) {
        println!("   nothing is missing");
        return Ok(());
    }
    Program::new(PYTHON).args(["-m", "venv"]).args([&place]).run()?;
    let python = place.join("bin/python");
    Program::new(python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .args([&wanted])
        .run()?;
    fs::write(&installed, list).with_context(|| format!("cannot write {}", installed.display()))
}
