//! Where keys are kept: the keychain of the operating system, else a file under a passphrase, never plain text.
//!
//! Each account is one entry, so that a keychain asks once per account and not once per key. Where an account's keys
//! were put is remembered as a [`Place`] beside the account: a locked keychain answers "no such entry", and only that
//! memory tells a locked keychain from a deleted key. What the secret's text means is known by its caller.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use async_trait::async_trait;
use ledger::AccountId;
use secrecy::SecretString;

mod keychain;
mod keys;
mod memory;
mod passphrase;

pub use keychain::{Keychain, KeychainProblem};
pub use keys::{Keys, KeysState};
pub use memory::MemoryVault;
pub use passphrase::{PassphraseVault, WorkFactor};

/// A place that keeps one secret per account.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// Keeps `secret` for `account`, in place of what was there.
    async fn put(&self, account: AccountId, secret: SecretString) -> Result<(), Error>;

    /// The secret of `account`; `None` where there is no entry, or where a locked keychain pretends so.
    async fn get(&self, account: AccountId) -> Result<Option<SecretString>, Error>;

    /// Forgets the secret of `account`. One that is not there is forgotten already.
    async fn remove(&self, account: AccountId) -> Result<(), Error>;
}

/// Where the keys of an account are, remembered beside the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The keychain of the operating system.
    Keychain,
    /// The file under a passphrase.
    Vault,
    /// This run of the program, for the sandbox's own keys.
    Memory,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 3] = [Self::Keychain, Self::Vault, Self::Memory];

    /// The written word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::Vault => "vault",
            Self::Memory => "memory",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Place {
    type Err = UnknownPlace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let place = Self::ALL.into_iter().find(|place| place.as_str() == text);
        place.ok_or_else(|| UnknownPlace(text.chars().take(40).collect()))
    }
}

/// The text names no place for keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not one of keychain, vault, memory")]
pub struct UnknownPlace(String);

/// Why keys cannot be kept or read. No variant carries a secret, nor an error that could print one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The keychain cannot be used.
    #[error(transparent)]
    Keychain(#[from] KeychainProblem),
    /// The keychain was given a key once and has none now.
    #[error(
        "the keychain is locked or the key was deleted in it; unlock it and try again, or enter the account's keys anew"
    )]
    NotInKeychain,
    /// The vault was given a key once and has none now.
    #[error("the vault has no keys for this account; enter the account's keys anew")]
    NotInVault,
    /// The key was kept for one run of the program only.
    #[error("practice keys are forgotten when Tillkeeper ends; start the sandbox anew")]
    NotInMemory,
    /// Practice keeps no real keys.
    #[error("this is practice, where only the sandbox's own keys are kept")]
    PracticeOnly,
    /// There is neither a keychain nor a vault.
    #[error("there is no place for keys yet; create a vault with a passphrase first")]
    NoVault,
    /// The vault's passphrase has not been given in this run.
    #[error("the vault is locked; give its passphrase first")]
    VaultLocked,
    /// A vault is there already and is not overwritten.
    #[error("there is a vault at {0} already; unlock it with its passphrase")]
    VaultExists(PathBuf),
    /// Too short to protect anything.
    #[error("a passphrase needs at least {least} characters")]
    WeakPassphrase {
        /// The fewest characters that are taken.
        least: usize,
    },
    /// The passphrase opens nothing.
    #[error("the passphrase does not open the vault")]
    WrongPassphrase,
    /// The file is no vault, or not all of one.
    #[error(
        "the vault at {0} is damaged: put a backup in its place, or move it away and enter the accounts' keys anew"
    )]
    VaultDamaged(PathBuf),
    /// The file is of a form that this version does not know.
    #[error("the vault at {0} was written by a newer Tillkeeper; update this one")]
    VaultNewer(PathBuf),
    /// The file asks for more work than Tillkeeper ever makes a vault ask for.
    #[error(
        "the vault at {0} was not made by Tillkeeper: opening it would take too much time and memory"
    )]
    VaultTooCostly(PathBuf),
    /// The file could not be read or written.
    #[error("could not {doing} the vault at {path}: {source}")]
    VaultFile {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The program is ending.
    #[error("the work on the keys was broken off because Tillkeeper is ending")]
    BrokenOff,
}
