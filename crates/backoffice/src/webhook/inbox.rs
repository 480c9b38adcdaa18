//! Looking into the inbox.

use ledger::{DeliveryId, Entry, Subject, Verdict};
use store::{Cursor, DeliveryQuery, DeliveryRecord, EntryQuery, Page};

use crate::{Backoffice, Error};

/// Which messages are meant.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// Of the account of this name.
    pub account: Option<String>,
    /// With this verdict.
    pub verdict: Option<Verdict>,
    /// With this text in what they are known by.
    pub text: Option<String>,
}

/// A message with what it changed.
#[derive(Debug, Clone)]
pub struct DeliveryDetail {
    /// The message and what became of it.
    pub record: DeliveryRecord,
    /// The entries of the journal that it caused, in their order.
    pub changes: Vec<Entry>,
}

/// How many entries are read at a time.
const AT_A_TIME: u32 = 500;

impl Backoffice {
    /// A page of the inbox, newest first, without the bodies.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the account, and where the history cannot be read.
    pub async fn deliveries(
        &self,
        filter: &DeliveryFilter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<DeliveryRecord>, Error> {
        let account = match &filter.account {
            Some(name) => Some(self.account_named(name).await?.id),
            None => None,
        };
        let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let text = text.map(str::to_owned);
        let query = DeliveryQuery { account, verdict: filter.verdict, text, after, limit };
        Ok(self.store().deliveries(&query).await?)
    }

    /// The message with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn delivery(&self, id: DeliveryId) -> Result<DeliveryDetail, Error> {
        let record = self.delivery_record(id).await?;
        let mut changes = Vec::new();
        let payment = record.payment.map(Subject::Payment);
        let payout = record.payout.map(Subject::Payout);
        for subject in payment.into_iter().chain(payout) {
            changes.extend(self.entries_of(subject, &record).await?);
        }
        Ok(DeliveryDetail { record, changes })
    }

    /// The message that a text names by its id.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn find_delivery(&self, text: &str) -> Result<DeliveryDetail, Error> {
        let id = text.trim().parse().map_err(|_| Error::not_found("message", text))?;
        self.delivery(id).await
    }

    pub(super) async fn delivery_record(&self, id: DeliveryId) -> Result<DeliveryRecord, Error> {
        self.store().delivery(id).await?.ok_or_else(|| Error::not_found("message", id))
    }

    async fn entries_of(
        &self,
        subject: Subject,
        record: &DeliveryRecord,
    ) -> Result<Vec<Entry>, Error> {
        let mut found = Vec::new();
        let mut after = None;
        while found.len() < record.entries.len() {
            let query = EntryQuery { subject: Some(subject), after, limit: AT_A_TIME };
            let page = self.journal(query).await?.items;
            let Some(last) = page.last() else { break };
            after = Some(last.seq);
            found.extend(page.into_iter().filter(|entry| record.entries.contains(&entry.id)));
        }
        Ok(found)
    }
}
