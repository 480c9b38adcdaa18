//! `cargo xtask bench`: measures the crates that have benchmarks.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::places;
use crate::program::Program;
use crate::setup::{self, Part};
use crate::steps::Steps;

/// Runs the benchmarks.
///
/// # Errors
/// Where something is missing, or a benchmark fails.
pub(crate) fn bench() -> Result<()> {
    let mut steps = Steps::default();
    setup::prepare(&mut steps, &[Part::Crates], &[])?;
    let measured = measured(&places::root().join("crates"))?;
    if measured.is_empty() {
        println!("\nno crate has benchmarks: they are files in crates/CRATE/benches");
        return Ok(());
    }
    steps.attempt("Benchmarks", "`cargo bench -p CRATE` repeats those of one crate", || {
        let packages = measured.iter().flat_map(|name| ["--package", name]);
        Program::cargo().args(["bench", "--benches"]).args(packages).run()
    });
    steps.finish()
}

/// The crates with a folder of benchmarks, in the order of their names.
fn measured(crates: &Path) -> Result<Vec<String>> {
    let entries =
        crates.read_dir().with_context(|| format!("{} cannot be read", crates.display()))?;
    let mut names: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("benches").is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::measured;

    #[test]
    fn crates_with_benchmarks_are_found_in_order() {
        let crates = tempfile::tempdir().unwrap();
        for folder in ["store/benches", "ledger/benches", "cli/src"] {
            fs::create_dir_all(crates.path().join(folder)).unwrap();
        }
        assert_eq!(measured(crates.path()).unwrap(), ["ledger", "store"]);
    }
}
