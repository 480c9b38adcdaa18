//! What an import would do, cut to what a person looks at.

use std::collections::BTreeMap;

use backoffice::{HISTORY_WORDS, LAYOUT_WORDS, STATEMENT_WORDS};
use serde::Serialize;
use specta::Type;

use crate::dto::{Alike, Becomes, Fate, ImportKind, MappingFrom, Money, count, time};

/// How many lines of each fate, and how many problems, are shown.
const MOST_SHOWN: usize = 100;

/// What an import would do.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportPlan {
    digest: String,
    of: ImportKind,
    file: String,
    /// `CSV`, `OFX` and the like.
    written_in: String,
    account: Option<String>,
    place: Option<String>,
    /// The bank account as the file names it.
    bank_account: Option<String>,
    first: Option<String>,
    last: Option<String>,
    /// What the columns of a CSV can mean, with what is settled; empty where the file is no CSV.
    words: Vec<ImportWord>,
    mapping_from: MappingFrom,
    /// What was told from what, a sentence each.
    why: Vec<String>,
    /// What has to be chosen before anything can be imported.
    questions: Vec<ImportQuestion>,
    preview: Option<ImportPreview>,
    /// The first lines of each fate.
    lines: Vec<ImportPlanLine>,
    /// The first of what could not be read or is not to be taken.
    problems: Vec<ImportProblem>,
    problems_total: u32,
    doubts: Vec<String>,
    ignored_columns: Vec<String>,
    in_file: u32,
    alike: Option<Alike>,
    wants_decision: bool,
    counts: FateCounts,
    /// What all lines that would be taken make, per currency.
    sums: Vec<Money>,
    earlier: Option<EarlierImport>,
}

/// A word of a mapping.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportWord {
    key: String,
    about: String,
    value: Option<String>,
}

/// Something that a person has to choose.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportQuestion {
    /// The word that answers it.
    key: String,
    question: String,
    /// What can be chosen; a column or a code where there is nothing.
    choices: Vec<String>,
}

/// How a CSV begins.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportPreview {
    headings: Vec<String>,
    rows: Vec<ImportPreviewRow>,
    lines: u32,
}

/// A row as it is written.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportPreviewRow {
    line: u32,
    is_line: bool,
    cells: Vec<String>,
}

/// A line, and what would become of it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportPlanLine {
    line: u32,
    date: String,
    amount: Option<Money>,
    text: String,
    counterparty: Option<String>,
    reference: Option<String>,
    fate: Fate,
    taken: bool,
    becomes: Becomes,
    message: Option<String>,
}

/// A row or an entry that is not taken.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportProblem {
    line: u32,
    message: String,
}

/// How many lines have which fate.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct FateCounts {
    new: u32,
    known: u32,
    changed: u32,
    alike: u32,
    unknown: u32,
    /// How many of all would be taken.
    taken: u32,
}

/// An import of the same file.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct EarlierImport {
    id: String,
    file: String,
    at: String,
}

impl From<&backoffice::ImportPlan> for ImportPlan {
    fn from(plan: &backoffice::ImportPlan) -> Self {
        Self {
            digest: plan.digest.clone(),
            of: plan.of.into(),
            file: plan.file.clone(),
            written_in: plan.written_in.to_string(),
            account: plan.account.clone(),
            place: plan.place.clone(),
            bank_account: plan.bank_account.clone(),
            first: plan.period.map(|(first, _)| first.to_string()),
            last: plan.period.map(|(_, last)| last.to_string()),
            words: words(plan),
            mapping_from: plan.mapping_from.into(),
            why: plan.why.clone(),
            questions: plan.questions.iter().map(ImportQuestion::from).collect(),
            preview: plan.preview.as_ref().map(ImportPreview::from),
            lines: first_of_each_fate(&plan.lines),
            problems: plan.problems.iter().take(MOST_SHOWN).map(ImportProblem::from).collect(),
            problems_total: u32::try_from(plan.problems.len()).unwrap_or(u32::MAX),
            doubts: plan.doubts.clone(),
            ignored_columns: plan.ignored_columns.clone(),
            in_file: count(plan.in_file),
            alike: plan.alike.map(Alike::from),
            wants_decision: plan.wants_decision(),
            counts: FateCounts::from(plan.counts),
            sums: plan.sums.iter().copied().map(Money::from).collect(),
            earlier: plan.earlier.as_ref().map(EarlierImport::from),
        }
    }
}

