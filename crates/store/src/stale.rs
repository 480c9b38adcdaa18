//! What has been open for long, or could not be looked up: what only time makes a concern.

use chrono::{DateTime, Utc};
use ledger::{PaymentId, RefundId};

use crate::decode::{Fields, ms};
use crate::{Error, Store, place};

impl Store {
    /// The refunds that the gateway accepted and has not carried out, and that were sent before that time; the oldest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn stale_refunds(
        &self,
        before: DateTime<Utc>,
    ) -> Result<Vec<(PaymentId, RefundId)>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(STALE_REFUNDS)?;
            let rows = statement.query_map([ms(before)], |row| {
                let mut fields = Fields::of(row);
                Ok((PaymentId(fields.uuid()?), RefundId(fields.uuid()?)))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The payments that came to be known before that time and may still be paid, as far as is known; the oldest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn stale_payments(&self, before: DateTime<Utc>) -> Result<Vec<PaymentId>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(STALE_PAYMENTS)?;
            let rows = statement.query_map([place::not_before(before)], |row| {
                Fields::of(row).uuid().map(PaymentId)
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The open payments of which at least so many look-ups in a row got no answer, and how many did not; the oldest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn lookup_failures(&self, at_least: u32) -> Result<Vec<(PaymentId, u32)>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(LOOKUP_FAILURES)?;
            let rows = statement.query_map([at_least], |row| {
                let mut fields = Fields::of(row);
                Ok((PaymentId(fields.uuid()?), fields.plain()?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}

/// A refund that wanted a yes was sent when it got it.
pub(crate) const STALE_REFUNDS: &str = "SELECT p.id, r.id FROM refunds r
     CROSS JOIN payments p ON p.place = r.payment
     WHERE r.status = 'pending' AND coalesce(r.decided_ms, r.requested_ms) < ?
     ORDER BY r.place";

/// A payment is open as well where only a refund of it is.
pub(crate) const STALE_PAYMENTS: &str = "SELECT id FROM payments
     WHERE is_open = 1 AND +status IN ('pending', 'unknown') AND place < ?
     ORDER BY place";

pub(crate) const LOOKUP_FAILURES: &str = "SELECT p.id, l.attempts FROM payments p
     CROSS JOIN lookups l ON l.payment = p.id
     WHERE p.is_open = 1 AND l.attempts >= ?
     ORDER BY p.place";
