//! Text for cells that say of themselves that they are text, so that no program runs them whatever they hold.

use super::writable;

/// The text with one kind of line break and nothing that a file cannot carry, and whether its end is missing because it had
/// more than so many UTF-16 units, by which spreadsheets count.
pub(crate) fn typed(text: &str, longest: usize) -> (String, bool) {
    let mut typed = String::with_capacity(text.len());
    let mut length = 0_usize;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        length = length.saturating_add(c.len_utf16());
        if length > longest {
            return (typed, true);
        }
        typed.push(if c == '\r' { '\n' } else { writable(c) });
    }
    (typed, false)
}
