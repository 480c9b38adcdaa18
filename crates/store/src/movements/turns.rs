//! Which of the sales of an order number came first, by the journal: what was written down later changes nothing about it.

use std::collections::BTreeMap;

use ledger::{PaymentId, SaleTurn};
use rusqlite::Connection;

use crate::decode::{blob, integer};
use crate::{Error, Store};

/// A movement by its entry's place in the journal and its own among those of the entry.
type Moved = (u64, u32);

impl Store {
    /// Which each of these sales is, by its payment, entry and place there.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn sale_turns(
        &self,
        sales: Vec<(PaymentId, u64, u32)>,
    ) -> Result<BTreeMap<Moved, SaleTurn>, Error> {
        if sales.is_empty() {
            return Ok(BTreeMap::new());
        }
        self.read(move |reading| {
            let turn =
                |(payment, seq, index)| Ok(((seq, index), turn(reading, payment, (seq, index))?));
            sales.into_iter().map(turn).collect()
        })
        .await
    }
}

fn turn(reading: &Connection, payment: PaymentId, (seq, index): Moved) -> Result<SaleTurn, Error> {
    let is_so = |sql| -> rusqlite::Result<bool> {
        let mut statement = reading.prepare_cached(sql)?;
        statement.query_row((blob(payment.0), integer(seq), index), |row| row.get(0))
    };
    Ok(if is_so(ONE_MORE)? {
        SaleTurn::OneMore
    } else if is_so(AFTER_ANOTHER)? {
        SaleTurn::AfterAnother
    } else {
        SaleTurn::First
    })
}

/// Whether the payment has a sale before that movement.
pub(crate) const ONE_MORE: &str = "SELECT EXISTS (
         SELECT 1 FROM payments p
         CROSS JOIN movements m ON m.payment = p.place
         WHERE p.id = ?1 AND m.kind = 'sale' AND m.amount_minor > 0 AND (m.seq, m.position) < (?2, ?3)
     )";

/// Whether another payment with the same order number has.
pub(crate) const AFTER_ANOTHER: &str = "SELECT EXISTS (
         SELECT 1 FROM payments p
         CROSS JOIN payment_references r ON r.reference = p.reference AND r.payment <> p.place
         CROSS JOIN payments q ON q.place = r.payment AND q.reference = p.reference
         CROSS JOIN movements m ON m.payment = q.place
         WHERE p.id = ?1 AND m.kind = 'sale' AND m.amount_minor > 0 AND (m.seq, m.position) < (?2, ?3)
     )";
