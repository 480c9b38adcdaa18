//! Refunds: asking for them, recording them, and listing them.

use tauri::State;

use crate::commands::paths;
use crate::commands::payment::cursor;
use crate::desktop::Desk;
use crate::dto::{
    ChosenFile, FieldProblem, Refund, RefundCheck, RefundForm, RefundPage, RefundQuery,
    RefundRecordForm, RefundRow, payment_id, refund_id,
};
use crate::error::Answer;
use crate::shop::Shop;
use crate::slips;

/// A page of refunds, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refunds_page(shop: State<'_, Shop>, form: RefundQuery) -> Answer<RefundPage> {
    let office = shop.office().await?;
    let filter = backoffice::RefundFilter::try_from(&form)?;
    let page = office.refunds(&filter, cursor(form.after)?, form.limit).await?;
    let now = office.clock().now();
    Ok(RefundPage {
        items: page.items.iter().map(|row| RefundRow::of(row, now)).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// Refunds by the gateway. A lost answer is a refund whose status is `unknown`, and one that wants a second person's yes is
/// `requested`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_create(shop: State<'_, Shop>, form: RefundForm) -> Answer<Refund> {
    let office = shop.office().await?;
    let (_, refund) = office.create_refund(&form.try_into()?).await?;
    Ok(Refund::of(&refund, office.clock().now()))
}

/// Records a refund made by hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_record(shop: State<'_, Shop>, form: RefundRecordForm) -> Answer<Refund> {
    paths::own(&shop, form.file.as_deref(), "file").await?;
    let office = shop.office().await?;
    let (_, refund) = office.record_refund(&form.try_into()?).await?;
    Ok(Refund::of(&refund, office.clock().now()))
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

/// Asks for a file that proves a refund; none where the person thought better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_choose_file(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
) -> Answer<Option<ChosenFile>> {
    paths::choose_file(&shop, &desk).await
}

/// Saves a copy of the file that proves a refund where the person wants it, and says where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_evidence_save(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    id: String,
) -> Answer<Option<String>> {
    let id = refund_id(&id)?;
    let office = shop.office().await?;
    let (evidence, _) = office.evidence_file(id).await?;
    let Some(path) = paths::choose_place(&shop, &desk, &evidence.name).await? else {
        return Ok(None);
    };
    office.save_evidence(id, &path).await?;
    Ok(Some(path.display().to_string()))
}

/// Opens the slip of a refund in the system's viewer, where it is printed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_slip_print(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    id: String,
) -> Answer<()> {
    let id = refund_id(&id)?;
    let office = shop.office().await?;
    let folder = slips::fresh_folder(office.dir())?;
    let path = folder.join(format!("refund-{id}.html"));
    office.save_refund_slip(id, &path).await?;
    desk.open_file(&path)
}

/// Saves the slip of a refund where the person wants it, and says where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_slip_save(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    id: String,
) -> Answer<Option<String>> {
    let id = refund_id(&id)?;
    let office = shop.office().await?;
    // Asked before the person is: a refund without a slip has none to be saved.
    office.refund_slip(id).await?;
    let name = format!("refund-{id}.html");
    let Some(path) = paths::choose_place(&shop, &desk, &name).await? else { return Ok(None) };
    office.save_refund_slip(id, &path).await?;
    Ok(Some(path.display().to_string()))
}
