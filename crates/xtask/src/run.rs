//! `cargo xtask run`: Tillkeeper to try, on the sandbox, with nothing to sign up for.
//!
//! With a display that is the window in practice mode, where a demonstration history waits. Without one it is the same
//! job through `till`, so that a server or a container shows what Tillkeeper does as well.

mod customer;
mod demo;
mod till;

use std::env;

use anyhow::Result;

use crate::program::Program;
use crate::setup::{self, Part, System};
use crate::steps::Steps;
use crate::{interface, places};

/// Where to show Tillkeeper.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// In the window where there is a display, else on the terminal.
    Anywhere,
    /// On the terminal.
    NoWindow,
}

/// Builds what is to be shown and shows it.
///
/// # Errors
/// Where something is missing, does not build, or does not work.
pub(crate) fn run(place: Where) -> Result<()> {
    match place {
        Where::Anywhere if has_display() => window(),
        Where::Anywhere => {
            println!(
                "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be shown."
            );
            println!("The command line does the same job instead.");
            terminal()
        }
        Where::NoWindow => terminal(),
    }
}

fn window() -> Result<()> {
    let mut steps = Steps::default();
    setup::prepare(&mut steps, &[Part::Crates, Part::Interface, Part::Window], &[])?;
    steps.require("Build of the interface", "see the messages above", interface::build)?;
    build(
        &mut steps,
        &["-p", "tillkeeper", "-p", "cli", "--features", "tillkeeper/custom-protocol"],
    )?;
    steps.require("Tillkeeper", "the messages above say why the window ended", || {
        println!("   practice: a sandbox on this computer and a history to look around in; no money moves");
        println!("   this ends when the window is closed");
        Program::new(places::built("tillkeeper")?).args(["--practice"]).with_terminal().run()
    })
}

fn terminal() -> Result<()> {
    let mut steps = Steps::default();
    setup::prepare(&mut steps, &[Part::Crates], &[])?;
    build(&mut steps, &["-p", "cli"])?;
    steps.require(
        "The main job, by command line",
        "the messages above name the command",
        demo::show,
    )
}

fn build(steps: &mut Steps, what: &[&str]) -> Result<()> {
    steps.require("Build of the programs", "mend what the compiler names", || {
        println!("   the first time this takes some minutes");
        Program::cargo().args(["build"]).args(what).run()
    })
}

fn has_display() -> bool {
    let named = |variable| env::var_os(variable).is_some_and(|value| !value.is_empty());
    System::detect().always_has_a_display() || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
