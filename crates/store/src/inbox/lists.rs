//! Lists of messages, the newest first.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::rows;
use crate::decode::{Fields, blob};
use crate::filter_sql::Conditions;
use crate::page::{self, Behind, MOST_ROWS};
use crate::texts::DELIVERIES;
use crate::{DeliveryQuery, DeliveryRecord, Error, Page, Store};

impl Store {
    /// A page of messages, the newest first, without their bodies.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn deliveries(&self, query: &DeliveryQuery) -> Result<Page<DeliveryRecord>, Error> {
        let query = query.clone();
        self.read(move |reading| page(reading, &query)).await
    }
}

fn page(reading: &Connection, query: &DeliveryQuery) -> Result<Page<DeliveryRecord>, Error> {
    let limit = query.limit.clamp(1, MOST_ROWS);
    page::fetch(reading, page_sql(query)?, limit, |row| {
        let kept = rows::read(&mut Fields::of(row))?;
        Ok((kept.record, Behind::Delivery(kept.place)))
    })
}

/// The statement of a page, and its values but for the limit.
pub(crate) fn page_sql(query: &DeliveryQuery) -> Result<(String, Vec<Value>), Error> {
    let mut conditions = Conditions::default();
    let (source, key) = DELIVERIES.narrow(&mut conditions, "d", query.text.as_deref());
    if let Some(account) = query.account {
        conditions.and("d.account = ?", [blob(account.0).into()]);
    }
    if let Some(verdict) = query.verdict {
        conditions.and("d.verdict = ?", [verdict.to_string().into()]);
    }
    match query.after.as_ref().map(crate::Cursor::behind) {
        None => {}
        Some(Behind::Delivery(place)) => conditions.and(format!("{key} < ?"), [place.into()]),
        Some(_) => return Err(Error::Cursor),
    }
    let (clauses, values) = conditions.into_parts();
    let columns = rows::COLUMNS;
    let sql = format!(
        "SELECT {columns} FROM {source}
         WHERE {clauses}
         ORDER BY {key} DESC
         LIMIT ?"
    );
    Ok((sql, values))
}
