//! `payouts`: a row per payout, whole, and what it is found by.

use ledger::{Payout, PayoutId, PayoutStatus};
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::{Columns, code, minor};
use crate::decode::{blob, integer, ms};
use crate::fold::folded_all;
use crate::projection::account;
use crate::texts::PAYOUTS;
use crate::{Error, PersonDetails, people, place};

/// Where the payout's row is; `None` where there is none.
pub(crate) fn find(reading: &Connection, id: PayoutId) -> rusqlite::Result<Option<i64>> {
    let mut statement = reading.prepare_cached("SELECT place FROM payouts WHERE id = ?")?;
    statement.query_row([blob(id.0)], |row| row.get(0)).optional()
}

/// Writes the row, and what it is found by; the answer is where it is.
pub(crate) fn write(writing: &Connection, payout: &Payout) -> Result<i64, Error> {
    let place = match find(writing, payout.id)? {
        Some(place) => place,
        None => new_place(writing, payout)?,
    };
    let row = columns(payout)?.with(":place", place).with(":texts", texts(writing, payout)?);
    PAYOUTS.forget(writing, place)?;
    let mut statement = writing.prepare_cached(
        "INSERT INTO payouts (
             place, id, version, account, gateway, mode, kind, reference, amount_minor, currency,
             destination, beneficiary, beneficiary_digest, details, reason, whole, part, parts,
             idempotency_key, status, is_by_hand, gateway_status, gateway_payout_id, bank_reference,
             fee_minor, fee_currency, message, is_open, created_ms, updated_ms, digits, names, import, fee_import,
             is_withdrawn, was_handed_out, texts
         ) VALUES (
             :place, :id, :version, :account, :gateway, :mode, :kind, :reference, :amount_minor, :currency,
             :destination, :beneficiary, :beneficiary_digest, :details, :reason, :whole, :part, :parts,
             :idempotency_key, :status, :is_by_hand, :gateway_status, :gateway_payout_id, :bank_reference,
             :fee_minor, :fee_currency, :message, :is_open, :created_ms, :updated_ms, :digits, :names, :import, :fee_import,
             :is_withdrawn, :was_handed_out, :texts
         )
         ON CONFLICT (place) DO UPDATE SET
             version = excluded.version, status = excluded.status, is_by_hand = excluded.is_by_hand, gateway_status = excluded.gateway_status,
             gateway_payout_id = excluded.gateway_payout_id, bank_reference = excluded.bank_reference,
             fee_minor = excluded.fee_minor, fee_currency = excluded.fee_currency,
             message = excluded.message, is_open = excluded.is_open, import = excluded.import,
             fee_import = excluded.fee_import, is_withdrawn = excluded.is_withdrawn,
             was_handed_out = excluded.was_handed_out,
             updated_ms = excluded.updated_ms, names = excluded.names, texts = excluded.texts",
    )?;
    row.execute(&mut statement)?;
    PAYOUTS.learn(writing, place)?;
    Ok(place)
}

/// Where the stored row is not what the payout says. Texts that differ are not named: people are in them.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    payout: &Payout,
) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached("SELECT * FROM payouts WHERE place = ?")?;
    let (expected, texts) = (columns(payout)?, texts(reading, payout)?);
    let (mut differing, stored) = statement
        .query_row([place], |row| Ok((expected.differing(row)?, row.get::<_, String>("texts")?)))?;
    if stored != texts {
        differing.push("it has other texts than the payout".to_owned());
    }
    let named = differing.into_iter().map(|text| format!("payouts: {text}"));
    Ok(named.collect())
}

/// Where the row of a new payout goes, which may not share its reference with another of the account.
fn new_place(writing: &Connection, payout: &Payout) -> Result<i64, Error> {
    let order = &payout.order;
    account::require(writing, order.account)?;
    let mut statement = writing.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM payouts WHERE reference = ? AND account = ?)",
    )?;
    let name = (order.reference.as_str(), blob(order.account.0));
    if statement.query_row(name, |row| row.get(0))? {
        return Err(Error::ReferenceTaken { reference: order.reference.clone() });
    }
    Ok(place::next_in(writing, "payouts", payout.created_at)?)
}

fn columns(payout: &Payout) -> Result<Columns, Error> {
    let order = &payout.order;
    let beneficiary = order.beneficiary.as_ref();
    let part = order.part.as_ref();
    Ok(Columns::default()
        .with(":id", blob(payout.id.0))
        .with(":version", integer(payout.version))
        .with(":account", blob(order.account.0))
        .with(":gateway", order.gateway.to_string())
        .with(":mode", order.mode.to_string())
        .with(":kind", order.kind.to_string())
        .with(":reference", order.reference.to_string())
        .with(":amount_minor", order.amount.minor())
        .with(":currency", order.amount.currency().to_string())
        .with(":destination", order.to.clone())
        .with(":beneficiary", beneficiary.map(|person| blob(person.id.0)))
        .with(":beneficiary_digest", beneficiary.map(|person| person.digest.clone()))
        .with(":details", serde_json::to_string(&order.details)?)
        .with(":reason", order.reason.clone())
        .with(":whole", part.map(|part| blob(part.whole.0)))
        .with(":part", part.map(|part| part.number))
        .with(":parts", part.map(|part| part.of))
        .with(":idempotency_key", payout.idempotency_key.clone())
        .with(":status", payout.status.to_string())
        .with(":is_by_hand", payout.by_hand)
        .with(":gateway_status", payout.gateway_status.clone())
        .with(":gateway_payout_id", payout.gateway_payout_id.clone())
        .with(":bank_reference", payout.bank_reference.clone())
        .with(":fee_minor", minor(payout.fee))
        .with(":fee_currency", code(payout.fee))
        .with(":message", payout.message.clone())
        .with(":is_open", is_open(payout.status))
        .with(":created_ms", ms(payout.created_at))
        .with(":updated_ms", ms(payout.updated_at))
        .with(":import", payout.import.map(|import| blob(import.0)))
        .with(":fee_import", payout.fee_import.map(|import| blob(import.0)))
        .with(":is_withdrawn", payout.withdrawn)
        .with(":was_handed_out", payout.handed_out)
        .with(":digits", order.amount.currency().exponent())
        .with(":names", names(payout)))
}

/// Whether it is not known yet how it ended. One that was requested counts: whether its request left is to be found out.
fn is_open(status: PayoutStatus) -> bool {
    status == PayoutStatus::Requested || status.is_open()
}

/// Every reference it goes by.
fn names(payout: &Payout) -> String {
    let own = Some(payout.order.reference.as_str());
    let learned = [payout.gateway_payout_id.as_deref(), payout.bank_reference.as_deref()];
    folded_all(own.into_iter().chain(learned.into_iter().flatten()))
}

fn texts(reading: &Connection, payout: &Payout) -> Result<String, Error> {
    let order = &payout.order;
    let PersonDetails { name, account, .. } = match &order.beneficiary {
        Some(person) => people::details(reading, person.id)?.unwrap_or_default(),
        None => PersonDetails::default(),
    };
    let known = [Some(order.reference.as_str()), Some(order.to.as_str())];
    let learned = [&name, &account, &payout.gateway_payout_id, &payout.bank_reference];
    let learned = learned.into_iter().map(Option::as_deref);
    Ok(folded_all(known.into_iter().chain(learned).flatten()))
}
