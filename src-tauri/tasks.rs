//! What goes on by itself: what is open is looked up when it is due, gateways' messages that wait are read, and the window
//! and the desktop hear of changes, also of those that another program made in the same books.

use std::path::PathBuf;
use std::time::Duration;

use backoffice::WebhookRound;
use ledger::Actor;
use tauri::{AppHandle, Manager as _, Runtime};
use tokio::time::MissedTickBehavior;

use crate::desktop::Desk;
use crate::error::Answer;
use crate::events::{
    AttentionChanged, PaymentsChanged, PayoutsChanged, SyncFinished, WebhooksChanged,
};
use crate::news;
use crate::shop::Shop;

/// How often it is seen whether anything is due. After the computer slept, that is at once.
const EVERY: Duration = Duration::from_secs(2);

/// Looks things up for as long as the program runs.
pub(crate) async fn keep_looking_up<R: Runtime>(app: AppHandle<R>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = Seen::default();
    loop {
        ticks.tick().await;
        if let Err(problem) = one_round(&app, &mut seen).await {
            tracing::warn!(?problem, "a round of look-ups failed");
        }
    }
}

/// What was there at the end of the last round, of the books in one folder.
#[derive(Default)]
struct Seen {
    dir: PathBuf,
    head: Option<u64>,
    messages: u64,
}

async fn one_round<R: Runtime>(app: &AppHandle<R>, seen: &mut Seen) -> Answer<()> {
    let shop = app.state::<Shop>();
    let desk = app.state::<Desk>();
    let office = shop.office().await?.acting_as(Actor::itself());
    if seen.dir != office.dir() {
        *seen = Seen { dir: office.dir().to_owned(), ..Seen::default() };
    }
    let news_from = match seen.head {
        Some(head) => head,
        None => office.journal_head().await?,
    };
    let mut ids = Vec::new();
    if let Some(_running) = shop.begin_sync() {
        // A message that cannot be read keeps no payment from being looked up.
        let messages = office.handle_webhooks().await.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "gateways' messages were not read to the end");
            WebhookRound::default()
        });
        let report = office.sync_due().await?;
        shop.synced().await;
        let changed = messages.changed.iter().chain(&report.changed);
        ids = changed.map(ToString::to_string).collect();
        if report.looked_up > 0 || !report.failed.is_empty() {
            desk.sync_finished(SyncFinished::of(&report));
        }
    }
    let head = news::tell(&office, &desk, news_from).await?;
    if head != news_from {
        desk.payments_changed(PaymentsChanged { ids });
        desk.payouts_changed(PayoutsChanged { ids: Vec::new() });
        desk.attention_changed(AttentionChanged {});
    }
    let messages = shop.messages_taken().await;
    if messages != seen.messages {
        desk.webhooks_changed(WebhooksChanged {});
    }
    (seen.head, seen.messages) = (Some(head), messages);
    Ok(())
}
