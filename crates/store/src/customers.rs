//! Customers: whose payments are one person's, what they paid and what went back.
//!
//! Nobody is asked to keep a list of customers. Payments of one e-mail are one customer's, in whatever case it is written, and
//! where there is no e-mail, payments of one name are. The list walks the payments from the newest end and stops at each
//! customer's newest; it never sorts.

use chrono::{DateTime, Utc};
use ledger::{AmountError, Currency, Money, PersonId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use crate::decode::Fields;
use crate::filter_sql::Conditions;
use crate::fold::folded;
use crate::page::{Behind, MOST_ROWS};
use crate::texts::phrase;
use crate::{Cursor, Error, Page, PaymentRow, PersonDetails, Store, payments, people};

/// A customer as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// What tells this customer from every other: the e-mail in lower case, or `name:` and the name in lower case.
    pub key: String,
    /// The name, as the newest payment has it.
    pub name: Option<String>,
    /// The e-mail, as the newest payment has it.
    pub email: Option<String>,
    /// How many payments there are, paid or not.
    pub payments: u64,
    /// What was paid and went back, per currency, by code; none where nothing was paid.
    pub totals: Vec<CustomerTotal>,
    /// When the newest payment came to be known here.
    pub last_at: DateTime<Utc>,
}

/// What a customer paid in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerTotal {
    /// What was captured.
    pub paid: Money,
    /// What has gone back of it.
    pub refunded: Money,
}

impl Store {
    /// A page of customers, the one of the newest payment first; at most 500. Each word of `text` is found in the e-mail, the
    /// name or an order number or gateway reference of a payment.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list, and [`Error::Sum`] where a sum is more than can be kept.
    pub async fn customers(
        &self,
        text: &str,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<CustomerRow>, Error> {
        let text = text.to_owned();
        self.read(move |reading| page(reading, &text, after.as_ref(), limit)).await
    }

    /// The customer of that key, in either case; `None` where no payment is theirs.
    ///
    /// # Errors
    /// [`Error::Sum`] where a sum is more than can be kept.
    pub async fn customer(&self, key: &str) -> Result<Option<CustomerRow>, Error> {
        let key = folded(key);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(NEWEST)?;
            let newest = statement.query_row([&key], |row| row.get(0)).optional()?;
            newest.map(|place| row(reading, place, key)).transpose()
        })
        .await
    }

    /// Every record that is kept of a customer, the oldest first: those of their key, and those without an e-mail that their
    /// payments had before a gateway told it.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn people_of(&self, key: &str) -> Result<Vec<(PersonId, PersonDetails)>, Error> {
        let key = folded(key);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(PEOPLE)?;
            let rows = statement.query_map([key], |row| {
                let mut fields = Fields::of(row);
                Ok((PersonId(fields.uuid()?), people::read(&mut fields)?))
            })?;
            let known = rows.filter_map(|row| {
                row.map(|(id, details)| details.map(|details| (id, details))).transpose()
            });
            Ok(known.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// A page of a customer's payments, the newest first; at most 500.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn payments_of(
        &self,
        key: &str,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<PaymentRow>, Error> {
        let key = folded(key);
        self.read(move |reading| payments::page_of_customer(reading, key, after.as_ref(), limit))
            .await
    }
}

/// The place of a customer's newest payment.
pub(crate) const NEWEST: &str = "SELECT place FROM search
     WHERE customer_key = ?
     ORDER BY place DESC
     LIMIT 1";

/// A record of another e-mail is another customer's, whatever payment it was of once.
pub(crate) const PEOPLE: &str = "SELECT c.id, c.name, c.email, c.account FROM people c
     WHERE c.id IN (
         SELECT id FROM people WHERE customer_key = ?1
         UNION
         SELECT b.person FROM search s
         CROSS JOIN payment_people b ON b.payment = s.place
         CROSS JOIN people before ON before.id = b.person
         WHERE s.customer_key = ?1 AND coalesce(before.email, '') = ''
     )
     ORDER BY c.id";

