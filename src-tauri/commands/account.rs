//! Accounts: keys come in, and never go out.

use backoffice::profile;
use ledger::{AccountId, GatewayKind};
use secrecy::SecretString;
use tauri::State;

use crate::dto::{
    Account, AccountChange, AccountCheck, AccountForm, AccountKeys, AccountSettings, ApprovalForm,
    GatewayInfo,
};
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

/// What can be changed about an account, and what it can do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_settings(shop: State<'_, Shop>, id: String) -> Answer<AccountSettings> {
    settings_of(&shop, account_id(&id)?).await
}

/// Changes an account's address and settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_change(
    shop: State<'_, Shop>,
    form: AccountChange,
) -> Answer<AccountSettings> {
    let id = account_id(&form.id)?;
    shop.office().await?.change_account(id, form.base_url, form.settings).await?;
    settings_of(&shop, id).await
}

/// Replaces keys of an account, once its gateway has accepted them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_keys(shop: State<'_, Shop>, form: AccountKeys) -> Answer<AccountCheck> {
    let id = account_id(&form.id)?;
    let credentials = serde_json::to_string(&form.credentials).map_err(CommandError::internal)?;
    let credentials = SecretString::from(credentials);
    Ok(shop.office().await?.replace_keys(id, credentials).await?.into())
}

/// Lets a secret that was replaced count no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_forget_old_keys(shop: State<'_, Shop>, id: String) -> Answer<()> {
    Ok(shop.office().await?.forget_old_keys(account_id(&id)?).await?)
}

/// Sets from which amounts on refunds of an account want a second person's yes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_approval(
    shop: State<'_, Shop>,
    form: ApprovalForm,
) -> Answer<AccountSettings> {
    let id = account_id(&form.account_id)?;
    let office = shop.office().await?;
    let name = office.account_by_id(id).await?.record.name;
    office.set_approval(name.as_str(), &form.limits()).await?;
    settings_of(&shop, id).await
}

async fn settings_of(shop: &Shop, id: AccountId) -> Answer<AccountSettings> {
    let office = shop.office().await?;
    let account = office.account_by_id(id).await?;
    // Where the keys cannot be had at the moment, nothing is known of old ones.
    let old_keys = office.has_old_keys(id).await.unwrap_or(false);
    Ok(AccountSettings::of(&account, old_keys))
}

/// An account's id as the window sends it back.
pub(crate) fn account_id(text: &str) -> Answer<AccountId> {
    text.parse().map_err(|_| CommandError::invalid("account_id", "Choose an account."))
}
