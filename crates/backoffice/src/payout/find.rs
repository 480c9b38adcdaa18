//! Finding the payouts that a person means, and telling whether a reference is free.

use ledger::{Entry, PayoutId, Reference, Subject};
use store::{Cursor, EntryQuery, Page, PayoutQuery, PayoutRecord};

use super::{PayoutFilter, parts};
use crate::{Account, Backoffice, Error};

/// How many payouts of one reference are told apart; a reference is unique at each account.
const MOST_MEANT: usize = 20;
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
        let mut found = self.payouts_called(text).await?;
        // Both an account's name and a reference may have a slash in them.
        for (slash, _) in text.match_indices('/') {
            if !found.is_empty() {
                break;
            }
            let (name, reference) = (&text[..slash], &text[slash + 1..]);
            found = self.payouts_called(reference).await?;
            found.retain(|record| {
                record.account_name.as_str().to_lowercase() == name.to_lowercase()
            });
        }
        match found.len() {
            0 | 1 => found.pop().ok_or_else(|| Error::not_found("payout", text)),
            _ => Err(ambiguous(text, &found)),
        }
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

    /// The payouts of a reference, or where there is none, of a gateway's id or an id.
    async fn payouts_called(&self, text: &str) -> Result<Vec<PayoutRecord>, Error> {
        let mut records = Vec::new();
        for id in self.store().find_payouts(text, None).await?.into_iter().take(MOST_MEANT) {
            records.push(self.payout(id).await?);
        }
        let is_own = |record: &PayoutRecord| record.payout.order.reference.as_str() == text;
        if records.iter().any(is_own) {
            records.retain(is_own);
        }
        Ok(records)
    }
}

/// Names each payout by its account, or by its id where even that would not tell them apart.
fn ambiguous(text: &str, several: &[PayoutRecord]) -> Error {
    let by_account = |record: &PayoutRecord| {
        format!("{}/{}", record.account_name, record.payout.order.reference)
    };
    let choice = |record: &PayoutRecord| {
        let name = by_account(record);
        let is_unique = several.iter().filter(|other| by_account(other) == name).count() == 1;
        if is_unique { name } else { record.payout.id.to_string() }
    };
    let choices: Vec<_> = several.iter().map(choice).collect();
    Error::Ambiguous { name: text.to_owned(), choices: choices.join(", ") }
}
