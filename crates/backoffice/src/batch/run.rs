//! Going through a batch, from wherever it stopped.
//!
//! A line whose gateway cannot be asked keeps its turn for later, and three such in a row stop the batch, which can be gone
//! on with. Cancelling waits for the refund that is under way and ends the batch for good. Both leave what was done in the
//! journal, so there is nothing to undo.

use std::collections::BTreeMap;
use std::time::Duration;

use ledger::{BatchId, Body, Subject};
use store::{BatchLineRow, BatchRecord, LineOutcome};
use tokio_util::sync::CancellationToken;

use super::Batch;
use super::line::{SKIPPED, Turn, outcome_of};
use super::lock::{self, Held};
use crate::{Backoffice, Error};

/// Tells a batch that is gone through to stop. All clones are one.
#[derive(Debug, Clone, Default)]
pub struct Cancel(CancellationToken);

impl Cancel {
    /// Asks for no more refunds; the one under way is waited for.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether that was said.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// How far a batch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchProgress {
    /// Which batch.
    pub id: BatchId,
    /// How many lines it has.
    pub lines: u64,
    /// How many lines were gone about.
    pub done: u64,
    /// How many of those came to what, by word.
    pub results: BTreeMap<String, u64>,
    /// The order number of the last one.
    pub reference: String,
    /// What came of that.
    pub word: String,
}

/// What came of going through a batch.
#[derive(Debug)]
pub struct BatchReport {
    /// Which batch.
    pub id: BatchId,
    /// How many lines it has.
    pub lines: u64,
    /// How many of them came to what, by word.
    pub results: BTreeMap<String, u64>,
    /// How many have their turn yet to come.
    pub left: u64,
    /// Why it goes no further.
    pub stop: BatchStop,
}

/// Why a batch goes no further.
#[derive(Debug)]
pub enum BatchStop {
    /// Every line was gone about.
    Finished,
    /// It was cancelled, or given up; what is left is skipped.
    Cancelled,
    /// What is left cannot be asked for now. It can be gone on with.
    Stopped(Error),
}

/// How many lines in a row may find nobody to ask.
const MOST_TROUBLES: u32 = 3;
/// The longest pause that a gateway is left between two of them.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How many lines are read at a time.
const LINES_AT_A_TIME: u32 = 200;

impl Backoffice {
    /// Asks for the refunds of a batch, one after the other, and tells after each how far it is. One that stopped goes on
    /// where it stopped; one that has ended is reported as it ended.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::BatchRunning`] where another program goes through it; where the history cannot be read or
    /// written, after which it can be gone on with.
    pub async fn run_batch(
        &self,
        id: BatchId,
        cancel: &Cancel,
        mut told: impl FnMut(&BatchProgress) + Send,
    ) -> Result<BatchReport, Error> {
        self.batch_record(id).await?;
        let held = lock::hold(self.dir(), id).await?;
        // Read under the lock: another program may have ended it meanwhile.
        let batch = self.batch(id).await?;
        if let Some(end) = &batch.record.ended {
            let stop = if end.cancelled { BatchStop::Cancelled } else { BatchStop::Finished };
            held.let_go();
            return Ok(report(&batch, stop));
        }
        let mut run = Run { office: self, batch, cancel, troubles: 0 };
        let stop = loop {
            match run.pass(&mut told).await? {
                Pass::Again => {}
                Pass::Stop(stop) => break stop,
            }
        };
        let batch = match &stop {
            BatchStop::Stopped(_) => self.batch(id).await?,
            BatchStop::Finished => self.end(&run.batch.record, false, held).await?,
            BatchStop::Cancelled => self.end(&run.batch.record, true, held).await?,
        };
        Ok(report(&batch, stop))
    }

    /// Gives up what is left of a batch. What was asked for stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::BatchRunning`] while a program goes through it.
    pub async fn end_batch(&self, id: BatchId) -> Result<Batch, Error> {
        self.batch_record(id).await?;
        let held = lock::hold(self.dir(), id).await?;
        let batch = self.batch(id).await?;
        if batch.record.ended.is_some() {
            held.let_go();
            return Ok(batch);
        }
        self.end(&batch.record, true, held).await
    }

