//! `cargo xtask`: the tasks of this repository, one file each.
//!
//! A task is a list of steps that are announced, timed and, where they fail, followed by what to do. Tasks start the
//! ordinary tools (cargo, npm, apt-get) and print each command, so that any of them can be repeated by hand. Nothing
//! here knows how Tillkeeper works inside; `run` uses the programs as a merchant would.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task runner talks on the terminal"
)]

mod bench;
mod bundle;
mod check;
mod interface;
mod places;
mod program;
mod run;
mod setup;
mod steps;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask TASK

  run [--no-window]    try Tillkeeper on the sandbox: builds it and opens the window, or, where
                       there is no display, does the main job with the command line
  test [--no-window]   test everything; without a window: the crates and the interface only
  check                format, lints, types, bindings, dependencies, licences, lengths of files
  bench                measure what has benchmarks
  bundle               make the package of this system, with window and command line
  setup                get everything that run, test and check need, and stop there

Every task first gets what it needs. On Debian and Ubuntu, as root or with sudo, it installs missing
system packages; on other systems it names them.";

/// Which packages and features the Rust tasks build. One choice for all of them: each other one compiles Tauri anew.
const BUILD: &[&str] = &["--workspace", "--features", "tillkeeper/custom-protocol"];

/// What the shell is told when a task was not understood, as in the other programs of this repository.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["run"] => run::run(run::Where::Anywhere),
        ["run", "--no-window"] => run::run(run::Where::NoWindow),
        ["test"] => test::test(test::Extent::Everything),
        ["test", "--no-window"] => test::test(test::Extent::NoWindow),
        ["check"] => check::check(),
        ["bench"] => bench::bench(),
        ["bundle"] => bundle::bundle(),
        ["setup"] => setup::everything(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        wrong => {
            if !wrong.is_empty() {
                eprintln!("not a task: {}\n", wrong.join(" "));
            }
            eprintln!("{USAGE}");
            return ExitCode::from(WRONG_USAGE);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n{problem:#}");
            ExitCode::FAILURE
        }
    }
}
