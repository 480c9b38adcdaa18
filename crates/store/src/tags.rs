//! The tags that payments are sorted by.

use ledger::Tag;

use crate::decode::Fields;
use crate::{Error, Store};

impl Store {
    /// Every tag that a payment has, by its word, and how many have it.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn tags(&self) -> Result<Vec<(Tag, u64)>, Error> {
        self.read(|reading| {
            let mut statement = reading.prepare_cached(TAGS)?;
            let rows = statement.query_map([], |row| {
                let mut fields = Fields::of(row);
                Ok((fields.word()?, fields.plain()?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}

pub(crate) const TAGS: &str = "SELECT tag, count(*) FROM payment_tags GROUP BY tag ORDER BY tag";
