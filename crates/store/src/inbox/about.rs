//! The messages about a payment or payout: those that were found to be, and those that name it and were not acted on.

use std::collections::BTreeSet;

use ledger::PaymentId;
use rusqlite::Connection;
use uuid::Uuid;

use super::delivery::BLANK;
use super::rows;
use crate::decode::{Fields, blob};
use crate::{DeliveryRecord, Error, Store};

impl Store {
    /// Every message about one of the payments, with its body; the oldest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn deliveries_of_payments(
        &self,
        payments: &[PaymentId],
    ) -> Result<Vec<DeliveryRecord>, Error> {
        let payments = payments.to_vec();
        self.read(move |reading| {
            let mut about = BTreeSet::new();
            for payment in payments {
                about.extend(places(reading, PAYMENT, payment.0)?);
            }
            about.into_iter().map(|place| record(reading, place)).collect()
        })
        .await
    }
}

/// The places of the messages about a payment. One that repeats another has the same reference, and may be known to be about
/// the payment by nothing but the other.
pub(crate) const PAYMENT: &str = "SELECT place FROM deliveries WHERE payment = ?1
     UNION
     SELECT d.place FROM deliveries o
     CROSS JOIN deliveries d ON d.reference = o.reference
     WHERE o.payment = ?1 AND d.duplicate_of = o.id
     UNION
     SELECT d.place FROM payments p
     CROSS JOIN payment_references n ON n.payment = p.place
     CROSS JOIN deliveries d ON d.reference = n.reference
     WHERE p.id = ?1 AND +d.account = p.account";

/// The places of the messages about a payout.
pub(crate) const PAYOUT: &str = "SELECT place FROM deliveries WHERE payout = ?1
     UNION
     SELECT d.place FROM deliveries o
     CROSS JOIN deliveries d ON d.reference = o.reference
     WHERE o.payout = ?1 AND d.duplicate_of = o.id
     UNION
     SELECT d.place FROM payouts p
     CROSS JOIN deliveries d ON d.reference IN (p.reference, p.gateway_payout_id)
     WHERE p.id = ?1 AND +d.account = p.account";

/// The places of the messages that are about this.
pub(crate) fn places(reading: &Connection, about: &str, id: Uuid) -> rusqlite::Result<Vec<i64>> {
    let mut statement = reading.prepare_cached(about)?;
    let rows = statement.query_map([blob(id)], |row| row.get(0))?;
    rows.collect()
}

/// Whether a message has yet to be judged or acted on.
pub(crate) fn is_waiting(reading: &Connection, place: i64) -> rusqlite::Result<bool> {
    let mut statement =
        reading.prepare_cached("SELECT is_waiting FROM deliveries WHERE place = ?")?;
    statement.query_row([place], |row| row.get(0))
}

/// Takes a message's body away. Its hash stays, so it can still be told that this was the one.
pub(crate) fn blank(writing: &Connection, place: i64) -> rusqlite::Result<()> {
    let mut statement =
        writing.prepare_cached("UPDATE deliveries SET body = ?, masked = 1 WHERE place = ?")?;
    statement.execute((BLANK, place))?;
    Ok(())
}

fn record(reading: &Connection, place: i64) -> Result<DeliveryRecord, Error> {
    let mut statement = reading
        .prepare_cached(&format!("SELECT {} FROM deliveries d WHERE d.place = ?", rows::COLUMNS))?;
    let mut record = statement.query_row([place], |row| rows::read(&mut Fields::of(row)))?.record;
    record.delivery.body = rows::body(reading, place)?;
    Ok(record)
}
