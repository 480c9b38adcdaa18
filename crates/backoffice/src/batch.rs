//! Many refunds at once: planned and looked at, agreed to, then asked for one after the other.
//!
//! What is agreed to is a plan, and its hash stands for it: where anything of it is another by the time of the yes, the
//! yes does not count. A batch begins with one transaction that fixes its lines and the identity of each refund, so that
//! a program which goes on with it, after a crash or a stop, finds in the journal which refunds were asked for and asks
//! for none twice. Every line goes through the same door as a single refund. What goes back by hand is no part of this.

mod find;
mod line;
mod lock;
mod plan;
mod result;
mod run;
mod source;
mod start;

use std::collections::BTreeMap;

use ledger::BatchId;
use store::{BatchRecord, Cursor, Page};

use crate::{Backoffice, Error};
pub use line::BatchLineState;
use line::SKIPPED;
pub use plan::{BatchPlan, PlanLine, Verdict};
pub use run::{BatchProgress, BatchReport, BatchStop, Cancel};
pub use source::BatchSource;

/// A batch, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// What was agreed to, and how it ended.
    pub record: BatchRecord,
    /// How many lines came to what, by word; of one that has ended, how they stand by now. How they stood at the end is in the
    /// record.
    pub results: BTreeMap<String, u64>,
    /// How many lines were gone about.
    pub done: u64,
    /// Whether a program is going through it.
    pub running: bool,
}

impl Backoffice {
    /// A page of batches, newest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn batches(&self, after: Option<Cursor>, limit: u32) -> Result<Page<Batch>, Error> {
        let Page { items, next } = self.store().batches(after, limit).await?;
        let mut batches = Vec::with_capacity(items.len());
        for record in items {
            batches.push(self.with_progress(record).await?);
        }
        Ok(Page { items: batches, next })
    }

    /// The batches of which there is more to ask for, newest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn unfinished_batches(&self) -> Result<Vec<Batch>, Error> {
        let mut batches = Vec::new();
        for record in self.store().unfinished_batches().await? {
            batches.push(self.with_progress(record).await?);
        }
        Ok(batches)
    }

    /// The batch of that id.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn batch(&self, id: BatchId) -> Result<Batch, Error> {
        let record = self.batch_record(id).await?;
        self.with_progress(record).await
    }

    pub(super) async fn batch_record(&self, id: BatchId) -> Result<BatchRecord, Error> {
        self.store().batch(id).await?.ok_or_else(|| Error::not_found("batch", id))
    }

    async fn with_progress(&self, record: BatchRecord) -> Result<Batch, Error> {
        let mut results = self.store().count_line_outcomes(record.id).await?;
        let done = results.values().fold(0, |sum: u64, count| sum.saturating_add(*count));
        if record.ended.is_some() {
            results = self.store().count_lines_by_now(record.id).await?;
            let gone_about = results.values().fold(0, |sum: u64, count| sum.saturating_add(*count));
            let skipped = record.lines.saturating_sub(gone_about);
            if skipped > 0 {
                let known = results.entry(SKIPPED.to_owned()).or_default();
                *known = known.saturating_add(skipped);
            }
        }
        let running = record.ended.is_none() && lock::is_held(self.dir(), record.id);
        Ok(Batch { record, results, done, running })
    }
}
