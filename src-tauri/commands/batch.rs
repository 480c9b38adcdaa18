//! Many refunds at once: planned, agreed to, and gone through while the window shows how far they are.

use tauri::State;

use crate::commands::paths;
use crate::commands::payment::cursor;
use crate::desktop::Desk;
use crate::dto::{
    Batch, BatchDetail, BatchForm, BatchLine, BatchPage, BatchPlan, BatchSource, BatchStarted,
    ChosenFile, batch_id,
};
use crate::error::Answer;
use crate::shop::Shop;

/// How many lines of a batch are shown at a time.
const LINES_SHOWN: u32 = 200;

/// Asks for a list of refunds; none where the person thought better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch_choose_file(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
) -> Answer<Option<ChosenFile>> {
    paths::choose_file(&shop, &desk).await
}

/// What many refunds would come to. Nothing is written, and nobody is asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch_plan(
    shop: State<'_, Shop>,
    source: BatchSource,
    reason: String,
    by: String,
) -> Answer<BatchPlan> {
    paths::own(&shop, source.file.as_deref(), "file").await?;
    let source = source.read().await?;
    let plan = shop.office().await?.plan_batch(&source, &reason, &by).await?;
    Ok(BatchPlan::from(&plan))
}

/// Begins what was agreed to; where the plan is another by now, it is given anew and nothing begins.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch_start(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    form: BatchForm,
) -> Answer<BatchStarted> {
    paths::own(&shop, form.source.file.as_deref(), "file").await?;
    let source = form.source.read().await?;
    let office = shop.office().await?;
    match office.start_batch(&source, &form.reason, &form.by, &form.digest).await {
        Ok(id) => {
            shop.run_batch(office, &desk, id).await;
            Ok(BatchStarted { id: Some(id.to_string()), changed: None })
        }
        Err(backoffice::Error::PlanChanged(plan)) => {
            Ok(BatchStarted { id: None, changed: Some(BatchPlan::from(plan.as_ref())) })
        }
        Err(other) => Err(other.into()),
    }
}

/// Goes on with a batch that stopped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch_resume(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    id: String,
) -> Answer<Batch> {
    let id = batch_id(&id)?;
    let office = shop.office().await?;
    office.batch(id).await?;
    shop.run_batch(office.clone(), &desk, id).await;
    Ok(Batch::from(&office.batch(id).await?))
}

/// Stops a batch after the refund that is under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch_cancel(shop: State<'_, Shop>, id: String) -> Answer<Batch> {
    let id = batch_id(&id)?;
    shop.cancel_batch(id).await;
    Ok(Batch::from(&shop.office().await?.batch(id).await?))
}

/// Gives up what is left of a batch.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch_end(shop: State<'_, Shop>, id: String) -> Answer<Batch> {
    let batch = shop.office().await?.end_batch(batch_id(&id)?).await?;
    Ok(Batch::from(&batch))
}

/// A page of batches, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batches(
    shop: State<'_, Shop>,
    after: Option<String>,
    limit: u32,
) -> Answer<BatchPage> {
    let page = shop.office().await?.batches(cursor(after)?, limit).await?;
    Ok(BatchPage {
        items: page.items.iter().map(Batch::from).collect(),
        next: page.next.map(|next| next.to_string()),
    })
}

/// A batch with some of its lines.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch(
    shop: State<'_, Shop>,
    id: String,
    after_line: u32,
) -> Answer<BatchDetail> {
    let id = batch_id(&id)?;
    let office = shop.office().await?;
    let lines = office.batch_lines(id, after_line, LINES_SHOWN).await?;
    let is_page = u32::try_from(lines.len()).is_ok_and(|lines| lines == LINES_SHOWN);
    Ok(BatchDetail {
        batch: Batch::from(&office.batch(id).await?),
        next: lines.last().map(|last| last.line.line).filter(|_| is_page),
        lines: lines.iter().map(BatchLine::from).collect(),
    })
}

/// Saves what came of each line where the person wants it, and says where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn batch_result(
    shop: State<'_, Shop>,
    desk: State<'_, Desk>,
    id: String,
) -> Answer<Option<String>> {
    let id = batch_id(&id)?;
    let office = shop.office().await?;
    let name = format!("refunds-{}.csv", office.today().await?);
    let Some(path) = paths::choose_place(&shop, &desk, &name).await? else { return Ok(None) };
    office.batch_result(id, &path).await?;
    Ok(Some(path.display().to_string()))
}
