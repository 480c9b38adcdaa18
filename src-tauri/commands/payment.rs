//! Payments: lists, one whole, and looking one up.

use backoffice::{Cursor, EntryQuery, PaymentFilter};
use ledger::{PaymentId, Subject};
use tauri::State;

use crate::dto::{PaymentDetail, PaymentPage, PaymentQuery, PaymentRow, payment_id};
use crate::error::{Answer, CommandError};
use crate::shop::Shop;

/// Matches are counted no further than this; a person wants to know "many".
const MOST_COUNTED: u64 = 10_000;
/// How much of a payment's past is shown.
const LONGEST_TIMELINE: u32 = 200;

/// A page of payments, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payments_page(
    shop: State<'_, Shop>,
    form: PaymentQuery,
) -> Answer<PaymentPage> {
    let office = shop.office().await?;
    let after = form.after.map(|text| text.parse::<Cursor>()).transpose();
    let after = after.map_err(|problem| CommandError::invalid("after", problem))?;
    let filter = PaymentFilter { text: form.filter, ..PaymentFilter::default() };
    let total = office.count_payments(&filter, MOST_COUNTED).await?;
    let page = office.payments(&filter, after, form.limit).await?;
    Ok(PaymentPage {
        items: page.items.into_iter().map(PaymentRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        total: u32::try_from(total).unwrap_or(u32::MAX),
    })
}

/// A payment and everything that is known of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payment_detail(shop: State<'_, Shop>, id: String) -> Answer<PaymentDetail> {
    detail(&shop, payment_id(&id)?).await
}

/// Asks the gateway about a payment now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payment_verify(shop: State<'_, Shop>, id: String) -> Answer<PaymentDetail> {
    let id = payment_id(&id)?;
    shop.office().await?.look_up(id).await?;
    detail(&shop, id).await
}

async fn detail(shop: &Shop, id: PaymentId) -> Answer<PaymentDetail> {
    let office = shop.office().await?;
    let record = office.payment(id).await?;
    let account = office.account_by_id(record.payment.account).await?;
    let subject = Some(Subject::Payment(id));
    let timeline =
        office.journal(EntryQuery { subject, after: None, limit: LONGEST_TIMELINE }).await?;
    let looked_up_at = office.looked_up_at(id).await?;
    Ok(PaymentDetail::of(&record, &account, &timeline.items, looked_up_at))
}
