//! A row of `deliveries`: written once when the message comes in, and changed only in what became of it.

use ledger::{AccountId, DeliveryId, PaymentId, PayoutId, Verdict};
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::Columns;
use crate::decode::{Fields, blob, integer, ms};
use crate::fold::folded_all;
use crate::texts::DELIVERIES;
use crate::{DeliveryOrigin, DeliveryRecord, Error, NewDelivery, place};

/// A row, without its body.
pub(super) struct Kept {
    pub(super) place: i64,
    pub(super) key: Option<String>,
    pub(super) record: DeliveryRecord,
}

/// The columns that [`read`] reads, in its order.
pub(super) const COLUMNS: &str = "d.place, d.event_key, d.id, d.account, d.gateway, d.account_name, d.origin,
     d.received_ms, d.source, d.headers, d.body_bytes, d.body_sha256, d.masked, d.verdict, d.reason, d.event,
     d.reference, d.duplicate_of, d.payment, d.payout, d.entries, d.handled_ms,
     d.is_proven";

/// Writes the row of a message that came in.
pub(super) fn insert(writing: &Connection, delivery: NewDelivery) -> Result<(), Error> {
    let texts = texts(&delivery, []);
    let place = place::next_in(writing, "deliveries", delivery.received_at)?;
    let source = delivery.source.map(|source| source.to_string());
    let row = Columns::default()
        .with(":place", place)
        .with(":id", blob(delivery.id.0))
        .with(":account", delivery.account.map(|account| blob(account.0)))
        .with(":gateway", delivery.gateway.map(|gateway| gateway.to_string()))
        .with(":account_name", delivery.account_name)
        .with(":origin", delivery.origin.as_str().to_owned())
        .with(":received_ms", ms(delivery.received_at))
        .with(":source", source)
        .with(":entries", "[]".to_owned())
        .with(":is_waiting", true)
        .with(":texts", texts)
        .with(":masked", delivery.masked)
        .with(":body_bytes", integer(delivery.body_bytes))
        .with(":body_sha256", delivery.body_sha256)
        .with(":headers", serde_json::to_string(&delivery.headers)?)
        .with(":body", delivery.body);
    let mut statement = writing.prepare_cached(
        "INSERT INTO deliveries (
             place, id, account, gateway, account_name, origin, received_ms, source, entries, is_waiting,
             texts, masked, body_bytes, body_sha256, headers, body
         ) VALUES (
             :place, :id, :account, :gateway, :account_name, :origin, :received_ms, :source, :entries, :is_waiting,
             :texts, :masked, :body_bytes, :body_sha256, :headers, :body
         )",
    )?;
    row.execute(&mut statement)?;
    Ok(DELIVERIES.learn(writing, place)?)
}

/// Writes what became of it.
pub(super) fn update(writing: &Connection, kept: &Kept) -> Result<(), Error> {
    let record = &kept.record;
    let texts = texts(&record.delivery, [&record.event, &record.reference, &record.reason]);
    DELIVERIES.forget(writing, kept.place)?;
    let mut statement = writing.prepare_cached(
        "UPDATE deliveries SET
             verdict = :verdict, reason = :reason, event = :event, event_key = :event_key,
             reference = :reference, duplicate_of = :duplicate_of, payment = :payment, payout = :payout,
             entries = :entries, handled_ms = :handled_ms, is_proven = :is_proven,
             is_waiting = :is_waiting, is_idle = :is_idle, texts = :texts
         WHERE place = :place",
    )?;
    Columns::default()
        .with(":place", kept.place)
        .with(":verdict", record.verdict.map(|verdict| verdict.to_string()))
        .with(":reason", record.reason.clone())
        .with(":event", record.event.clone())
        .with(":event_key", kept.key.clone())
        .with(":reference", record.reference.clone())
        .with(":duplicate_of", record.duplicate_of.map(|id| blob(id.0)))
        .with(":payment", record.payment.map(|id| blob(id.0)))
        .with(":payout", record.payout.map(|id| blob(id.0)))
        .with(":entries", serde_json::to_string(&record.entries)?)
        .with(":handled_ms", record.handled_at.map(ms))
        .with(":is_proven", record.is_proven)
        .with(":is_waiting", is_waiting(record))
        .with(":is_idle", is_idle(record))
        .with(":texts", texts)
        .execute(&mut statement)?;
    Ok(DELIVERIES.learn(writing, kept.place)?)
}

