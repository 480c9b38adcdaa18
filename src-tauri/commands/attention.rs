//! The attention desk.

use tauri::State;

use crate::desktop;
use crate::dto::{AcceptForm, Desk, SnoozeForm};
use crate::error::Answer;
use crate::events::AttentionChanged;
use crate::shop::Shop;

/// Everything that wants a person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attention(shop: State<'_, Shop>) -> Answer<Desk> {
    Ok(shop.office().await?.attention().await?.into())
}

/// Puts something off for some days.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attention_snooze(
    shop: State<'_, Shop>,
    desk: State<'_, desktop::Desk>,
    form: SnoozeForm,
) -> Answer<Desk> {
    shop.office().await?.snooze(&form.into()).await?;
    desk.attention_changed(AttentionChanged {});
    attention(shop).await
}

/// Brings back what was put off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attention_wake(
    shop: State<'_, Shop>,
    desk: State<'_, desktop::Desk>,
    key: String,
) -> Answer<Desk> {
    shop.office().await?.unsnooze(&key).await?;
    desk.attention_changed(AttentionChanged {});
    attention(shop).await
}

/// Says that what was seen of a payment is in order as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attention_accept(
    shop: State<'_, Shop>,
    desk: State<'_, desktop::Desk>,
    form: AcceptForm,
) -> Answer<Desk> {
    shop.office().await?.accept(&form.try_into()?).await?;
    desk.attention_changed(AttentionChanged {});
    attention(shop).await
}
