//! Paying money back: by the gateway's API, with a second person's yes where the account wants one, or recorded as paid back
//! by hand.
//!
//! A refund is decided on the newest state: the payment and its refunds are looked up first, the one rule of the ledger is asked, and the
//! intent is appended against the exact version it was decided on. Of two who decide at once, one is refused; and whoever
//! could not have seen a refund that is there by now is refused too, since both may have meant the same.

mod approve;
mod create;
mod evidence;
mod fresh;
mod join;
mod record;
mod resolve;
mod send;
mod slip;
mod terms;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use ledger::{
    BatchId, Body, Money, Payment, PaymentId, Refund, RefundId, RefundMethod, RefundStatus, Subject,
};
use store::{Cursor, Page, PaymentRecord, RefundQuery, RefundRow};

use crate::{Backoffice, Error, FieldProblem, PaymentFilter};
pub use join::{JoinCandidate, join_candidates};
pub use resolve::{GatewayRefund, RefundOutlook, ResolveForm, may_be_resolved};
pub use slip::has_slip;
pub use terms::RefundRules;
pub(crate) use terms::wants_approval;

/// A refund by the gateway's API.
#[derive(Debug, Clone)]
pub struct RefundForm {
    /// Which payment.
    pub payment: PaymentId,
    /// How much, in major units; all that is left where it is not said.
    pub amount: Option<String>,
    /// Why, for the books.
    pub reason: String,
    /// A note the customer may see.
    pub customer_note: Option<String>,
    /// A note for the merchant.
    pub merchant_note: Option<String>,
    /// Who wants it; to be said where the refund wants a second person's yes.
    pub by: Option<String>,
    /// What was left to refund when it was decided on, in major units. Where it is another amount by now, nothing is refunded;
    /// so of two who want the same part paid back, only one is heard.
    pub left_seen: Option<String>,
}

/// A refund that was paid back by hand.
#[derive(Debug, Clone)]
pub struct RefundRecordForm {
    /// Which payment.
    pub payment: PaymentId,
    /// How much, in major units.
    pub amount: String,
    /// How.
    pub method: RefundMethod,
    /// Why, for the books.
    pub reason: String,
    /// What proves it.
    pub evidence: Option<String>,
    /// A file that proves it, of which a copy is kept.
    pub file: Option<PathBuf>,
    /// Who records it.
    pub by: Option<String>,
    /// Tells this record from others: whoever records under the same key again gets the first one. Made where there is
    /// none.
    pub key: Option<String>,
}

/// A second person's yes to a refund.
#[derive(Debug, Clone)]
pub struct ApproveForm {
    /// Which refund.
    pub refund: RefundId,
    /// Who says it.
    pub by: String,
    /// What else there is to say.
    pub note: Option<String>,
}

/// A no to a refund, of a second person or of whoever wanted it.
#[derive(Debug, Clone)]
pub struct RejectForm {
    /// Which refund.
    pub refund: RefundId,
    /// Who says it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Which refunds are meant.
#[derive(Debug, Clone, Default)]
pub struct RefundFilter {
    /// Those of these payments; the days are those of the refunds.
    pub payments: PaymentFilter,
    /// Those in one of these states; in any where there is none.
    pub status: Vec<RefundStatus>,
    /// Those of this batch.
    pub batch: Option<BatchId>,
}

impl From<PaymentFilter> for RefundFilter {
    fn from(payments: PaymentFilter) -> Self {
        Self { payments, ..Self::default() }
    }
}

/// The longest reason, note or evidence that is kept.
pub(crate) const LONGEST_NOTE: usize = 500;
/// How many harmless changes may get in between before a refund gives up.
const MOST_TRIES: u32 = 4;

impl Backoffice {
    /// A page of refunds, newest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn refunds(
        &self,
        filter: &RefundFilter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<RefundRow>, Error> {
        let query = RefundQuery {
            payment: None,
            filter: self.dated(&filter.payments).await?,
            status: filter.status.clone(),
            batch: filter.batch,
            after,
            limit,
        };
        Ok(self.store().refunds(&query).await?)
    }

