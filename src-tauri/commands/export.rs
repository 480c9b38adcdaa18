//! Files for the accountant. Where a file goes is chosen in the system's own dialog or suggested here; the window only
//! hands such a path back.

pub(crate) mod history;
pub(crate) mod preset;

use std::path::{Path, PathBuf};

use backoffice::{Cancel, ExportMade};
use tauri::State;

use crate::commands::paths;
use crate::desktop::Desk;
use crate::dto::{ExportForm, ExportPreview, ExportProfile, ExportQuery, ExportSaved};
use crate::error::{Answer, CommandError};
use crate::events::ExportProgressed;
use crate::exports::unless_stopped;
use crate::shop::Shop;

/// How many names are tried for a file; more than anybody saves on a day.
const MOST_NAMES: usize = 1_000;

/// The kinds of file.
#[tauri::command]
#[specta::specta]
pub(crate) fn export_profiles() -> Vec<ExportProfile> {
    backoffice::export_profiles().iter().map(ExportProfile::from).collect()
}

/// What would be in a file, and where it might go; nothing where another look was asked for meanwhile.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_preview(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    form: ExportQuery,
) -> Answer<Option<ExportPreview>> {
    let cancel = shop.look_at_export().await;
    let office = shop.office().await?;
    let query = backoffice::ExportQuery::try_from(form)?;
    let looked = unless_stopped(office.preview_export(&query, &cancel).await)?;
    let Some(preview) = looked else { return Ok(None) };
    let since = office.since_last_export(&query).await?;
    let today = office.today().await?;
    let name = backoffice::suggested_file_name(&query.profile, &query.filter, today)
        .map_err(backoffice::Error::from)?;
    let path = unused(&desk.documents(), &name);
    shop.own_path(path.clone()).await;
    Ok(Some(ExportPreview::of(preview, since.as_ref(), path.display().to_string())))
}

/// Stops the look that is under way: nobody waits for it any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_preview_stop(shop: State<'_, Shop>) -> Answer<()> {
    shop.look_at_export().await;
    Ok(())
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

/// Writes the files, and tells how far it is; nothing where a person stopped it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_save(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    form: ExportForm,
) -> Answer<Option<ExportSaved>> {
    let form = backoffice::ExportForm::try_from(form)?;
    paths::own(&shop, form.path.to_str(), "path").await?;
    if let Some(folder) = form.path.parent() {
        std::fs::create_dir_all(folder).map_err(CommandError::internal)?;
    }
    let office = shop.office().await?;
    let cancel = Cancel::default();
    let tell = telling(&desk);
    let made = shop.write_export(&cancel, office.save_export(&form, &cancel, tell)).await?;
    Ok(match made {
        Some(made) => Some(saved(&shop, made).await),
        None => None,
    })
}

/// Stops what is being written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_stop(shop: State<'_, Shop>) -> Answer<()> {
    shop.stop_export().await;
    Ok(())
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

/// A place in the folder for a file of this name, numbered where something was saved under it before.
///
/// An export in parts has no file of its very name, but every export has its manifest.
fn unused(folder: &Path, name: &str) -> PathBuf {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let names = (2_u32..).map(|number| format!("{stem}-no{number}.{extension}"));
    let names = std::iter::once(name.to_owned()).chain(names);
    let is_free = |name: &String| {
        let manifest = format!("{name}.manifest.json");
        !folder.join(name).exists() && !folder.join(manifest).exists()
    };
    folder.join(names.take(MOST_NAMES).find(is_free).unwrap_or_else(|| name.to_owned()))
}

/// Tells the window how far an export is.
fn telling(desk: &Desk) -> impl FnMut(backoffice::ExportProgress) + Send + use<> {
    let desk = Desk::clone(desk);
    move |progress| desk.export_progressed(ExportProgressed::of(progress))
}

/// What was written, each file of which the window may now name.
async fn saved(shop: &Shop, made: ExportMade) -> ExportSaved {
    for file in &made.files {
        shop.own_path(file.path.clone()).await;
    }
    shop.own_path(made.manifest.clone()).await;
    made.into()
}
