//! The base profile's columns as a workbook, in which each cell says what it is.
//!
//! Amounts are numbers with the digits of their currency, days are days, and everything else is text, which no program
//! runs, also after it was edited. A spreadsheet keeps fifteen digits of a number; an amount with more stays exact as
//! text, and is told. Rows wait on the disk and not in memory until the workbook is closed, and the bytes depend on the
//! rows alone: the workbook says it was made on a fixed day.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _};

use chrono::Datelike as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, XlsxError};

use super::USUAL;
use super::base::COLUMNS;
use super::spreadsheet::WHOLE_SHEET;
use crate::finding::{Findings, Matter};
use crate::format::Format;
use crate::style::{Style, TextRule};
use crate::table::{Cell, CellKind, Pen};
use crate::{Context, ExportError, Profile, Row};

pub(super) const PROFILE: Profile = Profile {
    name: "xlsx",
    title: "Excel workbook",
    about: "All movements of money, one row each, as a workbook in which amounts are numbers, days are days and order numbers stay text.",
    extension: "xlsx",
    columns: &COLUMNS,
    free_columns: true,
    limits: WHOLE_SHEET,
    format: |context| Box::new(Book::new(context)),
    ..USUAL
};

const STYLE: Style = Style {
    text: TextRule::Typed(32_767, "a cell of a workbook holds 32,767 characters at most"),
    decimal: '.',
    day: "%Y-%m-%d",
};

/// The most digits of a number that a spreadsheet keeps.
const MOST_DIGITS: usize = 15;

/// How much is handed on at once.
const PIECE: u64 = 1 << 16;

/// How wide a column may grow by itself, in characters.
const WIDEST: u16 = 48;

/// A workbook in the making.
struct Book {
    context: Context,
    workbook: Workbook,
    looks: Looks,
    next_row: u32,
    /// The width of each column, in characters.
    widths: Vec<u16>,
    cell: Cell,
    /// The workbook once it is closed, as far as it was not handed on.
    closed: Option<File>,
}

/// How cells look.
struct Looks {
    heading: Look,
    text: Look,
    day: Look,
    number: Look,
    /// By digits after the point.
    money: BTreeMap<u32, Look>,
}

impl Looks {
    fn new() -> Self {
        Self {
            heading: Look::new().set_bold(),
            text: Look::new().set_quote_prefix(),
            day: Look::new().set_num_format("yyyy-mm-dd"),
            number: Look::new().set_num_format("0"),
            money: BTreeMap::new(),
        }
    }

    fn money(&mut self, digits: u32) -> &Look {
        self.money.entry(digits).or_insert_with(|| {
            let zeros = (0..digits).map(|_| '0');
            let shape: String =
                "#,##0".chars().chain((digits > 0).then_some('.')).chain(zeros).collect();
            Look::new().set_num_format(shape)
        })
    }
}

impl Book {
    fn new(context: &Context) -> Self {
        Self {
            context: context.clone(),
            workbook: Workbook::new(),
            looks: Looks::new(),
            next_row: 0,
            widths: vec![0; context.columns().len()],
            cell: Cell::default(),
            closed: None,
        }
    }

    fn heading(&mut self) -> Result<(), XlsxError> {
        // The day on which such files were said to be made before there were others.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        self.workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("Movements")?.set_freeze_panes(1, 0)?;
        for (place, column) in (0_u16..).zip(self.context.columns()) {
            sheet.write_string_with_format(0, place, column.name, &self.looks.heading)?;
            widen(&mut self.widths, place, column.name);
        }
        self.next_row = 1;
        Ok(())
    }

    /// Writes the cell as what it is.
    fn put(&mut self, place: u16, row: &Row, findings: &mut Findings) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        let (at, text) = (self.next_row, self.cell.text.as_str());
        widen(&mut self.widths, place, text);
        let number = as_number(&self.cell);
        if self.cell.is_number() && number.is_none() {
            findings.at(Matter::NumberAsText(TOO_LONG), row);
        }
        match (self.cell.kind, number) {
            (_, _) if text.is_empty() => {}
            (CellKind::Day(day), _) if (1900..=9999).contains(&day.year()) => {
                sheet.write_datetime_with_format(at, place, day, &self.looks.day)?;
            }
            (CellKind::Money(money), Some(number)) => {
                let look = self.looks.money(money.currency().exponent());
                sheet.write_number_with_format(at, place, number, look)?;
            }
            (CellKind::Number, Some(number)) => {
                sheet.write_number_with_format(at, place, number, &self.looks.number)?;
            }
            _ => {
                sheet.write_string_with_format(at, place, text, &self.looks.text)?;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (place, width) in (0_u16..).zip(&self.widths) {
            sheet.set_column_width(place, width.saturating_add(2))?;
        }
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        file.rewind()?;
        self.closed = Some(file);
        Ok(())
    }
}

impl Format for Book {
    fn style(&self) -> Style {
        STYLE
    }

    fn begin(&mut self, _: &mut Vec<u8>) -> Result<(), ExportError> {
        self.heading().map_err(unwritten)
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        _: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        for row in rows {
            for place in 0..self.context.columns().len() {
                let column = self.context.columns()[place];
                let mut pen = Pen::new(&mut self.cell, STYLE, row, findings);
                (column.cell)(row, &self.context, &mut pen);
                let place = u16::try_from(place).unwrap_or(u16::MAX);
                self.put(place, row, findings).map_err(unwritten)?;
            }
            self.next_row = self.next_row.saturating_add(1);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        self.close().map_err(unwritten)?;
        self.rest(out)
    }

    fn rest(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        if let Some(file) = &mut self.closed {
            file.take(PIECE).read_to_end(out).map_err(ExportError::Write)?;
        }
        Ok(())
    }
}

const TOO_LONG: &str = "a spreadsheet keeps fifteen digits of a number, and as text they are exact; they are not summed there";

/// The number, where a spreadsheet keeps all of its digits. A workbook has no other numbers than floating ones; up to
/// fifteen digits come out of them as they went in.
fn as_number(cell: &Cell) -> Option<f64> {
    let digits = cell.text.bytes().filter(u8::is_ascii_digit).count();
    if digits > MOST_DIGITS { None } else { cell.text.parse().ok() }
}

fn widen(widths: &mut [u16], place: u16, text: &str) {
    let length = u16::try_from(text.chars().count()).unwrap_or(u16::MAX).min(WIDEST);
    if let Some(width) = widths.get_mut(usize::from(place)) {
        *width = length.max(*width);
    }
}

fn unwritten(error: XlsxError) -> ExportError {
    ExportError::Write(match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    })
}
