//! The sandbox's fault dial, which is there in practice only.

use tauri::State;

use crate::dto::{FaultForm, FaultRow};
use crate::error::{Answer, CommandError};
use crate::shop::Shop;

/// Every fault of every gateway of the sandbox.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_faults(shop: State<'_, Shop>) -> Answer<Vec<FaultRow>> {
    Ok(shop.faults().await?.into_iter().map(FaultRow::from).collect())
}

/// Turns a fault on or off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_fault(
    shop: State<'_, Shop>,
    form: FaultForm,
) -> Answer<Vec<FaultRow>> {
    let fault = form.fault.parse().map_err(|problem| CommandError::invalid("fault", problem))?;
    shop.set_fault(&form.gateway, fault, form.on).await?;
    practice_faults(shop).await
}
