//! `cargo xtask test`: everything that can be tested, from the crates to the real window.
//!
//! All Rust tests are built once, with one set of features, and then run in parts by nextest's filters: a part with
//! other features would compile Tauri anew. Tests that need more than a computer are ignored by default and run here:
//! `keychain_…` in `backoffice`, `proof_…` in `accounting`, and `tests/window.rs` of the root package.

mod session;

use anyhow::Result;

use crate::program::Program;
use crate::setup::{self, NEXTEST, Part, System};
use crate::steps::Steps;
use crate::{BUILD, interface};

/// How much to test.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Everything,
    /// What needs neither a display nor Tauri.
    NoWindow,
}

const CRATES: &[&str] = &["--workspace", "--exclude", "tillkeeper"];

/// Run apart from the others, so that it tells how much it went through, on all of the computer.
const SIMULATION: &str = "binary_id(backoffice::simulation)";

/// Runs the tests.
///
/// # Errors
/// Where something is missing, or a test failed.
pub(crate) fn test(extent: Extent) -> Result<()> {
    let mut steps = Steps::default();
    let crates = [Part::Crates, Part::Interface, Part::Keychain, Part::Signatures, Part::Proofs];
    match extent {
        Extent::NoWindow => {
            setup::prepare(&mut steps, &crates, &[NEXTEST])?;
            test_interface(&mut steps);
            test_crates(&mut steps, CRATES)?;
        }
        Extent::Everything => {
            let all = [&crates[..], &[Part::Window, Part::Driver]].concat();
            setup::prepare(&mut steps, &all, &[NEXTEST])?;
            test_interface(&mut steps);
            steps.require("Build of the interface", "see the messages above", interface::build)?;
            test_crates(&mut steps, BUILD)?;
            test_window(&mut steps);
        }
    }
    steps.finish()
}

fn test_interface(steps: &mut Steps) {
    let remedy = "`npm test` in `ui` repeats them, `npx vitest` there watches";
    steps.attempt("Tests of the interface", remedy, || interface::script("test"));
}

fn test_crates(steps: &mut Steps, build: &[&str]) -> Result<()> {
    steps.require("Build of the tests", "mend what the compiler names", || {
        Program::cargo().args(["nextest", "run", "--no-run"]).args(build).run()
    })?;
    let again = "`cargo nextest run -p CRATE NAME` repeats one of them";
    steps.attempt("Tests of the crates", again, || {
        let others = format!("not (package(tillkeeper) | {SIMULATION})");
        nextest(build, &["-E", &others]).run()
    });
    steps.attempt(
        "Simulation",
        "the seed that is named is lived through again with SIMULATION_SEED",
        || nextest(build, &["--no-capture", "-E", SIMULATION]).run(),
    );
    steps.attempt(
        "Examples in the documentation",
        "`cargo test --doc -p CRATE` repeats them",
        || Program::cargo().args(["test", "--quiet", "--doc"]).args(build).run(),
    );
    test_exports(steps, build);
    if !cfg!(target_os = "linux") {
        println!("\n   left out: the keychain of the tests, GNOME's, is for Linux");
        return Ok(());
    }
    steps.attempt("Tests of the keychain", again, || {
        let only = "package(backoffice) & test(/^keychain_/)";
        nextest(build, &["--run-ignored", "only", "-E", only]).run()
    });
    Ok(())
}

/// Reads exports with the programs they are for.
fn test_exports(steps: &mut Steps, build: &[&str]) {
    if !System::detect().reads_exports() {
        println!(
            "\n   left out: exports read by other programs, which are run on Debian and Ubuntu only"
        );
        return;
    }
    let again = "`cargo nextest run -p accounting --run-ignored only NAME` repeats one of them";
    steps.attempt("Exports read by other programs", again, || {
        let only = "package(accounting) & test(/proof_/)";
        nextest(build, &["--run-ignored", "only", "-E", only]).run()
    });
}

fn test_window(steps: &mut Steps) {
    steps.attempt(
        "Tests of the shell",
        "`cargo nextest run -p tillkeeper NAME` repeats one of them",
        || nextest(BUILD, &["-E", "package(tillkeeper)"]).run(),
    );
    if !System::detect().drives_windows() {
        println!("\n   left out: the real window, which is driven on Debian and Ubuntu only");
        return;
    }
    // The programs themselves were built with the tests, which asked cargo for them.
    steps.attempt("Tests of the real window", "the messages above name the test", || {
        let only = ["--run-ignored", "only", "-E", "binary_id(tillkeeper::window)"];
        session::run(&nextest_words(BUILD, &only))
    });
}

fn nextest(build: &[&str], rest: &[&str]) -> Program {
    Program::cargo().args(nextest_words(build, rest))
}

fn nextest_words<'a>(build: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [&["nextest", "run", "--no-fail-fast"], build, rest].concat()
}
