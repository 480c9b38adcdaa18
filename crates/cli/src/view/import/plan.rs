//! What an import would do, before anything is written.

use std::collections::BTreeMap;

use backoffice::{
    EarlierImport, ImportMapping, ImportPlan, ImportPreview, OpenQuestion, PlannedLine,
};
use serde::Serialize;

use super::super::table::{harmless, table};
use super::super::{Amount, MaybeAmount, time};
use super::{Counts, ProblemView, remarks, sums};
use crate::output::Show;
use crate::words::Words;

/// How many lines are written out for people.
const MOST_LINES: usize = 30;
/// How much of a text is.
const LONGEST: usize = 40;
/// How many rows of a CSV that cannot be read yet are.
const MOST_ROWS: usize = 5;

#[derive(Debug, Serialize)]
pub(crate) struct ImportPlanView {
    /// Stands for the plan when it is agreed to.
    digest: String,
    kind: &'static str,
    file: String,
    sha256: String,
    /// `OFX`, `CAMT.053`, `CSV` or `JSON`.
    format: String,
    account: Option<String>,
    bank_account: Option<String>,
    /// The bank account as the file names it.
    account_in_file: Option<String>,
    from: Option<String>,
    to: Option<String>,
    /// The words of --map that say what is settled; empty where the file is no CSV.
    mapping: BTreeMap<String, String>,
    /// `none`, `remembered` or `file`.
    mapping_from: &'static str,
    why: Vec<String>,
    questions: Vec<QuestionView>,
    preview: Option<PreviewView>,
    #[serde(flatten)]
    counts: Counts,
    sums: Vec<Amount>,
    lines: Vec<LineView>,
    problems: Vec<ProblemView>,
    doubts: Vec<String>,
    ignored_columns: Vec<String>,
    imported_before: Option<EarlierView>,
    /// The command that imports exactly this, or with which to go on; null where nothing can be imported.
    go_on: Option<String>,
    #[serde(skip)]
    wants_decision: bool,
}

#[derive(Debug, Serialize)]
struct QuestionView {
    /// The word of --map that answers it.
    key: String,
    question: String,
    choices: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct PreviewView {
    headings: Vec<String>,
    rows: Vec<RowView>,
}

#[derive(Debug, Serialize)]
struct RowView {
    line: u32,
    is_line: bool,
    cells: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LineView {
    line: u32,
    date: String,
    #[serde(flatten)]
    amount: MaybeAmount,
    text: String,
    counterparty: Option<String>,
    reference: Option<String>,
    /// `new`, `known`, `changed`, `alike` or `unknown`.
    fate: &'static str,
    taken: bool,
    /// `nothing`, `line`, `payout`, `payout_fee`, `refund` or `payment`.
    becomes: &'static str,
    message: Option<String>,
}

#[derive(Debug, Serialize)]
struct EarlierView {
    id: String,
    file: String,
    at: String,
    #[serde(skip)]
    day: String,
}

impl ImportPlanView {
    /// With the command that showed the plan.
    pub(crate) fn of(plan: &ImportPlan, command: &Words) -> Self {
        let mapping = plan.mapping.iter().flat_map(ImportMapping::words).collect();
        let day = |day: chrono::NaiveDate| day.to_string();
        Self {
            digest: plan.digest.clone(),
            kind: plan.of.as_str(),
            file: plan.file.clone(),
            sha256: plan.sha256.clone(),
            format: plan.written_in.to_string(),
            account: plan.account.clone(),
            bank_account: plan.place.clone(),
            account_in_file: plan.bank_account.clone(),
            from: plan.period.map(|(from, _)| day(from)),
            to: plan.period.map(|(_, to)| day(to)),
            mapping,
            mapping_from: plan.mapping_from.as_str(),
            why: plan.why.clone(),
            questions: plan.questions.iter().map(QuestionView::of).collect(),
            preview: plan.preview.as_ref().map(PreviewView::of),
            counts: Counts::of(plan),
            sums: plan.sums.iter().copied().map(Amount::of).collect(),
            lines: plan.lines.iter().map(LineView::of).collect(),
            problems: ProblemView::all(&plan.problems),
            doubts: plan.doubts.clone(),
            ignored_columns: plan.ignored_columns.clone(),
            imported_before: plan.earlier.as_ref().map(EarlierView::of),
            go_on: go_on(plan, command),
            wants_decision: plan.wants_decision(),
        }
    }

