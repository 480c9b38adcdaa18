//! Files that prove a refund: kept in a folder beside the history, each under the hash of its bytes, which is what the journal
//! names it by. Kept before the entry that names it, so that no entry names a file that is not there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ledger::{Evidence, RefundId};
use sha2::{Digest as _, Sha256};

use crate::{Backoffice, Error, FieldProblem, file};

/// The folder of the files, in the folder of the history.
const FOLDER: &str = "evidence";
/// The most bytes of a file.
const LARGEST: u64 = 10 * 1024 * 1024;
/// What is said of a file that is not kept for its size.
const UNFIT: &str =
    "the file is empty, or larger than 10 MB; choose a smaller one, such as a picture of it";
/// The longest name that is kept.
const LONGEST_NAME: usize = 120;

impl Backoffice {
    /// Keeps a copy of a file, where there is one. The same file twice is kept once.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a file that is empty, too large or cannot be read, [`Error::File`] where it cannot be kept.
    pub(super) async fn keep_evidence(
        &self,
        from: Option<&Path>,
    ) -> Result<Option<Evidence>, Error> {
        let Some(from) = from else { return Ok(None) };
        let (from, folder) = (from.to_owned(), self.dir().join(FOLDER));
        blocking(move || keep(&from, &folder)).await.map(Some)
    }

    /// The file that proves a refund: what it was called, and where it is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the refund has none, [`Error::EvidenceDamaged`] where it is gone or has changed since.
    pub async fn evidence_file(&self, refund: RefundId) -> Result<(Evidence, PathBuf), Error> {
        let (evidence, place, _) = self.read_evidence(refund).await?;
        Ok((evidence, place))
    }

    /// Hands out a copy of the file that proves a refund.
    ///
    /// # Errors
    /// As [`Backoffice::evidence_file`], and [`Error::File`] where it cannot be written.
    pub async fn save_evidence(&self, refund: RefundId, to: &Path) -> Result<Evidence, Error> {
        let (evidence, _, bytes) = self.read_evidence(refund).await?;
        self.hand_out(to, bytes).await?;
        Ok(evidence)
    }

    /// The files that refunds name and that are gone or have changed, by their names.
    pub(crate) async fn damaged_evidence(&self) -> Result<Vec<String>, Error> {
        let folder = self.dir().join(FOLDER);
        let files = self.store().evidence().await?;
        blocking(move || {
            let damaged =
                files.into_iter().filter(|file| read(file, &folder.join(&file.sha256)).is_err());
            Ok(damaged.map(|file| file.name).collect())
        })
        .await
    }

    async fn read_evidence(&self, id: RefundId) -> Result<(Evidence, PathBuf, Vec<u8>), Error> {
        let (_, refund) = self.find_refund(&id.to_string()).await?;
        let evidence =
            refund.file.ok_or_else(|| Error::not_found("evidence file of refund", id))?;
        let place = self.dir().join(FOLDER).join(&evidence.sha256);
        blocking(move || {
            let bytes = read(&evidence, &place)?;
            Ok((evidence, place, bytes))
        })
        .await
    }
}

fn keep(from: &Path, folder: &Path) -> Result<Evidence, Error> {
    let unusable = |problem: String| Error::Invalid(vec![FieldProblem::new("file", problem)]);
    let unread =
        |source: io::Error| unusable(format!("{} cannot be read: {source}", from.display()));
    if !fs::metadata(from).map_err(unread)?.is_file() {
        return Err(unusable(format!("{} is not a file", from.display())));
    }
    let bytes = file::read_up_to(from, LARGEST).map_err(unread)?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size == 0 || size > LARGEST {
        return Err(unusable(UNFIT.to_owned()));
    }
    let name = from.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let evidence = Evidence {
        sha256: hex::encode(Sha256::digest(&bytes)),
        name: name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect(),
        bytes: size,
    };
    let place = folder.join(&evidence.sha256);
    if read(&evidence, &place).is_err() {
        let failed = |source| Error::File { path: place.display().to_string(), source };
        file::make_private_dir(folder)?;
        file::replace(&place, &bytes).map_err(failed)?;
    }
    Ok(evidence)
}

/// The bytes of a kept file, as long as they are what they were.
fn read(evidence: &Evidence, place: &Path) -> Result<Vec<u8>, Error> {
    let damaged = || Error::EvidenceDamaged {
        name: evidence.name.clone(),
        path: place.display().to_string(),
    };
    let bytes = fs::read(place).map_err(|_| damaged())?;
    if hex::encode(Sha256::digest(&bytes)) == evidence.sha256 { Ok(bytes) } else { Err(damaged()) }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|broken| {
        Err(Error::File { path: FOLDER.to_owned(), source: io::Error::other(broken) })
    })
}
