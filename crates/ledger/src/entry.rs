//! The entries of the journal: what happened, to what, when, by whom.
//!
//! An entry is written once and never changed; a correction is another entry. Bodies carry facts as they were learned,
//! and [`Payment::apply`](crate::Payment::apply) folds them into what is true now. Personal data is not here: a body names
//! a [`PersonRef`], whose details live beside the journal and can be masked without breaking the chain.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Actor, Body, EntryId, PersonId, Subject};

/// An entry before the journal has given it its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its identity, made by whoever writes it.
    pub id: EntryId,
    /// When it happened, as far as is known here.
    pub at: DateTime<Utc>,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub body: Body,
}

/// An entry in its place in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place among all entries, from 1, without gaps.
    pub seq: u64,
    /// Its place among the entries of its subject, from 1, without gaps.
    pub version: u64,
    /// What it is about.
    pub subject: Subject,
    /// Its identity.
    pub id: EntryId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub body: Body,
}

/// A customer, without the personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    /// The person record beside the journal.
    pub id: PersonId,
    /// SHA-256 of the record's salt and details, in hex: proves which details were meant for as long as they are kept.
    pub digest: String,
}
