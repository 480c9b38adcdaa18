//! Saying that what wants attention about a payment is in order as it is.
//!
//! What is accepted is what the person saw: where the payment was paid with another amount, or the refund went another way,
//! between the look and the yes, the yes does not count.

use std::collections::BTreeSet;

use ledger::{Body, Concern, Flag, Payment, PaymentId, RefundId, Subject};
use store::PaymentRecord;

use super::snooze::checked_note;
use crate::{Backoffice, Error, signer};

/// What a person finds in order.
#[derive(Debug, Clone)]
pub struct AcceptForm {
    /// Which payment.
    pub payment: PaymentId,
    /// The flags that are in order.
    pub flags: BTreeSet<Flag>,
    /// The refunds that are.
    pub refunds: BTreeSet<RefundId>,
    /// Why.
    pub note: String,
    /// Who says so.
    pub by: String,
}

/// How many harmless changes may get in between before a person is to look again.
const MOST_TRIES: u32 = 8;

impl AcceptForm {
    /// All of a payment that can be found in order.
    #[must_use]
    pub fn all_of(payment: &Payment, note: &str, by: &str) -> Self {
        let (flags, refunds) = acceptable(payment);
        let (note, by) = (note.to_owned(), by.to_owned());
        Self { payment: payment.id, flags, refunds, note, by }
    }
}

impl Backoffice {
    /// Writes down that what was named of a payment is in order as it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields `note` and `by`, [`Error::NotFound`], [`Error::NothingToAccept`] where nothing of it
    /// wants attention any more, and [`Error::Conflict`] where the payment is not what it was a moment ago.
    pub async fn accept(&self, form: &AcceptForm) -> Result<PaymentRecord, Error> {
        let by = signer::name_of(&form.by)?;
        let note = checked_note(&form.note)?;
        let seen = self.payment(form.payment).await?.payment;
        let (flags, refunds) = acceptable(&seen);
        let flags: BTreeSet<_> = flags.intersection(&form.flags).copied().collect();
        let refunds: BTreeSet<_> = refunds.intersection(&form.refunds).copied().collect();
        if flags.is_empty() && refunds.is_empty() {
            return Err(Error::NothingToAccept);
        }
        let body = Body::AttentionAccepted { flags, refunds: refunds.clone(), note, by };
        let subject = Subject::Payment(form.payment);
        let mut version = seen.version;
        for _ in 0..MOST_TRIES {
            match self.append(subject, version, vec![body.clone()], Vec::new()).await {
                Ok(_) => return self.payment(form.payment).await,
                Err(Error::Conflict) => {}
                Err(other) => return Err(other),
            }
            let now = self.payment(form.payment).await?.payment;
            if !is_as_seen(&now, &seen, &refunds) {
                return Err(Error::Conflict);
            }
            version = now.version;
        }
        Err(Error::Conflict)
    }
}

/// The flags and refunds of a payment that want attention and may be in order as they are.
fn acceptable(payment: &Payment) -> (BTreeSet<Flag>, BTreeSet<RefundId>) {
    let (mut flags, mut refunds) = (BTreeSet::new(), BTreeSet::new());
    for concern in payment.concerns() {
        match concern {
            Concern::Flag(flag) => {
                flags.insert(flag);
            }
            Concern::RefundFailed(id) | Concern::RefundRevived(id) | Concern::RefundAmount(id) => {
                refunds.insert(id);
            }
            _ => {}
        }
    }
    (flags, refunds)
}

fn is_as_seen(now: &Payment, seen: &Payment, refunds: &BTreeSet<RefundId>) -> bool {
    let as_seen = |id: &RefundId| {
        let shown =
            |payment: &Payment| payment.refund(*id).map(|refund| (refund.status, refund.amount));
        shown(now) == shown(seen)
    };
    now.captured == seen.captured && now.flags == seen.flags && refunds.iter().all(as_seen)
}
