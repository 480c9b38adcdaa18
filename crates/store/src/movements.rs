//! Movements of money, for exports: the oldest first, page by page, and their sums.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{AccountId, AmountError, Currency, EntryId, Money, Movement, PaymentId, RefundId};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::decode::{Fields, blob, ms, next_whole_ms};
use crate::filter_sql::Conditions;
use crate::page::{Behind, MOST_STREAMED};
use crate::{DatedFilter, Error, MovementQuery, MovementRow, Page, Store, people};

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
    pub async fn movement_sums(&self, filter: &DatedFilter) -> Result<(u64, Vec<Money>), Error> {
        let filter = filter.clone();
        self.read(move |reading| sums(reading, &filter)).await
    }

    /// How many payments of the account were captured at `since` or later.
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
     WHERE m.occurred_ms >= ? AND m.kind = 'sale' AND p.account = ?";

fn page(reading: &Connection, query: &MovementQuery) -> Result<Page<MovementRow>, Error> {
    let limit = query.limit.clamp(1, MOST_STREAMED);
    let (sql, mut values) = page_sql(query)?;
    values.push(i64::from(limit).saturating_add(1).into());
    let mut statement = reading.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| {
        let behind = Behind::Movement(row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((read(&mut Fields::of(row))?, behind))
    })?;
    Ok(Page::of(rows.collect::<Result<_, _>>()?, limit))
}

/// The statement of a page, and its values but for the limit.
pub(crate) fn page_sql(query: &MovementQuery) -> Result<(String, Vec<Value>), Error> {
    let mut conditions = conditions(&query.filter);
    match query.after.as_ref().map(crate::Cursor::behind) {
        None => {}
        Some(Behind::Movement(at, seq, position)) => conditions.and(
            "(m.occurred_ms, m.seq, m.position) > (?, ?, ?)",
            [at, seq, position].map(Value::from),
        ),
        Some(_) => return Err(Error::Cursor),
    }
    let (clauses, values) = conditions.into_parts();
    let sql = format!(
        "SELECT m.occurred_ms, m.seq, m.position, m.entry, m.recorded_ms, a.name, p.gateway, p.mode,
             m.kind, m.refund, m.funds, m.amount_minor, m.currency, p.id, p.reference,
             m.gateway_reference, m.status, m.channel, c.name, c.email, c.account, p.description, m.note, m.source,
             m.fee_minor, m.fee_currency
         FROM movements m
         CROSS JOIN payments p ON p.place = m.payment
         CROSS JOIN accounts a ON a.id = p.account
         LEFT JOIN people c ON c.id = p.customer
         WHERE {clauses}
         ORDER BY m.occurred_ms, m.seq, m.position
         LIMIT ?"
    );
    Ok((sql, values))
}

fn conditions(filter: &DatedFilter) -> Conditions {
    let mut conditions = Conditions::of(&filter.filter);
    if let Some(phrases) = conditions.matching() {
        conditions.and(
            "+m.payment IN (SELECT rowid FROM search_index WHERE search_index MATCH ?)",
            [phrases.into()],
        );
    }
    if let Some(from) = filter.from {
        conditions.and("m.occurred_ms >= ?", [ms(next_whole_ms(from)).into()]);
    }
    if let Some(until) = filter.until {
        conditions.and("m.occurred_ms < ?", [ms(next_whole_ms(until)).into()]);
    }
    conditions
}

/// Sums in two halves, as [`Fields::sum`] wants them.
fn sums(reading: &Connection, filter: &DatedFilter) -> Result<(u64, Vec<Money>), Error> {
    let (clauses, values) = conditions(filter).into_parts();
    let mut statement = reading.prepare_cached(&format!(
        "SELECT m.currency, count(*), sum(m.amount_minor >> 32), sum(m.amount_minor & 0xffffffff)
         FROM movements m
         CROSS JOIN payments p ON p.place = m.payment
         WHERE {clauses}
         GROUP BY m.currency"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut count = 0_u64;
    let mut sums = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        let currency: Currency = fields.word()?;
        count = count.saturating_add(fields.plain()?);
        let sum = fields.sum()?.ok_or(AmountError::TooLarge)?;
        sums.insert(currency, Money::from_minor(sum, currency));
    }
    Ok((count, sums.into_values().collect()))
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
        payment: PaymentId(fields.uuid()?),
        reference: fields.word()?,
        gateway_reference: fields.plain()?,
        status: fields.word()?,
        channel: fields.plain()?,
        customer: people::read(fields)?,
        description: fields.plain()?,
        note: fields.plain()?,
        source: fields.plain()?,
        fee: fields.maybe_money()?,
    })
}
