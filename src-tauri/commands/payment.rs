//! Payments: lists, one whole, looking one up, and what is to be remembered of one.

use backoffice::{Cursor, EntryQuery, PaymentFilter};
use ledger::{PaymentId, Subject};
use tauri::State;

use crate::dto::{
    PaymentDetail, PaymentPage, PaymentQuery, PaymentRow, Surroundings, TagCount, payment_id,
};
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
    let after = cursor(form.after)?;
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

/// Adds something to remember about a payment.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payment_note(
    shop: State<'_, Shop>,
    payment_id: String,
    text: String,
    by: String,
) -> Answer<PaymentDetail> {
    let id = crate::dto::payment_id(&payment_id)?;
    shop.office().await?.add_note(id, &text, &by).await?;
    detail(&shop, id).await
}

/// Replaces the tags of a payment.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payment_tags(
    shop: State<'_, Shop>,
    payment_id: String,
    tags: Vec<String>,
) -> Answer<PaymentDetail> {
    let id = crate::dto::payment_id(&payment_id)?;
    shop.office().await?.set_tags(id, &tags).await?;
    detail(&shop, id).await
}

/// Every tag in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tags_all(shop: State<'_, Shop>) -> Answer<Vec<TagCount>> {
    let tags = shop.office().await?.all_tags().await?.into_iter();
    let counted = tags.map(|(tag, count)| TagCount {
        tag: tag.to_string(),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    });
    Ok(counted.collect())
}

/// Where a page goes on.
pub(crate) fn cursor(after: Option<String>) -> Answer<Option<Cursor>> {
    let after = after.map(|text| text.parse::<Cursor>()).transpose();
    after.map_err(|problem| CommandError::invalid("after", problem))
}

async fn detail(shop: &Shop, id: PaymentId) -> Answer<PaymentDetail> {
    let office = shop.office().await?;
    let record = office.payment(id).await?;
    let account = office.account_by_id(record.payment.account).await?;
    let subject = Some(Subject::Payment(id));
    let query = EntryQuery { subject, after: None, limit: LONGEST_TIMELINE };
    let around = Surroundings {
        rules: office.refund_rules(&record, &account),
        concerns: office.attention_of(id).await?,
        timeline: office.journal(query).await?.items,
        looked_up_at: office.looked_up_at(id).await?,
        now: office.clock().now(),
        account,
    };
    Ok(PaymentDetail::of(&record, around))
}
