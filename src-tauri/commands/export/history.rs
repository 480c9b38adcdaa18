//! What was handed out before, and handing it out once more.

use backoffice::{Cancel, PaymentFilter};
use tauri::State;

use super::{saved, telling};
use crate::commands::paths;
use crate::commands::payment::cursor;
use crate::desktop::Desk;
use crate::dto::{ExportDetail, ExportPage, ExportRow, ExportSaved, export_id};
use crate::error::Answer;
use crate::shop::Shop;

/// A page of what was handed out, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn exports(
    shop: State<'_, Shop>,
    after: Option<String>,
    limit: u32,
) -> Answer<ExportPage> {
    let page = shop.office().await?.exports(cursor(after)?, limit).await?;
    Ok(ExportPage {
        items: page.items.iter().map(ExportRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// An export with its files and what was chosen for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_made(shop: State<'_, Shop>, id: String) -> Answer<ExportDetail> {
    let made = shop.office().await?.export(export_id(&id)?).await?;
    Ok(ExportDetail::from(&made))
}

/// Writes the files of an earlier export once more, where the person wants them; nothing where they think better of it or
/// stop it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_again(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    id: String,
) -> Answer<Option<ExportSaved>> {
    let id = export_id(&id)?;
    let office = shop.office().await?;
    let made = office.export(id).await?.made;
    let name = match made.files.as_slice() {
        [only] => only.name.clone(),
        _ => {
            let all = PaymentFilter::default();
            backoffice::suggested_file_name(&made.profile, &all, office.today().await?)
                .map_err(backoffice::Error::from)?
        }
    };
    let Some(path) = paths::choose_place(&shop, &desk, &name).await? else { return Ok(None) };
    let cancel = Cancel::default();
    let writing = office.save_export_again(id, &path, &cancel, telling(&desk));
    Ok(match shop.write_export(&cancel, writing).await? {
        Some(made) => Some(saved(&shop, made).await),
        None => None,
    })
}
