//! What LibreOffice says of the first sheet of a flat `OpenDocument` file: of each cell its type, its value and its text.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A cell as LibreOffice understood it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its type: `float`, `date`, `string`, …; empty where there is nothing in it.
    pub(super) kind: String,
    /// The number or the day.
    pub(super) value: String,
    /// What is shown, with line breaks.
    pub(super) text: String,
    pub(super) has_formula: bool,
}

/// The rows of the first sheet. What is empty up to the edge of the sheet is left out.
pub(super) fn sheet(document: &str) -> Vec<Vec<Cell>> {
    let table = document.split_once("<table:table ").unwrap().1;
    let (_, rows) = table.split_once('>').unwrap();
    let rows = rows.split("</table:table>").next().unwrap();
    let mut reading = Reading::default();
    let mut reader = Reader::from_str(rows);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => reading.begin(&tag),
            Event::Empty(tag) => reading.stand_alone(&tag),
            Event::End(tag) => reading.end(tag.name().as_ref()),
            Event::Text(text) => reading.put(&text),
            Event::GeneralRef(name) => reading.put(&sign(&name)),
            Event::Eof => return reading.rows,
            _ => {}
        }
    }
}

/// A sheet, as far as it was read.
#[derive(Default)]
struct Reading {
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    /// How often the cell stands there.
    times: usize,
    is_in_paragraph: bool,
}

impl Reading {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "table:table-cell" => {
                self.times = times(tag, "table:number-columns-repeated");
                self.row.push(cell(tag));
            }
            "text:p" => {
                let is_first = self.row.last().is_none_or(|cell| cell.text.is_empty());
                self.is_in_paragraph = true;
                self.put(if is_first { "" } else { "\n" });
            }
            _ => {}
        }
    }

    fn stand_alone(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "table:table-cell" => {
                let many = times(tag, "table:number-columns-repeated").min(100);
                self.row.extend(std::iter::repeat_n(Cell::default(), many));
            }
            "text:s" => self.put(&" ".repeat(times(tag, "text:c"))),
            "text:tab" => self.put("\t"),
            "text:line-break" => self.put("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "text:p" => self.is_in_paragraph = false,
            "table:table-cell" => {
                let last = self.row.last().unwrap().clone();
                self.row.extend(std::iter::repeat_n(last, self.times - 1));
            }
            "table:table-row" => {
                let mut row = std::mem::take(&mut self.row);
                let filled = row.iter().rposition(|cell| !cell.kind.is_empty());
                row.truncate(filled.map_or(0, |last| last + 1));
                self.rows.extend((!row.is_empty()).then_some(row));
            }
            _ => {}
        }
    }

    fn put(&mut self, text: &str) {
        if let (true, Some(cell)) = (self.is_in_paragraph, self.row.last_mut()) {
            cell.text.push_str(text);
        }
    }
}

/// What stands behind `&amp;` and such.
fn sign(name: &BytesRef<'_>) -> String {
    match name.resolve_char_ref().unwrap() {
        Some(sign) => sign.to_string(),
        None => resolve_xml_entity(name).unwrap().to_owned(),
    }
}

fn cell(tag: &BytesStart<'_>) -> Cell {
    let value = attribute(tag, "office:value").or(attribute(tag, "office:date-value"));
    Cell {
        kind: attribute(tag, "office:value-type").unwrap_or_default(),
        value: value.unwrap_or_default(),
        text: String::new(),
        has_formula: attribute(tag, "table:formula").is_some(),
    }
}

fn times(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name).map_or(1, |times| times.parse().unwrap())
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).unwrap()?;
    Some(attribute.value.into_owned())
}
