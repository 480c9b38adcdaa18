//! The journal: entries at the end of it, and reading them back.
//!
//! The body's text is what counts: it is hashed, stored and checked as it is, and read into the ledger's types only to be
//! folded.

use chrono::{DateTime, Utc};
use ledger::{Actor, Body, ChainHash, Draft, Entry, EntryId, Link, Subject};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};
use uuid::Uuid;

use crate::decode::{Fields, blob, integer, ms, whole_ms};
use crate::page::{Behind, MOST_STREAMED};
use crate::{EntryQuery, Error, Page, Store};

impl Store {
    /// A page of the journal, the newest entry last.
    ///
    /// # Errors
    /// [`Error::Entry`] names an entry that cannot be read.
    pub async fn entries(&self, query: EntryQuery) -> Result<Page<Entry>, Error> {
        self.read(move |reading| page(reading, query)).await
    }

    /// The number of the newest entry, 0 where there is none. Another program's writes show in it as well.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub async fn head(&self) -> Result<u64, Error> {
        self.read(|reading| Ok(head(reading)?.seq)).await
    }
}

/// The end of the journal, where the next entry goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) seq: u64,
    pub(crate) hash: ChainHash,
}

/// An entry as it is stored, before anything is believed of it.
#[derive(Debug)]
pub(crate) struct StoredEntry {
    pub(crate) seq: u64,
    pub(crate) id: EntryId,
    pub(crate) at: DateTime<Utc>,
    pub(crate) actor: Actor,
    pub(crate) subject_kind: String,
    pub(crate) subject_id: Uuid,
    pub(crate) version: u64,
    pub(crate) body: String,
}

impl StoredEntry {
    /// The columns that [`StoredEntry::read`] reads, in its order.
    pub(crate) const COLUMNS: &'static str =
        "seq, id, at_ms, actor, subject_kind, subject_id, version, body";

    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: fields.plain()?,
            id: EntryId(fields.uuid()?),
            at: fields.time()?,
            actor: Actor(fields.plain()?),
            subject_kind: fields.plain()?,
            subject_id: fields.uuid()?,
            version: fields.plain()?,
            body: fields.plain()?,
        })
    }

    /// What it is about; `None` where the kind is none that is known.
    pub(crate) fn subject(&self) -> Option<Subject> {
        subject_of(&self.subject_kind, self.subject_id)
    }

    /// The entry, read into the ledger's types.
    pub(crate) fn entry(self) -> Result<Entry, Error> {
        let seq = self.seq;
        let unreadable = |source| Error::Entry { seq, source };
        let subject = self.subject().ok_or_else(|| {
            unreadable(serde::de::Error::custom("its subject is of no known kind"))
        })?;
        let body: Body = serde_json::from_str(&self.body).map_err(unreadable)?;
        Ok(Entry {
            seq,
            version: self.version,
            subject,
            id: self.id,
            at: self.at,
            actor: self.actor,
            body,
        })
    }
}

/// The subject of that kind; `None` where the kind is none that is known.
pub(crate) fn subject_of(kind: &str, id: Uuid) -> Option<Subject> {
    match kind {
        "account" => Some(Subject::Account(ledger::AccountId(id))),
        "payment" => Some(Subject::Payment(ledger::PaymentId(id))),
        "export" => Some(Subject::Export(ledger::ExportId(id))),
        "payout" => Some(Subject::Payout(ledger::PayoutId(id))),
        "delivery" => Some(Subject::Delivery(ledger::DeliveryId(id))),
        "batch" => Some(Subject::Batch(ledger::BatchId(id))),
        "person" => Some(Subject::Person(ledger::PersonId(id))),
        "import" => Some(Subject::Import(ledger::ImportId(id))),
        _ => None,
    }
}

/// The id of a subject, of whatever kind.
pub(crate) fn id_of(subject: Subject) -> Uuid {
    match subject {
        Subject::Account(id) => id.0,
        Subject::Payment(id) => id.0,
        Subject::Export(id) => id.0,
        Subject::Payout(id) => id.0,
        Subject::Delivery(id) => id.0,
        Subject::Batch(id) => id.0,
        Subject::Person(id) => id.0,
        Subject::Import(id) => id.0,
    }
}

