//! Sending money, and seeing what became of it.

use tauri::State;

use crate::commands::payment::cursor;
use crate::dto::{
    Balance, BeneficiaryCheck, BeneficiaryForm, Choice, Money, Payout, PayoutAccount,
    PayoutChoiceForm, PayoutDetail, PayoutFilter, PayoutForm, PayoutPage, PayoutPlan,
    PayoutResolveForm, payout_id,
};
use crate::error::Answer;
use crate::shop::Shop;

/// The accounts, and how money can be sent from each.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout_accounts(shop: State<'_, Shop>) -> Answer<Vec<PayoutAccount>> {
    let accounts = shop.office().await?.accounts().await?;
    Ok(accounts.iter().map(PayoutAccount::from).collect())
}

/// A page of payouts, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payouts(
    shop: State<'_, Shop>,
    filter: PayoutFilter,
    after: Option<String>,
    limit: u32,
) -> Answer<PayoutPage> {
    let after = cursor(after)?;
    let page = shop.office().await?.payouts(&filter.into(), after, limit).await?;
    Ok(PayoutPage {
        items: page.items.iter().map(Payout::from).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// A payout and everything that is known of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout(shop: State<'_, Shop>, id: String) -> Answer<PayoutDetail> {
    let id = payout_id(&id)?;
    let office = shop.office().await?;
    let record = office.payout(id).await?;
    Ok(PayoutDetail::of(&record, &office.payout_timeline(id).await?))
}

/// What a payout would be, or what is wrong with it as it is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout_plan(shop: State<'_, Shop>, form: PayoutForm) -> Answer<PayoutPlan> {
    let office = shop.office().await?;
    let form = form.into();
    let problems = office.check_payout(&form).await?;
    if !problems.is_empty() {
        let problems = problems.into_iter().map(Into::into).collect();
        return Ok(PayoutPlan { problems, parts: Vec::new(), total: None });
    }
    let plan = office.plan_payout(&form).await?;
    Ok(PayoutPlan {
        problems: Vec::new(),
        parts: plan.parts.into_iter().map(Money::from).collect(),
        total: Some(plan.total.into()),
    })
}

/// Sends money. A lost answer is a payout whose status is `unknown`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout_create(shop: State<'_, Shop>, form: PayoutForm) -> Answer<Vec<Payout>> {
    let made = shop.office().await?.create_payout(&form.into()).await?;
    Ok(made.iter().map(Payout::from).collect())
}

/// Asks the gateway about a payout now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout_look_up(shop: State<'_, Shop>, id: String) -> Answer<PayoutDetail> {
    let id = payout_id(&id)?;
    let office = shop.office().await?;
    let (record, _) = office.look_up_payout(id).await?;
    Ok(PayoutDetail::of(&record, &office.payout_timeline(id).await?))
}

/// Writes down how a payout ended, as a person decided.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout_resolve(
    shop: State<'_, Shop>,
    form: PayoutResolveForm,
) -> Answer<PayoutDetail> {
    let id = payout_id(&form.payout_id)?;
    let office = shop.office().await?;
    let record = office.resolve_payout(&form.try_into()?).await?;
    Ok(PayoutDetail::of(&record, &office.payout_timeline(id).await?))
}

/// The values that a gateway lists for a field.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout_choices(
    shop: State<'_, Shop>,
    form: PayoutChoiceForm,
) -> Answer<Vec<Choice>> {
    let PayoutChoiceForm { account, kind, field, known } = form;
    let office = shop.office().await?;
    let choices = office.payout_choices(&account, kind.into(), &field, &known).await?;
    Ok(choices.into_iter().map(Choice::from).collect())
}

/// Who would receive a payout.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payout_check(
    shop: State<'_, Shop>,
    form: BeneficiaryForm,
) -> Answer<BeneficiaryCheck> {
    let BeneficiaryForm { account, kind, fields } = form;
    let office = shop.office().await?;
    Ok(office.check_beneficiary(&account, kind.into(), &fields).await?.into())
}

/// What is left at an account's gateway.
#[tauri::command]
#[specta::specta]
pub(crate) async fn balances(shop: State<'_, Shop>, account: String) -> Answer<Vec<Balance>> {
    let balances = shop.office().await?.balances(&account, None).await?;
    Ok(balances.into_iter().map(Balance::from).collect())
}
