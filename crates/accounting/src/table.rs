//! Files that are tables: a heading, and a record per row with a cell for each column.
//!
//! A column says what its cell is, through a [`Pen`]; the table's [`Dialect`] says how it is written. What Tillkeeper made
//! itself (numbers, days, ids) is written as it is; what a person or a gateway wrote is text, and is guarded or made
//! plain, as the program that reads the file needs it.

use std::fmt::{self, Write as _};

use chrono::NaiveDate;
use ledger::Money;

use crate::finding::{Findings, Matter};
use crate::format::Format;
use crate::text::{self, Line, LineRule};
use crate::{Context, Error, Row};

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
    /// What parts the cells.
    pub(crate) delimiter: u8,
    /// Whether a byte order mark comes first.
    pub(crate) mark: bool,
    /// Which cells are put in quotation marks.
    pub(crate) quotes: csv::QuoteStyle,
    /// How cells are written.
    pub(crate) style: Style,
}

/// How cells are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// What is done to text.
    pub(crate) text: TextRule,
    /// What parts whole units from the rest.
    pub(crate) decimal: char,
    /// How days are written, as `chrono` has it.
    pub(crate) day: &'static str,
}

/// What is done to text that a person or a gateway wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TextRule {
    /// Kept whole, with an apostrophe where a spreadsheet would run it.
    Guarded,
    /// One plain line; the words say why a program takes no other.
    Line(LineRule, &'static str),
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Words, or nothing.
    Text,
    /// A number, as digits with a point.
    Number,
    /// A day.
    Day(NaiveDate),
}

/// A cell as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) kind: CellKind,
}

/// Writes one cell.
pub(crate) struct Pen<'a> {
    cell: &'a mut Cell,
    style: Style,
    row: &'a Row,
    findings: &'a mut Findings,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(
        cell: &'a mut Cell,
        style: Style,
        row: &'a Row,
        findings: &'a mut Findings,
    ) -> Self {
        cell.text.clear();
        cell.kind = CellKind::Text;
        Self { cell, style, row, findings }
    }

    /// An id or word that Tillkeeper made: written as it is.
    pub(crate) fn plain(&mut self, value: impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.cell.text, "{value}");
    }

    /// A whole number.
    pub(crate) fn number(&mut self, value: i64) {
        self.cell.kind = CellKind::Number;
        self.plain(value);
    }

    /// An amount in major units, with all digits of its currency.
    pub(crate) fn money(&mut self, money: Money) {
        self.cell.kind = CellKind::Number;
        let digits = money.to_decimal_string();
        match self.style.decimal {
            '.' => self.plain(digits),
            mark => self.plain(digits.replace('.', &mark.to_string())),
        }
    }

    /// A day.
    pub(crate) fn day(&mut self, day: NaiveDate) {
        self.cell.kind = CellKind::Day(day);
        let shape = self.style.day;
        self.plain(day.format(shape));
    }

    /// What a person or a gateway wrote.
    pub(crate) fn text(&mut self, text: &str) {
        match self.style.text {
            TextRule::Guarded => text::guard_into(text, &mut self.cell.text),
            TextRule::Line(rule, why) => {
                let line = Line::of(text, rule);
                if line.changed {
                    self.findings.at(Matter::TextChanged(why), self.row);
                }
                if line.cut {
                    self.findings.at(Matter::TextCut(why), self.row);
                }
                self.cell.text.push_str(&line.text);
            }
        }
    }

    /// The same, where there is any.
    pub(crate) fn maybe_text(&mut self, text: Option<&str>) {
        if let Some(text) = text {
            self.text(text);
        }
    }
}

/// A table in the making.
pub(crate) struct Table {
    dialect: Dialect,
    context: Context,
    cell: Cell,
}

impl Table {
    pub(crate) fn new(dialect: Dialect, context: &Context) -> Self {
        let cell = Cell { text: String::new(), kind: CellKind::Text };
        Self { dialect, context: context.clone(), cell }
    }

    fn writer<'a>(&self, out: &'a mut Vec<u8>) -> csv::Writer<&'a mut Vec<u8>> {
        csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .delimiter(self.dialect.delimiter)
            .quote_style(self.dialect.quotes)
            .from_writer(out)
    }
}

impl Format for Table {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        if self.dialect.mark {
            out.extend("\u{FEFF}".as_bytes());
        }
        if self.dialect.heading {
            let mut writer = self.writer(out);
            writer.write_record(self.context.columns().iter().map(|column| column.name))?;
            writer.flush().map_err(Error::Write)?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let mut writer = self.writer(out);
        for row in rows {
            for column in self.context.columns() {
                let mut pen = Pen::new(&mut self.cell, self.dialect.style, row, findings);
                (column.cell)(row, &self.context, &mut pen);
                writer.write_field(&self.cell.text)?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush().map_err(Error::Write)
    }

    fn end(&mut self, _: &mut Vec<u8>) -> Result<(), Error> {
        Ok(())
    }
}