    fn heading(&self) -> String {
        let of = self.bank_account.as_ref().or(self.account.as_ref());
        let of = of.map(|name| format!(" of {}", harmless(name))).unwrap_or_default();
        let days = self.from.as_ref().zip(self.to.as_ref());
        let days = days.map(|(from, to)| format!(", {from} to {to}")).unwrap_or_default();
        let Self { format, counts, .. } = self;
        format!(
            "{} ({format}{of}{days}): {} in the file; {}",
            harmless(&self.file),
            counts.in_file,
            counts.text()
        )
    }

    /// The lines that want a look first.
    fn table(&self) -> Option<String> {
        let rank = |line: &&LineView| match line.fate {
            "alike" => 0,
            "changed" => 1,
            "unknown" => 2,
            "new" => 3,
            _ => 4,
        };
        let mut lines: Vec<_> = self.lines.iter().collect();
        lines.sort_by_key(rank);
        let rows: Vec<_> = lines.iter().take(MOST_LINES).map(|line| line.row()).collect();
        if rows.is_empty() {
            return None;
        }
        let headings = ["LINE", "DAY", "AMOUNT", "TEXT", "FATE", "REMARK"];
        let mut text = table(&headings, &[0, 2], &rows);
        if lines.len() > MOST_LINES {
            text += &format!("\n… and {} more; --json has all", lines.len() - MOST_LINES);
        }
        Some(text)
    }

    fn columns(&self) -> Vec<String> {
        let words = self.mapping.iter().filter(|(key, _)| !key.contains(':'));
        let words: Vec<_> =
            words.map(|(key, value)| format!("{key}={}", harmless(value))).collect();
        let mut lines = Vec::new();
        if !words.is_empty() {
            lines.push(format!("Read as ({}): {}", self.mapping_from, words.join("  ")));
        }
        lines.extend(self.why.iter().map(|why| format!("  {}", harmless(why))));
        if !self.ignored_columns.is_empty() {
            let ignored = self.ignored_columns.iter().map(|name| harmless(name));
            lines.push(format!(
                "Columns that are not used: {}",
                ignored.collect::<Vec<_>>().join(", ")
            ));
        }
        lines
    }

