//! The file itself: its bytes, read no further than is taken, and what stands for them.

use std::io;
use std::path::Path;
use std::sync::Arc;

use accounting::import::{ImportError, Kind, MOST_IMPORT_BYTES, detect};
use sha2::{Digest as _, Sha256};

use super::ImportRefusal;
use crate::{Error, file};

/// The most characters of a file's name that are kept.
const LONGEST_NAME: usize = 120;

/// A file as it was read. Cheap to clone.
#[derive(Clone)]
pub(super) struct Source {
    /// What it is called, without its folder.
    pub(super) name: String,
    /// SHA-256 of it, in hex.
    pub(super) sha256: String,
    pub(super) bytes: Arc<[u8]>,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Unread`], and [`Error::Import`] for one that is too large or empty.
    pub(super) async fn read(path: &Path) -> Result<Self, Error> {
        let most = u64::try_from(MOST_IMPORT_BYTES).unwrap_or(u64::MAX);
        let place = path.to_owned();
        let reading = tokio::task::spawn_blocking(move || file::read_up_to(&place, most)).await;
        let reading = reading.unwrap_or_else(|broken| Err(io::Error::other(broken)));
        let unread = |source| Error::Unread { path: path.display().to_string(), source };
        let bytes = reading.map_err(unread)?;
        if bytes.len() > MOST_IMPORT_BYTES {
            return Err(ImportError::TooLarge { most: MOST_IMPORT_BYTES / (1024 * 1024) }.into());
        }
        if bytes.trim_ascii().is_empty() {
            return Err(ImportError::Empty.into());
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let visible = name.chars().filter(|c| !c.is_control());
        Ok(Self {
            name: visible.take(LONGEST_NAME).collect(),
            sha256: hex::encode(Sha256::digest(&bytes)),
            bytes: bytes.into(),
        })
    }

    /// What it is written in.
    ///
    /// # Errors
    /// [`ImportRefusal::OtherFile`] where that is nothing of `wanted`.
    pub(super) fn written_in(&self, wanted: &[Kind], remedy: &'static str) -> Result<Kind, Error> {
        let found = detect(&self.bytes);
        match found.filter(|found| wanted.contains(found)) {
            Some(kind) => Ok(kind),
            None => {
                let found = found
                    .map_or("a workbook, a PDF or something else".to_owned(), |kind| {
                        format!("written in {kind}")
                    });
                Err(ImportRefusal::OtherFile { found, wanted: remedy }.into())
            }
        }
    }

    /// Reads the bytes beside whatever else is done: a large file takes a while.
    ///
    /// # Errors
    /// Whatever `read` says.
    pub(super) async fn parse<T: Send + 'static, E: Send + 'static>(
        &self,
        read: impl FnOnce(&[u8]) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, Error> {
        let bytes = Arc::clone(&self.bytes);
        let parsed = tokio::task::spawn_blocking(move || read(&bytes)).await;
        parsed.map_err(|broken| Error::Unread {
            path: self.name.clone(),
            source: io::Error::other(broken),
        })
    }
}
