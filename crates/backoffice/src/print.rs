//! Hashes that stand for what somebody looked at and agreed to.

use sha2::{Digest as _, Sha256};

/// Texts one after the other, each behind its length, so that no two sequences are hashed as the same bytes.
pub(crate) struct Print(Sha256);

impl Print {
    /// Begins with what is hashed, and in which way.
    pub(crate) fn begin(what: &str) -> Self {
        let mut print = Self(Sha256::new());
        print.text(what);
        print
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.0.update(text.len().to_string());
        self.0.update(":");
        self.0.update(text);
    }

    pub(crate) fn maybe(&mut self, value: Option<impl ToString>) {
        match value {
            Some(value) => self.text(&value.to_string()),
            None => self.0.update("-"),
        }
    }

    /// SHA-256 in hex.
    pub(crate) fn end(self) -> String {
        hex::encode(self.0.finalize())
    }
}
