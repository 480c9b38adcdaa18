//! Imported files: written with what their lines say, listed, and what they brought.
//!
//! What a line says is written in the transaction of the entries that it is read in, so that there is no line whose texts
//! were lost. It goes where somebody whom it names is masked.

mod lines;
mod records;

use ledger::{AccountId, Entry, ImportId, PaymentId, PayoutId, RefundId, Subject, Undone};
use rusqlite::{Connection, OptionalExtension as _};

#[cfg(test)]
pub(crate) use self::lines::{by_key_sql, line_sql, page_sql as lines_sql};
pub use self::records::{ImportRecord, LineTexts, NewTexts, StatementLine};

use crate::decode::{Fields, blob};
use crate::newest::Newest;
use crate::page::Behind;
use crate::{Append, Cursor, Error, Page, Store, append};

impl Store {
    /// Writes the entries of an import, what its lines say, and the entries of payments and payouts that it brings: all or
    /// nothing.
    ///
    /// # Errors
    /// [`Error::NotAnImport`] where the entries are about something else, [`Error::LineTaken`] where a line was imported
    /// before, [`Error::AccountUnknown`], and as [`Store::append`].
    pub async fn append_import(
        &self,
        append: Append,
        texts: Vec<NewTexts>,
        brought: Vec<Append>,
    ) -> Result<Vec<Entry>, Error> {
        let Subject::Import(id) = append.subject else {
            return Err(Error::NotAnImport { subject: append.subject });
        };
        self.write(move |writing| {
            let mut entries = append::run(writing, append)?;
            for line in &texts {
                put(writing, id, line)?;
            }
            for append in brought {
                entries.extend(append::run(writing, append)?);
            }
            Ok(entries)
        })
        .await
    }

    /// The import of that id; `None` where there is none.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn import(&self, id: ImportId) -> Result<Option<ImportRecord>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(&format!("{SELECT} WHERE i.id = ?"))?;
            Ok(statement.query_row([blob(id.0)], |row| read(&mut Fields::of(row))).optional()?)
        })
        .await
    }

    /// A page of imports, the newest first; at most 500.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub async fn imports(
        &self,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<ImportRecord>, Error> {
        self.newest(list(), after, limit).await
    }

    /// Every import, the newest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn every_import(&self) -> Result<Vec<ImportRecord>, Error> {
        self.all(list()).await
    }

    /// The payments that an import brought, whether they were withdrawn or not, the oldest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn imported_payments(&self, import: ImportId) -> Result<Vec<PaymentId>, Error> {
        self.brought(PAYMENTS, import, |fields| fields.uuid().map(PaymentId)).await
    }

    /// The payouts that an import brought and no gateway has told of since, whether they were withdrawn or not, the oldest
    /// first.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn imported_payouts(&self, import: ImportId) -> Result<Vec<PayoutId>, Error> {
        self.brought(PAYOUTS, import, |fields| fields.uuid().map(PayoutId)).await
    }

    /// The payouts whose fee an import brought by itself and no gateway has told of since, the oldest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn imported_fees(&self, import: ImportId) -> Result<Vec<PayoutId>, Error> {
        self.brought(FEES, import, |fields| fields.uuid().map(PayoutId)).await
    }

    /// Whether a file that counts was handed out since the import was made, so that it may have rows of what it brought.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn was_handed_out(&self, import: ImportId) -> Result<bool, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(HANDED_OUT)?;
            Ok(statement.query_row([blob(import.0)], |row| row.get(0))?)
        })
        .await
    }

    /// The refunds that an import brought and no gateway has told of since, each with its payment, the oldest first. Those that
    /// were withdrawn are gone.
    ///
    /// # Errors
    /// Only what may be wrong with the file of the history.
    pub async fn imported_refunds(
        &self,
        import: ImportId,
    ) -> Result<Vec<(PaymentId, RefundId)>, Error> {
        self.brought(REFUNDS, import, |fields| {
            Ok((PaymentId(fields.uuid()?), RefundId(fields.uuid()?)))
        })
        .await
    }

    /// What an import brought, by a statement that takes its id.
    async fn brought<T: Send + 'static>(
        &self,
        sql: &'static str,
        import: ImportId,
        read: fn(&mut Fields<'_, '_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(sql)?;
            let rows = statement.query_map([blob(import.0)], |row| read(&mut Fields::of(row)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}

fn list() -> Newest<ImportRecord> {
    Newest { sql: page_sql(), behind: Behind::Import, read }
}

/// What [`read`] reads, in its order.
const SELECT: &str = "SELECT i.id, i.version, i.kind, i.file_name, i.sha256, i.in_file, i.account, a.name, i.bank_account,
         i.signer, i.made_ms, i.line_count, i.match_count, i.undone_reason, i.undone_by, i.undone_ms, i.place
     FROM imports i
     LEFT JOIN accounts a ON a.id = i.account";

/// The statement of a page.
pub(crate) fn page_sql() -> String {
    format!("{SELECT} WHERE i.place < ? ORDER BY i.place DESC LIMIT ?")
}

pub(crate) const PAYMENTS: &str = "SELECT id FROM payments WHERE import = ? ORDER BY place";

pub(crate) const PAYOUTS: &str = "SELECT id FROM payouts WHERE import = ? ORDER BY place";

pub(crate) const FEES: &str = "SELECT id FROM payouts WHERE fee_import = ? ORDER BY place";

/// Whether an export may have rows of what an import brought. Its entries are one transaction, so that the first tells.
const HANDED_OUT: &str = "SELECT EXISTS (
         SELECT 1 FROM exports
         WHERE coalesce(through_seq, seq) >= (
             SELECT seq FROM entries WHERE subject_kind = 'import' AND subject_id = ? AND version = 1
         )
     )";

pub(crate) const REFUNDS: &str = "SELECT p.id, r.id FROM refunds r
     CROSS JOIN payments p ON p.place = r.payment
     WHERE r.import = ?
     ORDER BY r.place";

fn put(writing: &Connection, import: ImportId, line: &NewTexts) -> rusqlite::Result<()> {
    let mut statement = writing.prepare_cached(
        "INSERT INTO statement_texts (import, line, salt, text, counterparty, reference)
         VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    let LineTexts { text, counterparty, reference } = &line.texts;
    statement.execute((blob(import.0), line.line, &line.salt, text, counterparty, reference))?;
    Ok(())
}

fn read(fields: &mut Fields<'_, '_>) -> rusqlite::Result<ImportRecord> {
    Ok(ImportRecord {
        id: ImportId(fields.uuid()?),
        version: fields.plain()?,
        of: fields.word()?,
        file: fields.plain()?,
        sha256: fields.plain()?,
        in_file: fields.plain()?,
        account: fields.maybe_uuid()?.map(AccountId),
        account_name: fields.maybe_word()?,
        place: fields.plain()?,
        by: fields.maybe_word()?,
        made_at: fields.time()?,
        lines: fields.plain()?,
        matched: fields.plain()?,
        undone: undone(fields)?,
    })
}

fn undone(fields: &mut Fields<'_, '_>) -> rusqlite::Result<Option<Undone>> {
    let reason: Option<String> = fields.plain()?;
    let (by, at) = (fields.maybe_word()?, fields.maybe_time()?);
    Ok(reason.zip(by).zip(at).map(|((reason, by), at)| Undone { reason, by, at }))
}
