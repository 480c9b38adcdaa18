//! Payouts: one folded from the journal, lists from their projection, and which of them are to be looked up.
//!
//! As for payments, a plan to look one up is no history, so it is not in the journal, and may be lost without losing anything.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use ledger::{
    AccountId, ImportId, Payout, PayoutId, PayoutOrder, PayoutPart, PersonId, PersonRef, Subject,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _};

use crate::decode::{Fields, blob, ms};
use crate::filter_sql::Conditions;
use crate::page::{self, Behind, MOST_ROWS};
use crate::texts::PAYOUTS;
use crate::{
    Error, LookupState, Page, PayoutQuery, PayoutRecord, Store, accounts, journal, lookups, people,
};

impl Store {
    /// A payout, folded from its entries; `None` where there is none of that id.
    ///
    /// # Errors
    /// [`Error::Entry`] where one of its entries cannot be read.
    pub async fn payout(&self, id: PayoutId) -> Result<Option<PayoutRecord>, Error> {
        self.read(move |reading| record(reading, id)).await
    }

    /// A page of payouts, the newest first; those of one millisecond in the order they came.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn payouts(&self, query: &PayoutQuery) -> Result<Page<PayoutRecord>, Error> {
        let query = query.clone();
        self.read(move |reading| page(reading, &query)).await
    }

    /// The payouts whose id, reference or gateway's id is exactly `text`, the newest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn find_payouts(
        &self,
        text: &str,
        account: Option<AccountId>,
    ) -> Result<Vec<PayoutId>, Error> {
        let text = text.to_owned();
        self.read(move |reading| find(reading, &text, account)).await
    }

    /// All payouts of which it is not known yet how they ended, due or not, the newest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn open_payouts(&self) -> Result<Vec<PayoutId>, Error> {
        self.read(|reading| {
            let mut statement = reading
                .prepare_cached("SELECT id FROM payouts WHERE is_open = 1 ORDER BY place DESC")?;
            let rows = statement.query_map([], |row| Fields::of(row).uuid().map(PayoutId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// At most `most` payouts whose look-up is due: first the open ones never looked up, then the longest overdue.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn due_payouts(&self, now: DateTime<Utc>, most: u32) -> Result<Vec<PayoutId>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT p.id AS payout, p.created_ms - ?1 AS lateness FROM payouts p
                 WHERE p.is_open = 1
                     AND NOT EXISTS (SELECT 1 FROM payout_lookups l WHERE l.payout = p.id)
                 UNION ALL
                 SELECT l.payout, l.next_ms FROM payout_lookups l
                 WHERE l.next_ms <= ?1
                 ORDER BY lateness
                 LIMIT ?2",
            )?;
            let rows =
                statement.query_map((ms(now), most), |row| Fields::of(row).uuid().map(PayoutId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Every payout to one of these people, the newest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn payouts_of_people(&self, people: &[PersonId]) -> Result<Vec<PayoutRecord>, Error> {
        let people: BTreeSet<_> = people.iter().copied().collect();
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(&person_sql())?;
            let mut payouts = Vec::new();
            for person in people {
                let rows =
                    statement.query_map([blob(person.0)], |row| read(&mut Fields::of(row)))?;
                payouts.extend(rows.collect::<Result<Vec<_>, _>>()?);
            }
            payouts.sort_by_key(|record| std::cmp::Reverse(record.payout.created_at));
            Ok(payouts)
        })
        .await
    }

    /// Remembers that a payout was looked up, after how many look-ups in a row without an answer, and when it is to be looked
    /// up again; `None` plans nothing.
    ///
    /// # Errors
    /// As every write: [`Error::Full`] or [`Error::Busy`].
    pub async fn schedule_payout(
        &self,
        payout: PayoutId,
        looked_up_at: DateTime<Utc>,
        attempts: u32,
        next_at: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        self.write(move |writing| {
            let mut statement = writing.prepare_cached(
                "INSERT INTO payout_lookups (payout, looked_up_ms, attempts, next_ms)
                 VALUES (?, ?, ?, ?)
                 ON CONFLICT (payout) DO UPDATE SET
                     looked_up_ms = excluded.looked_up_ms, attempts = excluded.attempts,
                     next_ms = excluded.next_ms",
            )?;
            statement.execute((blob(payout.0), ms(looked_up_at), attempts, next_at.map(ms)))?;
            Ok(())
        })
        .await
    }

    /// When a payout was and will be looked up; `None` where it never was.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn payout_lookup(&self, payout: PayoutId) -> Result<Option<LookupState>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT looked_up_ms, attempts, next_ms FROM payout_lookups WHERE payout = ?",
            )?;
            Ok(statement.query_row([blob(payout.0)], lookups::state).optional()?)
        })
        .await
    }
}

fn record(reading: &Connection, id: PayoutId) -> Result<Option<PayoutRecord>, Error> {
    let entries = journal::entries_of(reading, Subject::Payout(id))?;
    let Some(payout) = Payout::fold(&entries) else {
        return Ok(None);
    };
    let account = payout.order.account;
    let account_name =
        accounts::by_id(reading, account)?.ok_or(Error::AccountUnknown { account })?.name;
    let beneficiary = match &payout.order.beneficiary {
        Some(person) => people::details(reading, person.id)?,
        None => None,
    };
    Ok(Some(PayoutRecord { payout, account_name, beneficiary }))
}

