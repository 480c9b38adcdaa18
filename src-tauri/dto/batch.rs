//! Many refunds at once.

use std::path::PathBuf;

use backoffice::Verdict;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Money, count, time};
use crate::error::{CommandError, sentence};

/// Which payments: those of a filter, or of a list in a file.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct BatchSource {
    filter: Option<String>,
    pub(crate) file: Option<String>,
}

impl BatchSource {
    pub(crate) async fn read(&self) -> Result<backoffice::BatchSource, CommandError> {
        match (&self.filter, &self.file) {
            (Some(text), None) => {
                let text = text.clone();
                let filter = backoffice::PaymentFilter { text, ..Default::default() };
                Ok(backoffice::BatchSource::Filter(filter))
            }
            (None, Some(path)) => {
                Ok(backoffice::BatchSource::from_file(&PathBuf::from(path)).await?)
            }
            _ => Err(CommandError::invalid("file", "Choose a list, or write a filter.")),
        }
    }
}

/// What would become of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlanVerdict {
    Refund,
    WantsApproval,
    Refused,
}

/// What would be done about one line.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PlanLine {
    line: u32,
    reference: String,
    account: Option<String>,
    customer: Option<String>,
    payment_id: Option<String>,
    amount: Option<Money>,
    left: Option<Money>,
    /// What went back before, or is held for it.
    before: Option<Money>,
    verdict: PlanVerdict,
    reason: Option<String>,
}

impl From<&backoffice::PlanLine> for PlanLine {
    fn from(line: &backoffice::PlanLine) -> Self {
        let (verdict, reason) = match &line.verdict {
            Verdict::Refund => (PlanVerdict::Refund, None),
            Verdict::WantsApproval => (PlanVerdict::WantsApproval, None),
            Verdict::Refused(reason) => (PlanVerdict::Refused, Some(sentence(reason))),
        };
        Self {
            line: line.line,
            reference: line.reference.clone(),
            account: line.account.clone(),
            customer: line.customer.clone(),
            payment_id: line.payment.map(|id| id.to_string()),
            amount: line.amount.map(Money::from),
            left: line.left.map(Money::from),
            before: line.before.map(Money::from),
            verdict,
            reason,
        }
    }
}

/// What a batch would do.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BatchPlan {
    digest: String,
    of: String,
    /// The first five hundred, those that would not be refunded first.
    lines: Vec<PlanLine>,
    total: u32,
    refunds: u32,
    wanting_approval: u32,
    refused: u32,
    /// How many of those to be refunded had something paid back before.
    refunded_before: u32,
    sums: Vec<Money>,
    ignored_columns: Vec<String>,
}

/// The most lines of a plan that are shown.
const MOST_LINES: usize = 500;

impl From<&backoffice::BatchPlan> for BatchPlan {
    fn from(plan: &backoffice::BatchPlan) -> Self {
        let is_refused = |line: &&backoffice::PlanLine| matches!(line.verdict, Verdict::Refused(_));
        let refused = plan.lines.iter().filter(is_refused);
        let others = plan.lines.iter().filter(|line| !is_refused(line));
        Self {
            digest: plan.digest.clone(),
            of: plan.of.clone(),
            lines: refused.chain(others).take(MOST_LINES).map(PlanLine::from).collect(),
            total: u32::try_from(plan.lines.len()).unwrap_or(u32::MAX),
            refunds: count(plan.refunds),
            wanting_approval: count(plan.wanting_approval),
            refused: count(plan.refused),
            refunded_before: count(plan.refunded_before),
            sums: plan.sums.iter().copied().map(Money::from).collect(),
            ignored_columns: plan.ignored_columns.clone(),
        }
    }
}

/// A yes to a plan.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct BatchForm {
    pub(crate) source: BatchSource,
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) digest: String,
}

/// What came of a yes: a batch, or the plan as it is by now.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BatchStarted {
    pub(crate) id: Option<String>,
    pub(crate) changed: Option<BatchPlan>,
}

/// How many lines came to one thing.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BatchResult {
    word: String,
    count: u32,
}

/// Many refunds that were agreed to at once.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Batch {
    id: String,
    of: String,
    reason: String,
    by: String,
    lines: u32,
    sums: Vec<Money>,
    started_at: String,
    ended_at: Option<String>,
    cancelled: bool,
    running: bool,
    done: u32,
    results: Vec<BatchResult>,
}

impl From<&backoffice::Batch> for Batch {
    fn from(batch: &backoffice::Batch) -> Self {
        let record = &batch.record;
        let ended = record.ended.as_ref();
        let results = batch.results.iter();
        Self {
            id: record.id.to_string(),
            of: record.of.clone(),
            reason: record.reason.clone(),
            by: record.by.to_string(),
            lines: count(record.lines),
            sums: record.sums.iter().copied().map(Money::from).collect(),
            started_at: time(record.started_at),
            ended_at: ended.map(|end| time(end.at)),
            cancelled: ended.is_some_and(|end| end.cancelled),
            running: batch.running,
            done: count(batch.done),
            results: results
                .map(|(word, number)| BatchResult { word: word.clone(), count: count(*number) })
                .collect(),
        }
    }
}

/// A page of batches.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BatchPage {
    pub(crate) items: Vec<Batch>,
    pub(crate) next: Option<String>,
}

/// A line of a batch, and what came of it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BatchLine {
    line: u32,
    reference: String,
    account: String,
    payment_id: String,
    refund_id: String,
    amount: Money,
    word: Option<String>,
    message: Option<String>,
}

impl From<&backoffice::BatchLineState> for BatchLine {
    fn from(state: &backoffice::BatchLineState) -> Self {
        Self {
            line: state.line.line,
            reference: state.reference.clone(),
            account: state.account.clone(),
            payment_id: state.line.payment.to_string(),
            refund_id: state.line.refund.to_string(),
            amount: state.line.amount.into(),
            word: state.word.clone(),
            message: state.message.clone(),
        }
    }
}

/// A batch with some of its lines.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BatchDetail {
    pub(crate) batch: Batch,
    pub(crate) lines: Vec<BatchLine>,
    /// The line to go on behind, where there are more.
    pub(crate) next: Option<u32>,
}

/// A batch's id as the window sends it back.
pub(crate) fn batch_id(text: &str) -> Result<ledger::BatchId, CommandError> {
    text.parse().map_err(|_| CommandError::invalid("id", "There is no such bulk refund."))
}
