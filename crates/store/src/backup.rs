//! Backups: the whole file as of one moment, compact, in a new file.

use std::fs::{self, File, OpenOptions};
use std::path::Path;

use crate::open::io_meaning;
use crate::{Error, Store};

impl Store {
    /// Writes everything into a new file, which is on the disk when this returns.
    ///
    /// # Errors
    /// [`Error::Exists`] where there is a file already, which is left alone; [`Error::Full`], [`Error::ReadOnly`] or
    /// [`Error::Unreadable`] for the place it was to go to. None leaves half a backup behind.
    pub async fn back_up(&self, to: &Path) -> Result<(), Error> {
        let to = std::path::absolute(to).map_err(|error| io_meaning(error, to))?;
        self.with_writer(move |connection| {
            claim(&to)?;
            write(connection, &to).inspect_err(|_| {
                // The reason for the failure is worth more than that of this one.
                let _ = fs::remove_file(&to);
            })
        })
        .await
    }
}

/// Makes the file, empty and for its owner only, so that nobody else can get in between.
fn claim(to: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(to) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::Exists { path: to.to_owned() })
        }
        Err(error) => Err(io_meaning(error, to)),
    }
}

fn write(connection: &rusqlite::Connection, to: &Path) -> Result<(), Error> {
    let name = to.to_str().ok_or_else(|| Error::Unreadable {
        path: to.to_owned(),
        source: std::io::Error::other("its name is not Unicode"),
    })?;
    connection.execute("VACUUM INTO ?", [name]).map_err(|error| Error::from(error).at(to))?;
    // Windows lets only a writer ask for this.
    let written = OpenOptions::new().write(true).open(to);
    written.and_then(|file: File| file.sync_all()).map_err(|error| io_meaning(error, to))
}
