//! Files that are brought in: what would be, what was, and what is remembered of them.

mod history;
mod made;
mod plan;

pub(crate) use history::{ImportDetailView, ImportList};
pub(crate) use made::{ForgottenView, ImportMadeView, MappingList, UndoView};
pub(crate) use plan::ImportPlanView;

use backoffice::{FateCounts, ImportPlan, LineNotTaken};
use serde::Serialize;

use super::Amount;
use super::table::harmless;

/// How many problems are written out for people.
const MOST_PROBLEMS: usize = 20;

/// How many lines have which fate.
#[derive(Debug, Serialize)]
struct Counts {
    /// Rows or entries in the file.
    in_file: u64,
    new: u64,
    known: u64,
    changed: u64,
    alike: u64,
    unknown: u64,
    /// How many of all are taken.
    taken: u64,
}

/// A row or an entry that is not taken, and why.
#[derive(Debug, Serialize)]
struct ProblemView {
    line: u32,
    message: String,
}

impl Counts {
    const fn of(plan: &ImportPlan) -> Self {
        let FateCounts { new, known, changed, alike, unknown, taken } = plan.counts;
        Self { in_file: plan.in_file, new, known, changed, alike, unknown, taken }
    }

    /// What is more than nothing.
    fn text(&self) -> String {
        let told = [
            (self.new, "new"),
            (self.known, "known already"),
            (self.changed, "known with another content"),
            (self.alike, "looking the same as one that is known"),
            (self.unknown, "about something that is not in the books"),
        ];
        let told = told.iter().filter(|(count, _)| *count > 0);
        let told: Vec<_> = told.map(|(count, what)| format!("{count} {what}")).collect();
        if told.is_empty() { "none that can be read".to_owned() } else { told.join(", ") }
    }
}

impl ProblemView {
    fn all(problems: &[LineNotTaken]) -> Vec<Self> {
        let problem = |told: &LineNotTaken| Self { line: told.line, message: told.message.clone() };
        problems.iter().map(problem).collect()
    }
}

/// The problems and doubts of a file, for people.
fn remarks(problems: &[ProblemView], doubts: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    if !problems.is_empty() {
        lines.push(format!("{} not taken:", problems.len()));
    }
    for problem in problems.iter().take(MOST_PROBLEMS) {
        lines.push(format!("  line {}: {}", problem.line, harmless(&problem.message)));
    }
    if problems.len() > MOST_PROBLEMS {
        lines.push(format!("  and {} more; --json has all", problems.len() - MOST_PROBLEMS));
    }
    lines.extend(doubts.iter().map(|doubt| format!("Beware: {}", harmless(doubt))));
    lines
}

fn sums(sums: &[Amount]) -> impl Iterator<Item = String> {
    sums.iter().map(|sum| format!("  sum {}", sum.text()))
}
