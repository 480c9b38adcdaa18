//! A CSV taken apart into rows, with the line that each begins in, and its columns found by their headings.

use csv::StringRecord;

use super::scan;
use super::{
    ColumnRef, Delimiter, Doubt, ImportError, Layout, MOST_IMPORT_BYTES, MOST_LINES, NotTaken,
    check_size, encoding, shortened,
};
use crate::text::{first_line, without_guard};

/// A CSV, by its layout.
pub(super) struct Sheet {
    /// The names of the columns; empty where no row names them.
    pub(super) headings: Vec<String>,
    /// How many columns there are.
    pub(super) columns: usize,
    /// What comes before the lines: skipped rows, and the heading.
    pub(super) before: Vec<SheetRow>,
    /// The rows that should be lines.
    pub(super) rows: Vec<SheetRow>,
    /// What wants a look about the file as a whole.
    pub(super) doubts: Vec<Doubt>,
}

/// A row that is not blank.
pub(super) struct SheetRow {
    /// The line it begins in, from 1. No two rows share one.
    pub(super) line: u32,
    cells: StringRecord,
}

impl Sheet {
    /// Takes a file apart.
    pub(super) fn read(bytes: &[u8], layout: &Layout) -> Result<Self, ImportError> {
        check_size(bytes, MOST_IMPORT_BYTES)?;
        let text = encoding::decoded(bytes, layout.encoding)?;
        let mut rows = rows(&text, layout.delimiter)?;
        let skipped = usize::try_from(layout.skip_rows).unwrap_or(usize::MAX);
        let before = skipped.saturating_add(usize::from(layout.has_heading)).min(rows.len());
        let behind = rows.split_off(before);
        let heading = rows.last().filter(|_| layout.has_heading && before > skipped);
        let headings = heading.map(|row| row.cells.iter().map(heading_of).collect::<Vec<_>>());
        let headings = headings.unwrap_or_default();
        if behind.is_empty() && headings.is_empty() {
            return Err(ImportError::Empty);
        }
        let columns = if headings.is_empty() { usual_width(&behind) } else { headings.len() };
        if behind.len() > MOST_LINES {
            return Err(ImportError::TooManyLines { most: MOST_LINES });
        }
        let number = encoding::damaged_line(&text);
        let doubts = number.map(|number| Doubt::Spoilt { number }).into_iter().collect();
        let sheet = Self { headings, columns, before: rows, rows: behind, doubts };
        if columns == 1 { Err(one_column(&text, layout.delimiter)) } else { Ok(sheet) }
    }

    /// Whether each cell of a row is of the column it stands in. A row with a cell too many may be one whose amount has a
    /// comma outside of quotation marks, even where the last cell is empty.
    pub(super) fn fits(&self, row: &SheetRow) -> Result<(), NotTaken> {
        let (cells, columns) = (row.width(), self.columns);
        if cells == columns { Ok(()) } else { Err(NotTaken::Cells { cells, columns }) }
    }

    /// The place of a column, from 0.
    pub(super) fn place(&self, column: &ColumnRef) -> Result<usize, ImportError> {
        let missing = |missing: &dyn std::fmt::Display| {
            let named: Vec<_> = self.headings.iter().filter(|name| !name.is_empty()).collect();
            let named = named.iter().map(|name| shortened(name)).collect::<Vec<_>>().join(", ");
            let found = if named.is_empty() {
                format!("{} columns without names", self.columns)
            } else {
                named
            };
            ImportError::ColumnMissing { missing: missing.to_string(), found }
        };
        match column {
            ColumnRef::Place(place) => {
                let place =
                    usize::from(*place).checked_sub(1).filter(|place| *place < self.columns);
                place.ok_or_else(|| missing(column))
            }
            ColumnRef::Heading(heading) => {
                let wanted = heading.trim().to_lowercase();
                let mut found =
                    (0..).zip(&self.headings).filter(|(_, name)| name.to_lowercase() == wanted);
                let (place, _) = found.next().ok_or_else(|| missing(column))?;
                if found.next().is_some() {
                    return Err(ImportError::ColumnTwice(shortened(heading)));
                }
                Ok(place)
            }
        }
    }

    /// The place of a column that may be left out.
    pub(super) fn optional(
        &self,
        column: Option<&ColumnRef>,
    ) -> Result<Option<usize>, ImportError> {
        column.map(|column| self.place(column)).transpose()
    }

    /// The places of the columns.
    pub(super) fn places(&self, columns: &[ColumnRef]) -> Result<Vec<usize>, ImportError> {
        columns.iter().map(|column| self.place(column)).collect()
    }

    /// The headings of columns that no place is of.
    pub(super) fn unused(&self, used: &[usize]) -> Vec<String> {
        let unused = self.headings.iter().enumerate().filter(|(place, _)| !used.contains(place));
        unused.map(|(_, name)| name.clone()).filter(|name| !name.is_empty()).collect()
    }
}

impl SheetRow {
    /// A cell as it is written, less surrounding space; empty where there is none.
    pub(super) fn cell(&self, place: usize) -> &str {
        self.cells.get(place).unwrap_or_default().trim()
    }

    /// A cell's text, without the guard of a file that Tillkeeper wrote; `None` where it is empty.
    pub(super) fn text(&self, place: usize) -> Option<String> {
        let cell = self.cell(place);
        (!cell.is_empty()).then(|| without_guard(cell))
    }

    /// All cells as they are written.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// How many cells it has.
    pub(super) fn width(&self) -> usize {
        self.cells.len()
    }
}

/// The rows of a text that are not blank.
pub(super) fn rows(text: &str, delimiter: Delimiter) -> Result<Vec<SheetRow>, ImportError> {
    scan::check(text, delimiter)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut rows, mut record, mut last) = (Vec::new(), StringRecord::new(), 0_u32);
    while reader.read_record(&mut record).map_err(ImportError::Rows)? {
        let line = record.position().map_or(0, |position| first_line(text, position));
        // Where carriage returns alone end the rows, the reader counts no lines.
        last = line.max(last.saturating_add(1));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows.push(SheetRow { line: last, cells: record.clone() });
    }
    Ok(rows)
}

/// The name of a column, without the guard of a file that Tillkeeper wrote.
pub(super) fn heading_of(cell: &str) -> String {
    without_guard(cell.trim()).trim().to_owned()
}

/// The number of cells that most rows have.
pub(super) fn usual_width(rows: &[SheetRow]) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows {
        let count = counts.entry(row.width()).or_default();
        *count = count.saturating_add(1);
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(width, _)| width)
}

/// The error of a text with only one column, with the delimiter that finds more.
fn one_column(text: &str, chosen: Delimiter) -> ImportError {
    let width = |delimiter: &Delimiter| {
        let rows = rows(text, *delimiter).ok()?;
        Some(usual_width(&rows)).filter(|width| *width > 1)
    };
    let others = Delimiter::ALL.into_iter().filter(|other| *other != chosen);
    let better = others.filter_map(|other| Some((width(&other)?, other)));
    let better = better.max_by_key(|(width, _)| *width).map(|(_, delimiter)| delimiter);
    ImportError::OneColumn { chosen, better }
}