/// What finds a payout by one of its names.
pub(crate) const FIND: &str = "SELECT id FROM payouts
     WHERE (id = ?1 OR reference = ?2 OR gateway_payout_id = ?2)
       AND (?3 IS NULL OR account = ?3)
     ORDER BY place DESC";

fn find(
    reading: &Connection,
    text: &str,
    account: Option<AccountId>,
) -> Result<Vec<PayoutId>, Error> {
    let id = text.parse::<PayoutId>().ok();
    let id = id.filter(|id| id.to_string() == text);
    let mut statement = reading.prepare_cached(FIND)?;
    let wanted = (id.map(|id| blob(id.0)), text, account.map(|account| blob(account.0)));
    let found = statement.query_map(wanted, |row| Fields::of(row).uuid().map(PayoutId))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn page(reading: &Connection, query: &PayoutQuery) -> Result<Page<PayoutRecord>, Error> {
    let limit = query.limit.clamp(1, MOST_ROWS);
    page::fetch(reading, page_sql(query)?, limit, |row| {
        let mut fields = Fields::of(row);
        let behind = Behind::Payout(fields.plain()?);
        Ok((read(&mut fields)?, behind))
    })
}

/// The statement of a page, and its values but for the limit. The join order is fixed (CROSS JOIN), since it is what keeps
/// the list in order.
pub(crate) fn page_sql(query: &PayoutQuery) -> Result<(String, Vec<Value>), Error> {
    let mut conditions = Conditions::default();
    let (source, key) = PAYOUTS.narrow(&mut conditions, "p", query.text.as_deref());
    if let Some(account) = query.account {
        conditions.and("p.account = ?", [blob(account.0).into()]);
    }
    if !query.status.is_empty() {
        conditions.any_of("p.status", query.status.iter().map(|status| status.as_str()));
    }
    match query.after.as_ref().map(crate::Cursor::behind) {
        None => {}
        Some(Behind::Payout(place)) => conditions.and(format!("{key} < ?"), [place.into()]),
        Some(_) => return Err(Error::Cursor),
    }
    let (clauses, values) = conditions.into_parts();
    let sql = format!(
        "SELECT p.place, {COLUMNS}
         FROM {source}
         CROSS JOIN accounts a ON a.id = p.account
         LEFT JOIN people c ON c.id = p.beneficiary
         WHERE {clauses}
         ORDER BY {key} DESC
         LIMIT ?"
    );
    Ok((sql, values))
}

/// What [`read`] reads, in its order.
const COLUMNS: &str = "p.id, p.version, p.account, p.gateway, p.mode, p.kind, p.reference,
     p.amount_minor, p.currency, p.destination, p.beneficiary, p.beneficiary_digest, p.details,
     p.reason, p.whole, p.part, p.parts, p.idempotency_key, p.status, p.is_by_hand, p.gateway_status,
     p.gateway_payout_id, p.bank_reference, p.fee_minor, p.fee_currency, p.message,
     p.import, p.fee_import, p.is_withdrawn, p.was_handed_out, p.created_ms, p.updated_ms, a.name, c.name, c.email, c.account";

/// The statement of the payouts to one person.
pub(crate) fn person_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM payouts p
         CROSS JOIN accounts a ON a.id = p.account
         LEFT JOIN people c ON c.id = p.beneficiary
         WHERE p.beneficiary = ?
         ORDER BY p.place DESC"
    )
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<PayoutRecord> {
    let id = PayoutId(fields.uuid()?);
    let version = fields.plain()?;
    let order = PayoutOrder {
        account: AccountId(fields.uuid()?),
        gateway: fields.word()?,
        mode: fields.word()?,
        kind: fields.word()?,
        reference: fields.word()?,
        amount: fields.money()?,
        to: fields.plain()?,
        beneficiary: beneficiary(fields)?,
        details: fields.json()?,
        reason: fields.plain()?,
        part: part(fields)?,
    };
    let payout = Payout {
        id,
        version,
        order,
        idempotency_key: fields.plain()?,
        status: fields.word()?,
        by_hand: fields.plain()?,
        gateway_status: fields.plain()?,
        gateway_payout_id: fields.plain()?,
        bank_reference: fields.plain()?,
        fee: fields.maybe_money()?,
        message: fields.plain()?,
        import: fields.maybe_uuid()?.map(ImportId),
        fee_import: fields.maybe_uuid()?.map(ImportId),
        withdrawn: fields.plain()?,
        handed_out: fields.plain()?,
        created_at: fields.time()?,
        updated_at: fields.time()?,
    };
    Ok(PayoutRecord { payout, account_name: fields.word()?, beneficiary: people::read(fields)? })
}

fn beneficiary(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<PersonRef>> {
    let (id, digest) = (fields.maybe_uuid()?, fields.plain::<Option<String>>()?);
    Ok(id.zip(digest).map(|(id, digest)| PersonRef { id: PersonId(id), digest }))
}

fn part(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<PayoutPart>> {
    let whole = fields.maybe_uuid()?;
    let (number, of): (Option<u32>, Option<u32>) = (fields.plain()?, fields.plain()?);
    let part = whole.zip(number).zip(of);
    Ok(part.map(|((whole, number), of)| PayoutPart { whole: PayoutId(whole), number, of }))
}