/// The end of the journal.
pub(crate) fn head(reading: &Connection) -> rusqlite::Result<Head> {
    let mut statement = reading.prepare_cached(
        "SELECT seq, hash FROM entries
         ORDER BY seq DESC LIMIT 1",
    )?;
    let last =
        statement.query_row([], |row| Ok(Head { seq: row.get(0)?, hash: ChainHash(row.get(1)?) }));
    Ok(last.optional()?.unwrap_or(Head { seq: 0, hash: ChainHash::GENESIS }))
}

/// Every entry about `subject`, the oldest first.
pub(crate) fn entries_of(reading: &Connection, subject: Subject) -> Result<Vec<Entry>, Error> {
    let mut statement = reading.prepare_cached(
        "SELECT seq, id, at_ms, actor, subject_kind, subject_id, version, body FROM entries
         WHERE subject_id = ? AND subject_kind = ?
         ORDER BY version",
    )?;
    let rows = statement.query_map((blob(id_of(subject)), subject.kind()), stored)?;
    rows.map(|row| row?.entry()).collect()
}

/// Whether the journal has an entry of that id.
pub(crate) fn has(reading: &Connection, id: EntryId) -> rusqlite::Result<bool> {
    let mut statement =
        reading.prepare_cached("SELECT EXISTS (SELECT 1 FROM entries WHERE id = ?)")?;
    statement.query_row([blob(id.0)], |row| row.get(0))
}

/// Puts a draft at the end of the journal, and says where the end is then.
pub(crate) fn put(
    writing: &Connection,
    head: Head,
    subject: Subject,
    version: u64,
    draft: Draft,
) -> Result<(Entry, Head), Error> {
    let body = serde_json::to_string(&draft.body)?;
    let at = whole_ms(draft.at);
    let link = Link {
        previous: head.hash,
        seq: head.seq.saturating_add(1),
        version,
        subject,
        id: draft.id,
        at,
        actor: &draft.actor,
        body: &body,
    };
    let (seq, hash) = (link.seq, link.hash());
    let mut statement = writing.prepare_cached(
        "INSERT INTO entries (
             seq, id, at_ms, actor, subject_kind, subject_id, version, kind, body, previous_hash, hash
         ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    statement.execute((
        integer(seq),
        blob(draft.id.0),
        ms(at),
        &draft.actor.0,
        subject.kind(),
        blob(id_of(subject)),
        integer(version),
        draft.body.kind(),
        &body,
        head.hash.0,
        hash.0,
    ))?;
    let entry =
        Entry { seq, version, subject, id: draft.id, at, actor: draft.actor, body: draft.body };
    Ok((entry, Head { seq, hash }))
}

fn page(reading: &Connection, query: EntryQuery) -> Result<Page<Entry>, Error> {
    let limit = query.limit.clamp(1, MOST_STREAMED);
    let mut values = vec![Value::from(integer(query.after.unwrap_or(0)))];
    let mut of_subject = "";
    if let Some(subject) = query.subject {
        of_subject = "AND subject_id = ? AND subject_kind = ?";
        values.push(blob(id_of(subject)).into());
        values.push(subject.kind().to_owned().into());
    }
    values.push(i64::from(limit).saturating_add(1).into());
    let mut statement = reading.prepare_cached(&format!(
        "SELECT {} FROM entries
         WHERE seq > ? {of_subject}
         ORDER BY seq LIMIT ?",
        StoredEntry::COLUMNS
    ))?;
    let rows = statement.query_map(params_from_iter(values), stored)?;
    let entries = rows.map(|row| row?.entry().map(|entry| (entry.seq, entry)));
    let rows = entries
        .map(|row| row.map(|(seq, entry)| (entry, Behind::Entry(seq))))
        .collect::<Result<_, Error>>()?;
    Ok(Page::of(rows, limit))
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredEntry> {
    StoredEntry::read(&mut Fields::of(row))
}
