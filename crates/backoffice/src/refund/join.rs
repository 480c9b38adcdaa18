//! Telling which refunds are one: a refund that was recorded by hand and one that the gateway told of.
//!
//! A look-up joins by the gateway's id, and by amount and time where only one record can be meant; then a person is asked. What a
//! person says is written down as theirs, and never doubles or drops money: two that were one count once, one that was two
//! counts twice.

use ledger::{Body, Payment, Refund, RefundId, RefundMethod, Subject};
use store::PaymentRecord;

use crate::lookup::MOST_TRIES;
use crate::{Backoffice, Error, signer};

/// Two refunds of one payment that may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinCandidate {
    /// The one that was recorded by hand.
    pub recorded: RefundId,
    /// The one that was found at the gateway.
    pub found: RefundId,
}

impl Backoffice {
    /// A person says that the gateway's refund is the one that was recorded.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a name, [`Error::NotFound`], and [`Error::NoMatch`] where nobody asks.
    pub async fn confirm_match(
        &self,
        refund: RefundId,
        by: &str,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let by = signer::name_of(by)?;
        let decide = |payment: &Payment| {
            let refund = unconfirmed(payment, refund)?;
            Ok(Body::RefundMatchConfirmed { refund, by: by.clone() })
        };
        self.decide_on_refunds(refund, decide).await
    }

    /// A person says that the gateway's refund is another one than was recorded.
    ///
    /// # Errors
    /// As [`Backoffice::confirm_match`].
    pub async fn split_match(
        &self,
        refund: RefundId,
        by: &str,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let by = signer::name_of(by)?;
        let found = RefundId(self.shared.clock.new_id());
        let decide = |payment: &Payment| {
            let refund = unconfirmed(payment, refund)?;
            Ok(Body::RefundSplit { refund, found, by: by.clone() })
        };
        self.decide_on_refunds(refund, decide).await
    }

    /// A person says that a refund found at the gateway is the one that was recorded by hand. The record stays and takes on
    /// what the gateway says.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a name, [`Error::NotFound`], [`Error::CannotJoin`] for two that cannot be one.
    pub async fn join_refunds(
        &self,
        recorded: RefundId,
        found: RefundId,
        by: &str,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let by = signer::name_of(by)?;
        let decide = |payment: &Payment| {
            let asked = JoinCandidate { recorded, found };
            if !join_candidates(payment).contains(&asked) {
                return Err(Error::CannotJoin);
            }
            Ok(Body::RefundJoined { refund: recorded, found, by: by.clone() })
        };
        self.decide_on_refunds(recorded, decide).await
    }

    /// Writes down what a person decided about a refund, on the newest state.
    pub(super) async fn decide_on_refunds(
        &self,
        refund: RefundId,
        decide: impl Fn(&Payment) -> Result<Body, Error>,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let id = self.find_refund(&refund.to_string()).await?.0.payment.id;
        for _ in 0..MOST_TRIES {
            let payment = self.payment(id).await?.payment;
            let body = decide(&payment)?;
            match self.append(Subject::Payment(id), payment.version, vec![body], Vec::new()).await {
                Err(Error::Conflict) => {}
                Err(other) => return Err(other),
                Ok(_) => return self.with_refund(id, refund).await,
            }
        }
        Err(Error::Conflict)
    }
}

/// The refunds of a payment that may be one: recorded by hand and without the gateway's id, and found at the gateway with the
/// same amount. One that failed there may be one that was recorded as made there before that was known: then the customer got
/// nothing, whatever the record says. Cash that was paid in its place is another refund.
#[must_use]
pub fn join_candidates(payment: &Payment) -> Vec<JoinCandidate> {
    let by_hand = |refund: &&Refund| {
        refund.method != RefundMethod::Api
            && refund.idempotency_key.is_some()
            && refund.gateway_refund_id.is_none()
            && refund.status.holds_amount()
    };
    let at_gateway = |refund: &&Refund| refund.idempotency_key.is_none();
    let pairs = payment.refunds.iter().filter(by_hand).flat_map(|recorded| {
        let found = payment.refunds.iter().filter(at_gateway);
        let same = found.filter(move |found| {
            let may_have_failed = recorded.method == RefundMethod::Dashboard
                && recorded.requested_at <= found.updated_at;
            found.amount == recorded.amount && (found.status.holds_amount() || may_have_failed)
        });
        same.map(|found| JoinCandidate { recorded: recorded.id, found: found.id })
    });
    pairs.collect()
}

fn unconfirmed(payment: &Payment, id: RefundId) -> Result<RefundId, Error> {
    let is_open = payment.refund(id).is_some_and(|refund| refund.unconfirmed);
    if is_open { Ok(id) } else { Err(Error::NoMatch) }
}
