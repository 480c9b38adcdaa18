//! Refunds.

use tauri::State;

use crate::dto::{FieldProblem, Refund, RefundCheck, RefundForm, RefundRecordForm, payment_id};
use crate::error::Answer;
use crate::shop::Shop;

/// Refunds by the gateway. A lost answer is a refund whose status is `unknown`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_create(shop: State<'_, Shop>, form: RefundForm) -> Answer<Refund> {
    let (_, refund) = shop.office().await?.create_refund(&form.try_into()?).await?;
    Ok(Refund::from(&refund))
}

/// Records a refund made by hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_record(shop: State<'_, Shop>, form: RefundRecordForm) -> Answer<Refund> {
    let (_, refund) = shop.office().await?.record_refund(&form.try_into()?).await?;
    Ok(Refund::from(&refund))
}

/// What is wrong with an amount as it is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_check(
    shop: State<'_, Shop>,
    form: RefundCheck,
) -> Answer<Vec<FieldProblem>> {
    let office = shop.office().await?;
    let problems =
        office.check_refund(payment_id(&form.payment_id)?, form.amount.as_deref()).await?;
    Ok(problems.into_iter().map(FieldProblem::from).collect())
}
