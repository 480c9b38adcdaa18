//! All that is kept under one customer's key, gathered to be handed out or removed.

use std::collections::BTreeMap;

use ledger::{Entry, PaymentId, PersonId, Subject};
use store::{CustomerRow, EntryQuery, PayoutRecord, PersonDetails};

use crate::{Backoffice, Error};

/// What is kept of one customer.
#[derive(Debug)]
pub(super) struct Belongings {
    /// The customer.
    pub(super) row: CustomerRow,
    /// The person records, with what is in them.
    pub(super) people: BTreeMap<PersonId, PersonDetails>,
    /// Every payment, the newest first.
    pub(super) payments: Vec<PaymentId>,
    /// Every payout to one of the people.
    pub(super) payouts: Vec<PayoutRecord>,
}

/// How many rows are read at a time.
const AT_A_TIME: u32 = 500;

impl Backoffice {
    /// All that is kept of a customer.
    ///
    /// # Errors
    /// [`Error::NotFound`], also once the details were removed.
    pub(super) async fn belongings(&self, key: &str) -> Result<Belongings, Error> {
        let row = self.customer_row(key).await?;
        let people = self.people_of(&row.key).await?;
        let mut payments = Vec::new();
        let mut after = None;
        loop {
            let page = self.store().payments_of(&row.key, after, AT_A_TIME).await?;
            payments.extend(page.items.iter().map(|payment| payment.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let ids: Vec<_> = people.keys().copied().collect();
        let payouts = self.store().payouts_of_people(&ids).await?;
        Ok(Belongings { row, people, payments, payouts })
    }

    pub(super) async fn people_of(
        &self,
        key: &str,
    ) -> Result<BTreeMap<PersonId, PersonDetails>, Error> {
        Ok(self.store().people_of(key).await?.into_iter().collect())
    }

    /// Everything that the journal says of a subject, oldest first.
    pub(super) async fn all_entries_of(&self, subject: Subject) -> Result<Vec<Entry>, Error> {
        let mut entries = Vec::new();
        let mut after = None;
        loop {
            let query = EntryQuery { subject: Some(subject), after, limit: AT_A_TIME };
            let page = self.journal(query).await?;
            entries.extend(page.items);
            after = entries.last().map(|entry| entry.seq);
            if page.next.is_none() {
                return Ok(entries);
            }
        }
    }
}
