//! What a file would have in it, and what would have to be mended, before it is written.

use std::io::{self, Sink};

use accounting::{Finding, Target};
use ledger::Money;
use store::MovementQuery;

use super::ExportQuery;
use crate::{Backoffice, Cancel, Error};

/// How many rows a preview shows.
const ROWS_SHOWN: u32 = 8;
/// How much of a file that is no table a preview shows.
const BYTES_SHOWN: usize = 4_000;

/// The first rows of what would be handed out, and what was found on the way.
#[derive(Debug, Clone)]
pub struct ExportPreview {
    /// How many rows it would have.
    pub rows: u64,
    /// How many files.
    pub files: usize,
    /// The names of its columns; none where it is not a table.
    pub columns: Vec<String>,
    /// The first rows, cell by cell.
    pub first: Vec<Vec<String>>,
    /// How the file begins, where it is not a table.
    pub text: Option<String>,
    /// The sum of all rows, per currency.
    pub sums: Vec<Money>,
    /// What should be known before it is handed on.
    pub findings: Vec<Finding>,
    /// The entry behind which its rows begin, where they are those since an earlier export.
    pub after: Option<u64>,
}

impl Backoffice {
    /// What a file would have in it: all of it is made, and nothing is kept.
    ///
    /// # Errors
    /// For a profile that does not exist, a choice it does not offer or a filter that cannot be read; [`Error::Cancelled`].
    pub async fn preview_export(
        &self,
        query: &ExportQuery,
        cancel: &Cancel,
    ) -> Result<ExportPreview, Error> {
        let plan = self.plan_export(query).await?;
        let (summary, files) = self.write_rows(&plan, Nowhere, cancel, |_| {}).await?;
        let first =
            MovementQuery { filter: plan.movements.clone(), after: None, limit: ROWS_SHOWN };
        let rows: Vec<_> = self.store().movements(&first).await?.items;
        let context = &plan.context;
        let mut rows = self.export_rows(context, rows).await?;
        rows.retain(|row| context.takes(row));
        let is_table = !context.columns().is_empty();
        let text = if is_table { None } else { Some(context.preview_file(&rows)?) };
        Ok(ExportPreview {
            rows: summary.rows,
            files: files.len(),
            columns: context.columns().iter().map(|column| column.name.to_owned()).collect(),
            first: if is_table {
                rows.iter().map(|row| context.preview_cells(row)).collect()
            } else {
                Vec::new()
            },
            text: text.map(|bytes| beginning(&bytes)),
            sums: summary.sums,
            findings: summary.findings,
            after: plan.movements.after_seq,
        })
    }
}

fn beginning(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars().take(BYTES_SHOWN).collect()
}

/// Keeps nothing.
struct Nowhere;

impl Target for Nowhere {
    type File = Sink;
    type Done = ();

    fn open(&mut self) -> io::Result<Sink> {
        Ok(io::sink())
    }

    fn close(&mut self, _: Sink) -> io::Result<()> {
        Ok(())
    }
}
