//! The way to an account's gateway, made once and kept for as long as the account stays as it is.
//!
//! Another program may change settings or keys at any time. Both are in the journal as entries of the account, so a kept
//! connection counts only up to the version of the account that it was made for.

use std::sync::Arc;

use gateways::{Credentials, Gateway, Settings};
use ledger::GatewayKind;
use store::AccountRecord;

use super::{keys_from, setup};
use crate::attention::Shut;
use crate::{Backoffice, Error};

/// A gateway that can be asked, and what it is asked with.
pub(crate) struct Connection {
    /// The version of the account that this was made for.
    pub(super) version: u64,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) credentials: Credentials,
    pub(crate) settings: Settings,
}

impl Backoffice {
    /// The account's gateway, ready to be asked.
    pub(crate) async fn gateway(&self, account: &AccountRecord) -> Result<Arc<dyn Gateway>, Error> {
        Ok(Arc::clone(&self.connection(account).await?.gateway))
    }

    /// The account's gateway with the keys and settings that it is asked with. Whoever holds an older record is given the
    /// newer connection.
    pub(crate) async fn connection(
        &self,
        account: &AccountRecord,
    ) -> Result<Arc<Connection>, Error> {
        if account.removed_at.is_some() {
            return Err(Error::AccountRemoved(account.name.to_string()));
        }
        let connected = self.connect(account).await;
        let shut = connected.as_ref().err().and_then(Shut::of);
        self.shared.attention.set_shut(account, shut);
        connected
    }

    /// Whether the account's gateway could be asked at once, without asking for its keys first.
    pub(crate) fn is_connected(&self, account: &AccountRecord) -> bool {
        // Whoever holds the connections may be waiting for a keychain.
        let kept = self.shared.connections.try_lock();
        kept.is_ok_and(|kept| {
            kept.get(&account.id).is_some_and(|connection| connection.version >= account.version)
        })
    }

    async fn connect(&self, account: &AccountRecord) -> Result<Arc<Connection>, Error> {
        let mut kept = self.shared.connections.lock().await;
        if let Some(connection) = kept.get(&account.id)
            && connection.version >= account.version
        {
            return Ok(Arc::clone(connection));
        }
        let credentials = self.credentials(account).await?;
        let settings = Settings::new(account.gateway, &account.settings).map_err(setup)?;
        let gateway = self.reach(account.gateway, &account.base_url, &credentials, &settings)?;
        let version = account.version;
        let connection = Arc::new(Connection { version, gateway, credentials, settings });
        kept.insert(account.id, Arc::clone(&connection));
        Ok(connection)
    }

    /// The account's keys, from where they are kept.
    pub(super) async fn credentials(&self, account: &AccountRecord) -> Result<Credentials, Error> {
        let no_keys = || Error::NoKeys(account.name.to_string());
        let place = self.key_place(account.id).await?.ok_or_else(no_keys)?;
        let secret = self.shared.keys.get(account.id, place).await?;
        keys_from(account.gateway, &secret)
    }

    pub(super) fn reach(
        &self,
        kind: GatewayKind,
        base_url: &str,
        credentials: &Credentials,
        settings: &Settings,
    ) -> Result<Arc<dyn Gateway>, Error> {
        let connector = &self.shared.connector;
        let gateway = connector.reach(kind, base_url, credentials, settings, self.shared.timing);
        Ok(gateway.map_err(setup)?.into())
    }
}
