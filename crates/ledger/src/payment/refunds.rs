//! The refunds of a payment: decided on, sent, answered, recorded by hand or found at the gateway.

use chrono::{DateTime, Utc};

use super::Payment;
use crate::{
    Body, Decision, Entry, Money, Refund, RefundId, RefundMethod, RefundStatus, Signer, Source,
};

impl Payment {
    /// The refund of that id.
    #[must_use]
    pub fn refund(&self, id: RefundId) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.id == id)
    }

    /// Whether a refund's news says anything that is not known yet.
    #[must_use]
    pub fn is_refund_news(
        &self,
        id: RefundId,
        status: RefundStatus,
        word: Option<&str>,
        gateway_id: Option<&str>,
    ) -> bool {
        self.refund(id).is_some_and(|refund| {
            let is_new_word =
                word.is_some_and(|word| refund.gateway_status.as_deref() != Some(word));
            let known = refund.at_gateway.filter(|_| refund.unconfirmed).unwrap_or(refund.status);
            let counts = status.rank() >= known.rank() || refund.gives_way_to(status);
            (counts && (status != known || is_new_word))
                || (refund.gateway_refund_id.is_none() && gateway_id.is_some())
        })
    }

    pub(super) fn add_refund(&mut self, entry: &Entry) {
        let new = match &entry.body {
            Body::RefundRequested {
                refund,
                amount,
                full,
                reason,
                customer_note,
                merchant_note,
                idempotency_key,
                by,
                batch,
            } => Refund {
                by: by.clone(),
                batch: *batch,
                full: *full,
                customer_note: customer_note.clone(),
                merchant_note: merchant_note.clone(),
                idempotency_key: Some(idempotency_key.clone()),
                ..Refund::new(*refund, *amount, RefundMethod::Api, reason, entry.at)
            },
            Body::RefundRecorded {
                refund,
                amount,
                method,
                reason,
                evidence,
                file,
                by,
                idempotency_key,
                import,
            } => Refund {
                import: *import,
                status: RefundStatus::Processed,
                evidence: evidence.clone(),
                file: file.clone(),
                by: by.clone(),
                idempotency_key: Some(idempotency_key.clone()),
                ..Refund::new(*refund, *amount, *method, reason, entry.at)
            },
            Body::RefundFound {
                refund,
                amount,
                status,
                gateway_status,
                gateway_refund_id,
                reason,
                import,
            } => Refund {
                import: *import,
                status: *status,
                gateway_status: Some(gateway_status.clone()),
                gateway_refund_id: Some(gateway_refund_id.clone()),
                ..Refund::new(*refund, *amount, RefundMethod::Dashboard, reason, entry.at)
            },
            _ => return,
        };
        if !self.has_had(new.id) {
            self.refunds.push(new);
        }
    }

    /// News of a refund that is known.
    pub(super) fn learn_of_refund(&mut self, entry: &Entry) {
        match &entry.body {
            Body::RefundSubmitted { refund } => {
                self.advance_refund(*refund, RefundStatus::Submitted, entry.at);
            }
            Body::RefundApproved { refund, by, note } => {
                self.decide_refund(*refund, RefundStatus::Approved, by, note.clone(), entry.at);
            }
            Body::RefundRejected { refund, by, reason } => {
                self.decide_refund(
                    *refund,
                    RefundStatus::Failed,
                    by,
                    Some(reason.clone()),
                    entry.at,
                );
            }
            Body::RefundObserved { .. } => self.observe_refund(entry),
            Body::RefundResolved { refund, status, evidence, file, by } => {
                if let Some(known) = self.advance_refund(*refund, *status, entry.at) {
                    known.by_hand = true;
                    known.evidence = Some(evidence.clone());
                    known.file = file.clone().or(known.file.take());
                    known.resolved_by = Some(by.clone());
                }
            }
            Body::RefundMatched { refund, status, gateway_status, gateway_refund_id, .. } => {
                if let Some(known) = self.refund_mut(*refund) {
                    known.gateway_status = Some(gateway_status.clone());
                    known.gateway_refund_id = Some(gateway_refund_id.clone());
                    known.at_gateway = Some(*status);
                    known.unconfirmed = true;
                }
            }
            Body::RefundMatchConfirmed { refund, .. } => {
                if let Some(known) = self.refund_mut(*refund).filter(|known| known.unconfirmed) {
                    known.unconfirmed = false;
                    known.import = None;
                    known.status = known.at_gateway.take().unwrap_or(known.status);
                    known.failed_later = known.status == RefundStatus::Failed;
                    known.updated_at = entry.at;
                }
            }
            Body::RefundJoined { refund, found, .. } => {
                self.join_refunds(*refund, *found, entry.at)
            }
            Body::RefundSplit { refund, found, .. } => self.split_refund(*refund, *found, entry.at),
            _ => {}
        }
    }

    /// Whether an id belongs to a refund, or to one that turned out to be another.
    fn has_had(&self, id: RefundId) -> bool {
        self.refund(id).is_some() || self.joined.contains_key(&id)
    }

    fn refund_mut(&mut self, id: RefundId) -> Option<&mut Refund> {
        self.refunds.iter_mut().find(|refund| refund.id == id)
    }

    fn observe_refund(&mut self, entry: &Entry) {
        let Body::RefundObserved {
            refund,
            source,
            status,
            gateway_status,
            gateway_refund_id,
            message,
            amount,
        } = &entry.body
        else {
            return;
        };
        if let Some(known) = self.refund_mut(*refund) {
            known.gateway_refund_id =
                known.gateway_refund_id.take().or_else(|| gateway_refund_id.clone());
            if known.unconfirmed {
                // Until a person says that they are one, the record stands as it was made.
                if status.rank() >= known.at_gateway.map_or(0, RefundStatus::rank) {
                    known.at_gateway = Some(*status);
                    known.gateway_status = gateway_status.clone().or(known.gateway_status.take());
                }
                return;
            }
            known.import = known.import.filter(|_| *source == Source::Import);
            if known.gives_way_to(*status) {
                known.revived |= known.status == RefundStatus::Failed && status.holds_amount();
                known.accepted = false;
                known.by_hand = false;
                known.status = *status;
            }
        }
        if let Some(known) = self.advance_refund(*refund, *status, entry.at) {
            known.gateway_status = gateway_status.clone().or(known.gateway_status.take());
            known.message.clone_from(message);
            known.failed_later = *status == RefundStatus::Failed && *source != Source::Reply;
            let same_currency = |told: &Money| told.currency() == known.asked.currency();
            if let Some(told) = amount.filter(same_currency) {
                known.accepted &= told == known.amount;
                known.amount = told;
            }
        }
    }

    /// The refund, moved on; `None` where there is none of that id, or the news is stale.
    fn advance_refund(
        &mut self,
        id: RefundId,
        next: RefundStatus,
        at: DateTime<Utc>,
    ) -> Option<&mut Refund> {
        let refund = self.refund_mut(id)?;
        if next.rank() < refund.status.rank() {
            return None;
        }
        refund.accepted &= next == refund.status;
        refund.status = next;
        refund.updated_at = at;
        Some(refund)
    }

    fn decide_refund(
        &mut self,
        id: RefundId,
        next: RefundStatus,
        by: &Signer,
        note: Option<String>,
        at: DateTime<Utc>,
    ) {
        let Some(refund) = self.refund_mut(id).filter(|refund| refund.awaits_decision()) else {
            return;
        };
        let approved = next == RefundStatus::Approved;
        refund.decision = Some(Decision { approved, by: by.clone(), at, note });
        self.advance_refund(id, next, at);
    }

    /// The found refund becomes the recorded one, which keeps its words and takes on what the gateway says.
    fn join_refunds(&mut self, recorded: RefundId, found: RefundId, at: DateTime<Utc>) {
        let is_recorded = |refund: &Refund| refund.gateway_refund_id.is_none();
        if recorded == found || !self.refund(recorded).is_some_and(is_recorded) {
            return;
        }
        let Some(place) = self.refunds.iter().position(|refund| refund.id == found) else { return };
        let found = self.refunds.remove(place);
        self.joined.insert(found.id, recorded);
        if let Some(kept) = self.refund_mut(recorded) {
            kept.method = found.method;
            kept.amount = found.amount;
            kept.status = found.status;
            kept.gateway_refund_id = found.gateway_refund_id;
            kept.gateway_status = found.gateway_status;
            kept.message = found.message;
            kept.failed_later = found.status == RefundStatus::Failed;
            kept.updated_at = at;
            kept.unconfirmed = false;
            kept.import = found.import;
        }
    }

    /// What the gateway says leaves the recorded refund and becomes one of its own. The record stands as it was made.
    fn split_refund(&mut self, recorded: RefundId, found: RefundId, at: DateTime<Utc>) {
        if self.has_had(found) {
            return;
        }
        let Some(kept) = self.refund_mut(recorded).filter(|kept| kept.unconfirmed) else { return };
        let gateways = Refund {
            status: kept.at_gateway.take().unwrap_or(kept.status),
            gateway_refund_id: kept.gateway_refund_id.take(),
            gateway_status: kept.gateway_status.take(),
            updated_at: at,
            ..Refund::new(found, kept.amount, RefundMethod::Dashboard, &kept.reason, at)
        };
        kept.amount = kept.asked;
        kept.unconfirmed = false;
        kept.updated_at = at;
        self.refunds.push(gateways);
    }
}

impl Refund {
    /// Whether a word of the gateway's counts more than a person's, whatever their rank.
    fn gives_way_to(&self, told: RefundStatus) -> bool {
        let says_something =
            matches!(told, RefundStatus::Pending | RefundStatus::Processed | RefundStatus::Failed);
        self.by_hand && says_something && told != self.status
    }

    fn new(
        id: RefundId,
        amount: Money,
        method: RefundMethod,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            amount,
            asked: amount,
            status: RefundStatus::Requested,
            method,
            full: false,
            reason: reason.to_owned(),
            customer_note: None,
            merchant_note: None,
            evidence: None,
            file: None,
            by: None,
            decision: None,
            resolved_by: None,
            batch: None,
            import: None,
            unconfirmed: false,
            at_gateway: None,
            by_hand: false,
            failed_later: false,
            revived: false,
            accepted: false,
            idempotency_key: None,
            gateway_refund_id: None,
            gateway_status: None,
            message: None,
            requested_at: at,
            updated_at: at,
        }
    }
}
