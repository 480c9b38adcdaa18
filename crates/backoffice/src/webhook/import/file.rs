//! The three forms of a file of messages: one a line, an array of them, or a single one.

use std::fmt;
use std::path::Path;

use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::line::Stored;
use crate::{Error, file};

/// The most bytes of a file.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// The byte-order mark that some programs begin a file with.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A part of a file.
pub(super) struct Found {
    /// The line that it begins in, from 1.
    pub(super) line: u64,
    /// The message, or why it cannot be used.
    pub(super) message: Result<Box<Stored>, String>,
}

/// Reads a file.
///
/// # Errors
/// [`Error::Unread`] where it cannot be read or is too large.
pub(super) async fn read(path: &Path) -> Result<Vec<Found>, Error> {
    let path = path.to_owned();
    let broken = {
        let path = path.clone();
        move |source| Error::Unread { path: path.display().to_string(), source }
    };
    let reading = tokio::task::spawn_blocking(move || read_bytes(&path));
    let bytes = reading.await.map_err(std::io::Error::other).flatten().map_err(broken)?;
    Ok(messages(bytes.strip_prefix(BOM).unwrap_or(&bytes)))
}

fn read_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = file::read_up_to(path, LARGEST_FILE)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST_FILE {
        let message = "it has more than 64 MiB; split it";
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

fn messages(bytes: &[u8]) -> Vec<Found> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'[') {
        return of_array(bytes);
    }
    // A single message may be spread over lines. Several lines of messages are no JSON as a whole.
    if let Ok(stored) = serde_json::from_slice::<&RawValue>(bytes) {
        let line = Lines::of(bytes).line_of(stored);
        return vec![Found { line, message: Stored::read(stored.get().as_bytes()) }];
    }
    of_lines(bytes)
}

fn of_lines(bytes: &[u8]) -> Vec<Found> {
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    lines
        .map(|(line, text)| (line, text.trim_ascii()))
        .filter(|(_, text)| !text.is_empty())
        .map(|(line, text)| Found { line, message: Stored::read(text) })
        .collect()
}

/// The messages of an array, as far as it can be read.
fn of_array(bytes: &[u8]) -> Vec<Found> {
    let mut items = Vec::new();
    let mut reading = serde_json::Deserializer::from_slice(bytes);
    let read = reading.deserialize_seq(Items(&mut items)).and_then(|()| reading.end());
    let mut lines = Lines::of(bytes);
    let mut found: Vec<Found> = items
        .into_iter()
        .map(|item| Found {
            line: lines.line_of(item),
            message: Stored::read(item.get().as_bytes()),
        })
        .collect();
    if let Err(problem) = read {
        let line = u64::try_from(problem.line()).unwrap_or(u64::MAX);
        let message =
            "the array is no JSON from here on; what stands before it was taken".to_owned();
        found.push(Found { line, message: Err(message) });
    }
    found
}

/// Gathers what is in an array, and keeps it where the array breaks off.
struct Items<'a, 'de>(&'a mut Vec<&'de RawValue>);

impl<'de> Visitor<'de> for Items<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of messages")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            self.0.push(item);
        }
        Ok(())
    }
}

/// Counts lines up to where a part of a text begins; parts are asked for in their order.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    const fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line that `part`, which is borrowed from the text, begins in.
    fn line_of(&mut self, part: &RawValue) -> u64 {
        let begins = part.get().as_ptr().addr().saturating_sub(self.bytes.as_ptr().addr());
        let passed = self.bytes.get(self.at..begins).unwrap_or_default();
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u64::try_from(breaks).unwrap_or(u64::MAX));
        self.at = begins.max(self.at);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ONE: &str = r#"{"account":"a","body":"b"}"#;

    /// The lines on which something was found, and whether it can be used.
    fn found(text: &str) -> Vec<(u64, bool)> {
        let found = messages(text.as_bytes());
        found.iter().map(|found| (found.line, found.message.is_ok())).collect()
    }

    #[test]
    fn each_message_is_known_by_the_line_that_it_begins_in() {
        assert_eq!(found(&format!("\n{ONE}\n\n{ONE}\r\n7")), [(2, true), (4, true), (5, false)]);
        assert_eq!(
            found(&format!("\n[\n{ONE},\n\n{ONE},7\n]")),
            [(3, true), (5, true), (5, false)]
        );
        assert_eq!(found("\n\n{\n\"body\":\n\"b\"\n}\n"), [(3, true)]);
        assert_eq!(found(&format!("[{ONE},\n{ONE}] x")), [(1, true), (2, true), (2, false)]);
        assert_eq!(found(" \n \n"), []);
    }

    proptest! {
        #[test]
        fn no_file_is_too_odd_to_be_read(bytes: Vec<u8>, before in 0..3_usize) {
            let bytes = [&b"[{\n"[..before], &bytes].concat();
            let lines = bytes.split(|byte| *byte == b'\n').count();
            for found in messages(&bytes) {
                prop_assert!(found.line >= 1 && usize::try_from(found.line).unwrap() <= lines);
            }
        }
    }
}
