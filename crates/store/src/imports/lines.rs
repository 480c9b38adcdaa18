//! The lines of imported files, with what they say.

use ledger::{ImportId, LineMatch, PayoutId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use super::records::{LineTexts, StatementLine};
use crate::decode::{Fields, blob, day};
use crate::filter_sql::Conditions;
use crate::page::{self, Behind, MOST_STREAMED, NO_LIMIT};
use crate::{Error, LineFilter, LineQuery, Page, Store};

impl Store {
    /// A page of lines, by day; those of one day in the order of their imports and of the file.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn statement_lines(&self, query: &LineQuery) -> Result<Page<StatementLine>, Error> {
        let query = query.clone();
        self.read(move |reading| page(reading, &query)).await
    }

    /// Every such line, in the same order, as they all were at one moment.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn every_statement_line(
        &self,
        filter: &LineFilter,
    ) -> Result<Vec<StatementLine>, Error> {
        let (sql, mut values) = sql_of(conditions(filter));
        values.push(NO_LIMIT.into());
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(&sql)?;
            let rows =
                statement.query_map(params_from_iter(values), |row| read(&mut Fields::of(row)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// A line of an import, whether that was undone or not; `None` where there is none.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn statement_line(
        &self,
        import: ImportId,
        line: u32,
    ) -> Result<Option<StatementLine>, Error> {
        let (sql, values) = line_sql(import, line);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(&sql)?;
            let found = statement
                .query_row(params_from_iter(values), |row| read(&mut Fields::of(row)))
                .optional()?;
            Ok(found)
        })
        .await
    }

    /// The lines of the bank account that count and have one of the keys.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn lines_by_key(
        &self,
        place: &str,
        keys: &[String],
    ) -> Result<Vec<StatementLine>, Error> {
        let (place, keys) = (place.to_owned(), serde_json::to_string(keys)?);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(&by_key_sql())?;
            let rows = statement.query_map((place, keys), |row| read(&mut Fields::of(row)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}

/// What [`read`] reads, in its order.
const COLUMNS: &str = "l.day, l.import, l.line, i.id, l.bank_account, l.key, l.has_own_id, l.amount_minor, l.currency,
     l.payout, l.matched_by, l.matched_ms, l.is_live, t.text, t.counterparty, t.reference";

pub(crate) fn by_key_sql() -> String {
    format!(
        "SELECT {COLUMNS}
         FROM json_each(?2) k
         CROSS JOIN statement_lines l ON l.bank_account = ?1 AND l.key = k.value AND l.is_live = 1
         CROSS JOIN imports i ON i.place = l.import
         LEFT JOIN statement_texts t ON t.import = i.id AND t.line = l.line"
    )
}

fn page(reading: &Connection, query: &LineQuery) -> Result<Page<StatementLine>, Error> {
    let limit = query.limit.clamp(1, MOST_STREAMED);
    page::fetch(reading, page_sql(query)?, limit, |row| {
        let behind = Behind::Line(row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((read(&mut Fields::of(row))?, behind))
    })
}

/// The statement of a page, and its values but for the limit.
pub(crate) fn page_sql(query: &LineQuery) -> Result<(String, Vec<Value>), Error> {
    let mut conditions = conditions(&query.filter);
    match query.after.as_ref().map(crate::Cursor::behind) {
        None => {}
        Some(Behind::Line(day, import, line)) => conditions
            .and("(l.day, l.import, l.line) > (?, ?, ?)", [day, import, line].map(Value::from)),
        Some(_) => return Err(Error::Cursor),
    }
    Ok(sql_of(conditions))
}

/// The statement of one line, and its values.
pub(crate) fn line_sql(import: ImportId, line: u32) -> (String, Vec<Value>) {
    let of_import = LineFilter { import: Some(import), with_undone: true, ..LineFilter::default() };
    let mut conditions = conditions(&of_import);
    conditions.and("l.line = ?", [line.into()]);
    let (sql, mut values) = sql_of(conditions);
    values.push(1.into());
    (sql, values)
}

fn conditions(filter: &LineFilter) -> Conditions {
    let mut conditions = Conditions::default();
    if let Some(payout) = filter.payout {
        conditions.and("l.payout = ?", [blob(payout.0).into()]);
    }
    if let Some(import) = filter.import {
        conditions
            .and("l.import = (SELECT place FROM imports WHERE id = ?)", [blob(import.0).into()]);
    }
    if let Some(place) = &filter.place {
        conditions.and("l.bank_account = ?", [place.clone().into()]);
    }
    if let Some(from) = filter.from {
        conditions.and("l.day >= ?", [day(from).into()]);
    }
    if let Some(to) = filter.to {
        conditions.and("l.day <= ?", [day(to).into()]);
    }
    if filter.only_matched {
        // The unary plus: that a line is matched narrows nothing.
        conditions.and("+l.payout IS NOT NULL", []);
    }
    if !filter.with_undone {
        conditions.and("+l.is_live = 1", []);
    }
    conditions
}

/// The statement of the lines that meet the conditions, and its values but for the limit.
fn sql_of(conditions: Conditions) -> (String, Vec<Value>) {
    let (clauses, values) = conditions.into_parts();
    let sql = format!(
        "SELECT {COLUMNS}
         FROM statement_lines l
         CROSS JOIN imports i ON i.place = l.import
         LEFT JOIN statement_texts t ON t.import = i.id AND t.line = l.line
         WHERE {clauses}
         ORDER BY l.day, l.import, l.line
         LIMIT ?"
    );
    (sql, values)
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<StatementLine> {
    let date = fields.day()?;
    let _place: i64 = fields.plain()?;
    let line = fields.plain()?;
    Ok(StatementLine {
        import: ImportId(fields.uuid()?),
        line,
        place: fields.plain()?,
        key: fields.plain()?,
        has_own_id: fields.plain()?,
        date,
        amount: fields.money()?,
        matched: matched(fields)?,
        undone: !fields.plain::<bool>()?,
        texts: texts(fields)?,
    })
}

fn matched(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<LineMatch>> {
    let payout = fields.maybe_uuid()?.map(PayoutId);
    let (by, at) = (fields.maybe_word()?, fields.maybe_time()?);
    Ok(payout.zip(by).zip(at).map(|((payout, by), at)| LineMatch { payout, by, at }))
}

fn texts(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<LineTexts>> {
    let text: Option<String> = fields.plain()?;
    let (counterparty, reference) = (fields.plain()?, fields.plain()?);
    Ok(text.map(|text| LineTexts { text, counterparty, reference }))
}
