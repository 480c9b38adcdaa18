//! Something short that stands for a long text: its beginning, for a message, or a mark that no other text has.

use sha2::{Digest as _, Sha256};

/// The most characters of somebody's text in a message.
const LONGEST: usize = 40;
/// How many digits keep the few names of one file apart.
const MARK: usize = 6;

/// The beginning of a text that is named in a message.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// Six letters and digits that tell a text from others which became the same, wherever it comes again.
pub(crate) fn mark(text: &str) -> String {
    let mut mark = hex::encode(Sha256::digest(text));
    mark.truncate(MARK);
    mark
}
