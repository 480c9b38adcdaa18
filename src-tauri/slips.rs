//! Slips that were opened to be printed: files with a customer's name, of which none stays longer than it is needed.
//!
//! They are in a folder of the data folder that is closed to other users of the computer. It is emptied before the next slip,
//! and goes when the books are opened and when a customer's details are removed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Answer, CommandError};

const FOLDER: &str = "slips";

/// The folder with nothing in it.
pub(crate) fn fresh_folder(books: &Path) -> Answer<PathBuf> {
    remove(books)?;
    let folder = books.join(FOLDER);
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(&folder).map_err(CommandError::internal)?;
    Ok(folder)
}

/// Removes the folder with all that is in it.
pub(crate) fn remove(books: &Path) -> Answer<()> {
    match fs::remove_dir_all(books.join(FOLDER)) {
        Err(problem) if problem.kind() != io::ErrorKind::NotFound => {
            Err(CommandError::internal(problem))
        }
        _ => Ok(()),
    }
}
