//! The tags of OFX, of both versions. A value ends where the next tag begins, an empty one needs no end, an end that
//! belongs to nothing is passed over, and an `&` or `<` that is no mark-up is a letter.

use quick_xml::escape::resolve_predefined_entity;

use crate::import::ImportError;
use crate::import::outline::{Element, Outline, Take};

/// The elements that never stand in one another, so that one that begins ends the one before.
const TRANSACTIONS: [&str; 2] = ["STMTTRN", "STMTTRNP"];
/// The longest name of an entity.
const LONGEST_ENTITY: usize = 10;

/// Reads a file to its end.
pub(super) fn walk<T: Take>(text: &str, outline: &mut Outline<T>) -> Result<(), ImportError> {
    let mut rest = text;
    let mut line = 1_u32;
    while let Some((before, behind)) = rest.split_once('<') {
        outline.text(&resolved(before));
        line = line.saturating_add(breaks(before));
        let (tag, after) = Tag::read(behind, line)?;
        let passed = behind.len().saturating_sub(after.len());
        line = line.saturating_add(breaks(behind.get(..passed).unwrap_or_default()));
        rest = after;
        match tag {
            Tag::Open(name) => open(&name, line, outline)?,
            Tag::Close(name) => close(&name, outline)?,
            Tag::Both(name) => {
                open(&name, line, outline)?;
                close(&name, outline)?;
            }
            Tag::Text(text) => outline.text(text),
            Tag::Nothing => {}
        }
    }
    if outline.is_open("OFX") { Err(ImportError::BreaksOff { line }) } else { Ok(()) }
}

enum Tag<'a> {
    Open(String),
    Close(String),
    Both(String),
    Text(&'a str),
    /// A comment or a processing instruction.
    Nothing,
}

impl<'a> Tag<'a> {
    /// Reads what stands behind a `<`, and gives back what comes after it.
    fn read(behind: &'a str, line: u32) -> Result<(Self, &'a str), ImportError> {
        let cut = || ImportError::BreaksOff { line };
        if let Some(comment) = behind.strip_prefix("!--") {
            let (_, after) = comment.split_once("-->").ok_or_else(cut)?;
            return Ok((Self::Nothing, after));
        }
        if let Some(text) = behind.strip_prefix("![CDATA[") {
            let (text, after) = text.split_once("]]>").ok_or_else(cut)?;
            return Ok((Self::Text(text), after));
        }
        if behind.starts_with('!') {
            let is_whole = behind.contains('>');
            return Err(if is_whole { ImportError::Declares { line } } else { cut() });
        }
        if behind.starts_with('?') {
            let (_, after) = behind.split_once('>').ok_or_else(cut)?;
            return Ok((Self::Nothing, after));
        }
        let (closes, named) =
            behind.strip_prefix('/').map_or((false, behind), |named| (true, named));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let end = named.find(|c| !is_name(c)).ok_or_else(cut)?;
        let (name, rest) = named.split_at_checked(end).unwrap_or((named, ""));
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && rest.starts_with(|c: char| matches!(c, '>' | '/') || c.is_whitespace());
        // No further than to the next sign of a tag, so that a file of nothing but `<` is read in one go.
        let ends = rest.find(['<', '>']).filter(|_| is_tag);
        let ends = ends.and_then(|end| rest.split_at_checked(end));
        let Some((inside, after)) =
            ends.and_then(|(inside, end)| Some((inside, end.strip_prefix('>')?)))
        else {
            return Ok((Self::Text("<"), behind));
        };
        let name = name.to_ascii_uppercase();
        Ok(match (closes, inside.ends_with('/')) {
            (true, _) => (Self::Close(name), after),
            (false, true) => (Self::Both(name), after),
            (false, false) => (Self::Open(name), after),
        })
    }
}

fn open<T: Take>(name: &str, line: u32, outline: &mut Outline<T>) -> Result<(), ImportError> {
    if outline.top().is_some_and(Element::is_value) {
        outline.close()?;
    }
    if TRANSACTIONS.contains(&name) && outline.is_open(name) {
        close(name, outline)?;
    }
    outline.open(name, line, None)
}

fn close<T: Take>(name: &str, outline: &mut Outline<T>) -> Result<(), ImportError> {
    if !outline.is_open(name) {
        return Ok(());
    }
    while outline.top().is_some_and(|top| top.name != name) {
        outline.close_without_end()?;
    }
    outline.close()
}

fn breaks(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u32::MAX)
}

/// The text with its entities resolved; what is none stays as it is written.
fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let mut near = behind.char_indices().take(LONGEST_ENTITY);
        let ends = near.find(|(_, c)| *c == ';').and_then(|(end, _)| behind.split_at_checked(end));
        let entity = ends.and_then(|(name, end)| Some((entity(name)?, end.strip_prefix(';')?)));
        if let Some((sign, after)) = entity {
            out.push_str(&sign);
            rest = after;
        } else {
            out.push('&');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return match name {
            "nbsp" => Some(' '.to_string()),
            name => resolve_predefined_entity(name).map(str::to_owned),
        };
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| *c != '\0').map(String::from)
}
