//! What the merchant likes of exports: presets, and what accounts are called in other programs.

use std::collections::BTreeMap;

use tauri::State;

use crate::dto::{AccountName, ExportPreset, ExportQuery};
use crate::error::Answer;
use crate::shop::Shop;

/// The presets, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_presets(shop: State<'_, Shop>) -> Answer<Vec<ExportPreset>> {
    let presets = shop.office().await?.export_presets().await?;
    Ok(presets.into_iter().map(ExportPreset::from).collect())
}

/// Keeps a preset, in the place of an older one of that name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_preset_save(
    shop: State<'_, Shop>,
    name: String,
    form: ExportQuery,
) -> Answer<Vec<ExportPreset>> {
    let query = backoffice::ExportQuery::try_from(form)?;
    shop.office().await?.save_export_preset(&name, &query).await?;
    export_presets(shop).await
}

/// Forgets a preset.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_preset_remove(
    shop: State<'_, Shop>,
    name: String,
) -> Answer<Vec<ExportPreset>> {
    shop.office().await?.remove_export_preset(&name).await?;
    export_presets(shop).await
}

/// What the accounts of the books are called in files with double entry.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_names(shop: State<'_, Shop>) -> Answer<Vec<AccountName>> {
    let names = shop.office().await?.account_names().await?;
    Ok(names.into_iter().map(|(account, name)| AccountName { account, name }).collect())
}

/// Remembers what accounts are called; an empty name gives back the usual one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_names_set(
    shop: State<'_, Shop>,
    names: BTreeMap<String, String>,
) -> Answer<Vec<AccountName>> {
    shop.office().await?.name_accounts(&names).await?;
    account_names(shop).await
}
