//! Files for the accountant. Where a file goes is chosen in the system's own dialog or suggested here; the window only
//! hands such a path back.

use std::path::Path;

use tauri::State;

use crate::commands::paths;
use crate::desktop::Desk;
use crate::dto::{ExportForm, ExportPreview, ExportProfile, ExportQuery, ExportSaved};
use crate::error::{Answer, CommandError};
use crate::shop::Shop;

/// The kinds of file.
#[tauri::command]
#[specta::specta]
pub(crate) fn export_profiles() -> Vec<ExportProfile> {
    let profiles = backoffice::export_profiles().iter();
    profiles
        .map(|profile| ExportProfile {
            name: profile.name.to_owned(),
            title: profile.title.to_owned(),
            description: profile.about.to_owned(),
            extension: profile.extension.to_owned(),
        })
        .collect()
}

/// What would be in a file, and where it might go.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_preview(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    form: ExportQuery,
) -> Answer<ExportPreview> {
    let office = shop.office().await?;
    let filter = form.filter()?;
    let preview = office.preview_export(&form.profile, &filter).await?;
    let name = backoffice::suggested_file_name(&form.profile, &filter, office.today().await?)?;
    let path = desk.documents().join(name);
    shop.own_path(path.clone()).await;
    Ok(ExportPreview::of(preview, path.display().to_string()))
}

/// Asks the person where the file is to go; nothing where they think better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_choose_path(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    suggested: String,
) -> Answer<Option<String>> {
    let Some(path) = desk.choose_path(Path::new(&suggested)).await? else { return Ok(None) };
    shop.own_path(path.clone()).await;
    Ok(Some(path.display().to_string()))
}

/// Writes the file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_save(shop: State<'_, Shop>, form: ExportForm) -> Answer<ExportSaved> {
    let form = backoffice::ExportForm::try_from(form)?;
    paths::own(&shop, form.path.to_str(), "path").await?;
    if let Some(folder) = form.path.parent() {
        std::fs::create_dir_all(folder).map_err(CommandError::internal)?;
    }
    Ok(shop.office().await?.save_export(&form).await?.into())
}

/// Shows a written file in its folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_reveal(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    path: String,
) -> Answer<()> {
    paths::own(&shop, Some(&path), "path").await?;
    desk.reveal(Path::new(&path))
}
