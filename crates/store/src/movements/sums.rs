//! What movements come to. Sums are taken in two halves of the number, as [`Fields::sum`] wants them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{AccountId, AmountError, Currency, Money};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::halves::{Use, halves};
use crate::decode::Fields;
use crate::{ClearingBalance, Error, MovementFilter, TakingsRow};

/// The sum of all amounts in two halves: as they are without their lower 32 bits, and the lower 32 bits.
const SUM: &str = "sum(minor >> 32), sum(minor & 0xffffffff)";
/// The beginning of the quarter of an hour in which a movement happened. A remainder has the sign of the time.
const QUARTER: &str = "m.occurred_ms - (m.occurred_ms % 900000 + 900000) % 900000";

/// How many there are, and the sum per currency.
pub(super) fn per_currency(
    reading: &Connection,
    filter: &MovementFilter,
) -> Result<(u64, Vec<Money>), Error> {
    let (sql, values) = sums_sql(filter);
    let mut statement = reading.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut count = 0_u64;
    let mut sums = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        count = count.saturating_add(fields.plain()?);
        let sum = money(&mut fields)?;
        sums.insert(sum.currency(), sum);
    }
    Ok((count, sums.into_values().collect()))
}

pub(super) fn takings(
    reading: &Connection,
    filter: &MovementFilter,
) -> Result<Vec<TakingsRow>, Error> {
    let (sql, values) = takings_sql(filter);
    let mut statement = reading.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut takings = Vec::new();
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        takings.push(TakingsRow {
            quarter: fields.time()?,
            account: AccountId(fields.uuid()?),
            account_name: fields.word()?,
            gateway: fields.word()?,
            channel: fields.plain()?,
            kind: fields.word()?,
            funds: fields.word()?,
            count: fields.plain()?,
            amount: money(&mut fields)?,
        });
    }
    Ok(takings)
}

pub(super) fn clearing(
    reading: &Connection,
    until: Option<DateTime<Utc>>,
) -> Result<Vec<ClearingBalance>, Error> {
    let (sql, values) = clearing_sql(until);
    let mut statement = reading.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut balances = Vec::new();
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        balances.push(ClearingBalance {
            account: AccountId(fields.uuid()?),
            account_name: fields.word()?,
            gateway: fields.word()?,
            mode: fields.word()?,
            balance: money(&mut fields)?,
        });
    }
    Ok(balances)
}

/// The statement of the sums per currency, and its values.
pub(crate) fn sums_sql(filter: &MovementFilter) -> (String, Vec<Value>) {
    let columns = "m.currency AS currency, m.amount_minor AS minor";
    let (both, values) = both(filter, None, columns, columns);
    let sql = format!("SELECT count(*), currency, {SUM} FROM ({both}) GROUP BY currency");
    (sql, values)
}

/// The statement of the takings, and its values.
pub(crate) fn takings_sql(filter: &MovementFilter) -> (String, Vec<Value>) {
    let columns = |channel: &str| {
        format!(
            "{QUARTER} AS quarter, p.account AS account, p.gateway AS gateway, {channel} AS channel,
             m.kind AS kind, m.funds AS funds, m.currency AS currency, m.amount_minor AS minor"
        )
    };
    let (both, values) = both(filter, None, &columns("m.channel"), &columns("NULL"));
    let sql = format!(
        "SELECT quarter, account, a.name, b.gateway, channel, kind, funds, count(*), currency, {SUM}
         FROM ({both}) b
         CROSS JOIN accounts a ON a.id = b.account
         GROUP BY quarter, a.name, account, b.gateway, currency, channel, kind, funds
         ORDER BY quarter, a.name, account, b.gateway, currency, channel, kind, funds"
    );
    (sql, values)
}

/// The statement of what gateways hold, and its values.
pub(crate) fn clearing_sql(until: Option<DateTime<Utc>>) -> (String, Vec<Value>) {
    let columns = "p.account AS account, p.gateway AS gateway, p.mode AS mode,
         m.currency AS currency, m.amount_minor AS minor";
    let filter = MovementFilter {
        filter: crate::DatedFilter { until, ..crate::DatedFilter::default() },
        ..MovementFilter::default()
    };
    let (both, values) = both(&filter, Some("m.funds = 'clearing'"), columns, columns);
    let sql = format!(
        "SELECT account, a.name, b.gateway, b.mode, currency, {SUM}
         FROM ({both}) b
         CROSS JOIN accounts a ON a.id = b.account
         GROUP BY a.name, account, b.gateway, b.mode, currency
         ORDER BY a.name, account, b.gateway, b.mode, currency"
    );
    (sql, values)
}

/// The rows of both tables, one behind the other.
fn both(
    filter: &MovementFilter,
    further: Option<&str>,
    of_payments: &str,
    of_payouts: &str,
) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    let mut parts = Vec::new();
    for (mut half, columns) in
        halves(filter, Use::Summed).into_iter().zip([of_payments, of_payouts])
    {
        if let Some(clause) = further {
            half.conditions.and(clause, []);
        }
        let (from, bound) = half.from("");
        parts.push(format!("SELECT {columns} {from}"));
        values.extend(bound);
    }
    (parts.join(" UNION ALL "), values)
}

/// Reads a currency and a sum in it.
fn money(fields: &mut Fields<'_, '_>) -> Result<Money, Error> {
    let currency: Currency = fields.word()?;
    let sum = fields.sum()?.ok_or(AmountError::TooLarge)?;
    Ok(Money::from_minor(sum, currency))
}
