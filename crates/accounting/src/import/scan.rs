//! A look at a CSV before it is read: a quotation mark that is never closed would swallow the rows behind it, and a row of
//! millions of empty cells would take memory that its bytes do not show.
//!
//! It goes through the text by the same rules as the `csv` reader: a quotation mark opens only where a cell begins.

use super::{Delimiter, ImportError, MOST_COLUMNS, MOST_LINES};

/// What may part columns, as text.
pub(super) const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    CellBegins,
    InCell,
    InQuotes,
    /// Behind a quotation mark within quotes, which closes them unless another follows.
    MaybeClosed,
}

/// Refuses a text that cannot be taken apart into rows as they are meant.
pub(super) fn check(text: &str, delimiter: Delimiter) -> Result<(), ImportError> {
    let separator = delimiter.byte();
    let mut place = Place::CellBegins;
    let (mut line, mut opened) = (1_u32, 1_u32);
    let (mut cells, mut rows, mut is_empty) = (1_usize, 0_usize, true);
    for byte in text.bytes() {
        let is_quoted = place == Place::InQuotes;
        if !is_quoted && byte == separator {
            cells = cells.saturating_add(1);
            if cells > MOST_COLUMNS {
                return Err(ImportError::TooManyColumns { line, most: MOST_COLUMNS });
            }
        }
        if !is_quoted && matches!(byte, b'\r' | b'\n') {
            rows = rows.saturating_add(usize::from(!is_empty));
            (cells, is_empty) = (1, true);
        } else {
            is_empty = false;
        }
        // What comes before the lines is not counted yet; twice as many is too many in any case.
        if rows > MOST_LINES.saturating_mul(2) {
            return Err(ImportError::TooManyLines { most: MOST_LINES });
        }
        place = match (place, byte) {
            (Place::CellBegins, b'"') => {
                opened = line;
                Place::InQuotes
            }
            (Place::InQuotes, b'"') => Place::MaybeClosed,
            (Place::InQuotes, _) | (Place::MaybeClosed, b'"') => Place::InQuotes,
            (_, b'\r' | b'\n') => Place::CellBegins,
            (_, byte) if byte == separator => Place::CellBegins,
            _ => Place::InCell,
        };
        line = line.saturating_add(u32::from(byte == b'\n'));
    }
    if place == Place::InQuotes { Err(ImportError::OpenQuote { line: opened }) } else { Ok(()) }
}
