//! Where something stands in a file that is read, for messages: the lines that people count, from 1.

/// The line that the byte at `place` is in.
pub(crate) fn line_at(bytes: &[u8], place: usize) -> u32 {
    let before = bytes.get(..place).unwrap_or(bytes);
    let breaks = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks.saturating_add(1)).unwrap_or(u32::MAX)
}

/// The line that a record begins in: its position is before the empty lines that are skipped.
pub(crate) fn first_line(text: &str, position: &csv::Position) -> u32 {
    let begins = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ahead = text.as_bytes().get(begins..).unwrap_or_default().iter();
    let skipped = ahead.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let breaks = skipped.filter(|byte| **byte == b'\n').count();
    let line = position.line().saturating_add(u64::try_from(breaks).unwrap_or(u64::MAX));
    u32::try_from(line).unwrap_or(u32::MAX)
}
