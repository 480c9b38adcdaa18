//! `cargo xtask check`: what can be judged without running Tillkeeper. Every step runs, so that one look shows all.

mod lengths;

use anyhow::Result;

use crate::program::Program;
use crate::setup::{self, DENY, NEXTEST, Part};
use crate::steps::Steps;
use crate::{BUILD, interface};

/// Runs the checks.
///
/// # Errors
/// Where something is missing, or a check failed.
pub(crate) fn check() -> Result<()> {
    let mut steps = Steps::default();
    let parts = [Part::Crates, Part::Interface, Part::Window];
    setup::prepare(&mut steps, &parts, &[NEXTEST, DENY])?;
    steps.attempt("Format", "run `cargo fmt --all`", || {
        Program::cargo().args(["fmt", "--all", "--check"]).run()
    });
    steps.attempt("Lengths of files", "split the file by what its parts are for", lengths::check);
    check_interface(&mut steps);
    check_rust(&mut steps);
    steps.attempt(
        "Licences and sources",
        "each message names a crate; `deny.toml` says what may come in",
        || {
            Program::cargo()
                .args(["deny", "--all-features", "check", "licenses", "bans", "sources"])
                .run()
        },
    );
    steps.finish()
}

fn check_interface(steps: &mut Steps) {
    steps.attempt("Lint of the interface", "`npm run format` in `ui` mends layout", || {
        interface::script("lint")
    });
    steps.attempt("Types of the interface", "`npm run check` in `ui` repeats it", || {
        interface::script("check")
    });
    steps.attempt("Build of the interface", "`npm run build` in `ui` repeats it", interface::build);
}

fn check_rust(steps: &mut Steps) {
    steps.attempt("Lock file", "run `cargo update --workspace` and commit Cargo.lock", || {
        Program::cargo().args(["metadata", "--locked", "--format-version", "1"]).output().map(drop)
    });
    steps.attempt("Lints", "mend what clippy names, or say why not with #[expect]", || {
        let targets = ["--all-targets", "--", "--deny", "warnings"];
        Program::cargo().args(["clippy"]).args(BUILD).args(targets).run()
    });
    steps.attempt(
        "Bindings and the direction of dependencies",
        "commit `ui/src/api/bindings.ts` if the test has just rewritten it; depend downward only",
        || {
            let only = "package(tillkeeper) & (test(bindings) | binary(direction))";
            Program::cargo().args(["nextest", "run"]).args(BUILD).args(["-E", only]).run()
        },
    );
}
