//! Bulk refunds that this window goes through: each in a task of its own, which a person can stop.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use backoffice::{Backoffice, BatchStop, Cancel};
use ledger::BatchId;
use tokio::sync::Mutex;

use crate::desktop::Desk;
use crate::error::{Answer, CommandError};
use crate::events::BatchChanged;
use crate::shop::Shop;

/// Those under way, each with what stops it.
pub(crate) type Running = Arc<Mutex<HashMap<BatchId, Cancel>>>;

impl Shop {
    /// Goes through a batch beside whatever else the window does. One that is under way stays as it is.
    pub(crate) async fn run_batch(&self, office: Backoffice, desk: &Desk, id: BatchId) {
        let cancel = Cancel::default();
        match self.batches.lock().await.entry(id) {
            Entry::Occupied(_) => return,
            Entry::Vacant(free) => free.insert(cancel.clone()),
        };
        let (running, desk) = (Arc::clone(&self.batches), Arc::clone(desk));
        tokio::spawn(async move {
            let changed = || BatchChanged { id: id.to_string() };
            match office.run_batch(id, &cancel, |_| desk.batch_changed(changed())).await {
                Ok(report) => {
                    if let BatchStop::Stopped(problem) = report.stop {
                        tracing::warn!(%problem, "a bulk refund stopped before its end");
                    }
                }
                Err(problem) => tracing::warn!(%problem, "a bulk refund broke off"),
            }
            running.lock().await.remove(&id);
            desk.batch_changed(changed());
        });
    }

    /// Stops a batch after the refund that is under way.
    pub(crate) async fn cancel_batch(&self, id: BatchId) {
        if let Some(cancel) = self.batches.lock().await.get(&id) {
            cancel.cancel();
        }
    }

    /// Keeps the books open for as long as refunds are under way in them.
    pub(crate) async fn finish_batches_first(&self) -> Answer<()> {
        if self.batches.lock().await.is_empty() {
            return Ok(());
        }
        Err(CommandError::busy("Refunds are under way. Wait for them, or stop them first."))
    }
}
