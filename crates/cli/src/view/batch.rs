//! Bulk refunds, and what came of each of their lines.

mod plan;

use std::collections::BTreeMap;
use std::path::Path;

use backoffice::{Batch, BatchLineState, Page};
use serde::Serialize;

use super::table::{facts, table};
use super::{Amount, List, time};
use crate::output::Show;
use crate::words::Words;
pub(crate) use plan::BatchPlanView;

#[derive(Debug, Serialize)]
struct BatchView {
    id: String,
    /// The filter, or the name of the file.
    of: String,
    reason: String,
    by: String,
    /// The digest of the plan that was agreed to.
    plan: String,
    /// How many refunds it has.
    refunds: u64,
    /// How many of them were gone about.
    done: u64,
    sums: Vec<Amount>,
    /// How many came to what: `processed`, `pending`, `requested`, `unknown`, `failed`, `refused` or `skipped`.
    results: BTreeMap<String, u64>,
    started_at: String,
    ended_at: Option<String>,
    /// Whether it was ended before every line had its turn.
    cancelled: bool,
    /// Whether a program is going through it.
    running: bool,
}

impl BatchView {
    fn of(batch: &Batch) -> Self {
        let record = &batch.record;
        let end = record.ended.as_ref();
        Self {
            id: record.id.to_string(),
            of: record.of.clone(),
            reason: record.reason.clone(),
            by: record.by.to_string(),
            plan: record.plan.clone(),
            refunds: record.lines,
            done: batch.done,
            sums: record.sums.iter().copied().map(Amount::of).collect(),
            results: batch.results.clone(),
            started_at: time(record.started_at),
            ended_at: end.map(|end| time(end.at)),
            cancelled: end.is_some_and(|end| end.cancelled),
            running: batch.running,
        }
    }

    fn state(&self) -> &'static str {
        match (self.ended_at.is_some(), self.cancelled, self.running) {
            (true, true, _) => "given up",
            (true, false, _) => "done",
            (false, _, true) => "running",
            (false, _, false) => "stopped",
        }
    }

    fn results(&self) -> String {
        let counts = self.results.iter().map(|(word, count)| format!("{count} {word}"));
        counts.collect::<Vec<_>>().join(", ")
    }

    fn sums(&self) -> String {
        self.sums.iter().map(Amount::text).collect::<Vec<_>>().join(", ")
    }

    fn facts(&self) -> String {
        let results = Some(self.results()).filter(|results| !results.is_empty());
        let is_stopped = self.ended_at.is_none() && !self.running;
        let command = Words::till("refund batch").word(&self.id);
        let next = is_stopped
            .then(|| format!("`{command} --resume` goes on, `{command} --end` gives the rest up"));
        facts(&[
            ("Bulk refund", Some(self.id.clone())),
            ("Of", Some(self.of.clone())),
            ("Reason", Some(self.reason.clone())),
            ("By", Some(self.by.clone())),
            ("Sum", Some(self.sums())),
            (
                "State",
                Some(format!("{}, {} of {} gone about", self.state(), self.done, self.refunds)),
            ),
            ("Results", results),
            ("Next", next),
        ])
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct BatchList(List<BatchView>);

impl BatchList {
    pub(crate) fn of(page: &Page<Batch>) -> Self {
        Self(List::page(page, BatchView::of))
    }
}

impl Show for BatchList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "There were no bulk refunds. Plan one with: till refund bulk".to_owned();
        }
        let row = |batch: &BatchView| {
            vec![
                batch.started_at.clone(),
                batch.of.clone(),
                batch.sums(),
                batch.state().to_owned(),
                batch.results(),
                batch.by.clone(),
                batch.id.clone(),
            ]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        let headings = ["WHEN", "OF", "SUM", "STATE", "RESULTS", "BY", "ID"];
        table(&headings, &[2], &rows) + &self.0.more()
    }
}

#[derive(Debug, Serialize)]
struct LineView {
    line: u32,
    reference: String,
    account: String,
    #[serde(flatten)]
    amount: Amount,
    reason: String,
    customer_note: Option<String>,
    /// What came of it; null while its turn has not come.
    outcome: Option<String>,
    message: Option<String>,
    /// The refund, where it was asked for.
    refund: Option<String>,
}

