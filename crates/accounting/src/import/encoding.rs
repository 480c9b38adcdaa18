//! From bytes to text. A file that is not what it is said to be is refused with the encoding to choose instead, since text
//! that was read in the wrong one cannot be told from the right one later.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use super::ImportError;
use crate::text::line_at;

/// How the letters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, which holds Latin-1.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16 with a byte order mark, as Excel's "Unicode text" is.
    #[serde(rename = "utf-16")]
    Utf16,
}

impl std::fmt::Display for Encoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16 => "UTF-16",
        })
    }
}

/// The encoding that a file shows.
pub(super) fn sniffed(bytes: &[u8]) -> Encoding {
    if has_utf16_mark(bytes) {
        Encoding::Utf16
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

/// The text of a file, without its byte order mark.
pub(super) fn decoded(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, ImportError> {
    if encoding != Encoding::Utf16 && has_utf16_mark(bytes) {
        return Err(ImportError::IsUtf16);
    }
    let text = match encoding {
        Encoding::Utf8 => Cow::Borrowed(utf8(bytes)?),
        Encoding::Utf16 => utf16(bytes)?,
        Encoding::Windows1252 => windows_1252(bytes)?,
    };
    without_nul(text)
}

/// The text of a file that names its own encoding, which is UTF-8 where it names none.
pub(super) fn declared<'a>(
    bytes: &'a [u8],
    label: Option<&str>,
) -> Result<Cow<'a, str>, ImportError> {
    if has_utf16_mark(bytes) {
        return decoded(bytes, Encoding::Utf16);
    }
    let named = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let named = named.unwrap_or(UTF_8);
    if named == UTF_8 {
        let line = |place| ImportError::OtherEncoding {
            line: line_at(bytes, place),
            encoding: "UTF-8".to_owned(),
        };
        let text = std::str::from_utf8(without_mark(bytes));
        return without_nul(Cow::Borrowed(text.map_err(|problem| line(problem.valid_up_to()))?));
    }
    let text = named.decode_without_bom_handling_and_without_replacement(bytes);
    let other = || ImportError::OtherEncoding { line: 1, encoding: named.name().to_owned() };
    without_nul(text.ok_or_else(other)?)
}

/// The text of bytes that may be cut anywhere, to look at only.
pub(super) fn loosely(bytes: &[u8]) -> Cow<'_, str> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => String::from_utf8_lossy(bytes),
    }
}

/// The first line where letters were lost before the file came here, or were read in the wrong encoding and saved again.
pub(super) fn damaged_line(text: &str) -> Option<u32> {
    if text.is_ascii() {
        return None;
    }
    let mut signs = text.char_indices().peekable();
    while let Some((place, sign)) = signs.next() {
        let next = signs.peek().map_or('\0', |(_, next)| *next);
        if sign == char::REPLACEMENT_CHARACTER || is_twice_encoded(sign, next) {
            return Some(line_at(text.as_bytes(), place));
        }
    }
    None
}

/// Whether two letters are what is left of one that was read byte by byte: `Ã¤` for ä, `â‚¬` for €.
fn is_twice_encoded(sign: char, next: char) -> bool {
    match sign {
        'Ã' => matches!(next, '\u{80}'..='\u{BF}' | 'Ÿ' | 'œ' | 'ž' | 'Š' | '„' | '–' | '€' | '‰'),
        'Â' => matches!(next, '\u{A0}'..='\u{BF}'),
        'â' => matches!(next, '€' | '‚' | '\u{80}' | '\u{82}'),
        _ => false,
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    let text = std::str::from_utf8(without_mark(bytes));
    text.map_err(|problem| {
        let line = line_at(without_mark(bytes), problem.valid_up_to());
        // Text of the older encodings has no zero byte; workbooks and UTF-16 without a mark do.
        if bytes.contains(&0) {
            ImportError::NotText { line }
        } else {
            ImportError::NotUtf8 { line }
        }
    })
}

fn utf16(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) else {
        return Err(ImportError::NotUtf16);
    };
    let text = bytes.get(mark..).unwrap_or_default();
    let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    let text = is_utf16.then(|| encoding.decode_without_bom_handling_and_without_replacement(text));
    text.flatten().ok_or(ImportError::NotUtf16)
}

fn windows_1252(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    // Text of this encoding that is UTF-8 by chance would be a letter such as Ã before a sign such as ¤, time and again.
    if let Some(place) = bytes.iter().position(|byte| !byte.is_ascii())
        && std::str::from_utf8(bytes).is_ok()
    {
        return Err(ImportError::IsUtf8 { line: line_at(bytes, place) });
    }
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

fn without_nul(text: Cow<'_, str>) -> Result<Cow<'_, str>, ImportError> {
    match text.find('\0') {
        Some(place) => Err(ImportError::NotText { line: line_at(text.as_bytes(), place) }),
        None => Ok(text),
    }
}

fn has_utf16_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes)
}
