//! What people decide about refunds: yes and no, how one ended, and which two are one.

use backoffice::Backoffice;
use ledger::Refund as Known;
use tauri::State;

use crate::commands::paths;
use crate::dto::{ApproveForm, Refund, RefundOutlook, RejectForm, ResolveForm, refund_id};
use crate::error::Answer;
use crate::shop::Shop;

/// Says yes to a refund, which is then sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_approve(shop: State<'_, Shop>, form: ApproveForm) -> Answer<Refund> {
    let office = shop.office().await?;
    let (_, refund) = office.approve_refund(&form.try_into()?).await?;
    Ok(shown(&office, &refund))
}

/// Says no to a refund, which frees its amount.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_reject(shop: State<'_, Shop>, form: RejectForm) -> Answer<Refund> {
    let office = shop.office().await?;
    let (_, refund) = office.reject_refund(&form.try_into()?).await?;
    Ok(shown(&office, &refund))
}

/// Asks the gateway about a refund, and tells what that leaves to be decided.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_outlook(shop: State<'_, Shop>, id: String) -> Answer<RefundOutlook> {
    let office = shop.office().await?;
    let outlook = office.refund_outlook(refund_id(&id)?).await?;
    Ok(RefundOutlook::of(&outlook, office.clock().now()))
}

/// Writes down how a refund ended, as a person decided.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_resolve(shop: State<'_, Shop>, form: ResolveForm) -> Answer<Refund> {
    paths::own(&shop, form.file.as_deref(), "file").await?;
    let office = shop.office().await?;
    let (_, refund) = office.resolve_refund(&form.try_into()?).await?;
    Ok(shown(&office, &refund))
}

/// Says that the gateway's refund is the one that was recorded.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_confirm(
    shop: State<'_, Shop>,
    id: String,
    by: String,
) -> Answer<Refund> {
    let office = shop.office().await?;
    let (_, refund) = office.confirm_match(refund_id(&id)?, &by).await?;
    Ok(shown(&office, &refund))
}

/// Says that the gateway's refund is another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_split(shop: State<'_, Shop>, id: String, by: String) -> Answer<Refund> {
    let office = shop.office().await?;
    let (_, refund) = office.split_match(refund_id(&id)?, &by).await?;
    Ok(shown(&office, &refund))
}

/// Says that a refund found at the gateway is the one that was recorded by hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_join(
    shop: State<'_, Shop>,
    recorded: String,
    found: String,
    by: String,
) -> Answer<Refund> {
    let office = shop.office().await?;
    let (_, refund) = office.join_refunds(refund_id(&recorded)?, refund_id(&found)?, &by).await?;
    Ok(shown(&office, &refund))
}

fn shown(office: &Backoffice, refund: &Known) -> Refund {
    Refund::of(refund, office.clock().now())
}
