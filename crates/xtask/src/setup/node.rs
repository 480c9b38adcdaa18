//! Node, which builds the interface. It is named and never installed: people choose how they get theirs.

use anyhow::{Result, bail};

use crate::program::Program;

/// Checks that Node and npm are there and new enough.
///
/// # Errors
/// Where they are not, with where to get them.
pub(super) fn check() -> Result<()> {
    let Ok(version) = Program::new("node").args(["--version"]).output() else {
        bail!("Node is not installed; {HOW}");
    };
    if !builds_the_interface(&version) {
        bail!("Node {version} is too old for the interface's build; {HOW}");
    }
    if !Program::npm().args(["--version"]).succeeds() {
        bail!("npm, which comes with Node, is not installed; {HOW}");
    }
    println!("   Node {version} is there");
    Ok(())
}

const HOW: &str = "20.19 or a later 20, or 22.12 and everything after it, is needed: see https://nodejs.org/en/download \
                   (the `nodejs` of Debian 12 and of Ubuntu before 25.04 is older)";

/// Whether a version such as `v20.19.0` is one that the interface's build supports.
fn builds_the_interface(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        return false;
    };
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

#[cfg(test)]
mod tests {
    use super::builds_the_interface;

    #[test]
    fn node_is_taken_from_20_19_on_but_not_the_gaps_its_build_tools_leave() {
        for good in ["v20.19.0", "v20.20.2\n", "v22.12.0", "v23.0.0", "v24.1.0"] {
            assert!(builds_the_interface(good), "{good}");
        }
        for bad in ["v18.20.4", "v20.18.3", "v21.7.0", "v22.11.0", "", "node", "v20"] {
            assert!(!builds_the_interface(bad), "{bad}");
        }
    }
}
