//! What goes on by itself: open payments are looked up when they are due, and the window hears of changes, also of those
//! that another program made in the same books.

use std::time::Duration;

use ledger::Actor;
use tauri::{AppHandle, Manager as _, Runtime};
use tokio::time::MissedTickBehavior;

use crate::desktop::Desk;
use crate::error::Answer;
use crate::events::{PaymentsChanged, SyncFinished};
use crate::shop::Shop;

/// How often it is seen whether anything is due. After the computer slept, that is at once.
const EVERY: Duration = Duration::from_secs(2);

/// Looks things up for as long as the program runs.
pub(crate) async fn keep_looking_up<R: Runtime>(app: AppHandle<R>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = None;
    loop {
        ticks.tick().await;
        if let Err(problem) = one_round(&app, &mut seen).await {
            tracing::warn!(?problem, "a round of look-ups failed");
        }
    }
}

async fn one_round<R: Runtime>(app: &AppHandle<R>, seen: &mut Option<u64>) -> Answer<()> {
    let shop = app.state::<Shop>();
    let desk = app.state::<Desk>();
    let office = shop.office().await?.acting_as(Actor::itself());
    let head = office.journal_head().await?;
    let written_elsewhere = seen.replace(head).is_some_and(|seen| seen != head);
    let mut ids = Vec::new();
    if let Some(_running) = shop.begin_sync() {
        let report = office.sync_due().await?;
        shop.synced().await;
        ids = report.changed.iter().map(ToString::to_string).collect();
        if report.looked_up > 0 || !report.failed.is_empty() {
            desk.sync_finished(SyncFinished::of(&report));
        }
    }
    *seen = Some(office.journal_head().await?);
    if written_elsewhere || !ids.is_empty() {
        desk.payments_changed(PaymentsChanged { ids });
    }
    Ok(())
}
