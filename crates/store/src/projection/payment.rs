//! `payments`: a row per payment, with what lists show and filter by.

use ledger::{Flag, Payment, PaymentId};
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::{Columns, code, minor};
use crate::decode::{blob, integer, ms};
use crate::fold::folded;
use crate::projection::account;
use crate::{Error, place};

/// The bit that stands for a flag. A bit keeps its meaning for good.
pub(crate) const fn flag_bit(flag: Flag) -> i64 {
    match flag {
        Flag::Late => 1,
        Flag::AmountMismatch => 2,
        Flag::CurrencyMismatch => 4,
        Flag::Unordered => 8,
    }
}

/// Where the payment's row is; `None` where there is none.
pub(crate) fn find(reading: &Connection, id: PaymentId) -> rusqlite::Result<Option<i64>> {
    let mut statement = reading.prepare_cached("SELECT place FROM payments WHERE id = ?")?;
    statement.query_row([blob(id.0)], |row| row.get(0)).optional()
}

/// Where the row of a payment is that was written before.
pub(crate) fn place_of(reading: &Connection, id: PaymentId) -> Result<i64, Error> {
    find(reading, id)?.ok_or(Error::Sqlite(rusqlite::Error::QueryReturnedNoRows))
}

/// Where the row of a new payment goes.
pub(crate) fn new_place(writing: &Connection, payment: &Payment) -> Result<i64, Error> {
    account::require(writing, payment.account)?;
    require_free(writing, payment)?;
    Ok(place::next_in(writing, "payments", payment.created_at)?)
}

/// A payment may not share its order number with another of the account.
pub(crate) fn require_free(writing: &Connection, payment: &Payment) -> Result<(), Error> {
    let mut statement = writing.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM payments WHERE account = ? AND reference = ?)",
    )?;
    let name = (blob(payment.account.0), payment.reference.as_str());
    if statement.query_row(name, |row| row.get(0))? {
        return Err(Error::ReferenceTaken { reference: payment.reference.clone() });
    }
    Ok(())
}

/// Writes the row.
pub(crate) fn write(writing: &Connection, place: i64, payment: &Payment) -> Result<(), Error> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO payments (
             place, id, version, account, gateway, mode, reference, gateway_reference, status, flags,
             amount_minor, currency, digits, fee_minor, fee_currency, refunded_minor, refundable_minor,
             channel, channel_folded, description, customer, link_url, link_expires_ms,
             is_open, wants_attention, captured_ms, tags, import, created_ms
         ) VALUES (
             :place, :id, :version, :account, :gateway, :mode, :reference, :gateway_reference, :status, :flags,
             :amount_minor, :currency, :digits, :fee_minor, :fee_currency, :refunded_minor, :refundable_minor,
             :channel, :channel_folded, :description, :customer, :link_url, :link_expires_ms,
             :is_open, :wants_attention, :captured_ms, :tags, :import, :created_ms
         )
         ON CONFLICT (place) DO UPDATE SET
             version = excluded.version, reference = excluded.reference, gateway_reference = excluded.gateway_reference,
             status = excluded.status, flags = excluded.flags,
             amount_minor = excluded.amount_minor, currency = excluded.currency, digits = excluded.digits,
             fee_minor = excluded.fee_minor, fee_currency = excluded.fee_currency,
             refunded_minor = excluded.refunded_minor, refundable_minor = excluded.refundable_minor,
             channel = excluded.channel, channel_folded = excluded.channel_folded,
             description = excluded.description, customer = excluded.customer,
             link_url = excluded.link_url, link_expires_ms = excluded.link_expires_ms,
             is_open = excluded.is_open, wants_attention = excluded.wants_attention,
             captured_ms = excluded.captured_ms, tags = excluded.tags, import = excluded.import",
    )?;
    let row = columns(payment)?.with(":place", place);
    row.execute(&mut statement)?;
    Ok(())
}

/// Where the stored row is not what the payment says.
pub(crate) fn differences(
    reading: &Connection,
    place: i64,
    payment: &Payment,
) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached("SELECT * FROM payments WHERE place = ?")?;
    let expected = columns(payment)?;
    let differing = statement.query_row([place], |row| expected.differing(row))?;
    let named = differing.into_iter().map(|text| format!("payments: {text}"));
    Ok(named.collect())
}

fn columns(payment: &Payment) -> Result<Columns, Error> {
    let amount = payment.amount();
    let link = payment.link();
    let order = payment.order.as_ref();
    let flags = payment.flags.iter().fold(0, |set, flag| set | flag_bit(*flag));
    Ok(Columns::default()
        .with(":id", blob(payment.id.0))
        .with(":version", integer(payment.version))
        .with(":account", blob(payment.account.0))
        .with(":gateway", payment.gateway.to_string())
        .with(":mode", payment.mode.to_string())
        .with(":reference", payment.reference.to_string())
        .with(":gateway_reference", payment.gateway_reference.clone())
        .with(":status", payment.status.to_string())
        .with(":flags", flags)
        .with(":amount_minor", amount.minor())
        .with(":currency", amount.currency().to_string())
        .with(":digits", amount.currency().exponent())
        .with(":fee_minor", minor(payment.fee))
        .with(":fee_currency", code(payment.fee))
        .with(":refunded_minor", payment.refunded().minor())
        .with(":refundable_minor", payment.refundable().minor())
        .with(":channel", payment.channel.clone())
        .with(":channel_folded", payment.channel.as_deref().map(folded))
        .with(":description", order.and_then(|order| order.description.clone()))
        .with(":customer", payment.customer.as_ref().map(|person| blob(person.id.0)))
        .with(":link_url", link.and_then(|link| link.url.clone()))
        .with(":link_expires_ms", link.and_then(|link| link.expires_at).map(ms))
        .with(":is_open", is_open(payment))
        .with(":wants_attention", !payment.concerns().is_empty())
        .with(":captured_ms", payment.captured_at.map(ms))
        .with(":tags", serde_json::to_string(&payment.tags)?)
        .with(":import", payment.imported.map(|import| blob(import.0)))
        .with(":created_ms", ms(payment.created_at)))
}

/// Whether the gateway has more to say, of the payment or of a refund. No gateway is waited for of what only a file tells.
fn is_open(payment: &Payment) -> bool {
    let is_open =
        payment.status.is_open() || payment.refunds.iter().any(|refund| refund.status.is_open());
    is_open && payment.only_import().is_none()
}
