//! What movements come to. Sums are taken in two halves of the number, as [`Fields::sum`] wants them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{AccountId, AccountName, AmountError, Currency, GatewayKind, Mode, Money};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::halves::{Use, halves};
use crate::decode::Fields;
use crate::{ClearingBalance, Error, MovementFilter, TakingsRow};

/// The sum of all amounts in two halves: as they are without their lower 32 bits, and the lower 32 bits.
const SUM: &str = "sum(minor >> 32), sum(minor & 0xffffffff)";
/// How many there are, less those that take one back: a sale comes in, and everything else goes out.
const COUNT: &str = "sum(CASE WHEN (minor < 0) = (kind = 'sale') THEN -1 ELSE 1 END)";
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

/// Added up here: there are few groups of very many rows, which SQLite would sort first.
pub(super) fn clearing(
    reading: &Connection,
    until: Option<DateTime<Utc>>,
) -> Result<Vec<ClearingBalance>, Error> {
    let (sql, values) = clearing_sql(until);
    let mut statement = reading.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut sums = BTreeMap::<(AccountId, GatewayKind, Mode, Currency), i128>::new();
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        let (account, gateway, mode) = (AccountId(fields.uuid()?), fields.word()?, fields.word()?);
        let money = fields.money()?;
        *sums.entry((account, gateway, mode, money.currency())).or_default() +=
            i128::from(money.minor());
    }
    let names = account_names(reading)?;
    let mut balances = Vec::new();
    for ((account, gateway, mode, currency), sum) in sums {
        let Some(account_name) = names.get(&account).cloned() else { continue };
        let sum = i64::try_from(sum).map_err(|_| AmountError::TooLarge)?;
        let balance = Money::from_minor(sum, currency);
        balances.push(ClearingBalance { account, account_name, gateway, mode, balance });
    }
    balances.sort_by(|one, other| words(one).cmp(&words(other)));
    Ok(balances)
}

/// What balances are in the order of.
fn words(held: &ClearingBalance) -> [&str; 4] {
    let currency = held.balance.currency().code();
    [held.account_name.as_str(), held.gateway.as_str(), held.mode.as_str(), currency]
}

fn account_names(reading: &Connection) -> Result<BTreeMap<AccountId, AccountName>, Error> {
    let mut statement = reading.prepare_cached("SELECT id, name FROM accounts")?;
    let rows = statement.query_map([], |row| {
        let mut fields = Fields::of(row);
        Ok((AccountId(fields.uuid()?), fields.word()?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
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
        "SELECT quarter, account, a.name, b.gateway, channel, kind, funds, {COUNT}, currency, {SUM}
         FROM ({both}) b
         CROSS JOIN accounts a ON a.id = b.account
         GROUP BY quarter, a.name, account, b.gateway, currency, channel, kind, funds
         ORDER BY quarter, a.name, account, b.gateway, currency, channel, kind, funds"
    );
    (sql, values)
}

/// The statement of all that moved what gateways hold, and its values.
pub(crate) fn clearing_sql(until: Option<DateTime<Utc>>) -> (String, Vec<Value>) {
    let columns = "p.account, p.gateway, p.mode, m.amount_minor, m.currency";
    let filter = MovementFilter {
        filter: crate::DatedFilter { until, ..crate::DatedFilter::default() },
        ..MovementFilter::default()
    };
    both(&filter, Some("m.funds = 'clearing'"), columns, columns)
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
