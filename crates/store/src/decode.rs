//! Reading and writing the few types that SQLite has no column for: ids, times, words and money.

use std::error::Error as StdError;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, SubsecRound as _, TimeDelta, Utc};
use ledger::{Currency, Money};
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, Type};
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The columns of a row, one after the other, in the order the statement names them.
pub(crate) struct Fields<'row, 'stmt> {
    row: &'row Row<'stmt>,
    next: usize,
}

impl<'row, 'stmt> Fields<'row, 'stmt> {
    pub(crate) fn of(row: &'row Row<'stmt>) -> Self {
        Self { row, next: 0 }
    }

    /// What SQLite has a type for.
    pub(crate) fn plain<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let at = self.next;
        self.next += 1;
        self.row.get(at)
    }

    /// A word or name that the ledger knows how to read.
    pub(crate) fn word<T>(&mut self) -> rusqlite::Result<T>
    where
        T: FromStr,
        T::Err: StdError + Send + Sync + 'static,
    {
        let at = self.next;
        let text: String = self.plain()?;
        text.parse().map_err(|error| unreadable(at, error))
    }

    /// A word or name that may be missing.
    pub(crate) fn maybe_word<T>(&mut self) -> rusqlite::Result<Option<T>>
    where
        T: FromStr,
        T::Err: StdError + Send + Sync + 'static,
    {
        let at = self.next;
        let text: Option<String> = self.plain()?;
        text.map(|text| text.parse().map_err(|error| unreadable(at, error))).transpose()
    }

    /// What is kept as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let at = self.next;
        let text: String = self.plain()?;
        serde_json::from_str(&text).map_err(|error| unreadable(at, error))
    }

    /// What is kept as JSON and may be missing.
    pub(crate) fn maybe_json<T: DeserializeOwned>(&mut self) -> rusqlite::Result<Option<T>> {
        let at = self.next;
        let text: Option<String> = self.plain()?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| unreadable(at, error)))
            .transpose()
    }

    /// A UUID.
    pub(crate) fn uuid(&mut self) -> rusqlite::Result<Uuid> {
        self.plain().map(Uuid::from_bytes)
    }

    /// A UUID that may be missing.
    pub(crate) fn maybe_uuid(&mut self) -> rusqlite::Result<Option<Uuid>> {
        Ok(self.plain::<Option<_>>()?.map(Uuid::from_bytes))
    }

    /// A time.
    pub(crate) fn time(&mut self) -> rusqlite::Result<DateTime<Utc>> {
        let at = self.next;
        let ms: i64 = self.plain()?;
        time_of(ms).ok_or_else(|| unreadable(at, FromSqlError::OutOfRange(ms)))
    }

    /// A time that may be missing.
    pub(crate) fn maybe_time(&mut self) -> rusqlite::Result<Option<DateTime<Utc>>> {
        let at = self.next;
        let ms: Option<i64> = self.plain()?;
        ms.map(|ms| time_of(ms).ok_or_else(|| unreadable(at, FromSqlError::OutOfRange(ms))))
            .transpose()
    }

    /// A day.
    pub(crate) fn day(&mut self) -> rusqlite::Result<NaiveDate> {
        let at = self.next;
        let days: i32 = self.plain()?;
        NaiveDate::from_epoch_days(days)
            .ok_or_else(|| unreadable(at, FromSqlError::OutOfRange(days.into())))
    }

    /// An amount in two columns, minor units and currency.
    pub(crate) fn money(&mut self) -> rusqlite::Result<Money> {
        let minor = self.plain()?;
        let currency: Currency = self.word()?;
        Ok(Money::from_minor(minor, currency))
    }

    /// A sum in two columns: of all amounts shifted right by 32 bits, and of what that leaves of each, since SQLite's own sum of
    /// integers gives up where it passes 63 bits on the way. `None` where it is more than an amount can be.
    pub(crate) fn sum(&mut self) -> rusqlite::Result<Option<i64>> {
        let (high, low): (i64, i64) = (self.plain()?, self.plain()?);
        Ok(i64::try_from((i128::from(high) << 32) + i128::from(low)).ok())
    }

    /// An amount in two columns, both of which may be missing.
    pub(crate) fn maybe_money(&mut self) -> rusqlite::Result<Option<Money>> {
        let at = self.next;
        let minor: Option<i64> = self.plain()?;
        let code: Option<String> = self.plain()?;
        let (Some(minor), Some(code)) = (minor, code) else {
            return Ok(None);
        };
        let currency = code.parse().map_err(|error| unreadable(at + 1, error))?;
        Ok(Some(Money::from_minor(minor, currency)))
    }
}

/// The id as it is stored.
pub(crate) fn blob(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// The time as it is stored: milliseconds since 1970.
pub(crate) fn ms(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// The day as it is stored: days since 1970.
pub(crate) fn day(date: NaiveDate) -> i32 {
    date.to_epoch_days()
}

/// The time as it will be read again, without what is smaller than a millisecond.
pub(crate) fn whole_ms(at: DateTime<Utc>) -> DateTime<Utc> {
    time_of(ms(at)).unwrap_or(at)
}

/// The first whole millisecond that is not before `at`.
pub(crate) fn next_whole_ms(at: DateTime<Utc>) -> DateTime<Utc> {
    let whole = at.trunc_subsecs(3);
    if whole == at {
        return whole;
    }
    whole.checked_add_signed(TimeDelta::milliseconds(1)).unwrap_or(whole)
}

/// The number as SQLite keeps it. Counts here stay far below what 63 bits hold.
pub(crate) fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A column whose content is not what the column is for.
fn unreadable(column: usize, error: impl StdError + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Null, Box::new(error))
}

fn time_of(ms: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(ms)
}
