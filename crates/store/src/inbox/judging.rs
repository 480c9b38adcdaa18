//! What is thought of a message, and what was done about it.
//!
//! An event is accepted once: looking for an earlier acceptance and writing this one are one transaction, which takes the
//! file's only write lock before it looks, so that of two programs that hold the same event exactly one accepts it. An index
//! of the file would refuse the second even where this were wrong.

use ledger::{DeliveryId, Verdict};
use rusqlite::{Connection, OptionalExtension as _};

use super::rows::{self, Kept};
use crate::decode::{Fields, blob, whole_ms};
use crate::masking::messages;
use crate::{Error, Handling, Judgement, Store};

impl Store {
    /// Writes down what is thought of a message, and gives back what is kept. An accepted one whose event was accepted before
    /// is kept as a duplicate, with a reason that says of which. What was accepted, or found to be a duplicate, stays what it
    /// is; a rejected one may be judged again, and is then to be handled again. A duplicate about somebody who was masked loses
    /// its body.
    ///
    /// # Errors
    /// [`Error::DeliveryUnknown`], and as every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn judge(&self, id: DeliveryId, judgement: Judgement) -> Result<Judgement, Error> {
        self.write(move |writing| judge(writing, id, judgement)).await
    }

    /// Writes down what was done about a message. What it is about is kept from an earlier time where this one names nothing,
    /// and entries are added to those it caused before. A message about somebody who was masked loses its body.
    ///
    /// # Errors
    /// [`Error::DeliveryUnknown`], and as every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn handled(&self, id: DeliveryId, handling: Handling) -> Result<(), Error> {
        self.write(move |writing| handle(writing, id, handling)).await
    }
}

fn judge(writing: &Connection, id: DeliveryId, judgement: Judgement) -> Result<Judgement, Error> {
    let mut kept = rows::find(writing, id)?.ok_or(Error::DeliveryUnknown { id })?;
    if let Some(judgement) = kept.lasting_judgement() {
        return Ok(judgement);
    }
    let (judgement, duplicate_of) = match earlier(writing, &kept, &judgement)? {
        Some((id, reason)) => {
            (Judgement { verdict: Verdict::Duplicate, reason, ..judgement }, Some(id))
        }
        None => (judgement, None),
    };
    let kept_as = judgement.clone();
    kept.key = judgement.key;
    kept.record.verdict = Some(judgement.verdict);
    kept.record.reason = Some(judgement.reason);
    kept.record.event = judgement.event;
    kept.record.reference = judgement.reference;
    kept.record.is_proven = Some(judgement.is_proven);
    kept.record.duplicate_of = duplicate_of;
    kept.record.handled_at = None;
    rows::update(writing, &kept)?;
    messages::forget_body(writing, kept.place)?;
    Ok(kept_as)
}

impl Kept {
    /// What was thought of it, where that stands for good.
    fn lasting_judgement(&self) -> Option<Judgement> {
        let record = &self.record;
        let verdict = record.verdict.filter(|verdict| *verdict != Verdict::Rejected)?;
        Some(Judgement {
            verdict,
            reason: record.reason.clone().unwrap_or_default(),
            event: record.event.clone(),
            key: self.key.clone(),
            reference: record.reference.clone(),
            is_proven: record.is_proven.unwrap_or_default(),
        })
    }
}

/// The message by which the same event was accepted, and a sentence that says so.
fn earlier(
    reading: &Connection,
    kept: &Kept,
    judgement: &Judgement,
) -> rusqlite::Result<Option<(DeliveryId, String)>> {
    let (Some(account), Some(key)) = (kept.record.delivery.account, &judgement.key) else {
        return Ok(None);
    };
    if judgement.verdict == Verdict::Rejected {
        return Ok(None);
    }
    let mut statement = reading.prepare_cached(ACCEPTED_EVENT)?;
    let found = statement.query_row((blob(account.0), key), |row| {
        let mut fields = Fields::of(row);
        let (id, at) = (DeliveryId(fields.uuid()?), fields.time()?);
        let at = at.format("%Y-%m-%d %H:%M:%S UTC");
        Ok((id, format!("this event was accepted before: it came in at {at} as {id}")))
    });
    found.optional()
}

pub(crate) const ACCEPTED_EVENT: &str = "SELECT id, received_ms FROM deliveries
     WHERE account = ? AND event_key = ? AND verdict = 'accepted'";

fn handle(writing: &Connection, id: DeliveryId, handling: Handling) -> Result<(), Error> {
    let mut kept = rows::find(writing, id)?.ok_or(Error::DeliveryUnknown { id })?;
    let record = &mut kept.record;
    record.handled_at = Some(whole_ms(handling.at));
    record.reason = handling.reason.or(record.reason.take());
    record.payment = handling.payment.or(record.payment);
    record.payout = handling.payout.or(record.payout);
    for entry in handling.entries {
        if !record.entries.contains(&entry) {
            record.entries.push(entry);
        }
    }
    rows::update(writing, &kept)?;
    Ok(messages::forget_body(writing, kept.place)?)
}
