//! The hash chain: each entry's hash covers the entry and the hash before it, so that a line changed, dropped or
//! slipped in later shows.
//!
//! The hash is taken over the body's text exactly as stored, never over a re-serialisation, so that it can be checked
//! by a later version that would write the same body differently.

use std::fmt;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use crate::{Actor, EntryId, Subject};

/// A SHA-256 in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHash(pub [u8; 32]);

impl ChainHash {
    /// What stands before the first entry.
    pub const GENESIS: Self = Self([0; 32]);
}

impl fmt::Display for ChainHash {
    /// Lower-case hex.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// An entry as it is written: what the hash covers.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The hash of the entry before it.
    pub previous: ChainHash,
    /// Its place among all entries.
    pub seq: u64,
    /// Its place among the entries of its subject.
    pub version: u64,
    /// What it is about.
    pub subject: Subject,
    /// Its identity.
    pub id: EntryId,
    /// When it happened; counted in whole milliseconds.
    pub at: DateTime<Utc>,
    /// Who caused it.
    pub actor: &'a Actor,
    /// The body's JSON, exactly as stored.
    pub body: &'a str,
}

impl Link<'_> {
    /// The entry's hash. Every field is preceded by its length, so no two entries give the same bytes.
    #[must_use]
    pub fn hash(&self) -> ChainHash {
        let mut sha = Sha256::new();
        let mut field = |bytes: &[u8]| {
            sha.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
            sha.update(bytes);
        };
        field(b"tillkeeper.journal.1");
        field(&self.previous.0);
        field(&self.seq.to_le_bytes());
        field(&self.version.to_le_bytes());
        field(self.subject.to_string().as_bytes());
        field(self.id.0.as_bytes());
        field(&self.at.timestamp_millis().to_le_bytes());
        field(self.actor.0.as_bytes());
        field(self.body.as_bytes());
        ChainHash(sha.finalize().into())
    }
}
