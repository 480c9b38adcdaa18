//! Accounts: keys come in, and never go out.

use backoffice::profile;
use ledger::{AccountId, GatewayKind};
use secrecy::SecretString;
use tauri::State;

use crate::dto::{Account, AccountCheck, AccountForm, GatewayInfo};
use crate::error::{Answer, CommandError};
use crate::shop::Shop;

/// The gateways an account can be at.
#[tauri::command]
#[specta::specta]
pub(crate) fn gateways_list() -> Vec<GatewayInfo> {
    GatewayKind::ALL.iter().map(|kind| GatewayInfo::of(profile(*kind))).collect()
}

/// Connects an account, once its gateway has accepted the keys.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_connect(shop: State<'_, Shop>, form: AccountForm) -> Answer<Account> {
    let gateway =
        form.gateway.parse().map_err(|problem| CommandError::invalid("gateway", problem))?;
    let credentials = serde_json::to_string(&form.credentials).map_err(CommandError::internal)?;
    let form = backoffice::AccountForm {
        gateway,
        name: form.name,
        base_url: form.base_url.filter(|url| !url.trim().is_empty()),
        credentials: SecretString::from(credentials),
        settings: form.settings,
    };
    let (account, _) = shop.office().await?.connect_account(form).await?;
    Ok(Account::from(&account))
}

/// Asks the gateway whether the account's keys still work.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_check(shop: State<'_, Shop>, id: String) -> Answer<AccountCheck> {
    Ok(shop.office().await?.check_account(account_id(&id)?).await?.into())
}

/// Deletes an account's keys; its history stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_remove(shop: State<'_, Shop>, id: String) -> Answer<()> {
    Ok(shop.office().await?.remove_account(account_id(&id)?).await?)
}

/// An account's id as the window sends it back.
pub(crate) fn account_id(text: &str) -> Answer<AccountId> {
    text.parse().map_err(|_| CommandError::invalid("account_id", "Choose an account."))
}
