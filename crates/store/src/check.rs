//! Proofs: that the journal is what was written, that the projections are what it says, and that the file is sound.
//!
//! Each walks the file once with one subject in memory, and is of one moment, whatever is written meanwhile.

mod chain;
pub(crate) mod subjects;

use ledger::{ChainHash, Subject};
use rusqlite::Connection;

use crate::{Error, Store};

/// What the walk along the journal found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalCheck {
    /// How many entries are sound, from the first on.
    pub entries: u64,
    /// The hash of the last of them.
    pub head: ChainHash,
    /// The first entry that is not, and what is wrong with it.
    pub problem: Option<String>,
}

/// Something that the projections say and the journal does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub subject: Subject,
    /// Which table and column, what is stored there and what the journal says.
    pub detail: String,
}

/// The indexes that texts are found by.
const SEARCH_INDEXES: [&str; 3] = ["search_index", "payout_index", "delivery_index"];

impl Store {
    /// Walks the whole journal: no number missing, each version the next of its subject, each body readable and of its
    /// kind, each hash the right one. Stops at the first entry that is damaged.
    ///
    /// # Errors
    /// Only what keeps the file from being read at all.
    pub async fn verify_journal(&self) -> Result<JournalCheck, Error> {
        self.read(|reading| chain::walk(reading)).await
    }

    /// Folds every subject again and compares it with what is stored. Nothing found means that all lists, searches and
    /// sums are what the journal says.
    ///
    /// # Errors
    /// [`Error::Entry`] where an entry cannot be read.
    pub async fn compare_projections(&self) -> Result<Vec<Difference>, Error> {
        self.read(|reading| subjects::compare(reading)).await
    }

    /// Makes every projection again from the journal, all or nothing.
    ///
    /// # Errors
    /// As every write, and [`Error::Entry`] where an entry cannot be read.
    pub async fn rebuild_projections(&self) -> Result<(), Error> {
        self.write(|writing| subjects::rebuild(writing)).await
    }

    /// What is wrong with the file itself: its pages, its indexes, and rows that name others; nothing where it is sound.
    ///
    /// # Errors
    /// Only what keeps the file from being read at all.
    pub async fn check_file(&self) -> Result<Vec<String>, Error> {
        let mut problems = self.read(|reading| pages_and_rows(reading)).await?;
        for index in SEARCH_INDEXES {
            let whole = self.write(move |writing| Ok(search_index(writing, index)?)).await;
            match whole {
                Ok(_) => {}
                Err(Error::Damaged { detail, .. }) => {
                    problems
                        .push(format!("the search index {index} is not of the texts: {detail}"));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(problems)
    }
}

fn pages_and_rows(reading: &Connection) -> Result<Vec<String>, Error> {
    let mut problems: Vec<String> = Vec::new();
    // The first leaves the free pages out where SQLite comes upon a virtual table before any other, the second has them.
    for check in ["PRAGMA integrity_check", "PRAGMA integrity_check(sqlite_schema)"] {
        let mut statement = reading.prepare(check)?;
        let found = statement.query_map([], |row| row.get(0))?;
        let mut found = found.collect::<Result<Vec<_>, _>>()?;
        found.retain(|line| line != "ok" && !problems.contains(line));
        problems.append(&mut found);
    }
    let mut statement = reading.prepare("PRAGMA foreign_key_check")?;
    let found = statement.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("a row of {table} names a row of {parent} that is missing"))
    })?;
    problems.extend(found.collect::<Result<Vec<_>, _>>()?);
    Ok(problems)
}

/// Compares the index with the texts it is of. The command is written as an insert, which only the writer may do; it
/// changes nothing.
fn search_index(writing: &Connection, index: &str) -> rusqlite::Result<usize> {
    writing
        .execute(&format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"), [])
}
