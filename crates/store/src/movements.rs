//! Movements of money, of payments and of payouts: the oldest first, page by page, and what they come to.
//!
//! The two are kept in a table each, in one order, and a list walks both at once. A filter that only a payment can fulfil
//! leaves the payouts out.

mod halves;
mod records;
mod sums;
mod turns;

use chrono::{DateTime, Utc};
use ledger::{AccountId, EntryId, Money, Movement, PaymentId, PayoutId, RefundId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

pub use self::records::{ClearingBalance, MovementOf, MovementRow, TakingsRow};
#[cfg(test)]
pub(crate) use self::sums::{clearing_sql, sums_sql, takings_sql};
#[cfg(test)]
pub(crate) use self::turns::{AFTER_ANOTHER, ONE_MORE};

use self::halves::{Of, Use, halves};
use crate::decode::{Fields, blob, ms, next_whole_ms};
use crate::page::{self, Behind, MOST_STREAMED};
use crate::{Error, MovementFilter, MovementQuery, Page, Store, people};

impl Store {
    /// A page of movements, the oldest first; those of one millisecond in the order of the journal.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn movements(&self, query: &MovementQuery) -> Result<Page<MovementRow>, Error> {
        let query = query.clone();
        self.read(move |reading| page(reading, &query)).await
    }

    /// How many movements the filter lets through, and their sum per currency, by code.
    ///
    /// # Errors
    /// [`Error::Sum`] where a sum is more than can be kept exactly.
    pub async fn movement_sums(&self, filter: &MovementFilter) -> Result<(u64, Vec<Money>), Error> {
        let filter = filter.clone();
        self.read(move |reading| sums::per_currency(reading, &filter)).await
    }

    /// When the first and the last of the movements happened that the filter lets through; `None` where there are none.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn movement_span(
        &self,
        filter: &MovementFilter,
    ) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>, Error> {
        let filter = filter.clone();
        self.read(move |reading| span(reading, &filter)).await
    }

    /// What the movements that the filter lets through come to, per quarter of an hour, account, currency, channel, kind and
    /// funds; the earliest first.
    ///
    /// # Errors
    /// [`Error::Sum`] where a sum is more than can be kept exactly.
    pub async fn takings(&self, filter: &MovementFilter) -> Result<Vec<TakingsRow>, Error> {
        let filter = filter.clone();
        self.read(move |reading| sums::takings(reading, &filter)).await
    }

    /// What the gateways hold for the merchant by all that happened before `until`, or by all that is known; per account,
    /// mode and currency of which there ever was anything.
    ///
    /// # Errors
    /// [`Error::Sum`] where a sum is more than can be kept exactly.
    pub async fn clearing(
        &self,
        until: Option<DateTime<Utc>>,
    ) -> Result<Vec<ClearingBalance>, Error> {
        self.read(move |reading| sums::clearing(reading, until)).await
    }

    /// How many payments of the account were captured at `since` or later, as far as a gateway told.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn captured_since(
        &self,
        account: AccountId,
        since: DateTime<Utc>,
    ) -> Result<u64, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(CAPTURED_SINCE)?;
            let wanted = (ms(next_whole_ms(since)), blob(account.0));
            Ok(statement.query_row(wanted, |row| row.get(0))?)
        })
        .await
    }
}

/// The unary plus keeps the planner from walking all movements in the order of their payments.
pub(crate) const CAPTURED_SINCE: &str = "SELECT count(DISTINCT +m.payment) FROM movements m
     CROSS JOIN payments p ON p.place = m.payment
     WHERE m.occurred_ms >= ? AND m.kind = 'sale' AND m.source <> 'import' AND p.account = ?";

/// What [`read`] reads, in its order.
const OF_PAYMENTS: &str =
    "m.occurred_ms, m.seq, m.position, m.entry, m.recorded_ms, a.name, p.gateway, p.mode,
     m.kind, m.refund, m.funds, m.amount_minor, m.currency, 0, p.id, p.reference,
     m.gateway_reference, m.status, m.channel, c.name, c.email, c.account, p.description, m.note, m.source,
     m.fee_minor, m.fee_currency, NULL, NULL";

