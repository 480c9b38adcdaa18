//! Files that Tillkeeper is handed, read no further than is taken, and those that it writes: whole or not at all, and closed to
//! other users of the computer.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::{Backoffice, Error, FieldProblem, HISTORY};

impl Backoffice {
    /// Hands a file out to the merchant, in the place of an older one of that name.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it would take the place of the history itself, [`Error::File`] where it cannot be written; an
    /// older file is then untouched.
    pub(crate) async fn hand_out(&self, path: &Path, bytes: Vec<u8>) -> Result<(), Error> {
        self.check_place(path)?;
        let place = path.to_owned();
        let written = tokio::task::spawn_blocking(move || replace(&place, &bytes)).await;
        let written = written.unwrap_or_else(|broken| Err(io::Error::other(broken)));
        written.map_err(|source| Error::File { path: path.display().to_string(), source })
    }

    /// Neither the history itself nor a folder, a device or a file that was closed to writing is written over by a slip of the
    /// pen.
    pub(crate) fn check_place(&self, path: &Path) -> Result<(), Error> {
        let name = path.file_name().map(|name| name.to_string_lossy());
        let is_ours = name.is_some_and(|name| name.starts_with(HISTORY) || name.ends_with(".age"));
        let is_here = folder_of(path).canonicalize().ok() == self.dir().canonicalize().ok();
        if is_ours && is_here {
            let problem = "this is a file of the history itself; choose another name";
            return Err(Error::Invalid(vec![FieldProblem::new("path", problem)]));
        }
        let problem = match fs::metadata(path) {
            Ok(there) if !there.is_file() => {
                "what has that name is not a file; choose another name"
            }
            Ok(there) if there.permissions().readonly() => {
                "the file of that name is closed to writing; open it, or choose another name"
            }
            _ => return Ok(()),
        };
        Err(Error::Invalid(vec![FieldProblem::new("path", problem)]))
    }
}

/// What is in a file, up to one byte more than `most`, which tells that there is more than is taken.
pub(crate) fn read_up_to(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Puts `bytes` in the place of a file in one step: after a crash there is the old one or the new one, whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = &followed(path);
    let folder = folder_of(path);
    // Made closed to others, as every file of `tempfile` is.
    let mut new = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    new.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// What a link leads to, so that the link stays one; where there is none, the path itself.
pub(crate) fn followed(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
    let target = is_link.then(|| fs::canonicalize(path)).and_then(Result::ok);
    target.unwrap_or_else(|| path.to_owned())
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new("."))
}

/// Makes the file's new name last through a loss of power.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened to be synchronised; the file system orders the change itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder that is closed to other users of the computer, where it is missing.
pub(crate) fn make_private_dir(dir: &Path) -> Result<(), Error> {
    let failed = |source| Error::File { path: dir.display().to_string(), source };
    if dir.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(dir).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).map_err(failed)?;
    }
    Ok(())
}
