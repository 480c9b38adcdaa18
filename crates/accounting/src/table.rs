//! Files that are tables: a heading, and a record per row with a cell for each column.
//!
//! A column says what its cell is, through a [`Pen`]; the table's [`Dialect`] says how it is written. What Tillkeeper made
//! itself (numbers, days, ids) is written as it is; what a person or a gateway wrote is text, and is guarded or made
//! plain, as the program that reads the file needs it. Quotation marks go by what a cell is and not by what it looks like:
//! an order number of digits stays text, and a number with a comma stays a number.

mod pen;

use std::fmt;

pub(crate) use self::pen::{Cell, CellKind, Pen};
use crate::finding::Findings;
use crate::format::Format;
use crate::style::Style;
use crate::{Context, ExportError, Row};

/// A column of a profile.
#[derive(Clone, Copy)]
pub struct Column {
    /// The heading.
    pub name: &'static str,
    /// What it says, in a sentence.
    pub about: &'static str,
    /// Writes the cell of a row.
    pub(crate) cell: fn(&Row, &Context, &mut Pen<'_>),
}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    /// Whether it begins with the names of its columns.
    pub(crate) heading: bool,
    /// What separates the cells.
    pub(crate) delimiter: u8,
    /// Whether a byte order mark comes first.
    pub(crate) mark: bool,
    /// Which cells are put in quotation marks.
    pub(crate) quotes: Quotes,
    /// How cells are written.
    pub(crate) style: Style,
}

/// Which cells are put in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// All but numbers, so that programs which also split on other signs keep the columns apart.
    AllButNumbers,
    /// Those that could not be told apart otherwise.
    Needed,
    /// None: the rule for text keeps out what would need them.
    Never,
}

/// A table in the making.
pub(crate) struct Table {
    dialect: Dialect,
    context: Context,
    cell: Cell,
}

impl Table {
    pub(crate) fn new(dialect: Dialect, context: &Context) -> Self {
        Self { dialect, context: context.clone(), cell: Cell::default() }
    }

    /// Puts the cell behind the others of its record, of which it is the one at that place.
    fn put(&self, place: usize, out: &mut Vec<u8>) {
        if place > 0 {
            out.push(self.dialect.delimiter);
        }
        let bytes = self.cell.text.as_bytes();
        let parts =
            |byte: &u8| *byte == self.dialect.delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        let is_quoted = match self.dialect.quotes {
            Quotes::AllButNumbers => !self.cell.is_number(),
            Quotes::Needed => bytes.iter().any(parts),
            Quotes::Never => false,
        };
        if !is_quoted {
            return out.extend(bytes);
        }
        out.push(b'"');
        for (quotes, piece) in bytes.split(|byte| *byte == b'"').enumerate() {
            if quotes > 0 {
                out.extend(b"\"\"");
            }
            out.extend(piece);
        }
        out.push(b'"');
    }
}

impl Format for Table {
    fn style(&self) -> Style {
        self.dialect.style
    }

    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        if self.dialect.mark {
            out.extend("\u{FEFF}".as_bytes());
        }
        if self.dialect.heading {
            for (place, column) in self.context.columns().iter().enumerate() {
                self.cell = Cell { text: column.name.to_owned(), kind: CellKind::Text };
                self.put(place, out);
            }
            out.extend(b"\r\n");
        }
        Ok(())
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        for row in rows {
            for (place, column) in self.context.columns().iter().enumerate() {
                let mut pen = Pen::new(&mut self.cell, self.dialect.style, row, findings);
                (column.cell)(row, &self.context, &mut pen);
                self.put(place, out);
            }
            out.extend(b"\r\n");
        }
        Ok(())
    }
}
