//! The keychain of the operating system: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! Each use opens the platform's store anew. So a bus, a keyring or a restarted daemon that comes up later is seen
//! without a restart, which the usual process-wide store would not do. A prompt may keep a call waiting for minutes;
//! calls therefore run on threads of their own, which, unlike a runtime's blocking tasks, never hold up the end of the
//! program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use keyring_core::{CredentialStore, Entry};
use ledger::AccountId;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::{Error, SecretStore};

/// The name under which the keychain lists Tillkeeper's entries.
const SERVICE: &str = "Tillkeeper";

/// How long a person may take to unlock the keychain.
const PATIENCE: Duration = Duration::from_secs(180);

/// Keeps secrets in the keychain of the operating system, each under the service `Tillkeeper` and the account's id.
#[derive(Debug, Clone, Copy)]
pub struct Keychain(());

/// Why the keychain cannot be used, for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainProblem {
    /// Nothing answers for it.
    #[error(
        "this session has no keychain ({detail}); start a keyring such as GNOME Keyring or KWallet, or use a vault"
    )]
    None {
        /// What the platform said.
        detail: String,
    },
    /// It is there and closed, and nobody opened it.
    #[error(
        "the keychain is locked and was not unlocked ({detail}); unlock it and try again, or use a vault"
    )]
    Locked {
        /// What the platform said.
        detail: String,
    },
    /// It is there and does not do as asked.
    #[error("the keychain refused to keep or give a key ({detail})")]
    Refused {
        /// What the platform said.
        detail: String,
    },
    /// It is there and says nothing.
    #[error(
        "the keychain did not answer; look for its window that asks for a password, or use a vault"
    )]
    NoAnswer,
}

impl Keychain {
    /// Proves by a round trip that the keychain keeps, gives back and deletes. May be asked again at any time.
    ///
    /// # Errors
    /// [`KeychainProblem`] says which part of it fails.
    pub async fn probe() -> Result<Self, KeychainProblem> {
        Self::probe_within(PATIENCE).await
    }

    /// As [`Keychain::probe`], with a time after which silence is an answer.
    ///
    /// # Errors
    /// As [`Keychain::probe`].
    pub async fn probe_within(patience: Duration) -> Result<Self, KeychainProblem> {
        on_own_thread(patience, round_trip).await.map(|()| Self(()))
    }
}

#[async_trait]
impl SecretStore for Keychain {
    async fn put(&self, account: AccountId, secret: SecretString) -> Result<(), Error> {
        let put = move || {
            let entry = entry(&open()?, &account.to_string())?;
            entry.set_password(secret.expose_secret()).map_err(problem)
        };
        Ok(on_own_thread(PATIENCE, put).await?)
    }

    async fn get(&self, account: AccountId) -> Result<Option<SecretString>, Error> {
        let get = move || read(&entry(&open()?, &account.to_string())?);
        Ok(on_own_thread(PATIENCE, get).await?)
    }

    async fn remove(&self, account: AccountId) -> Result<(), Error> {
        let remove = move || delete(&entry(&open()?, &account.to_string())?);
        Ok(on_own_thread(PATIENCE, remove).await?)
    }
}

fn round_trip() -> Result<(), KeychainProblem> {
    static ROUNDS: AtomicU32 = AtomicU32::new(0);
    // Named apart, so that two programs that probe at once do not delete each other's entry.
    let round = ROUNDS.fetch_add(1, Ordering::Relaxed);
    let name = format!("probe-{}-{round}", std::process::id());
    let entry = entry(&open()?, &name)?;
    entry.set_password("probe").map_err(problem)?;
    let answer = read(&entry);
    delete(&entry)?;
    let is_kept = answer?.is_some_and(|answer| answer.expose_secret() == "probe");
    if !is_kept {
        return Err(refused("it did not give back what it was given"));
    }
    if read(&entry)?.is_some() {
        return Err(refused("it did not delete what it was told to"));
    }
    Ok(())
}

fn entry(store: &Arc<CredentialStore>, user: &str) -> Result<Entry, KeychainProblem> {
    store.build(SERVICE, user, None).map_err(problem)
}

fn read(entry: &Entry) -> Result<Option<SecretString>, KeychainProblem> {
    match entry.get_secret().map(Zeroizing::new) {
        Ok(bytes) => match std::str::from_utf8(&bytes) {
            Ok(text) => Ok(Some(SecretString::from(text))),
            Err(_) => Err(refused("the entry is not text")),
        },
        Err(keyring_core::Error::NoEntry) => Ok(None),
        Err(error) => Err(problem(error)),
    }
}

fn delete(entry: &Entry) -> Result<(), KeychainProblem> {
    match entry.delete_credential() {
        Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
        Err(error) => Err(problem(error)),
    }
}

/// The platform's error as a text: some of its variants carry the secret, and their `Debug` would print it.
fn problem(error: keyring_core::Error) -> KeychainProblem {
    let detail = match &error {
        keyring_core::Error::PlatformFailure(source)
        | keyring_core::Error::NoStorageAccess(source) => source.to_string(),
        keyring_core::Error::Ambiguous(_) => "several entries have the same name".to_owned(),
        keyring_core::Error::BadEncoding(_) | keyring_core::Error::BadDataFormat(..) => {
            "the entry is not text".to_owned()
        }
        other => other.to_string(),
    };
    match error {
        keyring_core::Error::NoStorageAccess(_) => KeychainProblem::Locked { detail },
        _ => KeychainProblem::Refused { detail },
    }
}

fn refused(detail: &str) -> KeychainProblem {
    KeychainProblem::Refused { detail: detail.to_owned() }
}

fn open() -> Result<Arc<CredentialStore>, KeychainProblem> {
    platform_store().map_err(|error| KeychainProblem::None {
        detail: match error {
            keyring_core::Error::PlatformFailure(source)
            | keyring_core::Error::NoStorageAccess(source) => source.to_string(),
            other => other.to_string(),
        },
    })
}

#[cfg(all(unix, not(target_os = "macos")))]
fn platform_store() -> keyring_core::Result<Arc<CredentialStore>> {
    zbus_secret_service_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "macos")]
fn platform_store() -> keyring_core::Result<Arc<CredentialStore>> {
    apple_native_keyring_store::keychain::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(windows)]
fn platform_store() -> keyring_core::Result<Arc<CredentialStore>> {
    windows_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

async fn on_own_thread<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, KeychainProblem> + Send + 'static,
) -> Result<T, KeychainProblem> {
    let (answer, answered) = oneshot::channel();
    std::thread::Builder::new()
        .name("keychain".to_owned())
        .spawn(move || {
            // Nobody listens any more where patience ran out.
            let _ = answer.send(work());
        })
        .map_err(|error| refused(&error.to_string()))?;
    match tokio::time::timeout(patience, answered).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(refused("it broke off")),
        Err(_) => Err(KeychainProblem::NoAnswer),
    }
}
