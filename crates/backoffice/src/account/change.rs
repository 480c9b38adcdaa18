//! Changing where an account's gateway is, and the guesses about it.

use std::collections::BTreeMap;

use gateways::Settings;
use ledger::{AccountId, Body, Subject};

use super::setup;
use crate::{Account, Backoffice, Error};

impl Backoffice {
    /// Changes an account's address and settings; the next request goes by them, in every program that has these books
    /// open. `settings` replace all that were set: one that is not given is as by default again. Without a `base_url` the
    /// account stays where it is, or moves along where it was at the usual address and the settings mean another; an empty
    /// one means the usual address.
    ///
    /// # Errors
    /// [`Error::Setup`] for an address or a setting that cannot be used, [`Error::Conflict`] where somebody else changed the
    /// account at the same moment, and the vault's own. Nothing has changed then.
    pub async fn change_account(
        &self,
        id: AccountId,
        base_url: Option<String>,
        settings: BTreeMap<String, String>,
    ) -> Result<Account, Error> {
        let account = self.connected_account(id).await?;
        let record = &account.record;
        let settings = Settings::new(record.gateway, &settings).map_err(setup)?;
        let base_url = new_address(&account, base_url.as_deref(), &settings);
        let changed = settings.changed(record.gateway);
        if base_url == record.base_url && changed == record.settings {
            return Ok(account);
        }
        let credentials = self.credentials(record).await?;
        self.reach(record.gateway, &base_url, &credentials, &settings)?;
        let body = Body::AccountSettingsChanged { base_url, settings: changed };
        self.append(Subject::Account(id), record.version, vec![body], Vec::new()).await?;
        self.account_by_id(id).await
    }
}

fn new_address(account: &Account, wanted: Option<&str>, settings: &Settings) -> String {
    let usual = account.profile.address(settings);
    match wanted.map(str::trim) {
        Some("") => usual.to_owned(),
        Some(address) => address.to_owned(),
        None if account.record.base_url == account.usual_address() => usual.to_owned(),
        None => account.record.base_url.clone(),
    }
}
