//! What was written before.

use backoffice::{MadeExport, Page};
use serde::Serialize;

use super::super::table::table;
use super::super::{List, time};
use super::Sum;
use crate::output::Show;

#[derive(Debug, Serialize)]
struct Made {
    id: String,
    made_at: String,
    profile: String,
    filter: String,
    rows: u64,
    sums: Vec<Sum>,
    files: Vec<MadeFile>,
    after_entry: Option<u64>,
    through_entry: Option<u64>,
}

#[derive(Debug, Serialize)]
struct MadeFile {
    name: String,
    rows: u64,
    sha256: String,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct ExportHistory(List<Made>);

impl ExportHistory {
    pub(crate) fn of(page: &Page<MadeExport>) -> Self {
        let file = |file: &ledger::ExportedFile| MadeFile {
            name: file.name.clone(),
            rows: file.rows,
            sha256: file.sha256.clone(),
        };
        let made = |export: &MadeExport| {
            let made = &export.made;
            Made {
                id: export.id.to_string(),
                made_at: time(export.at),
                profile: made.profile.clone(),
                filter: made.filter.clone(),
                rows: made.rows,
                sums: Sum::all(&made.sums),
                files: made.files.iter().map(file).collect(),
                after_entry: made.after,
                through_entry: made.through,
            }
        };
        Self(List::page(page, made))
    }
}

impl Show for ExportHistory {
    fn text(&self) -> String {
        let row = |made: &Made| {
            let names: Vec<_> = made.files.iter().map(|file| file.name.as_str()).collect();
            vec![
                made.id.clone(),
                made.made_at.clone(),
                made.profile.clone(),
                made.rows.to_string(),
                made.filter.clone(),
                names.join(", "),
            ]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["ID", "MADE", "PROFILE", "ROWS", "FILTER", "FILES"], &[3], &rows)
    }
}
