//! Finding the payouts that a person means, and telling whether a reference is free.

use ledger::{AccountName, Entry, PayoutId, Reference, Subject};
use store::{Cursor, EntryQuery, Page, PayoutQuery, PayoutRecord};

use super::{PayoutFilter, parts};
use crate::find::Meant;
use crate::{Account, Backoffice, Error};

/// The most entries of one payout that are shown.
const MOST_ENTRIES: u32 = 500;

impl Backoffice {
    /// A page of payouts, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the account, and where the history cannot be read.
    pub async fn payouts(
        &self,
        filter: &PayoutFilter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<PayoutRecord>, Error> {
        let account = match &filter.account {
            Some(name) => Some(self.account_named(name).await?.id),
            None => None,
        };
        let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let (status, text) = (filter.status.clone(), text.map(str::to_owned));
        Ok(self.store().payouts(&PayoutQuery { account, status, text, after, limit }).await?)
    }

    /// The payout with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn payout(&self, id: PayoutId) -> Result<PayoutRecord, Error> {
        self.store().payout(id).await?.ok_or_else(|| Error::not_found("payout", id))
    }

    /// The payout meant by its reference, the gateway's id, its own id, or `ACCOUNT/REFERENCE` where a reference is used at
    /// several accounts.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Ambiguous`].
    pub async fn find_payout(&self, text: &str) -> Result<PayoutRecord, Error> {
        self.find_meant(text).await
    }

    /// Everything that the journal says of a payout, oldest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn payout_timeline(&self, id: PayoutId) -> Result<Vec<Entry>, Error> {
        let subject = Some(Subject::Payout(id));
        let query = EntryQuery { subject, after: None, limit: MOST_ENTRIES };
        Ok(self.journal(query).await?.items)
    }

    /// Makes sure that a payout of some parts can go by a reference. The same reference stands for the same sending, in
    /// however many parts it went out.
    pub(super) async fn check_unused(
        &self,
        account: &Account,
        reference: &Reference,
        parts: usize,
    ) -> Result<(), Error> {
        let taken = || Error::ReferenceTaken { reference: reference.to_string() };
        let mut wanted = vec![reference.clone()];
        let numbered = parts::references(reference, parts.max(2));
        wanted.extend(numbered.unwrap_or_default());
        for wanted in &wanted {
            for id in self.store().find_payouts(wanted.as_str(), Some(account.record.id)).await? {
                let order = self.payout(id).await?.payout.order;
                let is_meant = wanted == reference || parts > 1 || order.part.is_some();
                if is_meant && order.reference == *wanted {
                    return Err(taken());
                }
            }
        }
        Ok(())
    }
}

impl Meant for PayoutRecord {
    type Id = PayoutId;
    const WHAT: &'static str = "payout";

    async fn named(office: &Backoffice, text: &str) -> Result<Vec<PayoutId>, Error> {
        Ok(office.store().find_payouts(text, None).await?)
    }

    async fn with_id(office: &Backoffice, id: PayoutId) -> Result<Self, Error> {
        office.payout(id).await
    }

    fn id(&self) -> PayoutId {
        self.payout.id
    }

    fn account(&self) -> &AccountName {
        &self.account_name
    }

    fn reference(&self) -> &Reference {
        &self.payout.order.reference
    }
}
