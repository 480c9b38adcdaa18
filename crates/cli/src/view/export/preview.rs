//! What would be written.

use backoffice::ExportPreview;
use serde::Serialize;

use super::super::table::table;
use super::{FindingView, Sum};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct ExportPreviewView {
    rows: u64,
    files: u64,
    sums: Vec<Sum>,
    findings: Vec<FindingView>,
    columns: Vec<String>,
    first: Vec<Vec<String>>,
    text: Option<String>,
    after_entry: Option<u64>,
}

impl ExportPreviewView {
    pub(crate) fn of(preview: &ExportPreview) -> Self {
        Self {
            rows: preview.rows,
            files: u64::try_from(preview.files).unwrap_or(u64::MAX),
            sums: Sum::all(&preview.sums),
            findings: FindingView::all(&preview.findings),
            columns: preview.columns.clone(),
            first: preview.first.clone(),
            text: preview.text.clone(),
            after_entry: preview.after,
        }
    }
}

impl Show for ExportPreviewView {
    fn text(&self) -> String {
        let mut lines = vec![format!(
            "{} in {}; nothing was written",
            many(self.rows, "row"),
            many(self.files, "file")
        )];
        lines.extend(self.sums.iter().map(Sum::line));
        lines.extend(self.findings.iter().map(|finding| format!("  {}", finding.text)));
        if let Some(text) = &self.text {
            lines.push(format!("\n{text}"));
        } else if !self.first.is_empty() {
            let headings: Vec<_> = self.columns.iter().map(String::as_str).collect();
            lines.push(format!("\n{}", table(&headings, &[], &self.first)));
        }
        lines.join("\n")
    }
}

fn many(count: u64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
