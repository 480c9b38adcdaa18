//! The first rows of a CSV as cells, so that a person can see what a mapping means.

use super::sheet;
use super::{ImportError, Layout, MOST_IMPORT_BYTES, check_size, encoding};
use crate::text::without_guard;

/// How many rows are shown.
const MOST_ROWS: usize = 20;
/// How much of a cell is shown.
const MOST_LETTERS: usize = 200;

/// How a CSV begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The names of the columns; empty where no row names them.
    pub headings: Vec<String>,
    /// The first rows, with those that are skipped and the heading among them.
    pub rows: Vec<PreviewRow>,
    /// How many rows there are in all, less those that are skipped and the heading.
    pub lines: usize,
}

/// A row as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// The line it begins in, from 1.
    pub line: u32,
    /// Whether the layout takes it for a line, and not for something that comes before.
    pub is_line: bool,
    /// Its cells, each at most 200 letters of it.
    pub cells: Vec<String>,
}

/// Shows how a file begins in a layout. A wrong delimiter or too many skipped rows are no error here: they can be seen.
///
/// # Errors
/// [`ImportError`] for a file that is too large, is no text in that encoding, or has a quotation mark left open.
pub fn preview_csv(bytes: &[u8], layout: &Layout) -> Result<Preview, ImportError> {
    check_size(bytes, MOST_IMPORT_BYTES)?;
    let text = encoding::decoded(bytes, layout.encoding)?;
    let rows = sheet::rows(&text, layout.delimiter)?;
    let skipped = usize::try_from(layout.skip_rows).unwrap_or(usize::MAX);
    let before = skipped.saturating_add(usize::from(layout.has_heading));
    let heading = rows.get(skipped).filter(|_| layout.has_heading);
    let shown = |cell: &str| without_guard(cell.trim()).chars().take(MOST_LETTERS).collect();
    let headings = heading.map(|row| row.cells().map(shown).collect()).unwrap_or_default();
    let first = rows.iter().enumerate().take(MOST_ROWS.saturating_add(before.min(MOST_ROWS)));
    let first = first.map(|(place, row)| PreviewRow {
        line: row.line,
        is_line: place >= before,
        cells: row.cells().map(shown).collect(),
    });
    Ok(Preview { headings, rows: first.collect(), lines: rows.len().saturating_sub(before) })
}
