//! Payments: one folded from the journal, and lists from their projection.
//!
//! A list walks the table from its newest end, or the search index in the same order, and stops when the page is full. It
//! never sorts.

use std::collections::BTreeSet;

use ledger::{AccountId, Flag, Money, Payment, PaymentId, Subject};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::decode::{Fields, blob, integer};
use crate::filter_sql::Conditions;
use crate::page::{self, Behind, MOST_ROWS};
use crate::projection::payment::flag_bit;
use crate::{
    Cursor, DatedFilter, Error, Page, PaymentQuery, PaymentRecord, PaymentRow, Store, accounts,
    journal, people, place,
};

impl Store {
    /// A payment, folded from its entries; `None` where there is none of that id.
    ///
    /// # Errors
    /// [`Error::Entry`] where one of its entries cannot be read.
    pub async fn payment(&self, id: PaymentId) -> Result<Option<PaymentRecord>, Error> {
        self.read(move |reading| record(reading, id)).await
    }

    /// The payments whose id, order number or gateway reference is exactly `text`, the newest first; gateway references
    /// are those of every link, and those that a link may have whose answer was lost.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn find_payments(
        &self,
        text: &str,
        account: Option<AccountId>,
    ) -> Result<Vec<PaymentId>, Error> {
        let text = text.to_owned();
        self.read(move |reading| find(reading, &text, account)).await
    }

    /// A page of payments, the newest first; those of one millisecond in the order they came.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn payments(&self, query: &PaymentQuery) -> Result<Page<PaymentRow>, Error> {
        let query = query.clone();
        self.read(move |reading| page(reading, &query)).await
    }

    /// How many payments the filter lets through. Stops counting at `most`.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn count_payments(&self, filter: &DatedFilter, most: u64) -> Result<u64, Error> {
        let filter = filter.clone();
        self.read(move |reading| {
            let (from, mut values) = listed(&filter, None);
            values.push(integer(most).into());
            let sql = format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT ?)");
            let mut statement = reading.prepare_cached(&sql)?;
            Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
        })
        .await
    }
}

fn record(reading: &Connection, id: PaymentId) -> Result<Option<PaymentRecord>, Error> {
    let entries = journal::entries_of(reading, Subject::Payment(id))?;
    let Some(payment) = Payment::fold(&entries) else {
        return Ok(None);
    };
    let account = payment.account;
    let account_name =
        accounts::by_id(reading, account)?.ok_or(Error::AccountUnknown { account })?.name;
    let person = match &payment.customer {
        Some(customer) => people::details(reading, customer.id)?,
        None => None,
    };
    Ok(Some(PaymentRecord { payment, account_name, person }))
}

