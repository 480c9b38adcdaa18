//! Keeps text of customers and gateways from being run as a formula by the spreadsheet that opens the file.
//!
//! Spreadsheets run a cell that begins with `=`, `+`, `-` or `@`, quoted or not. Such text gets an apostrophe in front,
//! and so does text that begins with a tab or a line break. The same is done behind a semicolon, a tab or a line break,
//! where a program that splits on those would see another cell begin. An apostrophe that stands in such a place already
//! gets another, so that taking one away gives back what was written ([`unguarded`]). Numbers are never guarded: `-70`
//! stays a number that can be summed. What a file cannot carry, NUL and other control characters, becomes the
//! replacement character; that alone is not undone.

/// Signs behind which some program sees a new cell, though the file is parted by commas and its text is quoted.
pub(crate) const SPLITS: &[char] = &[';', '\t', '\r', '\n'];

/// The same of a file that is parted by something else: a program that splits it at commas heeds no quotation marks.
pub(crate) const SPLITS_AND_COMMA: &[char] = &[',', ';', '\t', '\r', '\n'];

/// The text as a cell that no spreadsheet runs.
#[must_use]
pub fn guarded(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    guard_into(text, SPLITS, &mut cell);
    cell
}

/// What was written, from a cell as [`guarded`] made it.
#[must_use]
pub fn unguarded(cell: &str) -> String {
    let pieces = cell.split_inclusive(SPLITS);
    pieces.map(|piece| piece.strip_prefix('\'').unwrap_or(piece)).collect()
}

/// The cell without the guard of a file that Tillkeeper wrote. An apostrophe that no guard put there stays.
pub(crate) fn without_guard(cell: &str) -> String {
    let bare = unguarded(cell);
    if guarded(&bare) == cell { bare } else { cell.to_owned() }
}

pub(crate) fn guard_into(text: &str, splits: &[char], cell: &mut String) {
    let begins_blank = text.trim_start_matches(is_space).starts_with(['\t', '\r', '\n']);
    for (place, piece) in text.split_inclusive(splits).enumerate() {
        if needs_guard(piece) || (place == 0 && begins_blank) {
            cell.push('\'');
        }
        cell.extend(piece.chars().map(writable));
    }
}

fn needs_guard(piece: &str) -> bool {
    let seen = piece.trim_start_matches(is_blank);
    piece.starts_with('\'') || seen.starts_with(is_formula_sign)
}

fn is_space(c: char) -> bool {
    is_blank(c) && !matches!(c, '\t' | '\r' | '\n')
}

/// The signs that begin a formula, with their full-width and small forms, which some programs treat alike.
pub(crate) fn is_formula_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@')
        || matches!(c, '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '\u{2212}')
}

/// Characters that cannot be seen, which programs may drop before they look for a sign.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFFD}')
}

/// The character, or what stands for one that no file can carry.
pub(crate) fn writable(c: char) -> char {
    if c.is_control() && !matches!(c, '\t' | '\r' | '\n') { char::REPLACEMENT_CHARACTER } else { c }
}
