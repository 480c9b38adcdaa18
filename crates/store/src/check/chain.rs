//! The walk along the hash chain.

use ledger::{Body, ChainHash, Link};
use rusqlite::{Connection, Row};

use crate::decode::Fields;
use crate::journal::StoredEntry;
use crate::{Error, JournalCheck};

/// Walks from the first entry to the last, or to the first that is not what was written.
pub(super) fn walk(reading: &Connection) -> Result<JournalCheck, Error> {
    let misnumbered = first_misnumbered(reading)?;
    let mut statement = reading.prepare(
        "SELECT seq, id, at_ms, actor, subject_kind, subject_id, version, body,
             kind, previous_hash, hash
         FROM entries
         ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let mut check = JournalCheck { entries: 0, head: ChainHash::GENESIS, problem: None };
    while let Some(row) = rows.next()? {
        let seq = check.entries.saturating_add(1);
        let outcome = read(row)
            .map_err(|error| format!("it cannot be read ({error})"))
            .and_then(|written| examine(written, seq, check.head));
        match outcome {
            Ok(_) if misnumbered == Some(seq) => {
                check.problem =
                    Some(format!("entry {seq}: its version is not the next one of its subject"));
                break;
            }
            Ok(hash) => {
                check.entries = seq;
                check.head = hash;
            }
            Err(problem) => {
                check.problem = Some(format!("entry {seq}: {problem}"));
                break;
            }
        }
    }
    Ok(check)
}

/// A line of the journal with its place in the chain.
struct Written {
    entry: StoredEntry,
    kind: String,
    previous: ChainHash,
    hash: ChainHash,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Written> {
    let mut fields = Fields::of(row);
    Ok(Written {
        entry: StoredEntry::read(&mut fields)?,
        kind: fields.plain()?,
        previous: ChainHash(fields.plain()?),
        hash: ChainHash(fields.plain()?),
    })
}

/// The hash of the line, where all of it is as it was written behind `head`.
fn examine(written: Written, seq: u64, head: ChainHash) -> Result<ChainHash, String> {
    let Written { entry, kind, previous, hash } = written;
    if entry.seq != seq {
        return Err(format!("it is missing (the next is {})", entry.seq));
    }
    let subject =
        entry.subject().ok_or_else(|| format!("`{}` is no kind of subject", entry.subject_kind))?;
    if previous != head {
        return Err("the hash it has of the entry before is not that entry's".to_owned());
    }
    let link = Link {
        previous,
        seq,
        version: entry.version,
        subject,
        id: entry.id,
        at: entry.at,
        actor: &entry.actor,
        body: &entry.body,
    };
    if link.hash() != hash {
        return Err("it is not what was written (its hash is another)".to_owned());
    }
    let body: Body = serde_json::from_str(&entry.body)
        .map_err(|error| format!("its body cannot be read ({error})"))?;
    if body.kind() != kind {
        return Err(format!("it is called {kind} and is {}", body.kind()));
    }
    Ok(hash)
}

/// The first entry whose version is not one more than that of the entry before it on the same subject. Asked of the index
/// of subjects, so that nothing has to be remembered.
fn first_misnumbered(reading: &Connection) -> rusqlite::Result<Option<u64>> {
    let mut statement = reading.prepare(
        "SELECT seq, subject_kind, subject_id, version FROM entries
         ORDER BY subject_id, subject_kind, version",
    )?;
    let mut rows = statement.query([])?;
    let mut first: Option<u64> = None;
    let mut before: Option<(String, Vec<u8>, u64, u64)> = None;
    while let Some(row) = rows.next()? {
        let (seq, kind, id): (u64, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let version: u64 = row.get(3)?;
        let is_next = match &before {
            Some((last_kind, last_id, last_version, last_seq))
                if (last_kind, last_id) == (&kind, &id) =>
            {
                version == last_version.saturating_add(1) && seq > *last_seq
            }
            _ => version == 1,
        };
        if !is_next {
            first = Some(first.map_or(seq, |first| first.min(seq)));
        }
        before = Some((kind, id, version, seq));
    }
    Ok(first)
}