/// The same, of payouts.
const OF_PAYOUTS: &str =
    "m.occurred_ms, m.seq, m.position, m.entry, m.recorded_ms, a.name, p.gateway, p.mode,
     m.kind, NULL, m.funds, m.amount_minor, m.currency, 1, p.id, p.reference,
     NULL, m.status, NULL, NULL, NULL, NULL, p.destination, p.reason, m.source,
     NULL, NULL, m.settlement_id, m.bank_reference";

fn page(reading: &Connection, query: &MovementQuery) -> Result<Page<MovementRow>, Error> {
    let limit = query.limit.clamp(1, MOST_STREAMED);
    page::fetch(reading, page_sql(query)?, limit, |row| {
        let behind = Behind::Movement(row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((read(&mut Fields::of(row))?, behind))
    })
}

/// The statement of a page, and its values but for the limit. Both halves are in the list's order already, so that they are
/// merged and not sorted.
pub(crate) fn page_sql(query: &MovementQuery) -> Result<(String, Vec<Value>), Error> {
    let behind = match query.after.as_ref().map(crate::Cursor::behind) {
        None => None,
        Some(Behind::Movement(at, seq, position)) => Some([at, seq, position]),
        Some(_) => return Err(Error::Cursor),
    };
    let mut values = Vec::new();
    let mut parts = Vec::new();
    for mut half in halves(&query.filter, Use::InOrder) {
        if let Some(behind) = behind {
            let clause = "(m.occurred_ms, m.seq, m.position) > (?, ?, ?)";
            half.conditions.and(clause, behind.map(Value::from));
        }
        let (columns, people) = match half.of {
            Of::Payments => (OF_PAYMENTS, "LEFT JOIN people c ON c.id = p.customer"),
            Of::Payouts => (OF_PAYOUTS, ""),
        };
        let joins = format!("CROSS JOIN accounts a ON a.id = p.account {people}");
        let (from, bound) = half.from(&joins);
        parts.push(format!("SELECT {columns} {from}"));
        values.extend(bound);
    }
    let both = parts.join(" UNION ALL ");
    Ok((format!("{both} ORDER BY 1, 2, 3 LIMIT ?"), values))
}

/// Two times, the earlier first.
type Span = (DateTime<Utc>, DateTime<Utc>);

fn span(reading: &Connection, filter: &MovementFilter) -> Result<Option<Span>, Error> {
    let mut times = Vec::new();
    for (sql, values) in span_sql(filter) {
        let mut statement = reading.prepare_cached(&sql)?;
        let found = statement.query_row(params_from_iter(values), |row| Fields::of(row).time());
        times.extend(found.optional()?);
    }
    let first = times.iter().min().copied();
    Ok(first.zip(times.iter().max().copied()))
}

/// The statements that find the first and the last movement of each half.
pub(crate) fn span_sql(filter: &MovementFilter) -> Vec<(String, Vec<Value>)> {
    let ends = ["ASC", "DESC"].into_iter().flat_map(|way| {
        halves(filter, Use::InOrder).into_iter().map(move |half| {
            let (from, values) = half.from("");
            (format!("SELECT m.occurred_ms {from} ORDER BY m.occurred_ms {way} LIMIT 1"), values)
        })
    });
    ends.collect()
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<MovementRow> {
    let occurred_at = fields.time()?;
    let seq = fields.plain()?;
    let index = fields.plain()?;
    let entry = EntryId(fields.uuid()?);
    let recorded_at = fields.time()?;
    let account_name = fields.word()?;
    let gateway = fields.word()?;
    let mode = fields.word()?;
    let movement = Movement {
        kind: fields.word()?,
        refund: fields.maybe_uuid()?.map(RefundId),
        funds: fields.word()?,
        money: fields.money()?,
    };
    let (is_payout, id) = (fields.plain()?, fields.uuid()?);
    Ok(MovementRow {
        seq,
        entry,
        index,
        occurred_at,
        recorded_at,
        account_name,
        gateway,
        mode,
        movement,
        of: if is_payout {
            MovementOf::Payout(PayoutId(id))
        } else {
            MovementOf::Payment(PaymentId(id))
        },
        reference: fields.word()?,
        gateway_reference: fields.plain()?,
        status: fields.plain()?,
        channel: fields.plain()?,
        customer: people::read(fields)?,
        description: fields.plain()?,
        note: fields.plain()?,
        source: fields.plain()?,
        fee: fields.maybe_money()?,
        settlement_id: fields.plain()?,
        bank_reference: fields.plain()?,
    })
}
