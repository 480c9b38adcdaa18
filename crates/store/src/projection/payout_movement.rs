//! `payout_movements`: as [`movement`](super::movement), of payouts.

use ledger::{Body, Booked, Entry, Payout, Source};
use rusqlite::Connection;

use super::movement::recorded_at;
use crate::Error;
use crate::columns::Columns;
use crate::decode::{blob, integer, ms};

/// The rows of what `entry` moved, with the payout as it is after the entry.
pub(crate) fn columns(entry: &Entry, after: &Payout, booked: Vec<Booked>) -> Vec<Columns> {
    let row = |(position, Booked { at, movement }): (i64, Booked)| {
        Columns::default()
            .with(":occurred_ms", ms(at))
            .with(":seq", integer(entry.seq))
            .with(":position", position)
            .with(":entry", blob(entry.id.0))
            .with(":recorded_ms", ms(recorded_at(entry)))
            .with(":kind", movement.kind.to_string())
            .with(":funds", movement.funds.to_string())
            .with(":amount_minor", movement.money.minor())
            .with(":currency", movement.money.currency().to_string())
            .with(":status", after.status.to_string())
            .with(":settlement_id", after.gateway_payout_id.clone())
            .with(":bank_reference", after.bank_reference.clone())
            .with(":source", source(&entry.body).to_owned())
    };
    (0..).zip(booked).map(row).collect()
}

/// Writes the rows of new entries.
pub(crate) fn write(writing: &Connection, place: i64, moved: &[Columns]) -> Result<(), Error> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO payout_movements (
             occurred_ms, seq, position, entry, recorded_ms, payout, kind, funds, amount_minor,
             currency, status, settlement_id, bank_reference, source
         ) VALUES (
             :occurred_ms, :seq, :position, :entry, :recorded_ms, :payout, :kind, :funds, :amount_minor,
             :currency, :status, :settlement_id, :bank_reference, :source
         )",
    )?;
    for row in moved {
        row.clone().with(":payout", place).execute(&mut statement)?;
    }
    Ok(())
}

/// Who said that money moved. Only what is observed moves any.
fn source(body: &Body) -> &'static str {
    match body {
        Body::PayoutObserved(news) => news.source.as_str(),
        Body::PayoutFeeFound { .. } | Body::PayoutWithdrawn { .. } => Source::Import.as_str(),
        other => other.kind(),
    }
}
