//! The interface in `ui`: its packages and its build, each made anew only when it is out of date.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context as _, Result};

use crate::places;
use crate::program::Program;

/// What the built interface is made from, in `ui`.
const SOURCES: [&str; 6] =
    ["src", "public", "index.html", "vite.config.ts", "svelte.config.js", "package-lock.json"];

/// Installs the packages of the interface as its lock file names them, unless they are.
///
/// # Errors
/// Where npm fails.
pub(crate) fn install() -> Result<()> {
    let ui = places::ui();
    let wanted = newest(&ui.join("package-lock.json"));
    let installed = newest(&ui.join("node_modules/.package-lock.json"));
    if wanted.is_some() && installed >= wanted {
        println!("   ui/node_modules is up to date");
        return Ok(());
    }
    Program::npm().args(["ci", "--no-audit", "--no-fund"]).run()
}

/// Builds the interface into `ui/dist`, unless it is newer than its sources.
///
/// # Errors
/// Where the build fails.
pub(crate) fn build() -> Result<()> {
    let ui = places::ui();
    let sources = SOURCES.iter().filter_map(|name| newest(&ui.join(name))).max();
    // The page that stands in on a fresh clone has no `assets` beside it.
    let built = newest(&ui.join("dist/assets"));
    if built >= sources {
        println!("   ui/dist is up to date");
        return Ok(());
    }
    script("build")
}

/// Runs one of the scripts in `ui/package.json`.
///
/// # Errors
/// Where the script fails.
pub(crate) fn script(name: &str) -> Result<()> {
    Program::npm().args(["run", name]).run().with_context(|| format!("`npm run {name}` in ui"))
}

/// When a file, or the newest file in a folder, was changed; nothing where there is none.
fn newest(path: &Path) -> Option<SystemTime> {
    let about = fs::metadata(path).ok()?;
    if !about.is_dir() {
        return about.modified().ok();
    }
    let entries = fs::read_dir(path).ok()?;
    entries.filter_map(Result::ok).filter_map(|entry| newest(&entry.path())).max()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_folder_is_as_new_as_the_newest_file_below_it() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        assert_eq!(newest(folder.path()), None, "a folder without files has no age");

        let times =
            [10, 30, 20].map(|day| SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400));
        let files = [folder.path().join("old"), deep.join("new"), folder.path().join("between")];
        for (file, time) in files.iter().zip(times) {
            File::create(file).unwrap().set_modified(time).unwrap();
        }
        assert_eq!(newest(folder.path()), Some(times[1]));
    }
}