    async fn end(&self, record: &BatchRecord, cancelled: bool, held: Held) -> Result<Batch, Error> {
        self.settle_open_lines(record.id).await?;
        let mut results = self.store().count_line_outcomes(record.id).await?;
        let skipped = record.lines.saturating_sub(total(&results));
        if skipped > 0 {
            results.insert(SKIPPED.to_owned(), skipped);
        }
        let body = Body::BatchEnded { cancelled, results };
        self.append(Subject::Batch(record.id), record.version, vec![body], Vec::new()).await?;
        held.let_go();
        self.batch(record.id).await
    }

    /// A program that died between a refund and its line left the line open.
    async fn settle_open_lines(&self, id: BatchId) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let rows = self.store().batch_lines(id, after, LINES_AT_A_TIME).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.line.line;
            for row in rows.iter().filter(|row| row.outcome.is_none()) {
                if let Some(refund) = self.refund_of_line(&row.line).await? {
                    let outcome = outcome_of(&refund);
                    self.store().set_line_outcome(id, row.line.line, outcome).await?;
                }
            }
        }
    }
}

/// A batch that is gone through.
struct Run<'a> {
    office: &'a Backoffice,
    batch: Batch,
    cancel: &'a Cancel,
    /// How many lines in a row found nobody to ask.
    troubles: u32,
}

/// What is to be done after all lines were looked at.
enum Pass {
    /// Some have their turn again.
    Again,
    Stop(BatchStop),
}

impl Run<'_> {
    /// Goes about every line that is open. It ends at some point: of two passes, the first has done something or has brought
    /// the batch nearer to its stop.
    async fn pass(
        &mut self,
        told: &mut (impl FnMut(&BatchProgress) + Send),
    ) -> Result<Pass, Error> {
        let (id, mut after, mut is_open) = (self.batch.record.id, 0, false);
        loop {
            let rows = self.office.store().batch_lines(id, after, LINES_AT_A_TIME).await?;
            let Some(last) = rows.last() else { break };
            after = last.line.line;
            for row in rows.iter().filter(|row| row.outcome.is_none()) {
                if self.cancel.is_cancelled() {
                    return Ok(Pass::Stop(BatchStop::Cancelled));
                }
                match self.office.go_about(&self.batch.record, &row.line).await? {
                    Turn::Over(outcome) => told(&self.note(row, outcome).await?),
                    Turn::Stop(error) => return Ok(Pass::Stop(BatchStop::Stopped(error))),
                    Turn::Later(error) => {
                        is_open = true;
                        self.troubles = self.troubles.saturating_add(1);
                        if self.troubles >= MOST_TROUBLES {
                            return Ok(Pass::Stop(BatchStop::Stopped(error)));
                        }
                        self.pause(&error).await;
                    }
                }
            }
        }
        Ok(if is_open { Pass::Again } else { Pass::Stop(BatchStop::Finished) })
    }

    /// Writes down what came of a line.
    async fn note(
        &mut self,
        row: &BatchLineRow,
        outcome: LineOutcome,
    ) -> Result<BatchProgress, Error> {
        let id = self.batch.record.id;
        let word = outcome.word.clone();
        self.office.store().set_line_outcome(id, row.line.line, outcome).await?;
        self.troubles = 0;
        self.batch.done = self.batch.done.saturating_add(1);
        let count = self.batch.results.entry(word.clone()).or_default();
        *count = count.saturating_add(1);
        Ok(BatchProgress {
            id,
            lines: self.batch.record.lines,
            done: self.batch.done,
            results: self.batch.results.clone(),
            reference: row.reference.to_string(),
            word,
        })
    }

    async fn pause(&self, error: &Error) {
        let asked = error.pause_asked_for().unwrap_or(self.office.shared.timing.first_pause);
        let pause = tokio::time::sleep(asked.min(LONGEST_PAUSE));
        tokio::select! {
            () = pause => {}
            () = self.cancel.0.cancelled() => {}
        }
    }
}

fn report(batch: &Batch, stop: BatchStop) -> BatchReport {
    let Batch { record, results, .. } = batch;
    let left = record.lines.saturating_sub(total(results));
    BatchReport { id: record.id, lines: record.lines, results: results.clone(), left, stop }
}

fn total(results: &BTreeMap<String, u64>) -> u64 {
    results.values().fold(0, |sum, count| sum.saturating_add(*count))
}
