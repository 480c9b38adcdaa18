//! `refunds`: a row per refund.

use ledger::{Payment, Refund, RefundId, Signer};
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::Columns;
use crate::decode::{blob, ms};
use crate::{Error, place};

/// Writes the refunds that are new or changed, and takes away those that turned out to be others or were withdrawn.
pub(crate) fn write(
    writing: &Connection,
    payment_place: i64,
    before: Option<&Payment>,
    after: &Payment,
) -> Result<(), Error> {
    let known = |id| before.and_then(|before| before.refund(id));
    let changed = after.refunds.iter().filter(|refund| known(refund.id) != Some(refund));
    for refund in changed {
        let place = match find(writing, payment_place, refund.id)? {
            Some(place) => place,
            None => place::next_in(writing, "refunds", refund.requested_at)?,
        };
        put(writing, place, payment_place, refund)?;
    }
    let mut dropping =
        writing.prepare_cached("DELETE FROM refunds WHERE id = ? AND payment = ?")?;
    let known = before.iter().flat_map(|before| &before.refunds);
    for gone in known.filter(|known| after.refund(known.id).is_none()) {
        dropping.execute((blob(gone.id.0), payment_place))?;
    }
    Ok(())
}

/// Where the stored rows are not the refunds of the payment.
pub(crate) fn differences(
    reading: &Connection,
    payment_place: i64,
    payment: &Payment,
) -> Result<Vec<String>, Error> {
    let mut differences = Vec::new();
    let mut statement = reading.prepare_cached("SELECT * FROM refunds WHERE id = ?")?;
    for refund in &payment.refunds {
        let expected = columns(payment_place, refund)?;
        let differing = statement
            .query_row([blob(refund.id.0)], |row| expected.differing(row))
            .optional()?
            .unwrap_or_else(|| vec!["the row is missing".to_owned()]);
        let named = differing.into_iter();
        differences.extend(named.map(|text| format!("refunds: {}: {text}", refund.id)));
    }
    let mut statement = reading.prepare_cached("SELECT count(*) FROM refunds WHERE payment = ?")?;
    let stored: usize = statement.query_row([payment_place], |row| row.get(0))?;
    if stored > payment.refunds.len() {
        differences
            .push(format!("refunds: {stored} rows, the journal says {}", payment.refunds.len()));
    }
    Ok(differences)
}

fn find(reading: &Connection, payment_place: i64, id: RefundId) -> rusqlite::Result<Option<i64>> {
    let mut statement =
        reading.prepare_cached("SELECT place FROM refunds WHERE id = ? AND payment = ?")?;
    statement.query_row((blob(id.0), payment_place), |row| row.get(0)).optional()
}

fn put(writing: &Connection, place: i64, payment_place: i64, refund: &Refund) -> Result<(), Error> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO refunds (
             place, id, payment, amount_minor, currency, asked_minor, asked_currency, status, method,
             is_full, reason, customer_note, merchant_note, evidence, file, signer, is_approved, decided_by,
             decided_ms, decision_note, resolved_by, batch, import, is_unconfirmed, at_gateway, is_by_hand,
             failed_later, is_revived, is_accepted,
             idempotency_key, gateway_refund_id, gateway_status, message, requested_ms, updated_ms
         ) VALUES (
             :place, :id, :payment, :amount_minor, :currency, :asked_minor, :asked_currency, :status, :method,
             :is_full, :reason, :customer_note, :merchant_note, :evidence, :file, :signer, :is_approved, :decided_by,
             :decided_ms, :decision_note, :resolved_by, :batch, :import, :is_unconfirmed, :at_gateway, :is_by_hand,
             :failed_later, :is_revived, :is_accepted,
             :idempotency_key, :gateway_refund_id, :gateway_status, :message, :requested_ms, :updated_ms
         )
         ON CONFLICT (place) DO UPDATE SET
             amount_minor = excluded.amount_minor, currency = excluded.currency,
             status = excluded.status, method = excluded.method,
             evidence = excluded.evidence, file = excluded.file,
             is_approved = excluded.is_approved, decided_by = excluded.decided_by,
             decided_ms = excluded.decided_ms, decision_note = excluded.decision_note,
             resolved_by = excluded.resolved_by, import = excluded.import, is_unconfirmed = excluded.is_unconfirmed,
             at_gateway = excluded.at_gateway, is_by_hand = excluded.is_by_hand,
             failed_later = excluded.failed_later, is_revived = excluded.is_revived, is_accepted = excluded.is_accepted,
             gateway_refund_id = excluded.gateway_refund_id, gateway_status = excluded.gateway_status,
             message = excluded.message, updated_ms = excluded.updated_ms",
    )?;
    let row = columns(payment_place, refund)?.with(":place", place);
    row.execute(&mut statement)?;
    Ok(())
}

fn columns(payment_place: i64, refund: &Refund) -> Result<Columns, Error> {
    let decision = refund.decision.as_ref();
    let file = refund.file.as_ref().map(serde_json::to_string).transpose()?;
    Ok(Columns::default()
        .with(":id", blob(refund.id.0))
        .with(":payment", payment_place)
        .with(":amount_minor", refund.amount.minor())
        .with(":currency", refund.amount.currency().to_string())
        .with(":asked_minor", refund.asked.minor())
        .with(":asked_currency", refund.asked.currency().to_string())
        .with(":status", refund.status.to_string())
        .with(":method", refund.method.to_string())
        .with(":is_full", refund.full)
        .with(":reason", refund.reason.clone())
        .with(":customer_note", refund.customer_note.clone())
        .with(":merchant_note", refund.merchant_note.clone())
        .with(":evidence", refund.evidence.clone())
        .with(":file", file)
        .with(":signer", refund.by.as_ref().map(Signer::to_string))
        .with(":is_approved", decision.map(|decision| decision.approved))
        .with(":decided_by", decision.map(|decision| decision.by.to_string()))
        .with(":decided_ms", decision.map(|decision| ms(decision.at)))
        .with(":decision_note", decision.and_then(|decision| decision.note.clone()))
        .with(":resolved_by", refund.resolved_by.as_ref().map(Signer::to_string))
        .with(":batch", refund.batch.map(|batch| blob(batch.0)))
        .with(":import", refund.import.map(|import| blob(import.0)))
        .with(":is_unconfirmed", refund.unconfirmed)
        .with(":at_gateway", refund.at_gateway.map(|status| status.to_string()))
        .with(":is_by_hand", refund.by_hand)
        .with(":failed_later", refund.failed_later)
        .with(":is_revived", refund.revived)
        .with(":is_accepted", refund.accepted)
        .with(":idempotency_key", refund.idempotency_key.clone())
        .with(":gateway_refund_id", refund.gateway_refund_id.clone())
        .with(":gateway_status", refund.gateway_status.clone())
        .with(":message", refund.message.clone())
        .with(":requested_ms", ms(refund.requested_at))
        .with(":updated_ms", ms(refund.updated_at)))
}
