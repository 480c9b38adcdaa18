//! What was imported, what was undone, and what is remembered of files.

use std::collections::BTreeMap;

use backoffice::{ImportMapping, ImportReport, RememberedMapping, UndoReport};
use serde::Serialize;

use super::super::table::{harmless, table};
use super::super::{Amount, List};
use super::{Counts, ProblemView, remarks, sums};
use crate::output::Show;
use crate::words::Words;

#[derive(Debug, Serialize)]
pub(crate) struct ImportMadeView {
    /// Null where nothing of the file was new, so that nothing was written.
    id: Option<String>,
    kind: &'static str,
    file: String,
    account: Option<String>,
    bank_account: Option<String>,
    /// How many lines are kept of the file.
    lines: u64,
    /// How many payments it brought.
    payments: u64,
    /// How many payments it brought refunds of, or news of refunds.
    refunded: u64,
    /// How many payouts it brought.
    payouts: u64,
    #[serde(flatten)]
    counts: Counts,
    sums: Vec<Amount>,
    problems: Vec<ProblemView>,
    doubts: Vec<String>,
    /// The command that takes it back.
    undo: Option<String>,
}

impl ImportMadeView {
    /// With the words of the command.
    pub(crate) fn of(report: &ImportReport, command: &Words) -> Self {
        let plan = &report.plan;
        let id = report.id.map(|id| id.to_string());
        let undo = id.as_ref().map(|id| {
            command.clone().option("--undo", id).plain("--reason WHY --by NAME").to_string()
        });
        Self {
            id,
            kind: plan.of.as_str(),
            file: plan.file.clone(),
            account: plan.account.clone(),
            bank_account: plan.place.clone(),
            lines: report.lines,
            payments: report.payments,
            refunded: report.refunded,
            payouts: report.payouts,
            counts: Counts::of(plan),
            sums: plan.sums.iter().copied().map(Amount::of).collect(),
            problems: ProblemView::all(&plan.problems),
            doubts: plan.doubts.clone(),
            undo,
        }
    }

    fn brought(&self) -> String {
        let brought = [
            (self.lines, "lines kept"),
            (self.payments, "payments booked"),
            (self.refunded, "payments with refunds"),
            (self.payouts, "payouts booked"),
        ];
        let brought = brought.iter().filter(|(count, _)| *count > 0);
        brought.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
    }
}

impl Show for ImportMadeView {
    fn text(&self) -> String {
        let (file, counts) = (harmless(&self.file), self.counts.text());
        let Some(id) = &self.id else {
            let mut lines =
                vec![format!("{file}: nothing of it is new, and nothing was written ({counts})")];
            lines.extend(remarks(&self.problems, &self.doubts));
            return lines.join("\n");
        };
        let mut lines = vec![format!("{file} was imported as {id}: {} ({counts})", self.brought())];
        lines.extend(sums(&self.sums));
        lines.extend(remarks(&self.problems, &self.doubts));
        lines.extend(self.undo.as_ref().map(|undo| format!("To take it back:\n  {undo}")));
        lines.join("\n")
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct UndoView {
    id: String,
    /// How many lines count no more.
    lines: u64,
    /// How many of them were matched with a payout.
    released: u64,
    /// How many payments were withdrawn.
    payments: u64,
    /// How many refunds were withdrawn, of payments that stay.
    refunds: u64,
    /// How many payouts count as failed.
    payouts: u64,
    /// What stays, and why.
    kept: Vec<String>,
}

impl UndoView {
    pub(crate) fn of(report: &UndoReport) -> Self {
        Self {
            id: report.id.to_string(),
            lines: report.lines,
            released: report.released,
            payments: report.payments,
            refunds: report.refunds,
            payouts: report.payouts,
            kept: report.kept.clone(),
        }
    }
}

impl Show for UndoView {
    fn text(&self) -> String {
        let taken = [
            (self.lines, "lines"),
            (self.payments, "payments with their fees and refunds"),
            (self.refunds, "refunds of other payments"),
            (self.payouts, "payouts"),
        ];
        let taken: Vec<_> = taken
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let mut text =
            vec![format!("{} no longer counts; taken back: {}", self.id, taken.join(", "))];
        text.extend(self.kept.iter().map(|kept| format!("  {}", harmless(kept))));
        text.join("\n")
    }
}

/// What is remembered of files.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct MappingList(List<MappingView>);

#[derive(Debug, Serialize)]
struct MappingView {
    kind: &'static str,
    name: String,
    /// The bank account as its files name it.
    account_in_file: Option<String>,
    /// In the words of --map; empty where its files need none.
    mapping: BTreeMap<String, String>,
}

impl MappingList {
    pub(crate) fn of(remembered: &[RememberedMapping]) -> Self {
        Self(List::whole(remembered, |known| MappingView {
            kind: known.of.as_str(),
            name: known.name.clone(),
            account_in_file: known.bank_account.clone(),
            mapping: known.mapping.iter().flat_map(ImportMapping::words).collect(),
        }))
    }
}

impl Show for MappingList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "Nothing is remembered of files yet".to_owned();
        }
        let row = |known: &MappingView| {
            let words = known.mapping.iter().filter(|(key, _)| !key.contains(':'));
            let words: Vec<_> = words.map(|(key, value)| format!("{key}={value}")).collect();
            let account = known.account_in_file.clone().unwrap_or_default();
            vec![known.kind.to_owned(), known.name.clone(), account, words.join("  ")]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["KIND", "NAME", "ACCOUNT IN FILE", "COLUMNS"], &[], &rows)
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct ForgottenView {
    forgotten: String,
}

impl ForgottenView {
    pub(crate) fn of(name: &str) -> Self {
        Self { forgotten: name.trim().to_owned() }
    }
}

impl Show for ForgottenView {
    fn text(&self) -> String {
        format!("What was remembered of {} is forgotten", harmless(&self.forgotten))
    }
}
