//! What the desk remembers between two looks, so that counting is cheap: the payments that want a person, folded, for as
//! long as the journal says nothing new of them; what was found in the inbox or at the bank a moment ago; and the accounts
//! whose keys could not be had.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ledger::{AccountId, PaymentId, Subject};
use store::{AccountRecord, DatedFilter, EntryQuery, PaymentQuery, PaymentRecord, RefundQuery};

use super::MOST_ROWS;
use super::keys::Shut;
use super::settlement;
use super::webhooks::Found;
use crate::{Backoffice, Error};

/// What is remembered for as long as the program runs.
#[derive(Default)]
pub(crate) struct Memory {
    pub(super) payments: tokio::sync::Mutex<Payments>,
    pub(super) messages: tokio::sync::Mutex<Found>,
    pub(super) settlement: tokio::sync::Mutex<Option<settlement::Found>>,
    shut: Mutex<HashMap<AccountId, (u64, Shut)>>,
}

/// Payments as they were at one place of the journal.
#[derive(Default)]
pub(super) struct Payments {
    head: u64,
    wanting: Vec<PaymentId>,
    known: HashMap<PaymentId, Arc<PaymentRecord>>,
}

/// How many new entries are read before all is forgotten.
const MOST_NEW: u32 = 500;

impl Memory {
    /// What kept the keys of an account from being had when they were last asked for, in a version of the account that still
    /// stands.
    pub(super) fn shut(&self, account: AccountId, version: u64) -> Option<Shut> {
        let all = self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&account).filter(|(of, _)| *of >= version).map(|(_, shut)| *shut)
    }

    /// Remembers what kept the keys of an account from being had, or that they were.
    pub(crate) fn set_shut(&self, account: &AccountRecord, shut: Option<Shut>) {
        let mut all = self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        match shut {
            Some(shut) => all.insert(account.id, (account.version, shut)),
            None => all.remove(&account.id),
        };
    }
}

impl Payments {
    /// The payments that want a person by what the journal says, and beside them those of `also`.
    pub(super) async fn wanting(
        &mut self,
        office: &Backoffice,
        also: impl IntoIterator<Item = PaymentId>,
    ) -> Result<Vec<Arc<PaymentRecord>>, Error> {
        self.follow(office).await?;
        let mut taken = HashSet::new();
        let all: Vec<_> = self.wanting.iter().copied().chain(also).collect();
        let mut records = Vec::new();
        for id in all.into_iter().filter(|id| taken.insert(*id)) {
            records.push(self.record(office, id).await?);
        }
        self.known.retain(|id, _| taken.contains(id));
        Ok(records)
    }

    async fn record(
        &mut self,
        office: &Backoffice,
        id: PaymentId,
    ) -> Result<Arc<PaymentRecord>, Error> {
        if let Some(known) = self.known.get(&id) {
            return Ok(Arc::clone(known));
        }
        let record = Arc::new(office.payment(id).await?);
        self.known.insert(id, Arc::clone(&record));
        Ok(record)
    }

    /// Forgets what the journal says something new of, and asks anew which payments want a person. What is written between
    /// the first of these steps and the last is new the next time.
    async fn follow(&mut self, office: &Backoffice) -> Result<(), Error> {
        let head = office.store().head().await?;
        if head == self.head {
            return Ok(());
        }
        if !self.known.is_empty() {
            let query = EntryQuery { subject: None, after: Some(self.head), limit: MOST_NEW };
            let new = office.store().entries(query).await?;
            if new.next.is_some() {
                self.known.clear();
            }
            for entry in new.items {
                if let Subject::Payment(id) = entry.subject {
                    self.known.remove(&id);
                }
            }
        }
        self.wanting = which_want_attention(office).await?;
        self.head = head;
        Ok(())
    }
}

/// The payments that want a person: first those with refunds that do, so that no flood of payments that nobody ordered
/// hides them, and then the newest.
async fn which_want_attention(office: &Backoffice) -> Result<Vec<PaymentId>, Error> {
    use ledger::RefundStatus::{Failed, Requested, Unknown};

    let refunds = RefundQuery {
        filter: filter("is:attention")?,
        status: vec![Requested, Unknown, Failed],
        limit: MOST_ROWS,
        ..RefundQuery::default()
    };
    let refunds = office.store().refunds(&refunds).await?.items;
    let mut wanting: Vec<_> = refunds.into_iter().map(|row| row.payment).collect();
    for text in ["is:attention is:refunded", "is:attention"] {
        let payments = PaymentQuery { filter: filter(text)?, after: None, limit: MOST_ROWS };
        let payments = office.store().payments(&payments).await?.items;
        wanting.extend(payments.into_iter().map(|row| row.id));
    }
    Ok(wanting)
}

fn filter(text: &str) -> Result<DatedFilter, Error> {
    Ok(DatedFilter { filter: text.parse()?, from: None, until: None })
}
