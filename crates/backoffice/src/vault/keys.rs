//! The keys of all accounts, wherever each of them is.
//!
//! New keys go to the keychain where there is one, else to the vault. Keys that are somewhere already are looked for
//! there and nowhere else: an empty answer from the place that had them is an error, never "no key".

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use ledger::AccountId;
use secrecy::SecretString;

use super::{
    Error, Keychain, KeychainProblem, MemoryVault, PassphraseVault, Place, SecretStore, WorkFactor,
};

/// Where a new key would go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysState {
    /// To the keychain.
    Keychain,
    /// To the vault, once its passphrase is given.
    VaultLocked,
    /// To the vault, which is open.
    Vault,
    /// To a vault that has to be made first.
    NoVault,
    /// Nowhere beyond this run of the program: practice.
    Memory,
}

impl KeysState {
    /// The written word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::VaultLocked => "vault-locked",
            Self::Vault => "vault",
            Self::NoVault => "no-vault",
            Self::Memory => "memory",
        }
    }
}

/// The places for keys, and which of them can be used now.
pub struct Keys {
    vault_path: PathBuf,
    work: WorkFactor,
    places: RwLock<Places>,
}

/// The keychain as it was last found.
type FoundKeychain = Result<Arc<dyn SecretStore>, KeychainProblem>;

enum Places {
    Real { keychain: FoundKeychain, vault: Option<Arc<PassphraseVault>> },
    Practice(Arc<MemoryVault>),
}

impl Keys {
    /// Looks for the keychain; a vault, where there is one or will be, is the file at `vault_path`.
    pub async fn discover(vault_path: PathBuf, work: WorkFactor) -> Self {
        Self::new(find_keychain().await, vault_path, work)
    }

    /// With a keychain that has been looked for already.
    #[must_use]
    pub fn new(keychain: FoundKeychain, vault_path: PathBuf, work: WorkFactor) -> Self {
        let vault = None;
        Self { vault_path, work, places: RwLock::new(Places::Real { keychain, vault }) }
    }

    /// For practice: only the sandbox's own keys, and only for this run of the program.
    #[must_use]
    pub fn practice() -> Self {
        Self {
            vault_path: PathBuf::new(),
            work: WorkFactor::EVERYDAY,
            places: RwLock::new(Places::Practice(Arc::default())),
        }
    }

    /// Where a new key would go now.
    #[must_use]
    pub fn state(&self) -> KeysState {
        self.look(|places| match places {
            Places::Practice(_) => KeysState::Memory,
            Places::Real { keychain: Ok(_), .. } => KeysState::Keychain,
            Places::Real { vault: Some(_), .. } => KeysState::Vault,
            Places::Real { .. } if PassphraseVault::exists(&self.vault_path) => {
                KeysState::VaultLocked
            }
            Places::Real { .. } => KeysState::NoVault,
        })
    }

    /// Why the keychain is not used, for a person.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        self.look(|places| match places {
            Places::Real { keychain: Err(problem), .. } => Some(problem.to_string()),
            _ => None,
        })
    }

    /// Opens the vault for the rest of this run.
    ///
    /// # Errors
    /// As [`PassphraseVault::open`].
    pub async fn unlock(&self, passphrase: SecretString) -> Result<(), Error> {
        let opened = PassphraseVault::open(self.vault_path.clone(), passphrase, self.work).await?;
        self.change(|vault| *vault = Some(Arc::new(opened)));
        Ok(())
    }

    /// Makes a vault and opens it for the rest of this run.
    ///
    /// # Errors
    /// As [`PassphraseVault::create`].
    pub async fn create_vault(&self, passphrase: SecretString) -> Result<(), Error> {
        let created =
            PassphraseVault::create(self.vault_path.clone(), passphrase, self.work).await?;
        self.change(|vault| *vault = Some(Arc::new(created)));
        Ok(())
    }

    /// Keeps the keys of an account and says where, which the caller remembers.
    ///
    /// # Errors
    /// [`Error::NoVault`] and [`Error::VaultLocked`] where there is no place for them now, and the place's own.
    pub async fn put(&self, account: AccountId, secret: SecretString) -> Result<Place, Error> {
        let place = match self.state() {
            KeysState::Keychain => Place::Keychain,
            KeysState::Memory => Place::Memory,
            KeysState::Vault | KeysState::VaultLocked | KeysState::NoVault => Place::Vault,
        };
        self.store(place)?.put(account, secret).await?;
        Ok(place)
    }

    /// The keys of an account that were put in `place`.
    ///
    /// # Errors
    /// Where they are not there any more, or `place` cannot be used now.
    pub async fn get(&self, account: AccountId, place: Place) -> Result<SecretString, Error> {
        let secret = self.store(place)?.get(account).await?;
        secret.ok_or(match place {
            Place::Keychain => Error::NotInKeychain,
            Place::Vault => Error::NotInVault,
            Place::Memory => Error::NotInMemory,
        })
    }

    /// Forgets the keys of an account that were put in `place`. Keys that are not there are forgotten already.
    ///
    /// # Errors
    /// Where `place` cannot be used now.
    pub async fn remove(&self, account: AccountId, place: Place) -> Result<(), Error> {
        match self.store(place) {
            Err(Error::NoVault | Error::NotInMemory) => Ok(()),
            store => store?.remove(account).await,
        }
    }

    fn store(&self, place: Place) -> Result<Arc<dyn SecretStore>, Error> {
        self.look(|places| match (place, places) {
            (Place::Memory, Places::Practice(memory)) => Ok(Arc::clone(memory) as _),
            (Place::Memory, Places::Real { .. }) => Err(Error::NotInMemory),
            (Place::Keychain, Places::Real { keychain, .. }) => Ok(keychain.clone()?),
            (Place::Vault, Places::Real { vault: Some(vault), .. }) => Ok(Arc::clone(vault) as _),
            (Place::Vault, Places::Real { .. }) if PassphraseVault::exists(&self.vault_path) => {
                Err(Error::VaultLocked)
            }
            (Place::Vault, Places::Real { .. }) => Err(Error::NoVault),
            (Place::Keychain | Place::Vault, Places::Practice(_)) => Err(Error::PracticeOnly),
        })
    }

    fn look<T>(&self, look: impl FnOnce(&Places) -> T) -> T {
        look(&self.places.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, change: impl FnOnce(&mut Option<Arc<PassphraseVault>>)) {
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        if let Places::Real { vault, .. } = &mut *places {
            change(vault);
        }
    }
}

impl fmt::Debug for Keys {
    /// Where keys go, and none of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("state", &self.state())
            .field("vault_path", &self.vault_path)
            .finish_non_exhaustive()
    }
}

async fn find_keychain() -> FoundKeychain {
    let found = Keychain::probe().await;
    found.map(|keychain| Arc::new(keychain) as Arc<dyn SecretStore>)
}
