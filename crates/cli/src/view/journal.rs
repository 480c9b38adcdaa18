//! The journal.

use backoffice::{JournalCheck, Page};
use ledger::{Body, Entry};
use serde::Serialize;

use super::table::table;
use super::{List, time};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct EntryView {
    seq: u64,
    at: String,
    actor: String,
    subject: String,
    version: u64,
    id: String,
    body: Body,
}

impl EntryView {
    fn of(entry: &Entry) -> Self {
        Self {
            seq: entry.seq,
            at: time(entry.at),
            actor: entry.actor.to_string(),
            subject: entry.subject.to_string(),
            version: entry.version,
            id: entry.id.to_string(),
            body: entry.body.clone(),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct EntryList(List<EntryView>);

impl EntryList {
    pub(crate) fn of(page: &Page<Entry>) -> Self {
        Self(List::page(page, EntryView::of))
    }
}

impl Show for EntryList {
    fn text(&self) -> String {
        let row = |entry: &EntryView| {
            let kind = entry.body.kind().replace('_', " ");
            vec![
                entry.seq.to_string(),
                entry.at.clone(),
                kind,
                entry.actor.clone(),
                entry.subject.clone(),
            ]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["SEQ", "WHEN", "WHAT", "BY", "SUBJECT"], &[0], &rows) + &self.0.more()
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct JournalView {
    ok: bool,
    entries: u64,
    head: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl JournalView {
    pub(crate) fn of(check: &JournalCheck) -> Self {
        Self {
            ok: check.problem.is_none(),
            entries: check.entries,
            head: check.head.to_string(),
            problem: check.problem.clone(),
        }
    }
}

impl Show for JournalView {
    fn text(&self) -> String {
        match &self.problem {
            None => format!("The chain holds: {} entries, head {}", self.entries, self.head),
            Some(problem) => format!("The chain is broken: {problem}"),
        }
    }
}