/// The row of that id, without its body; `None` where there is none.
pub(super) fn find(reading: &Connection, id: DeliveryId) -> Result<Option<Kept>, Error> {
    let mut statement =
        reading.prepare_cached(&format!("SELECT {COLUMNS} FROM deliveries d WHERE d.id = ?"))?;
    Ok(statement.query_row([blob(id.0)], |row| read(&mut Fields::of(row))).optional()?)
}

/// The body of a row.
pub(crate) fn body(reading: &Connection, place: i64) -> Result<Vec<u8>, Error> {
    let mut statement = reading.prepare_cached("SELECT body FROM deliveries WHERE place = ?")?;
    Ok(statement.query_row([place], |row| row.get(0))?)
}

/// Reads [`COLUMNS`].
pub(super) fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Kept> {
    let (place, key) = (fields.plain()?, fields.plain()?);
    let delivery = NewDelivery {
        id: DeliveryId(fields.uuid()?),
        account: fields.maybe_uuid()?.map(AccountId),
        gateway: fields.maybe_word()?,
        account_name: fields.plain()?,
        origin: origin(&fields.plain::<String>()?)?,
        received_at: fields.time()?,
        source: fields.maybe_word()?,
        headers: fields.json()?,
        body: Vec::new(),
        body_bytes: fields.plain()?,
        body_sha256: fields.plain()?,
        masked: fields.plain()?,
    };
    let record = DeliveryRecord {
        delivery,
        verdict: fields.maybe_word()?,
        reason: fields.plain()?,
        event: fields.plain()?,
        reference: fields.plain()?,
        duplicate_of: fields.maybe_uuid()?.map(DeliveryId),
        payment: fields.maybe_uuid()?.map(PaymentId),
        payout: fields.maybe_uuid()?.map(PayoutId),
        entries: fields.json()?,
        handled_at: fields.maybe_time()?,
        is_proven: fields.plain()?,
    };
    Ok(Kept { place, key, record })
}

fn is_waiting(record: &DeliveryRecord) -> bool {
    match record.verdict {
        None => true,
        Some(verdict) => verdict == Verdict::Accepted && record.handled_at.is_none(),
    }
}

/// Whether it changed nothing and never will.
fn is_idle(record: &DeliveryRecord) -> bool {
    match record.verdict {
        Some(Verdict::Duplicate) => true,
        Some(Verdict::Accepted) => {
            record.handled_at.is_some()
                && record.is_proven == Some(false)
                && record.entries.is_empty()
        }
        Some(Verdict::Rejected) | None => false,
    }
}

fn origin(word: &str) -> rusqlite::Result<DeliveryOrigin> {
    match word {
        "listener" => Ok(DeliveryOrigin::Listener),
        "import" => Ok(DeliveryOrigin::Import),
        _ => Err(FromSqlError::InvalidType.into()),
    }
}

/// What it is found by: how it came in, and what was learned of it.
fn texts<const N: usize>(delivery: &NewDelivery, learned: [&Option<String>; N]) -> String {
    let source = delivery.source.map(|source| source.to_string());
    let gateway = delivery.gateway.map(|gateway| gateway.as_str());
    let came = [Some(delivery.account_name.as_str()), gateway, source.as_deref()];
    let learned = learned.into_iter().map(Option::as_deref);
    folded_all(came.into_iter().chain(learned).flatten())
}
