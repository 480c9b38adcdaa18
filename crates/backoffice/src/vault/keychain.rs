//! The keychain of the operating system: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! `keyring` finds the platform's store once for the life of the program, so a session without any keychain stays one until
//! the program is started anew; a keychain that is only locked can be unlocked at any time. A prompt may keep a call
//! waiting for minutes; calls therefore run on threads of their own, which, unlike a runtime's blocking tasks, never hold
//! up the end of the program.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use keyring::Entry;
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
        "this session has no keychain ({detail}); start a keyring such as GNOME Keyring or KWallet and then Tillkeeper anew, or \
         use a vault"
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
            let entry = entry(&account.to_string())?;
            entry.set_password(secret.expose_secret()).map_err(|error| problem(&error))
        };
        Ok(on_own_thread(PATIENCE, put).await?)
    }

    async fn get(&self, account: AccountId) -> Result<Option<SecretString>, Error> {
        let get = move || read(&entry(&account.to_string())?);
        Ok(on_own_thread(PATIENCE, get).await?)
    }

    async fn remove(&self, account: AccountId) -> Result<(), Error> {
        let remove = move || delete(&entry(&account.to_string())?);
        Ok(on_own_thread(PATIENCE, remove).await?)
    }
}

fn round_trip() -> Result<(), KeychainProblem> {
    static ROUNDS: AtomicU32 = AtomicU32::new(0);
    // Named apart, so that two programs that probe at once do not delete each other's entry.
    let round = ROUNDS.fetch_add(1, Ordering::Relaxed);
    let name = format!("probe-{}-{round}", std::process::id());
    let entry = entry(&name)?;
    entry.set_password("probe").map_err(|error| problem(&error))?;
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

fn entry(user: &str) -> Result<Entry, KeychainProblem> {
    if let Err(error) = Entry::store_status() {
        return Err(KeychainProblem::None { detail: detail_of(error) });
    }
    Entry::new(SERVICE, user).map_err(|error| problem(&error))
}

fn read(entry: &Entry) -> Result<Option<SecretString>, KeychainProblem> {
    match entry.get_secret().map(Zeroizing::new) {
        Ok(bytes) => match std::str::from_utf8(&bytes) {
            Ok(text) => Ok(Some(SecretString::from(text))),
            Err(_) => Err(refused("the entry is not text")),
        },
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(problem(&error)),
    }
}

fn delete(entry: &Entry) -> Result<(), KeychainProblem> {
    match entry.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(problem(&error)),
    }
}

fn problem(error: &keyring::Error) -> KeychainProblem {
    let detail = detail_of(error);
    match error {
        keyring::Error::NoStorageAccess(_) => KeychainProblem::Locked { detail },
        _ => KeychainProblem::Refused { detail },
    }
}

/// The platform's error as a text: some of its variants carry the secret, and their `Debug` would print it.
fn detail_of(error: &keyring::Error) -> String {
    match error {
        keyring::Error::PlatformFailure(source) | keyring::Error::NoStorageAccess(source) => {
            source.to_string()
        }
        keyring::Error::Ambiguous(_) => "several entries have the same name".to_owned(),
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
            "the entry is not text".to_owned()
        }
        other => other.to_string(),
    }
}

fn refused(detail: &str) -> KeychainProblem {
    KeychainProblem::Refused { detail: detail.to_owned() }
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