/// Every word that a mapping of this kind has, and those of the file's own on top.
fn words(plan: &backoffice::ImportPlan) -> Vec<ImportWord> {
    let of_kind = match &plan.mapping {
        None => return Vec::new(),
        Some(backoffice::ImportMapping::Statement(_)) => STATEMENT_WORDS,
        Some(backoffice::ImportMapping::History(_)) => HISTORY_WORDS,
    };
    let mut said: BTreeMap<String, String> =
        plan.mapping.iter().flat_map(backoffice::ImportMapping::words).collect();
    let known = of_kind.iter().chain(LAYOUT_WORDS).filter(|(key, _)| !key.contains(':'));
    let mut words: Vec<_> = known
        .map(|(key, about)| ImportWord {
            key: (*key).to_owned(),
            about: (*about).to_owned(),
            value: said.remove(*key),
        })
        .collect();
    words.extend(said.into_iter().map(|(key, value)| {
        let about = about_family(of_kind, &key);
        ImportWord { key, about, value: Some(value) }
    }));
    words
}

/// What a word such as `state:paid` means: as its family `state:WORD`.
fn about_family(of_kind: &[(&str, &str)], key: &str) -> String {
    let family = key.split_once(':').map_or(key, |(family, _)| family);
    let is_of = |known: &str| known.split_once(':').is_some_and(|(named, _)| named == family);
    let about = of_kind.iter().find(|(known, _)| is_of(known)).map(|(_, about)| *about);
    about.unwrap_or_default().to_owned()
}

fn first_of_each_fate(lines: &[backoffice::PlannedLine]) -> Vec<ImportPlanLine> {
    let mut shown = BTreeMap::<&str, usize>::new();
    let first = lines.iter().filter(|line| {
        let seen = shown.entry(line.fate.as_str()).or_default();
        *seen += 1;
        *seen <= MOST_SHOWN
    });
    first.map(ImportPlanLine::from).collect()
}

impl From<&backoffice::PlannedLine> for ImportPlanLine {
    fn from(line: &backoffice::PlannedLine) -> Self {
        Self {
            line: line.line,
            date: line.date.to_string(),
            amount: line.amount.map(Money::from),
            text: line.text.clone(),
            counterparty: line.counterparty.clone(),
            reference: line.reference.clone(),
            fate: line.fate.into(),
            taken: line.taken,
            becomes: line.becomes.into(),
            message: line.message.clone(),
        }
    }
}

impl From<&backoffice::OpenQuestion> for ImportQuestion {
    fn from(open: &backoffice::OpenQuestion) -> Self {
        Self {
            key: open.key.clone(),
            question: open.question.clone(),
            choices: open.choices.iter().map(|choice| (*choice).to_owned()).collect(),
        }
    }
}

impl From<&backoffice::ImportPreview> for ImportPreview {
    fn from(preview: &backoffice::ImportPreview) -> Self {
        let rows = preview.rows.iter().map(|row| ImportPreviewRow {
            line: row.line,
            is_line: row.is_line,
            cells: row.cells.clone(),
        });
        Self {
            headings: preview.headings.clone(),
            rows: rows.collect(),
            lines: u32::try_from(preview.lines).unwrap_or(u32::MAX),
        }
    }
}

impl From<&backoffice::LineNotTaken> for ImportProblem {
    fn from(problem: &backoffice::LineNotTaken) -> Self {
        Self { line: problem.line, message: problem.message.clone() }
    }
}

impl From<backoffice::FateCounts> for FateCounts {
    fn from(counts: backoffice::FateCounts) -> Self {
        Self {
            new: count(counts.new),
            known: count(counts.known),
            changed: count(counts.changed),
            alike: count(counts.alike),
            unknown: count(counts.unknown),
            taken: count(counts.taken),
        }
    }
}

impl From<&backoffice::EarlierImport> for EarlierImport {
    fn from(earlier: &backoffice::EarlierImport) -> Self {
        Self { id: earlier.id.to_string(), file: earlier.file.clone(), at: time(earlier.at) }
    }
}
