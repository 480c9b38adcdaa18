//! Imports that were made, and what came of what they brought.

use ledger::{ImportId, PaymentId, RefundId};
use store::{
    Cursor, ImportRecord, LineFilter, LineQuery, Page, PaymentRecord, PayoutRecord, StatementLine,
};

use crate::{Backoffice, Error};

/// How many payments, refunds and payouts are shown.
const MOST_SHOWN: usize = 200;

/// An import, with what it brought.
#[derive(Debug, Clone)]
pub struct ImportDetail {
    /// The import.
    pub record: ImportRecord,
    /// The first of the payments that it brought, as they are now.
    pub payments: Vec<PaymentRecord>,
    /// How many it brought, whether they were withdrawn or not.
    pub payments_brought: usize,
    /// The first of the refunds that it brought and no gateway has told of since.
    pub refunds: Vec<(PaymentId, RefundId)>,
    /// How many there are.
    pub refunds_brought: usize,
    /// The payouts that it brought and no gateway has told of since, as they are now.
    pub payouts: Vec<PayoutRecord>,
}

impl Backoffice {
    /// A page of imports, the newest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn imports(
        &self,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<ImportRecord>, Error> {
        Ok(self.store().imports(after, limit).await?)
    }

    /// The import of that id, with what it brought.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn import(&self, id: ImportId) -> Result<ImportDetail, Error> {
        let record =
            self.store().import(id).await?.ok_or_else(|| Error::not_found("import", id))?;
        let brought = self.store().imported_payments(id).await?;
        let mut payments = Vec::new();
        for payment in brought.iter().take(MOST_SHOWN) {
            payments.push(self.payment(*payment).await?);
        }
        let mut refunds = self.store().imported_refunds(id).await?;
        let refunds_brought = refunds.len();
        refunds.truncate(MOST_SHOWN);
        let mut payouts = Vec::new();
        for payout in self.store().imported_payouts(id).await?.into_iter().take(MOST_SHOWN) {
            payouts.push(self.payout(payout).await?);
        }
        let payments_brought = brought.len();
        Ok(ImportDetail { record, payments, payments_brought, refunds, refunds_brought, payouts })
    }

    /// A page of the lines that an import keeps, by day; also those of one that was undone.
    ///
    /// # Errors
    /// [`Error::NotFound`], and where the cursor is of another list.
    pub async fn import_lines(
        &self,
        id: ImportId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<StatementLine>, Error> {
        self.store().import(id).await?.ok_or_else(|| Error::not_found("import", id))?;
        let filter = LineFilter { import: Some(id), with_undone: true, ..LineFilter::default() };
        Ok(self.store().statement_lines(&LineQuery { filter, after, limit }).await?)
    }
}