    /// The payment that is to be refunded.
    async fn payment_to_refund(&self, id: PaymentId) -> Result<PaymentRecord, Error> {
        let record = self.store().payment(id).await?;
        match record {
            Some(record) => Ok(record),
            None => Err(self.no_payment(&id.to_string()).await),
        }
    }

    /// Appends a decision against the version of the payment that it was made on. Where that has moved on, `still_right`
    /// says whether the decision stands.
    async fn append_decision(
        &self,
        decided_on: &Payment,
        bodies: Vec<Body>,
        still_right: impl Fn(&Payment) -> Result<(), Error>,
    ) -> Result<u64, Error> {
        let subject = Subject::Payment(decided_on.id);
        let mut version = decided_on.version;
        for _ in 0..MOST_TRIES {
            match self.append(subject, version, bodies.clone(), Vec::new()).await {
                Ok(written) => return Ok(written.last().map_or(version, |entry| entry.version)),
                Err(Error::Conflict) => {}
                Err(other) => return Err(other),
            }
            let now_known = self.payment(decided_on.id).await?.payment;
            still_right(&now_known)?;
            version = now_known.version;
        }
        Err(Error::Conflict)
    }
}

/// When the request of a refund left, or was decided on by the last whose yes it wanted.
pub(crate) fn decided_at(refund: &Refund) -> DateTime<Utc> {
    let approved = refund.decision.as_ref().filter(|decision| decision.approved);
    approved.map_or(refund.requested_at, |decision| decision.at)
}

/// Refuses what was decided on `seen` where `now` has a refund that could not be taken into account.
fn check_all_seen(now: &Payment, seen: &Payment) -> Result<(), Error> {
    let is_seen = |refund: &Refund| seen.refund(refund.id).is_some();
    if now.refunds.iter().all(is_seen) { Ok(()) } else { Err(Error::RefundedMeanwhile) }
}

/// The same, and refuses a refund of `wanted` where `seen` had one of the same amount that nobody knew the end of, and that has
/// not failed since. To ask again for what may have happened is how money goes back twice.
fn check_not_meant_twice(now: &Payment, seen: &Payment, wanted: Money) -> Result<(), Error> {
    check_all_seen(now, seen)?;
    let was_uncertain = |refund: &&Refund| {
        let before = seen.refund(refund.id);
        before.is_some_and(|before| before.amount == wanted && is_uncertain(before.status))
    };
    let same = now.refunds.iter().filter(was_uncertain);
    let mut held = same.filter(|refund| refund.status.holds_amount());
    match held.next() {
        None => Ok(()),
        Some(refund) if is_uncertain(refund.status) => {
            Err(Error::RefundUncertain { refund: refund.id, amount: wanted })
        }
        Some(_) => Err(Error::RefundedMeanwhile),
    }
}

/// Whether nobody here knows if the gateway took the refund on.
const fn is_uncertain(status: RefundStatus) -> bool {
    matches!(status, RefundStatus::Submitted | RefundStatus::Unknown)
}

/// A reason that is to be given, and other texts, none of them too long.
fn check_texts<'a>(
    reason: &'a str,
    others: impl IntoIterator<Item = &'a String>,
) -> Result<(), Error> {
    if reason.trim().is_empty() {
        let problem = "say why; the books need a reason";
        return Err(Error::Invalid(vec![FieldProblem::new("reason", problem)]));
    }
    let mut texts = others.into_iter().map(String::as_str).chain([reason]);
    texts.try_for_each(|text| check_length("reason", text))
}

fn check_length(field: &'static str, text: &str) -> Result<(), Error> {
    if text.chars().count() <= LONGEST_NOTE {
        return Ok(());
    }
    let problem = format!("a text has more than {LONGEST_NOTE} characters");
    Err(Error::Invalid(vec![FieldProblem::new(field, problem)]))
}
