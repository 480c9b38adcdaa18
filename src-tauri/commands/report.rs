//! What came in and what went back: on the screen, as a file, and as a page to print.

use tauri::State;

use crate::commands::paths;
use crate::desktop::Desk;
use crate::dto::{Report, ReportForm};
use crate::error::Answer;
use crate::shop::Shop;
use crate::slips;

/// What moved, in sums.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report(shop: State<'_, Shop>, form: ReportForm) -> Answer<Report> {
    let report = shop.office().await?.report(&form.try_into()?).await?;
    Ok(Report::from(&report))
}

/// Saves a report as CSV where the person wants it, and says where; nothing where they think better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report_save(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    form: ReportForm,
) -> Answer<Option<String>> {
    let office = shop.office().await?;
    let query = form.try_into()?;
    // Asked before the person is: a report that cannot be made has no file.
    let report = office.report(&query).await?;
    let name = format!("takings-{}-{}-{}.csv", report.by, report.period.from, report.period.to);
    let Some(path) = paths::choose_place(&shop, &desk, &name).await? else { return Ok(None) };
    office.save_report(&query, &path).await?;
    Ok(Some(path.display().to_string()))
}

/// Opens a statement in the system's viewer, where it is printed or saved as PDF.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report_print(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    form: ReportForm,
) -> Answer<()> {
    let office = shop.office().await?;
    let query = form.try_into()?;
    let path = slips::fresh_folder(office.dir())?.join("statement.html");
    office.save_statement(&query, &path).await?;
    desk.open_file(&path)
}

/// What stands above statements, where a name was given.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shop_name(shop: State<'_, Shop>) -> Answer<Option<String>> {
    Ok(shop.office().await?.shop_name().await?)
}

/// Puts a name above statements from now on; an empty one takes it away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shop_name_set(shop: State<'_, Shop>, name: String) -> Answer<Option<String>> {
    let office = shop.office().await?;
    office.set_shop_name(&name).await?;
    Ok(office.shop_name().await?)
}
