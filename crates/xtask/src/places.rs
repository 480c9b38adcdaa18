//! Where things are: the repository, what cargo built, and programs on this machine.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_dir.ancestors().nth(2).unwrap_or(crate_dir).to_owned()
}

/// The folder of the interface.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// A program of this workspace, as built for development.
///
/// # Errors
/// Where it has not been built.
pub(crate) fn built(name: &str) -> Result<PathBuf> {
    let path = target()?.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    fs::metadata(&path).with_context(|| format!("{} has not been built", path.display()))?;
    Ok(path)
}

/// Where cargo puts what it builds, wherever that was set to be.
///
/// # Errors
/// Where this program cannot tell where it is itself.
pub(crate) fn target() -> Result<PathBuf> {
    let own = env::current_exe().context("cannot tell where this program is")?;
    // This program is in the folder of a profile, which is in the one that is looked for.
    own.ancestors().nth(2).map(Path::to_owned).context("this program is in no target folder")
}

/// Where Python's libraries for the tests of exports are, and those tests look for them.
///
/// # Errors
/// As [`target`].
pub(crate) fn proofs() -> Result<PathBuf> {
    Ok(target()?.join("proofs"))
}

/// The folder that `cargo install` puts programs in, which need not be on the search path.
pub(crate) fn cargo_bin() -> Option<PathBuf> {
    cargo_home().map(|home| home.join("bin"))
}

/// Where cargo keeps its own things.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let given = env::var_os("CARGO_HOME").map(PathBuf::from);
    given.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// Where rustup keeps its toolchains.
pub(crate) fn rustup_home() -> Option<PathBuf> {
    let given = env::var_os("RUSTUP_HOME").map(PathBuf::from);
    given.or_else(|| env::home_dir().map(|home| home.join(".rustup")))
}

/// Whether a program can be started by its name.
pub(crate) fn has_program(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path).chain(cargo_bin()).any(|folder| folder.join(&file).is_file())
}

/// Makes a folder that only its owner can look into.
///
/// # Errors
/// Where it is there already, or cannot be made.
pub(crate) fn create_private_dir(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path).with_context(|| format!("cannot make the folder {}", path.display()))
}
