//! Keys for one run of the program: those of the sandbox, which open nothing, and nothing else.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use ledger::AccountId;
use secrecy::SecretString;

use super::{Error, SecretStore};

/// Keeps secrets until it is dropped.
#[derive(Default)]
pub struct MemoryVault {
    secrets: Mutex<HashMap<AccountId, SecretString>>,
}

impl MemoryVault {
    fn secrets(&self) -> MutexGuard<'_, HashMap<AccountId, SecretString>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SecretStore for MemoryVault {
    async fn put(&self, account: AccountId, secret: SecretString) -> Result<(), Error> {
        self.secrets().insert(account, secret);
        Ok(())
    }

    async fn get(&self, account: AccountId) -> Result<Option<SecretString>, Error> {
        Ok(self.secrets().get(&account).cloned())
    }

    async fn remove(&self, account: AccountId) -> Result<(), Error> {
        self.secrets().remove(&account);
        Ok(())
    }
}
