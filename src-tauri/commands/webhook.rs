//! The inbox of gateways' messages, and the listener that fills it.

use backoffice::ListenerSettings;
use ledger::DeliveryId;
use tauri::State;

use crate::commands::payment::cursor;
use crate::desktop::Desk;
use crate::dto::{
    DeliveryDetail, DeliveryFilter, DeliveryPage, DeliveryRow, ImportedWebhooks, ListenerForm,
    ListenerState, Replayed,
};
use crate::error::{Answer, CommandError};
use crate::events::{PaymentsChanged, WebhooksChanged};
use crate::shop::Shop;

/// A page of the inbox, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn webhooks(
    shop: State<'_, Shop>,
    filter: DeliveryFilter,
    after: Option<String>,
    limit: u32,
) -> Answer<DeliveryPage> {
    let after = cursor(after)?;
    let page = shop.office().await?.deliveries(&filter.into(), after, limit).await?;
    Ok(DeliveryPage {
        items: page.items.iter().map(DeliveryRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// A message, whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn webhook(shop: State<'_, Shop>, id: String) -> Answer<DeliveryDetail> {
    let detail = shop.office().await?.delivery(delivery_id(&id)?).await?;
    Ok(DeliveryDetail::from(&detail))
}

/// Takes messages once more, or tells what that would change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn webhook_replay(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    ids: Vec<String>,
    dry_run: bool,
) -> Answer<Vec<Replayed>> {
    let ids = ids.iter().map(|id| delivery_id(id)).collect::<Answer<Vec<_>>>()?;
    let replayed = shop.office().await?.replay_webhooks(&ids, dry_run).await?;
    if !dry_run {
        tell(&desk);
    }
    Ok(replayed.into_iter().map(Replayed::from).collect())
}

/// Asks for a file of stored messages and takes them; none where the person thought better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn webhook_import(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
) -> Answer<Option<ImportedWebhooks>> {
    let Some(path) = desk.choose_file().await? else { return Ok(None) };
    let imported = shop.office().await?.import_webhooks(&path, None).await?;
    tell(&desk);
    Ok(Some(imported.into()))
}

/// The listener as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn listener(shop: State<'_, Shop>) -> Answer<ListenerState> {
    shop.listener_state().await
}

/// Starts the listener, anew where it runs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn listener_start(
    shop: State<'_, Shop>,
    form: ListenerForm,
) -> Answer<ListenerState> {
    let bind = form.bind.trim().parse().map_err(|_| {
        CommandError::invalid("bind", "Write an address and a port, such as 127.0.0.1:8377.")
    })?;
    let settings = ListenerSettings {
        bind,
        trusted_proxies: form.trusted_proxies,
        starts_with_window: form.starts_with_window,
    };
    shop.office().await?.set_listener_settings(&settings).await?;
    shop.start_listening(settings).await?;
    shop.listener_state().await
}

/// Stops the listener.
#[tauri::command]
#[specta::specta]
pub(crate) async fn listener_stop(shop: State<'_, Shop>) -> Answer<ListenerState> {
    shop.stop_listening().await;
    shop.listener_state().await
}

fn tell(desk: &Desk) {
    desk.webhooks_changed(WebhooksChanged {});
    desk.payments_changed(PaymentsChanged { ids: Vec::new() });
}

fn delivery_id(text: &str) -> Answer<DeliveryId> {
    text.parse().map_err(|_| CommandError::invalid("id", "There is no such message."))
}