fn page(
    reading: &Connection,
    text: &str,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<CustomerRow>, Error> {
    let limit = limit.clamp(1, MOST_ROWS);
    let (sql, mut values) = page_sql(text, after)?;
    values.push(i64::from(limit).saturating_add(1).into());
    let mut statement = reading.prepare_cached(&sql)?;
    let found = statement
        .query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let rows = found.map(|found| {
        let (place, key) = found?;
        Ok((row(reading, place, key)?, Behind::Customer(place)))
    });
    Ok(Page::of(rows.collect::<Result<_, Error>>()?, limit))
}

/// The statement of a page, and its values but for the limit. The unary plus keeps the planner from finding customers by
/// their keys and sorting them.
pub(crate) fn page_sql(text: &str, after: Option<&Cursor>) -> Result<(String, Vec<Value>), Error> {
    let mut conditions = Conditions::default();
    conditions.and("+s.customer_key IS NOT NULL", []);
    conditions.and(
        "NOT EXISTS (SELECT 1 FROM search n WHERE n.customer_key = s.customer_key AND n.place > s.place)",
        [],
    );
    match after.map(Cursor::behind) {
        None => {}
        Some(Behind::Customer(place)) => conditions.and("s.place < ?", [place.into()]),
        Some(_) => return Err(Error::Cursor),
    }
    if let Some((found, values)) = found_by(text) {
        conditions.and(format!("+s.customer_key IN ({found})"), values);
    }
    let (clauses, values) = conditions.into_parts();
    let sql = format!(
        "SELECT s.place, s.customer_key FROM search s
         WHERE {clauses}
         ORDER BY s.place DESC
         LIMIT ?"
    );
    Ok((sql, values))
}

/// Asks for the keys of everybody with a payment in which each word is found; `None` where there is no word.
fn found_by(text: &str) -> Option<(String, Vec<Value>)> {
    let mut conditions = Conditions::default();
    let mut phrases = Vec::new();
    for word in text.split_whitespace().map(folded) {
        match phrase(&word) {
            Some(phrase) => phrases.push(format!("{{reference customer}} : {phrase}")),
            None => conditions.and(
                "(instr(m.reference, ?) OR instr(m.customer, ?))",
                [word.clone().into(), word.into()],
            ),
        }
    }
    let mut source = "search m";
    if !phrases.is_empty() {
        source = "search_index i CROSS JOIN search m ON m.place = i.rowid";
        conditions.and("search_index MATCH ?", [phrases.join(" AND ").into()]);
    }
    let (clauses, values) = conditions.into_parts();
    let sql = format!("SELECT m.customer_key FROM {source} WHERE {clauses}");
    (!values.is_empty()).then_some((sql, values))
}

/// The customer whose newest payment is at `place`.
fn row(reading: &Connection, place: i64, key: String) -> Result<CustomerRow, Error> {
    let mut statement = reading.prepare_cached(
        "SELECT p.created_ms, c.name, c.email, c.account FROM payments p
         LEFT JOIN people c ON c.id = p.customer
         WHERE p.place = ?",
    )?;
    let (last_at, details) = statement.query_row([place], |row| {
        let mut fields = Fields::of(row);
        Ok((fields.time()?, people::read(&mut fields)?.unwrap_or_default()))
    })?;
    let PersonDetails { name, email, .. } = details;
    let (payments, totals) = totals(reading, &key)?;
    Ok(CustomerRow { key, name, email, payments, totals, last_at })
}

/// How many payments the customer has, and their sums in two halves of 32 bits, as [`Fields::sum`] wants them.
pub(crate) const TOTALS: &str = "SELECT p.currency, count(*), count(p.captured_ms),
         sum(iif(p.captured_ms IS NULL, 0, p.amount_minor >> 32)),
         sum(iif(p.captured_ms IS NULL, 0, p.amount_minor & 0xffffffff)),
         sum(p.refunded_minor >> 32), sum(p.refunded_minor & 0xffffffff)
     FROM search s
     CROSS JOIN payments p ON p.place = s.place
     WHERE s.customer_key = ?
     GROUP BY p.currency";

fn totals(reading: &Connection, key: &str) -> Result<(u64, Vec<CustomerTotal>), Error> {
    let mut statement = reading.prepare_cached(TOTALS)?;
    let mut rows = statement.query([key])?;
    let (mut payments, mut totals) = (0_u64, Vec::new());
    while let Some(row) = rows.next()? {
        let mut fields = Fields::of(row);
        let currency: Currency = fields.word()?;
        payments = payments.saturating_add(fields.plain()?);
        let captured: u64 = fields.plain()?;
        let mut sum = || -> Result<Money, Error> {
            let minor = fields.sum()?.ok_or(AmountError::TooLarge)?;
            Ok(Money::from_minor(minor, currency))
        };
        let (paid, refunded) = (sum()?, sum()?);
        if captured > 0 {
            totals.push(CustomerTotal { paid, refunded });
        }
    }
    totals.sort_by_key(|total: &CustomerTotal| total.paid.currency().code());
    Ok((payments, totals))
}
