//! Files brought in: planned, looked at, imported, and taken back. Which file is chosen in the system's own dialog.

use tauri::State;

use crate::commands::paths;
use crate::commands::payment::cursor;
use crate::desktop::Desk;
use crate::dto::{
    ChosenFile, ImportDetail, ImportForm, ImportKind, ImportLine, ImportLinePage, ImportMade,
    ImportPage, ImportPlan, ImportRow, RememberedMapping, UndoReport, import_id,
};
use crate::error::Answer;
use crate::shop::Shop;

/// Asks for a file; none where the person thought better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_choose_file(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
) -> Answer<Option<ChosenFile>> {
    paths::choose_file(&shop, &desk).await
}

/// What an import would do. Nothing is written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_plan(shop: State<'_, Shop>, form: ImportForm) -> Answer<ImportPlan> {
    paths::own(&shop, Some(&form.path), "file").await?;
    let plan = shop.office().await?.plan_import(&form.into()).await?;
    Ok(ImportPlan::from(&plan))
}

/// Imports what was agreed to; where the plan is another by now, it is given anew and nothing is imported.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_make(
    shop: State<'_, Shop>,
    form: ImportForm,
    digest: String,
    by: Option<String>,
) -> Answer<ImportMade> {
    paths::own(&shop, Some(&form.path), "file").await?;
    let office = shop.office().await?;
    match office.make_import(&form.into(), Some(&digest), by.as_deref()).await {
        Ok(report) => Ok(ImportMade::done(&report)),
        Err(backoffice::Error::NotImported(refusal)) => match *refusal {
            backoffice::ImportRefusal::PlanChanged(plan) => Ok(ImportMade::changed(&plan)),
            other => Err(backoffice::Error::from(other).into()),
        },
        Err(other) => Err(other.into()),
    }
}

/// A page of imports, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn imports(
    shop: State<'_, Shop>,
    after: Option<String>,
    limit: u32,
) -> Answer<ImportPage> {
    let page = shop.office().await?.imports(cursor(after)?, limit).await?;
    Ok(ImportPage {
        items: page.items.iter().map(ImportRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// An import with what it brought.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_detail(shop: State<'_, Shop>, id: String) -> Answer<ImportDetail> {
    let detail = shop.office().await?.import(import_id(&id)?).await?;
    Ok(ImportDetail::from(&detail))
}

/// A page of the lines that an import keeps.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_lines(
    shop: State<'_, Shop>,
    id: String,
    after: Option<String>,
    limit: u32,
) -> Answer<ImportLinePage> {
    let office = shop.office().await?;
    let page = office.import_lines(import_id(&id)?, cursor(after)?, limit).await?;
    Ok(ImportLinePage {
        items: page.items.iter().map(ImportLine::from).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// Takes an import back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_undo(
    shop: State<'_, Shop>,
    id: String,
    reason: String,
    by: String,
) -> Answer<UndoReport> {
    let undone = shop.office().await?.undo_import(import_id(&id)?, &reason, &by).await?;
    Ok(UndoReport::from(undone))
}

/// What is remembered of files, by bank account and by account at a gateway.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_remembered(shop: State<'_, Shop>) -> Answer<Vec<RememberedMapping>> {
    let remembered = shop.office().await?.remembered_mappings().await?;
    Ok(remembered.into_iter().map(RememberedMapping::from).collect())
}

/// Forgets what is remembered of one of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_forget(
    shop: State<'_, Shop>,
    of: ImportKind,
    name: String,
) -> Answer<Vec<RememberedMapping>> {
    shop.office().await?.forget_mapping(of.into(), &name).await?;
    import_remembered(shop).await
}