impl LineView {
    fn of(state: BatchLineState) -> Self {
        let line = state.line;
        Self {
            line: line.line,
            reference: state.reference,
            account: state.account,
            amount: Amount::of(line.amount),
            reason: line.reason,
            customer_note: line.customer_note,
            outcome: state.word,
            message: state.message,
            refund: state.asked_for.then(|| line.refund.to_string()),
        }
    }
}

/// A bulk refund with its lines.
#[derive(Debug, Serialize)]
pub(crate) struct BatchDetail {
    #[serde(flatten)]
    batch: BatchView,
    lines: Vec<LineView>,
}

impl BatchDetail {
    pub(crate) fn of(batch: &Batch, lines: Vec<BatchLineState>) -> Self {
        Self { batch: BatchView::of(batch), lines: lines.into_iter().map(LineView::of).collect() }
    }

    fn table(&self) -> String {
        let row = |line: &LineView| {
            vec![
                line.line.to_string(),
                format!("{}/{}", line.account, line.reference),
                line.amount.text(),
                line.outcome.clone().unwrap_or_default(),
                line.refund.clone().unwrap_or_default(),
                line.message.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<_> = self.lines.iter().map(row).collect();
        table(&["LINE", "ORDER", "AMOUNT", "RESULT", "REFUND", "NEWS"], &[0, 2], &rows)
    }
}

impl Show for BatchDetail {
    fn text(&self) -> String {
        format!("{}\n\n{}", self.table(), self.batch.facts())
    }
}

/// Why going through a bulk refund came to its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Every line was gone about.
    Finished,
    /// It was given up.
    Cancelled,
    /// The person at the keyboard stopped it.
    Interrupted,
    /// What is left cannot be asked for now.
    Stopped(String),
}

/// What came of going through a bulk refund.
#[derive(Debug, Serialize)]
pub(crate) struct BatchRun {
    #[serde(flatten)]
    detail: BatchDetail,
    /// `finished`, `cancelled`, `interrupted` or `stopped`.
    stop: &'static str,
    /// What stopped it.
    message: Option<String>,
    /// The command that goes on with it.
    go_on: Option<String>,
    #[serde(skip)]
    command: Words,
}

impl BatchRun {
    /// With the command that names the bulk refund.
    pub(crate) fn new(detail: BatchDetail, stop: &Stop, command: &Words) -> Self {
        let (word, message) = match stop {
            Stop::Finished => ("finished", None),
            Stop::Cancelled => ("cancelled", None),
            Stop::Interrupted => ("interrupted", None),
            Stop::Stopped(message) => ("stopped", Some(message.clone())),
        };
        let is_open = detail.batch.ended_at.is_none();
        let go_on = is_open.then(|| command.clone().plain("--resume").to_string());
        Self { detail, stop: word, message, go_on, command: command.clone() }
    }
}

impl Show for BatchRun {
    fn text(&self) -> String {
        let command = &self.command;
        let batch = &self.detail.batch;
        let head = format!("{} of {} gone about: {}", batch.done, batch.refunds, batch.results());
        let message = self.message.as_ref().map(|message| format!("It stopped: {message}"));
        let next = match &self.go_on {
            Some(go_on) => format!(
                "Nothing is lost, and nothing is asked for twice.\n\
                 To go on:              {go_on}\n\
                 To give the rest up:   {command} --end"
            ),
            None => format!("To keep what came of each line:   {command} -o results.csv"),
        };
        let lines =
            [Some(self.detail.table()), Some(String::new()), Some(head), message, Some(next)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}

/// A file with what came of each line.
#[derive(Debug, Serialize)]
pub(crate) struct BatchFile {
    #[serde(flatten)]
    batch: BatchView,
    path: String,
}

impl BatchFile {
    pub(crate) fn of(batch: &Batch, path: &Path) -> Self {
        Self { batch: BatchView::of(batch), path: path.display().to_string() }
    }
}

impl Show for BatchFile {
    fn text(&self) -> String {
        format!("Wrote {}: {} lines, {}", self.path, self.batch.refunds, self.batch.results())
    }
}
