//! Getting what the tasks need: system packages, Node, the interface's packages, cargo's tools, and Python's libraries.
//!
//! What is there already is left alone, so that a second run costs a moment. Everything that is installed is said first,
//! with what it is for.

mod node;
mod packages;
mod python;
mod system;

use anyhow::{Context as _, Result};

use crate::program::Program;
use crate::steps::Steps;
use crate::{interface, places};
pub(crate) use system::System;

/// A part of the work that needs something from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Compiling the crates.
    Crates,
    /// Building the interface, and its own tests.
    Interface,
    /// Compiling the window.
    Window,
    /// Testing against a keychain.
    Keychain,
    /// Testing signatures against another program's.
    Signatures,
    /// Driving the window in tests.
    Driver,
    /// Reading exports with the programs they are for, in tests.
    Proofs,
}

/// A program that cargo installs. Built without optimisation: compiling these takes longer than they ever run.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
    why: &'static str,
}

/// Runs the tests.
pub(crate) const NEXTEST: Tool =
    Tool { name: "cargo-nextest", version: "0.9.143", why: "runs the tests" };
/// Judges dependencies.
pub(crate) const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    why: "checks licences and sources of dependencies",
};
/// Drives the window.
const TAURI_DRIVER: Tool =
    Tool { name: "tauri-driver", version: "2.1.0", why: "drives the real window in tests" };

/// Everything for `run`, `test` and `check`, so that they start at once later.
///
/// # Errors
/// Where something cannot be had; the steps say what to do.
pub(crate) fn everything() -> Result<()> {
    let mut steps = Steps::default();
    let tests = [Part::Keychain, Part::Signatures, Part::Driver, Part::Proofs];
    let all = [&[Part::Crates, Part::Interface, Part::Window], &tests[..]].concat();
    prepare(&mut steps, &all, &[NEXTEST, DENY])?;
    steps.finish()
}

/// The steps that other tasks begin with.
///
/// # Errors
/// Where something cannot be had; the steps say what to do.
pub(crate) fn prepare(steps: &mut Steps, parts: &[Part], tools: &[Tool]) -> Result<()> {
    let system = System::detect();
    steps.require(
        "System packages",
        "do what is said above, then start this task again",
        || packages::provide(system, parts),
    )?;
    if parts.contains(&Part::Interface) {
        steps.require("Node", "install it, then start this task again", node::check)?;
        steps.require(
            "Packages of the interface",
            "see that npm's registry can be reached; `npm ci` in `ui` repeats this step",
            interface::install,
        )?;
    }
    if parts.contains(&Part::Proofs) && system.reads_exports() {
        steps.require(
            "Python's libraries",
            "see that PyPI can be reached, then start this task again",
            python::provide,
        )?;
    }
    let driver =
        (parts.contains(&Part::Driver) && system.drives_windows()).then_some(&TAURI_DRIVER);
    let mut tools = tools.iter().chain(driver).peekable();
    if tools.peek().is_none() {
        return Ok(());
    }
    steps.require(
        "Cargo's tools",
        "run the `cargo install` above by hand and see what it needs",
        || tools.try_for_each(install),
    )
}

fn install(tool: &Tool) -> Result<()> {
    let Tool { name, version, why } = tool;
    if places::has_program(name) {
        println!("   {name} is there");
        return Ok(());
    }
    println!("   {name} {why}; compiling it takes some minutes, once");
    Program::cargo()
        .args(["install", "--locked", "--debug", name, "--version", version])
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .run()
        .with_context(|| format!("{name} {version} cannot be installed"))
}
