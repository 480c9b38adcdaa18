//! `payment_tags`: the tags of payments, to be filtered by and counted.

use std::collections::BTreeSet;

use ledger::{Payment, Tag};
use rusqlite::Connection;

use crate::Error;

/// Writes the tags that are new, and takes away those that are no more.
pub(crate) fn write(
    writing: &Connection,
    place: i64,
    before: Option<&Payment>,
    after: &Payment,
) -> Result<(), Error> {
    let none = BTreeSet::new();
    let known = before.map_or(&none, |before| &before.tags);
    let mut adding =
        writing.prepare_cached("INSERT INTO payment_tags (tag, payment) VALUES (?, ?)")?;
    let mut dropping =
        writing.prepare_cached("DELETE FROM payment_tags WHERE tag = ? AND payment = ?")?;
    for tag in known.difference(&after.tags) {
        dropping.execute((tag.as_str(), place))?;
    }
    for tag in after.tags.difference(known) {
        adding.execute((tag.as_str(), place))?;
    }
    Ok(())
}

/// Where the stored tags are not those of the payment.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    payment: &Payment,
) -> Result<Vec<String>, Error> {
    let mut statement =
        reading.prepare_cached("SELECT tag FROM payment_tags WHERE payment = ? ORDER BY tag")?;
    let rows = statement.query_map([place], |row| row.get::<_, String>(0))?;
    let stored = rows.collect::<Result<BTreeSet<_>, _>>()?;
    let expected = payment.tags.iter().map(Tag::to_string).collect::<BTreeSet<_>>();
    let differing = stored.symmetric_difference(&expected);
    let named = differing.map(|tag| match expected.contains(tag) {
        true => format!("payment_tags: `{tag}` is missing"),
        false => format!("payment_tags: `{tag}` is not in the journal"),
    });
    Ok(named.collect())
}
