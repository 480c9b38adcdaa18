//! Why a file cannot be written, in words: what the system says of it names files that nobody knows, and no remedy.

use std::io;

/// What is wrong, and what to do.
pub(super) fn unwritten(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::NotFound => "its folder is not there; make it, or choose another".to_owned(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "nobody may write there; choose another place".to_owned()
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; free some space, or choose another place".to_owned()
        }
        io::ErrorKind::IsADirectory => "a folder has that name; choose another".to_owned(),
        _ => format!("{source}; choose another place"),
    }
}
