//! XML from somebody else. Document types and entities are refused as soon as they are seen, so that there is nothing to
//! expand and nothing outside the file to fetch.

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::encoding;
use super::outline::{Outline, Take};
use super::{ImportError, shortened};

/// How far into a file its encoding is named.
const DECLARATION: usize = 200;

/// Reads a file to its end.
pub(super) fn walk<T: Take>(bytes: &[u8], outline: &mut Outline<T>) -> Result<(), ImportError> {
    let text = encoding::declared(bytes, declared_encoding(bytes).as_deref())?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = Lines { text: text.as_bytes(), place: 0, line: 1 };
    loop {
        let event = reader.read_event();
        let line = lines.at(reader.buffer_position());
        let is_end = lines.place == text.len();
        match event.map_err(|error| unread(error, line, is_end))? {
            Event::Start(start) => {
                let currency = currency(&start);
                outline.open(start.local_name().as_ref(), line, currency)?;
            }
            Event::End(_) => outline.close()?,
            Event::Text(text) => outline.text(&text.xml10_content()),
            Event::CData(text) => outline.text(&text.xml10_content()),
            Event::GeneralRef(name) => outline.text(&resolved(&name, line)?),
            Event::DocType(_) => return Err(ImportError::Declares { line }),
            Event::Eof if outline.top().is_some() => return Err(ImportError::BreaksOff { line }),
            Event::Eof => return Ok(()),
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// The encoding that the first line names.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = encoding::loosely(bytes.get(..DECLARATION).unwrap_or(bytes));
    let (_, behind) = head.split_once("<?xml")?;
    let (declaration, _) = behind.split_once("?>")?;
    let (_, behind) = declaration.split_once("encoding")?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.split(quote).nth(1).map(str::to_owned)
}

/// The currency of an amount, which is the only attribute that is read.
fn currency(start: &BytesStart<'_>) -> Option<String> {
    let attribute = start.try_get_attribute("Ccy").ok()??;
    Some(attribute.value.into_owned())
}

fn resolved(name: &BytesRef<'_>, line: u32) -> Result<String, ImportError> {
    let unknown = || ImportError::UnknownEntity { line, name: shortened(name) };
    if let Some(sign) = name.resolve_char_ref().map_err(|_| unknown())? {
        return Ok(sign.to_string());
    }
    resolve_predefined_entity(name).map(str::to_owned).ok_or_else(unknown)
}

/// What is not closed before the end was cut off; everything else was written wrongly.
fn unread(source: Error, line: u32, is_end: bool) -> ImportError {
    match source {
        Error::Syntax(SyntaxError::InvalidBangMarkup) => {
            ImportError::NotWellFormed { line, source }
        }
        Error::Syntax(_) => ImportError::BreaksOff { line },
        Error::IllFormed(IllFormedError::UnclosedReference) if is_end => {
            ImportError::BreaksOff { line }
        }
        source => ImportError::NotWellFormed { line, source },
    }
}

/// Counts lines as the reader goes on.
struct Lines<'a> {
    text: &'a [u8],
    place: usize,
    line: u32,
}

impl Lines<'_> {
    fn at(&mut self, place: u64) -> u32 {
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.get(self.place..place).unwrap_or_default();
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.place = self.place.max(place);
        self.line
    }
}