    fn ending(&self) -> String {
        let go_on = self.go_on.as_deref().unwrap_or_default();
        if let Some(earlier) = &self.imported_before {
            return format!(
                "This file was imported on {} as {}; it is {}. Nothing can be imported again",
                earlier.day,
                harmless(&earlier.file),
                earlier.id
            );
        }
        if !self.questions.is_empty() {
            let question = |asked: &QuestionView| {
                let choices = asked.choices.join(", ");
                let choices =
                    if choices.is_empty() { String::new() } else { format!(" ({choices})") };
                format!("  {}: {}{choices}", asked.key, harmless(&asked.question))
            };
            let asked: Vec<_> = self.questions.iter().map(question).collect();
            return format!(
                "To be chosen first:\n{}\nPut in what you choose, and look again:\n  {go_on}",
                asked.join("\n")
            );
        }
        if self.wants_decision {
            return format!(
                "Whether the lines that may be the same as others are the same, only you can say. If they are, leave them out:\n  \
                 {go_on}\nIf they are others, write --alike take instead"
            );
        }
        if self.go_on.is_none() && self.counts.changed > 0 {
            return format!(
                "Nothing of it is new, and {} of its lines differ from what was imported: look at both",
                self.counts.changed
            );
        }
        if self.go_on.is_none() {
            return "Nothing of it is new".to_owned();
        }
        format!("Nothing was imported yet. To import exactly this:\n  {go_on}")
    }
}

/// What to type next.
fn go_on(plan: &ImportPlan, command: &Words) -> Option<String> {
    if plan.earlier.is_some() {
        return None;
    }
    if !plan.questions.is_empty() {
        let words = plan.questions.iter().fold(command.clone(), |words, asked| {
            // A person chooses: an answer that stands there already would be taken as it is.
            let answer = match asked.key.as_str() {
                "currency" => "CODE",
                "words-in" => "WORD",
                _ if asked.choices.is_empty() => "COLUMN",
                _ => "CHOICE",
            };
            words.option("--map", &format!("{}={answer}", asked.key))
        });
        return Some(words.plain("--preview").to_string());
    }
    if plan.wants_decision() {
        return Some(command.clone().option("--alike", "skip").to_string());
    }
    let is_any = plan.counts.taken > 0;
    is_any.then(|| command.clone().option("--plan", &plan.digest).to_string())
}

impl QuestionView {
    fn of(asked: &OpenQuestion) -> Self {
        Self {
            key: asked.key.clone(),
            question: asked.question.clone(),
            choices: asked.choices.clone(),
        }
    }
}

impl PreviewView {
    fn of(preview: &ImportPreview) -> Self {
        let rows = preview.rows.iter().map(|row| RowView {
            line: row.line,
            is_line: row.is_line,
            cells: row.cells.clone(),
        });
        Self { headings: preview.headings.clone(), rows: rows.collect() }
    }

    fn text(&self) -> String {
        let rows = self.rows.iter().filter(|row| row.is_line).take(MOST_ROWS);
        let rows: Vec<Vec<String>> =
            rows.map(|row| row.cells.iter().map(|cell| shortened(cell)).collect()).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(self.headings.len());
        let named = |place: usize| {
            let heading = self.headings.get(place).filter(|heading| !heading.is_empty());
            heading.map_or_else(|| format!("#{}", place + 1), |heading| shortened(heading))
        };
        let headings: Vec<_> = (0..width).map(named).map(|heading| harmless(&heading)).collect();
        let headings: Vec<_> = headings.iter().map(String::as_str).collect();
        table(&headings, &[], &rows)
    }
}

impl LineView {
    fn of(line: &PlannedLine) -> Self {
        Self {
            line: line.line,
            date: line.date.to_string(),
            amount: MaybeAmount::of(line.amount),
            text: line.text.clone(),
            counterparty: line.counterparty.clone(),
            reference: line.reference.clone(),
            fate: line.fate.as_str(),
            taken: line.taken,
            becomes: line.becomes.as_str(),
            message: line.message.clone(),
        }
    }

    fn row(&self) -> Vec<String> {
        let parts =
            [self.reference.as_deref(), self.counterparty.as_deref(), Some(self.text.as_str())];
        let text: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let fate = match (self.fate, self.becomes) {
            ("new", "line") | (_, "nothing") => self.fate.to_owned(),
            (fate, becomes) => format!("{fate}: {}", becomes.replace('_', " ")),
        };
        vec![
            self.line.to_string(),
            self.date.clone(),
            self.amount.text(),
            shortened(&text.join(" · ")),
            fate,
            self.message.clone().unwrap_or_default(),
        ]
    }
}

impl EarlierView {
    fn of(earlier: &EarlierImport) -> Self {
        Self {
            id: earlier.id.to_string(),
            file: earlier.file.clone(),
            at: time(earlier.at),
            day: earlier.day.to_string(),
        }
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

impl Show for ImportPlanView {
    fn text(&self) -> String {
        let mut parts = vec![self.heading()];
        parts.extend(self.columns());
        if let Some(preview) = self.preview.as_ref().filter(|_| self.lines.is_empty()) {
            parts.push(format!("\n{}\n", preview.text()));
        }
        parts.extend(self.table().map(|table| format!("\n{table}\n")));
        parts.extend(sums(&self.sums));
        parts.extend(remarks(&self.problems, &self.doubts));
        parts.push(self.ending());
        parts.join("\n")
    }
}
