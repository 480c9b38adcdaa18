//! The books as their journal tells them, read along entry by entry.

use backoffice::{Backoffice, EntryQuery};
use ledger::{Entry, EntryId, Payment, PaymentId, Refund, RefundId, Subject};

/// How many entries are read at a time.
const PAGE: u32 = 500;

/// What has been read of the journal.
#[derive(Default)]
pub(crate) struct Books {
    /// The payments, in the order they came to be known. Their ids would sort by chance where two are of the same moment.
    pub(crate) payments: Vec<Payment>,
    entries: Vec<EntryId>,
    last: Option<u64>,
}

impl Books {
    /// Reads on.
    pub(crate) async fn read_on(&mut self, office: &Backoffice) {
        loop {
            let query = EntryQuery { subject: None, after: self.last, limit: PAGE };
            let page = office.journal(query).await.unwrap();
            for entry in &page.items {
                self.take(entry);
            }
            if page.next.is_none() {
                return;
            }
        }
    }

    /// Reads it all again from the first entry, which has to begin as it did.
    pub(crate) async fn read_again(&mut self, office: &Backoffice) -> Result<(), String> {
        let mut anew = Self::default();
        anew.read_on(office).await;
        if !anew.entries.starts_with(&self.entries) {
            return Err(format!(
                "the journal had {} entries, and not all of them are there any more",
                self.entries.len()
            ));
        }
        *self = anew;
        Ok(())
    }

    /// A refund, or the one that it turned out to be.
    pub(crate) fn refund(&self, payment: PaymentId, id: RefundId) -> Option<&Refund> {
        let payment = self.payment(payment)?;
        payment.refund(id).or_else(|| payment.refund(*payment.joined.get(&id)?))
    }

    pub(crate) fn payment(&self, id: PaymentId) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.id == id)
    }

    pub(crate) fn of_order(&self, order: &str) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.reference.as_str() == order)
    }

    fn take(&mut self, entry: &Entry) {
        self.last = Some(entry.seq);
        self.entries.push(entry.id);
        let Subject::Payment(id) = entry.subject else { return };
        match self.payments.iter_mut().find(|payment| payment.id == id) {
            Some(known) => {
                if let Some(payment) = Payment::apply(Some(known.clone()), entry) {
                    *known = payment;
                }
            }
            None => self.payments.extend(Payment::apply(None, entry)),
        }
    }
}
