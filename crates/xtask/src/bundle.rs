//! `cargo xtask bundle`: the package of this system, with the window and `till` in it.
//!
//! Tauri's own command line makes it. Its version goes with the `tauri` crate, and npm fetches it when it is first
//! needed: nothing else in this repository does.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::places;
use crate::program::Program;
use crate::setup::{self, Part, System};
use crate::steps::Steps;

const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// Makes the package and says where it is.
///
/// # Errors
/// Where something is missing, or the package cannot be made.
pub(crate) fn bundle() -> Result<()> {
    let mut steps = Steps::default();
    setup::prepare(&mut steps, &[Part::Crates, Part::Interface, Part::Window], &[])?;
    let kinds = kinds(System::detect());
    steps.require("Package", "the messages above name the file or the tool", || {
        Program::npm()
            .dir(&places::root())
            .args([
                "exec",
                "--yes",
                "--package",
                TAURI_CLI,
                "--",
                "tauri",
                "build",
                "--bundles",
                kinds,
            ])
            .run()
    })?;
    steps.finish()?;
    let folder = places::target()?.join("release/bundle");
    let packages = packages(&folder)?;
    if packages.is_empty() {
        bail!("Tauri made no package in {}", folder.display());
    }
    println!("\nMade:");
    for package in packages {
        println!("   {package}");
    }
    Ok(())
}

/// What Tauri calls the packages of a system. Those that need a download from elsewhere are left out.
fn kinds(system: System) -> &'static str {
    match system {
        System::Fedora => "rpm",
        System::Mac => "app,dmg",
        System::Windows => "nsis",
        System::Debian | System::Arch | System::OtherUnix => "deb",
    }
}

/// Everything with a package's ending, in the folders of the kinds.
fn packages(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let kinds =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for kind in kinds {
        let kind = kind?.path();
        for entry in fs::read_dir(&kind).into_iter().flatten() {
            let path = entry?.path();
            let ends = ["deb", "rpm", "app", "dmg", "exe"];
            if path.extension().is_some_and(|end| ends.iter().any(|package| end == *package)) {
                found.push(path.display().to_string());
            }
        }
    }
    found.sort();
    Ok(found)
}