fn find(
    reading: &Connection,
    text: &str,
    account: Option<AccountId>,
) -> Result<Vec<PaymentId>, Error> {
    let id = text.parse::<PaymentId>().ok();
    let id = id.filter(|id| id.to_string() == text);
    let mut statement = reading.prepare_cached(
        "SELECT id FROM payments
         WHERE (id = ?1 OR place IN (SELECT payment FROM payment_references WHERE reference = ?2))
           AND (?3 IS NULL OR account = ?3)
         ORDER BY place DESC",
    )?;
    let wanted = (id.map(|id| blob(id.0)), text, account.map(|account| blob(account.0)));
    let found = statement.query_map(wanted, |row| Fields::of(row).uuid().map(PaymentId))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn page(reading: &Connection, query: &PaymentQuery) -> Result<Page<PaymentRow>, Error> {
    let statement = page_sql(&query.filter, behind(query.after.as_ref())?);
    rows(reading, statement, query.limit)
}

/// The place of the payment that a page begins behind.
fn behind(after: Option<&Cursor>) -> Result<Option<i64>, Error> {
    match after.map(Cursor::behind) {
        None => Ok(None),
        Some(Behind::Payment(place)) => Ok(Some(place)),
        Some(_) => Err(Error::Cursor),
    }
}

/// A page by its statement and the values of it, but for the limit.
fn rows(
    reading: &Connection,
    statement: (String, Vec<Value>),
    limit: u32,
) -> Result<Page<PaymentRow>, Error> {
    page::fetch(reading, statement, limit.clamp(1, MOST_ROWS), |row| {
        let mut fields = Fields::of(row);
        let behind = Behind::Payment(fields.plain()?);
        Ok((read(&mut fields)?, behind))
    })
}

/// A page of the payments of one customer.
pub(crate) fn page_of_customer(
    reading: &Connection,
    key: String,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<PaymentRow>, Error> {
    let before = behind(after)?.unwrap_or(i64::MAX);
    let values = vec![key.into(), before.into()];
    rows(reading, (customer_sql(), values), limit)
}

/// The statement of a page of one customer's payments.
pub(crate) fn customer_sql() -> String {
    format!(
        "SELECT {COLUMNS}
         FROM search s
         CROSS JOIN payments p ON p.place = s.place
         CROSS JOIN accounts a ON a.id = p.account
         LEFT JOIN people c ON c.id = p.customer
         WHERE s.customer_key = ? AND s.place < ?
         ORDER BY s.place DESC
         LIMIT ?"
    )
}

/// What [`read`] reads behind the place, in its order.
const COLUMNS: &str =
    "p.place, p.id, p.reference, p.gateway_reference, p.account, a.name, p.gateway, p.mode,
     p.status, p.flags, p.tags, p.amount_minor, p.currency, p.fee_minor, p.fee_currency,
     p.refunded_minor, p.refundable_minor, p.channel, p.description, c.name, c.email, c.account,
     p.link_url, p.link_expires_ms, p.created_ms";

/// The statement of a page, and its values but for the limit.
pub(crate) fn page_sql(filter: &DatedFilter, after: Option<i64>) -> (String, Vec<Value>) {
    let (from, values) = listed(filter, after);
    (format!("SELECT {COLUMNS} {from} LIMIT ?"), values)
}

/// The list from FROM to ORDER BY. The join order is fixed (CROSS JOIN), since it is what keeps the list in order.
fn listed(filter: &DatedFilter, after: Option<i64>) -> (String, Vec<Value>) {
    let mut conditions = Conditions::of(&filter.filter);
    let matching = conditions.matching();
    let (source, key) = match matching {
        Some(_) => ("search_index i CROSS JOIN payments p ON p.place = i.rowid", "i.rowid"),
        None => ("payments p", "p.place"),
    };
    if let Some(phrases) = matching {
        conditions.and("search_index MATCH ?", [phrases.into()]);
    }
    if let Some(place) = after {
        conditions.and(format!("{key} < ?"), [place.into()]);
    }
    if let Some(from) = filter.from {
        conditions.and(format!("{key} >= ?"), [place::not_before(from).into()]);
    }
    if let Some(until) = filter.until {
        conditions.and(format!("{key} < ?"), [place::not_before(until).into()]);
    }
    let (clauses, values) = conditions.into_parts();
    let sql = format!(
        "FROM {source}
         CROSS JOIN accounts a ON a.id = p.account
         LEFT JOIN people c ON c.id = p.customer
         WHERE {clauses}
         ORDER BY {key} DESC"
    );
    (sql, values)
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<PaymentRow> {
    let id = PaymentId(fields.uuid()?);
    let reference = fields.word()?;
    let gateway_reference = fields.plain()?;
    let account = AccountId(fields.uuid()?);
    let account_name = fields.word()?;
    let gateway = fields.word()?;
    let mode = fields.word()?;
    let status = fields.word()?;
    let flags = flags(fields.plain()?);
    let tags = fields.json()?;
    let amount = fields.money()?;
    let fee = fields.maybe_money()?;
    let in_currency = |minor| Money::from_minor(minor, amount.currency());
    Ok(PaymentRow {
        id,
        reference,
        gateway_reference,
        account,
        account_name,
        gateway,
        mode,
        status,
        flags,
        tags,
        amount,
        fee,
        refunded: in_currency(fields.plain()?),
        refundable: in_currency(fields.plain()?),
        channel: fields.plain()?,
        description: fields.plain()?,
        customer: people::read(fields)?,
        link_url: fields.plain()?,
        link_expires_at: fields.maybe_time()?,
        created_at: fields.time()?,
    })
}

fn flags(bits: i64) -> BTreeSet<Flag> {
    let all = Flag::ALL.iter().copied();
    all.filter(|flag| bits & flag_bit(*flag) != 0).collect()
}
