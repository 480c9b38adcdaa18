//! The vault: a file of all accounts' secrets under a passphrase, for machines without a keychain.
//!
//! The file is an ordinary age file (scrypt, ChaCha20-Poly1305) around a small JSON map, so that a merchant who lost
//! Tillkeeper can still open it with other tools. Two programs may use one vault: each change is made under a lock, on
//! what the file says then, and replaces the file in one step. Changing the passphrase is left out: a new vault and
//! the keys entered anew do the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use age::{DecryptError, Decryptor, Encryptor, scrypt};
use async_trait::async_trait;
use ledger::AccountId;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Error, SecretStore};

/// The fewest characters of a passphrase.
const SHORTEST_PASSPHRASE: usize = 8;

/// The largest file that is read; a secret is a few hundred bytes.
const LARGEST_FILE: u64 = 1 << 20;

/// How much work each guess at the passphrase takes: scrypt with N = 2 to this power, which also needs 1 KiB times N of
/// memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkFactor(u8);

impl WorkFactor {
    /// About a second and 256 MiB on a merchant's computer.
    pub const EVERYDAY: Self = Self(18);

    /// The least there is: protects nothing, and is quick.
    pub const LEAST: Self = Self(1);

    /// The most that a file may ask of whoever opens it: 1 GiB.
    const MOST: Self = Self(20);
}

/// Keeps secrets in a file under a passphrase. Clones share what they know of it.
#[derive(Clone)]
pub struct PassphraseVault {
    open: Arc<OpenVault>,
}

struct OpenVault {
    path: PathBuf,
    passphrase: SecretString,
    work: WorkFactor,
    /// What was last read or written, so that reading an unchanged file costs no work.
    last: Mutex<Option<Contents>>,
}

struct Contents {
    file: Vec<u8>,
    secrets: BTreeMap<AccountId, SecretString>,
}

/// The form of the plain text that this version writes.
const VERSION: u32 = 1;

/// The plain text of the file.
#[derive(Serialize, Deserialize)]
struct Plain<T> {
    version: u32,
    secrets: BTreeMap<AccountId, T>,
}

impl PassphraseVault {
    /// Whether there is a file at `path`, be it a vault or not.
    #[must_use]
    pub fn exists(path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    /// Makes an empty vault at `path`, which its owner alone can read.
    ///
    /// # Errors
    /// [`Error::WeakPassphrase`] below eight characters, [`Error::VaultExists`] rather than overwriting one, and
    /// [`Error::VaultFile`].
    pub async fn create(
        path: PathBuf,
        passphrase: SecretString,
        work: WorkFactor,
    ) -> Result<Self, Error> {
        if passphrase.expose_secret().chars().count() < SHORTEST_PASSPHRASE {
            return Err(Error::WeakPassphrase { least: SHORTEST_PASSPHRASE });
        }
        blocking(move || {
            let vault = OpenVault::new(path, passphrase, work);
            let _lock = vault.lock()?;
            if Self::exists(&vault.path) {
                return Err(Error::VaultExists(vault.path));
            }
            vault.write(BTreeMap::new())?;
            Ok(Self { open: Arc::new(vault) })
        })
        .await
    }

    /// Opens the vault at `path`. Later changes are written with `work`.
    ///
    /// # Errors
    /// [`Error::NoVault`], [`Error::WrongPassphrase`], [`Error::VaultDamaged`], [`Error::VaultTooCostly`] and
    /// [`Error::VaultFile`].
    pub async fn open(
        path: PathBuf,
        passphrase: SecretString,
        work: WorkFactor,
    ) -> Result<Self, Error> {
        blocking(move || {
            let vault = OpenVault::new(path, passphrase, work);
            vault.read()?;
            Ok(Self { open: Arc::new(vault) })
        })
        .await
    }

    async fn change(
        &self,
        change: impl FnOnce(&mut BTreeMap<AccountId, SecretString>) + Send + 'static,
    ) -> Result<(), Error> {
        let vault = Arc::clone(&self.open);
        blocking(move || {
            let _lock = vault.lock()?;
            let mut secrets = vault.read()?;
            change(&mut secrets);
            vault.write(secrets)
        })
        .await
    }
}

#[async_trait]
impl SecretStore for PassphraseVault {
    async fn put(&self, account: AccountId, secret: SecretString) -> Result<(), Error> {
        self.change(move |secrets| {
            secrets.insert(account, secret);
        })
        .await
    }

