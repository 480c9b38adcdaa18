//! Whether the money that gateways owe was seen at the bank, and a person's word on which line is which payout's.

use tauri::State;

use crate::dto::{
    LineDecision, Payout, Settlement, SettlementQuery, SettlementTerms, SettlementTermsForm,
    import_id, payout_id,
};
use crate::error::Answer;
use crate::shop::Shop;

/// What gateways said they paid out, beside what the bank has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settlement(
    shop: State<'_, Shop>,
    query: SettlementQuery,
) -> Answer<Settlement> {
    let answer = shop.office().await?.settlement(&query.try_into()?).await?;
    Ok(Settlement::from(&answer))
}

/// Says that a bank line is the money of a payout, and gives the payout.
#[tauri::command]
#[specta::specta]
pub(crate) async fn line_match(
    shop: State<'_, Shop>,
    form: LineDecision,
    payout_id: String,
) -> Answer<Payout> {
    let payout = self::payout_id(&payout_id)?;
    let import = import_id(&form.import_id)?;
    let office = shop.office().await?;
    let decided = office.match_line(import, form.line, payout, &form.by).await?;
    Ok(Payout::from(&decided.payout))
}

/// Books a bank line as a payout of an account, and gives that payout.
#[tauri::command]
#[specta::specta]
pub(crate) async fn line_book(
    shop: State<'_, Shop>,
    form: LineDecision,
    account: String,
) -> Answer<Payout> {
    let import = import_id(&form.import_id)?;
    let office = shop.office().await?;
    let decided = office.record_line_as_payout(import, form.line, &account, &form.by).await?;
    Ok(Payout::from(&decided.payout))
}

/// Takes back what a person said of a bank line, and gives the payout that it was matched with.
#[tauri::command]
#[specta::specta]
pub(crate) async fn line_release(shop: State<'_, Shop>, form: LineDecision) -> Answer<Payout> {
    let import = import_id(&form.import_id)?;
    let decided = shop.office().await?.release_line(import, form.line, &form.by).await?;
    Ok(Payout::from(&decided.payout))
}

/// What holds for each account: when its money is late, what a bank may keep, by which words its lines are known.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settlement_terms(shop: State<'_, Shop>) -> Answer<Vec<SettlementTerms>> {
    let terms = shop.office().await?.settlement_terms().await?;
    Ok(terms.iter().map(SettlementTerms::from).collect())
}

/// Sets what holds for an account from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settlement_terms_set(
    shop: State<'_, Shop>,
    form: SettlementTermsForm,
) -> Answer<SettlementTerms> {
    let terms = shop.office().await?.set_settlement_terms(&form.into()).await?;
    Ok(SettlementTerms::from(&terms))
}
