//! Payment links.

use tauri::State;

use crate::commands::account::account_id;
use crate::desktop::Desk;
use crate::dto::{FieldProblem, Link, LinkField, LinkForm, payment_id};
use crate::error::{Answer, CommandError};
use crate::shop::Shop;

/// Asks the gateway for a payment link.
#[tauri::command]
#[specta::specta]
pub(crate) async fn link_create(shop: State<'_, Shop>, form: LinkForm) -> Answer<Link> {
    let office = shop.office().await?;
    let account = office.account_by_id(account_id(&form.account_id)?).await?;
    let form = form.for_account(account.record.name.to_string());
    let record = office.create_link(&form).await?;
    Ok(Link::of(&record, account.capabilities.renew.is_yes()))
}

/// Asks for a new link for an order whose link no longer works.
#[tauri::command]
#[specta::specta]
pub(crate) async fn link_renew(shop: State<'_, Shop>, payment_id: String) -> Answer<Link> {
    let office = shop.office().await?;
    let record = office.renew_link(self::payment_id(&payment_id)?).await?;
    let account = office.account_by_id(record.payment.account).await?;
    Ok(Link::of(&record, account.capabilities.renew.is_yes()))
}

/// What is wrong with a form as it stands. Asks nobody outside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn link_check(shop: State<'_, Shop>, form: LinkForm) -> Answer<Vec<FieldProblem>> {
    let office = shop.office().await?;
    let account = office.account_by_id(account_id(&form.account_id)?).await?;
    let form = form.for_account(account.record.name.to_string());
    let problems = office.check_link(&form).await?;
    Ok(problems.into_iter().map(FieldProblem::from).collect())
}

/// The fields a link has at an account's gateway.
#[tauri::command]
#[specta::specta]
pub(crate) async fn link_fields(
    shop: State<'_, Shop>,
    account_id: String,
) -> Answer<Vec<LinkField>> {
    let office = shop.office().await?;
    let account = office.account_by_id(self::account_id(&account_id)?).await?;
    let fields = account.profile.link_fields.iter();
    Ok(fields
        .map(|used| LinkField { field: used.key.to_owned(), required: used.required })
        .collect())
}

/// Opens the checkout page in the browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn link_open(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    payment_id: String,
) -> Answer<()> {
    let url = url_of(&shop, &payment_id).await?;
    desk.open(&url)
}

/// Copies the link.
#[tauri::command]
#[specta::specta]
pub(crate) async fn link_copy(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    payment_id: String,
) -> Answer<()> {
    let url = url_of(&shop, &payment_id).await?;
    desk.copy(&url)
}

/// The window names a payment and never an address, so it cannot be made to open another one.
async fn url_of(shop: &Shop, payment: &str) -> Answer<String> {
    let record = shop.office().await?.payment(payment_id(payment)?).await?;
    let url = record.payment.link().and_then(|link| link.url.clone());
    url.ok_or_else(|| CommandError::invalid("payment_id", "This order has no link."))
}
