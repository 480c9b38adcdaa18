//! `payment_references`: every name a payment goes by, to be found exactly.

use std::collections::BTreeSet;

use ledger::Payment;
use rusqlite::Connection;

use crate::Error;

/// Order number, gateway references, and those a gateway may know the payment by where an answer was lost.
pub(crate) fn names(payment: &Payment) -> BTreeSet<&str> {
    let of_links = payment.links.iter().flat_map(|link| {
        let candidates = link.candidates.iter().map(String::as_str);
        candidates.chain(link.gateway_reference.as_deref())
    });
    of_links
        .chain(payment.gateway_reference.as_deref())
        .chain([payment.reference.as_str()])
        .collect()
}

/// Writes the names that are new.
pub(crate) fn write(
    writing: &Connection,
    place: i64,
    before: Option<&Payment>,
    after: &Payment,
) -> Result<(), Error> {
    let known = before.map(names).unwrap_or_default();
    let mut adding = writing
        .prepare_cached("INSERT INTO payment_references (reference, payment) VALUES (?, ?)")?;
    let mut dropping = writing
        .prepare_cached("DELETE FROM payment_references WHERE reference = ? AND payment = ?")?;
    let now = names(after);
    for name in known.difference(&now) {
        dropping.execute((name, place))?;
    }
    for name in now.difference(&known) {
        adding.execute((name, place))?;
    }
    Ok(())
}

/// Where the stored names are not those of the payment.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    payment: &Payment,
) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached(
        "SELECT reference FROM payment_references
         WHERE payment = ?
         ORDER BY reference",
    )?;
    let rows = statement.query_map([place], |row| row.get::<_, String>(0))?;
    let stored = rows.collect::<Result<BTreeSet<_>, _>>()?;
    let expected = names(payment).into_iter().map(str::to_owned).collect();
    let missing = stored_less(&expected, &stored, "is missing");
    let surplus = stored_less(&stored, &expected, "is not in the journal");
    Ok(missing.into_iter().chain(surplus).collect())
}

fn stored_less(these: &BTreeSet<String>, those: &BTreeSet<String>, what: &str) -> Vec<String> {
    let left = these.difference(those);
    left.map(|name| format!("payment_references: `{name}` {what}")).collect()
}
