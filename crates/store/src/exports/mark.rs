//! How far rows have been handed out: up to the first hole between the exports of one kind.
//!
//! There is a hole where an export did not come into place after a later one was made. What is new is then what is in the hole,
//! and what came after the later one is of the export after that: no row is left out, and none is given twice.

use std::collections::BTreeMap;

use ledger::ExportMade;
use rusqlite::Connection;

use super::{COLUMNS, ExportRecord, read};
use crate::Error;
use crate::decode::Fields;

/// What tells exports of what is new apart: those of one kind go on from one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportKind {
    /// Which profile.
    pub profile: String,
    /// Which rows, in the filter language.
    pub filter: String,
    /// How the profile is set, as an export keeps it. Columns and choices decide what a row says, and so whether it was handed
    /// out; how accounts are called and the time zone do not.
    pub options: BTreeMap<String, String>,
}

impl ExportKind {
    /// The kind of an export that was made.
    pub(super) fn of(made: &ExportMade) -> Self {
        Self {
            profile: made.profile.clone(),
            filter: made.filter.clone(),
            options: made.options.clone(),
        }
    }
}

/// How far those of a kind have been handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportMark {
    /// The entry up to which all rows were; `None` where not even the first were.
    pub through: Option<u64>,
    /// The entry behind which they were again, where that is behind a hole.
    pub until: Option<u64>,
    /// The export that reaches `through`. One that was made once more reaches no further than the first time.
    pub last: Option<ExportRecord>,
}

/// The ranges of entries of a kind, by their beginnings; NULL, which is the first entry, comes first.
pub(crate) const RANGES: &str = "SELECT after_seq, through_seq, seq, place FROM exports
     WHERE profile = ? AND terms = ? AND kind = ?
     ORDER BY after_seq, through_seq, seq";

/// How far those of a kind have been handed out.
pub(super) fn of(reading: &Connection, kind: &ExportKind) -> Result<ExportMark, Error> {
    let mut statement = reading.prepare_cached(RANGES)?;
    let mut rows = statement.query((&kind.profile, &kind.filter, kind_of(&kind.options)?))?;
    let (mut through, mut until) = (0_u64, None);
    let mut reached_by: Option<(u64, i64)> = None;
    while let Some(row) = rows.next()? {
        let after: Option<u64> = row.get(0)?;
        let seq: u64 = row.get(2)?;
        // One that was made before this was written down ends where it stands.
        let end = row.get::<_, Option<u64>>(1)?.unwrap_or(seq);
        if after.is_some_and(|after| after > through) {
            until = after;
            break;
        }
        let is_newer = reached_by.is_none_or(|(known, _)| known < seq);
        if end > through || (end == through && is_newer) {
            (through, reached_by) = (end, Some((seq, row.get(3)?)));
        }
    }
    let last = reached_by.map(|(_, place)| at(reading, place)).transpose()?;
    Ok(ExportMark { through: reached_by.map(|_| through), until, last })
}

fn at(reading: &Connection, place: i64) -> Result<ExportRecord, Error> {
    let mut statement =
        reading.prepare_cached(&format!("SELECT {COLUMNS} FROM exports WHERE place = ?"))?;
    Ok(statement.query_row([place], |row| read(&mut Fields::of(row)))?)
}

/// Those of the options that decide what a row says.
pub(crate) fn kind_of(options: &BTreeMap<String, String>) -> Result<String, Error> {
    let decides =
        |(name, _): &(&String, &String)| *name == "columns" || name.starts_with("choice.");
    let deciding: BTreeMap<_, _> = options.iter().filter(decides).collect();
    Ok(serde_json::to_string(&deciding)?)
}
