//! Which news the desktop shows.

use tauri::State;

use crate::dto::NotificationSettings;
use crate::error::Answer;
use crate::shop::Shop;

/// What is told of now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notifications(shop: State<'_, Shop>) -> Answer<NotificationSettings> {
    Ok(shop.office().await?.notification_settings().await?.into())
}

/// Changes what is told of.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notifications_set(
    shop: State<'_, Shop>,
    form: NotificationSettings,
) -> Answer<NotificationSettings> {
    let office = shop.office().await?;
    office.set_notification_settings(form.into()).await?;
    notifications(shop).await
}