    async fn get(&self, account: AccountId) -> Result<Option<SecretString>, Error> {
        let vault = Arc::clone(&self.open);
        blocking(move || Ok(vault.read()?.remove(&account))).await
    }

    async fn remove(&self, account: AccountId) -> Result<(), Error> {
        self.change(move |secrets| {
            secrets.remove(&account);
        })
        .await
    }
}

impl OpenVault {
    fn new(path: PathBuf, passphrase: SecretString, work: WorkFactor) -> Self {
        Self { path, passphrase, work, last: Mutex::default() }
    }

    /// Held while the file is changed. A file of its own, because the vault's is replaced.
    fn lock(&self) -> Result<File, Error> {
        let failed = |source| self.failed("lock", source);
        let lock = File::create(self.path.with_extension("lock")).map_err(failed)?;
        lock.lock().map_err(failed)?;
        Ok(lock)
    }

    fn read(&self) -> Result<BTreeMap<AccountId, SecretString>, Error> {
        let file = self.read_file()?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref().filter(|last| last.file == file) {
            return Ok(last.secrets.clone());
        }
        let secrets = self.decrypt(&file)?;
        *last = Some(Contents { file, secrets: secrets.clone() });
        Ok(secrets)
    }

    fn read_file(&self) -> Result<Vec<u8>, Error> {
        let file = File::open(&self.path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Error::NoVault,
            _ => self.failed("open", source),
        })?;
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(|source| self.failed("read", source))?;
        if u64::try_from(bytes.len()).map_or(true, |length| length > LARGEST_FILE) {
            return Err(Error::VaultDamaged(self.path.clone()));
        }
        Ok(bytes)
    }

    fn decrypt(&self, file: &[u8]) -> Result<BTreeMap<AccountId, SecretString>, Error> {
        let damaged = || Error::VaultDamaged(self.path.clone());
        let mut identity = scrypt::Identity::new(self.passphrase.clone());
        identity.set_max_work_factor(WorkFactor::MOST.0);
        let decryptor = Decryptor::new_buffered(file).map_err(|_| damaged())?;
        let mut reader = decryptor
            .decrypt(std::iter::once(&identity as &dyn age::Identity))
            .map_err(|error| match error {
                DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
                    Error::WrongPassphrase
                }
                DecryptError::ExcessiveWork { .. } => Error::VaultTooCostly(self.path.clone()),
                _ => damaged(),
            })?;
        // Plain text is shorter than the file, so the buffer never moves and leaves no copy behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(file.len()));
        reader.read_to_end(&mut plain).map_err(|_| damaged())?;
        let plain: Plain<SecretText> = serde_json::from_slice(&plain).map_err(|_| damaged())?;
        if plain.version != VERSION {
            return Err(Error::VaultNewer(self.path.clone()));
        }
        let secrets = plain.secrets.into_iter();
        Ok(secrets.map(|(account, text)| (account, text.0)).collect())
    }

    fn write(&self, secrets: BTreeMap<AccountId, SecretString>) -> Result<(), Error> {
        let file = self.encrypt(&secrets).map_err(|source| self.failed("encrypt", source))?;
        crate::file::replace(&self.path, &file).map_err(|source| self.failed("write", source))?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(Contents { file, secrets });
        Ok(())
    }

    fn encrypt(&self, secrets: &BTreeMap<AccountId, SecretString>) -> io::Result<Vec<u8>> {
        let plain = Plain {
            version: VERSION,
            secrets: secrets
                .iter()
                .map(|(account, secret)| (*account, secret.expose_secret()))
                .collect(),
        };
        let plain = Zeroizing::new(serde_json::to_vec(&plain)?);
        let mut recipient = scrypt::Recipient::new(self.passphrase.clone());
        recipient.set_work_factor(self.work.0);
        let encryptor =
            Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
                .map_err(io::Error::other)?;
        let mut file = Vec::new();
        let mut writer = encryptor.wrap_output(&mut file)?;
        writer.write_all(&plain)?;
        writer.finish()?;
        Ok(file)
    }

    fn failed(&self, doing: &'static str, source: io::Error) -> Error {
        Error::VaultFile { doing, path: self.path.clone(), source }
    }
}

/// A secret on its way out of the file, redacted from its first moment.
struct SecretText(SecretString);

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(SecretString::from(text)))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::BrokenOff))
}
