//! Refunds: lists and look-ups in their projection.

use ledger::{BatchId, Decision, Evidence, ImportId, PaymentId, Refund, RefundId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _};

use crate::decode::{Fields, blob};
use crate::filter_sql::Conditions;
use crate::page::{self, Behind, MOST_ROWS};
use crate::{Error, Page, RefundQuery, RefundRow, Store, place};

impl Store {
    /// A page of refunds, the newest first.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn refunds(&self, query: &RefundQuery) -> Result<Page<RefundRow>, Error> {
        let query = query.clone();
        self.read(move |reading| page(reading, &query)).await
    }

    /// The payment that a refund belongs to.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn find_refund(&self, id: RefundId) -> Result<Option<PaymentId>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT p.id FROM refunds r JOIN payments p ON p.place = r.payment
                 WHERE r.id = ?",
            )?;
            let found = statement.query_row([blob(id.0)], |row| Fields::of(row).uuid());
            Ok(found.optional()?.map(PaymentId))
        })
        .await
    }

    /// Every file that proves a refund.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn evidence(&self) -> Result<Vec<Evidence>, Error> {
        self.read(|reading| {
            let mut statement = reading
                .prepare_cached("SELECT DISTINCT file FROM refunds WHERE file IS NOT NULL")?;
            let files = statement.query_map([], |row| Fields::of(row).json())?;
            Ok(files.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The refund that was decided on with this key.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn refund_by_key(
        &self,
        idempotency_key: &str,
    ) -> Result<Option<(PaymentId, RefundId)>, Error> {
        let key = idempotency_key.to_owned();
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT p.id, r.id FROM refunds r JOIN payments p ON p.place = r.payment
                 WHERE r.idempotency_key = ?
                 ORDER BY r.place LIMIT 1",
            )?;
            let found = statement.query_row([key], |row| {
                let mut fields = Fields::of(row);
                Ok((PaymentId(fields.uuid()?), RefundId(fields.uuid()?)))
            });
            Ok(found.optional()?)
        })
        .await
    }
}

fn page(reading: &Connection, query: &RefundQuery) -> Result<Page<RefundRow>, Error> {
    let limit = query.limit.clamp(1, MOST_ROWS);
    page::fetch(reading, page_sql(query)?, limit, |row| {
        let mut fields = Fields::of(row);
        let behind = Behind::Refund(fields.plain()?);
        Ok((read(&mut fields)?, behind))
    })
}

/// The statement of a page, and its values but for the limit.
pub(crate) fn page_sql(query: &RefundQuery) -> Result<(String, Vec<Value>), Error> {
    let mut conditions = Conditions::of(&query.filter.filter);
    if let Some(phrases) = conditions.matching() {
        conditions.and(
            "+p.place IN (SELECT rowid FROM search_index WHERE search_index MATCH ?)",
            [phrases.into()],
        );
    }
    if let Some(payment) = query.payment {
        conditions
            .and("r.payment = (SELECT place FROM payments WHERE id = ?)", [blob(payment.0).into()]);
    }
    if let Some(batch) = query.batch {
        conditions.and("r.batch = ?", [blob(batch.0).into()]);
    }
    if !query.status.is_empty() {
        conditions.any_of("r.status", query.status.iter().map(|status| status.as_str()));
    }
    match query.after.as_ref().map(crate::Cursor::behind) {
        None => {}
        Some(Behind::Refund(place)) => conditions.and("r.place < ?", [place.into()]),
        Some(_) => return Err(Error::Cursor),
    }
    if let Some(from) = query.filter.from {
        conditions.and("r.place >= ?", [place::not_before(from).into()]);
    }
    if let Some(until) = query.filter.until {
        conditions.and("r.place < ?", [place::not_before(until).into()]);
    }
    let (clauses, values) = conditions.into_parts();
    let sql = format!(
        "SELECT r.place, r.id, r.amount_minor, r.currency, r.asked_minor, r.asked_currency, r.status,
             r.method, r.is_full, r.reason, r.customer_note, r.merchant_note, r.evidence, r.file, r.signer,
             r.is_approved, r.decided_by, r.decided_ms, r.decision_note, r.resolved_by, r.batch, r.import,
             r.is_unconfirmed, r.at_gateway, r.is_by_hand, r.failed_later, r.is_revived, r.is_accepted, r.idempotency_key, r.gateway_refund_id,
             r.gateway_status, r.message, r.requested_ms, r.updated_ms,
             p.id, p.reference, a.name, p.gateway
         FROM refunds r
         CROSS JOIN payments p ON p.place = r.payment
         CROSS JOIN accounts a ON a.id = p.account
         WHERE {clauses}
         ORDER BY r.place DESC
         LIMIT ?"
    );
    Ok((sql, values))
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<RefundRow> {
    Ok(RefundRow {
        refund: Refund {
            id: RefundId(fields.uuid()?),
            amount: fields.money()?,
            asked: fields.money()?,
            status: fields.word()?,
            method: fields.word()?,
            full: fields.plain()?,
            reason: fields.plain()?,
            customer_note: fields.plain()?,
            merchant_note: fields.plain()?,
            evidence: fields.plain()?,
            file: fields.maybe_json()?,
            by: fields.maybe_word()?,
            decision: decision(fields)?,
            resolved_by: fields.maybe_word()?,
            batch: fields.maybe_uuid()?.map(BatchId),
            import: fields.maybe_uuid()?.map(ImportId),
            unconfirmed: fields.plain()?,
            at_gateway: fields.maybe_word()?,
            by_hand: fields.plain()?,
            failed_later: fields.plain()?,
            revived: fields.plain()?,
            accepted: fields.plain()?,
            idempotency_key: fields.plain()?,
            gateway_refund_id: fields.plain()?,
            gateway_status: fields.plain()?,
            message: fields.plain()?,
            requested_at: fields.time()?,
            updated_at: fields.time()?,
        },
        payment: PaymentId(fields.uuid()?),
        reference: fields.word()?,
        account_name: fields.word()?,
        gateway: fields.word()?,
    })
}

fn decision(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<Decision>> {
    let approved: Option<bool> = fields.plain()?;
    let (by, at) = (fields.maybe_word()?, fields.maybe_time()?);
    let note = fields.plain()?;
    let decision = approved.zip(by).zip(at);
    Ok(decision.map(|((approved, by), at)| Decision { approved, by, at, note }))
}
