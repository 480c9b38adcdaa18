//! `movements`: a row per movement of money, in the order of exports, with what was known when it moved.
//!
//! The rows of an entry never change once it is written. That is what makes the export of a closed month the same file
//! whenever it is made.

use chrono::{DateTime, Utc};
use ledger::{Body, Booked, Entry, MovementKind, Payment, Refund, Source};
use rusqlite::Connection;

use crate::Error;
use crate::columns::{Columns, code, minor};
use crate::decode::{blob, integer, ms};

/// The rows of what `entry` moved, with the refunds that there were before and the payment as it is after the entry.
pub(crate) fn columns(
    entry: &Entry,
    before: &[Refund],
    after: &Payment,
    booked: Vec<Booked>,
) -> Vec<Columns> {
    let row = |(position, Booked { at, movement }): (i64, Booked)| {
        // A refund that turned out to be another is booked back in the words of that one.
        let refund = movement.refund.map(|id| after.joined.get(&id).copied().unwrap_or(id));
        // One that was withdrawn is not there any more.
        let refund = refund.and_then(|id| {
            after.refund(id).or_else(|| before.iter().find(|refund| refund.id == id))
        });
        let fee = after.fee.filter(|_| movement.kind == MovementKind::Sale);
        Columns::default()
            .with(":occurred_ms", ms(at))
            .with(":seq", integer(entry.seq))
            .with(":position", position)
            .with(":entry", blob(entry.id.0))
            .with(":recorded_ms", ms(recorded_at(entry)))
            .with(":kind", movement.kind.to_string())
            .with(":refund", movement.refund.map(|id| blob(id.0)))
            .with(":funds", movement.funds.to_string())
            .with(":amount_minor", movement.money.minor())
            .with(":currency", movement.money.currency().to_string())
            .with(":status", after.status.to_string())
            .with(":gateway_reference", after.gateway_reference.clone())
            .with(":channel", after.channel.clone())
            .with(":note", refund.map(|refund| refund.reason.clone()))
            .with(":source", source(&entry.body).to_owned())
            .with(":fee_minor", minor(fee))
            .with(":fee_currency", code(fee))
    };
    (0..).zip(booked).map(row).collect()
}

/// Writes the rows of new entries.
pub(crate) fn write(
    writing: &Connection,
    payment_place: i64,
    moved: &[Columns],
) -> Result<(), Error> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO movements (
             occurred_ms, seq, position, entry, recorded_ms, payment, kind, refund, funds,
             amount_minor, currency, status, gateway_reference, channel, note, source,
             fee_minor, fee_currency
         ) VALUES (
             :occurred_ms, :seq, :position, :entry, :recorded_ms, :payment, :kind, :refund, :funds,
             :amount_minor, :currency, :status, :gateway_reference, :channel, :note, :source,
             :fee_minor, :fee_currency
         )",
    )?;
    for row in moved {
        let row = row.clone().with(":payment", payment_place);
        row.execute(&mut statement)?;
    }
    Ok(())
}

/// A table of movements, and the column that says whose they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moved {
    table: &'static str,
    of: &'static str,
}

/// The movements of payments.
pub(crate) const OF_PAYMENTS: Moved = Moved { table: "movements", of: "payment" };
/// The movements of payouts.
pub(crate) const OF_PAYOUTS: Moved = Moved { table: "payout_movements", of: "payout" };

/// Where the stored rows are not what the entries moved.
pub(crate) fn differences(
    reading: &Connection,
    Moved { table, of }: Moved,
    place: i64,
    moved: &[Columns],
) -> Result<Vec<String>, Error> {
    let mut statement = reading
        .prepare_cached(&format!("SELECT * FROM {table} WHERE {of} = ? ORDER BY seq, position"))?;
    let mut rows = statement.query([place])?;
    let mut expected = moved.iter();
    let mut differences = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: u64 = row.get("seq")?;
        let differing = match expected.next() {
            Some(columns) => columns.differing(row)?,
            None => vec!["the row is not in the journal".to_owned()],
        };
        let named = differing.into_iter();
        differences.extend(named.map(|text| format!("{table}: entry {seq}: {text}")));
    }
    let missing = expected.count();
    if missing > 0 {
        differences.push(format!("{table}: {missing} rows are missing"));
    }
    Ok(differences)
}

/// Who said that money moved. Only what is observed, recorded or decided moves any.
fn source(body: &Body) -> &'static str {
    match body {
        Body::PaymentObserved { observation, .. } => observation.source.as_str(),
        Body::RefundObserved { source, .. } | Body::RefundMatched { source, .. } => source.as_str(),
        Body::RefundRecorded { import: Some(_), .. }
        | Body::RefundFound { import: Some(_), .. }
        | Body::PaymentWithdrawn { .. }
        | Body::RefundWithdrawn { .. } => Source::Import.as_str(),
        Body::RefundRecorded { .. }
        | Body::RefundResolved { .. }
        | Body::RefundJoined { .. }
        | Body::RefundSplit { .. } => Source::Hand.as_str(),
        Body::RefundFound { .. } => Source::Lookup.as_str(),
        other => other.kind(),
    }
}

/// When the entry was written down: the time in its id, a UUID v7, which its writer made then.
pub(super) fn recorded_at(entry: &Entry) -> DateTime<Utc> {
    let written = || {
        let (seconds, nanoseconds) = entry.id.0.get_timestamp()?.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
    };
    written().unwrap_or(entry.at)
}
