//! Customers, and what is kept of them.

use tauri::State;

use crate::commands::paths;
use crate::commands::payment::cursor;
use crate::desktop::Desk;
use crate::dto::{CustomerDetail, CustomerPage, CustomerRow, MaskForm, MaskPlan};
use crate::error::Answer;
use crate::events::PaymentsChanged;
use crate::shop::Shop;
use crate::slips;

/// A page of customers, found by e-mail, name or reference.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customers(
    shop: State<'_, Shop>,
    text: String,
    after: Option<String>,
    limit: u32,
) -> Answer<CustomerPage> {
    let page = shop.office().await?.customers(&text, cursor(after)?, limit).await?;
    Ok(CustomerPage {
        items: page.items.iter().map(CustomerRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// Everything one customer paid and was paid back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer(
    shop: State<'_, Shop>,
    key: String,
    after: Option<String>,
) -> Answer<CustomerDetail> {
    let office = shop.office().await?;
    let detail = office.customer(&key, cursor(after)?).await?;
    Ok(CustomerDetail::of(detail, office.clock().now()))
}

/// Saves everything that is kept of a customer where the person wants it, and says where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer_export(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    key: String,
) -> Answer<Option<String>> {
    let Some(path) = paths::choose_place(&shop, &desk, "customer.json").await? else {
        return Ok(None);
    };
    let made = shop.office().await?.export_customer(&key, &path).await?;
    Ok(Some(made.path.display().to_string()))
}

/// What removing a customer's details would come to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer_mask_plan(shop: State<'_, Shop>, key: String) -> Answer<MaskPlan> {
    Ok(shop.office().await?.mask_plan(&key).await?.into())
}

/// Removes a customer's details for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer_mask(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    form: MaskForm,
) -> Answer<()> {
    let office = shop.office().await?;
    // Before, so that no slip outlives what it was made from.
    slips::remove(office.dir())?;
    let masked = office.mask_customer(&form.into()).await;
    // Also where only the last traces could not be wiped yet.
    desk.payments_changed(PaymentsChanged { ids: Vec::new() });
    Ok(masked?)
}
