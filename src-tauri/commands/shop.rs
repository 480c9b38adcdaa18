//! The shop as a whole: practice, the vault, and looking everything up.

use backoffice::PaymentFilter;
use secrecy::SecretString;
use tauri::State;

use crate::desktop::Desk;
use crate::dto::{Account, Overview, Place, SyncReport, TimeZone};
use crate::error::{Answer, CommandError};
use crate::events::{AttentionChanged, PaymentsChanged, SyncFinished};
use crate::shop::Shop;

/// The shop at a glance.
#[tauri::command]
#[specta::specta]
pub(crate) async fn overview(shop: State<'_, Shop>) -> Answer<Overview> {
    let office = shop.office().await?;
    let accounts = office.accounts().await?;
    let is_empty =
        accounts.is_empty() && office.count_payments(&PaymentFilter::default(), 1).await? == 0;
    let place = match shop.is_practice().await {
        true => Place::Practice,
        false if is_empty => Place::FirstStart,
        false => Place::Books,
    };
    Ok(Overview {
        place,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time_zone: office.time_zone().await?.name().to_owned(),
        locale: locale(),
        keys: office.keys().state().into(),
        keychain_problem: office.keys().problem(),
        accounts: accounts.iter().map(Account::from).collect(),
        payments_open: u32::try_from(office.count_open().await?).unwrap_or(u32::MAX),
        last_sync_at: shop.last_sync_at().await.map(|at| at.to_rfc3339()),
        syncing: shop.is_syncing(),
        attention: u32::try_from(office.count_attention().await?).unwrap_or(u32::MAX),
        signer: office.signer().await?,
    })
}

/// Sets the name that is usual for decisions on this computer; an empty one forgets it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signer_set(shop: State<'_, Shop>, name: String) -> Answer<()> {
    Ok(shop.office().await?.set_signer(Some(&name)).await?)
}

/// The time zones that days can be counted in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn time_zones(shop: State<'_, Shop>) -> Answer<Vec<TimeZone>> {
    Ok(crate::dto::time_zones(shop.now()))
}

/// Counts days in a time zone from now on; in the computer's where none is named.
#[tauri::command]
#[specta::specta]
pub(crate) async fn time_zone_set(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    name: Option<String>,
) -> Answer<()> {
    shop.office().await?.set_time_zone(name.as_deref()).await?;
    desk.payments_changed(PaymentsChanged { ids: Vec::new() });
    Ok(())
}

/// Opens the sandbox with a history to try things on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_start(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
) -> Answer<Overview> {
    shop.finish_batches_first().await?;
    shop.finish_export_first().await?;
    shop.start_practice().await?;
    desk.payments_changed(PaymentsChanged { ids: Vec::new() });
    overview(shop).await
}

/// Closes the sandbox, which forgets everything, and goes back to the books.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_leave(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
) -> Answer<Overview> {
    shop.finish_batches_first().await?;
    shop.finish_export_first().await?;
    shop.leave_practice().await;
    shop.listen_again().await?;
    desk.payments_changed(PaymentsChanged { ids: Vec::new() });
    overview(shop).await
}

/// Makes a vault for keys where there is no keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_create(shop: State<'_, Shop>, passphrase: String) -> Answer<Overview> {
    let passphrase = SecretString::from(passphrase);
    let office = shop.office().await?;
    office.keys().create_vault(passphrase).await.map_err(backoffice::Error::from)?;
    overview(shop).await
}

/// Opens the vault for this run.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_unlock(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    passphrase: String,
) -> Answer<Overview> {
    let passphrase = SecretString::from(passphrase);
    let office = shop.office().await?;
    office.keys().unlock(passphrase).await.map_err(backoffice::Error::from)?;
    desk.attention_changed(AttentionChanged {});
    overview(shop).await
}

/// Looks everything open up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_now(shop: State<'_, Shop>, desk: State<'_, Desk>) -> Answer<SyncReport> {
    let office = shop.office().await?;
    let Some(_running) = shop.begin_sync() else {
        return Err(CommandError::busy("Payments are being looked up already."));
    };
    let report = office.sync().await?;
    shop.synced().await;
    desk.sync_finished(SyncFinished::of(&report));
    desk.payments_changed(PaymentsChanged {
        ids: report.changed.iter().map(ToString::to_string).collect(),
    });
    Ok(report.into())
}

/// The person's language and region. A computer set to no language at all says `C`, which is none that a window can format by.
fn locale() -> String {
    let is_language = |tag: &String| {
        let language = tag.split('-').next().unwrap_or_default();
        matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    sys_locale::get_locale().filter(is_language).unwrap_or_else(|| "en-GB".to_owned())
}
