//! Texts that rows are found by: a column `texts`, folded, and the trigrams of it in an index beside the table.
//!
//! The index keeps no texts of its own, so to forget a row it has to be told what the row said. Whoever writes a row says
//! [`Texts::forget`] before and [`Texts::learn`] after.

use rusqlite::Connection;

use crate::filter_sql::Conditions;
use crate::fold::folded;

/// A table with a column `texts`, and the index over it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts {
    table: &'static str,
    index: &'static str,
}

/// What payouts are found by.
pub(crate) const PAYOUTS: Texts = Texts { table: "payouts", index: "payout_index" };
/// What deliveries are found by.
pub(crate) const DELIVERIES: Texts = Texts { table: "deliveries", index: "delivery_index" };

/// The index knows runs of three characters and no shorter ones.
const SHORTEST_INDEXED: usize = 3;

/// What the index is asked for, so that it finds exactly this folded text; `None` where the text is too short for it.
pub(crate) fn phrase(needle: &str) -> Option<String> {
    let is_indexed = needle.chars().count() >= SHORTEST_INDEXED;
    is_indexed.then(|| format!("\"{}\"", needle.replace('"', "\"\"")))
}

impl Texts {
    /// Takes the row at `place` out of the index; nothing where there is none.
    pub(crate) fn forget(self, writing: &Connection, place: i64) -> rusqlite::Result<()> {
        let Self { table, index } = self;
        let mut statement = writing.prepare_cached(&format!(
            "INSERT INTO {index} ({index}, rowid, texts)
             SELECT 'delete', place, texts FROM {table} WHERE place = ?"
        ))?;
        statement.execute([place])?;
        Ok(())
    }

    /// Puts the row at `place` into the index.
    pub(crate) fn learn(self, writing: &Connection, place: i64) -> rusqlite::Result<()> {
        let Self { table, index } = self;
        let mut statement = writing.prepare_cached(&format!(
            "INSERT INTO {index} (rowid, texts) SELECT place, texts FROM {table} WHERE place = ?"
        ))?;
        statement.execute([place])?;
        Ok(())
    }

    /// Makes the index again from what the rows say.
    pub(crate) fn remake(self, writing: &Connection) -> rusqlite::Result<()> {
        let index = self.index;
        writing.execute(&format!("INSERT INTO {index} ({index}) VALUES ('rebuild')"), [])?;
        Ok(())
    }

    /// Writes the index anew from itself, so that nothing is left in it of texts that it was told to forget.
    pub(crate) fn tidy(self, writing: &Connection) -> rusqlite::Result<()> {
        let index = self.index;
        writing.execute(&format!("INSERT INTO {index} ({index}) VALUES ('optimize')"), [])?;
        Ok(())
    }

    /// What a list begins with, and the number it is ordered by, once the rows of the table, called `row`, are those in
    /// which every word of `text` is found.
    pub(crate) fn narrow(
        self,
        conditions: &mut Conditions,
        row: &str,
        text: Option<&str>,
    ) -> (String, String) {
        let Self { table, index } = self;
        let needles = text.unwrap_or_default().split_whitespace().map(folded);
        let mut phrases = Vec::new();
        for needle in needles {
            match phrase(&needle) {
                Some(phrase) => phrases.push(phrase),
                None => conditions.and(format!("instr({row}.texts, ?)"), [needle.into()]),
            }
        }
        if phrases.is_empty() {
            return (format!("{table} {row}"), format!("{row}.place"));
        }
        conditions.and(format!("{index} MATCH ?"), [phrases.join(" AND ").into()]);
        let source = format!("{index} i CROSS JOIN {table} {row} ON {row}.place = i.rowid");
        (source, "i.rowid".to_owned())
    }
}
