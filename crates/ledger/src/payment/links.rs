//! The links of an order: asked for, made, refused or lost, each by the key of its own request.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Payment;
use crate::{Observation, Order, PaymentStatus};

/// One way to pay an order. Renewing an expired link adds another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckoutLink {
    /// The references under which the gateway may know it, where the answer was lost.
    pub candidates: Vec<String>,
    /// The key that goes with every attempt of the request.
    pub idempotency_key: String,
    /// The gateway's reference or session id.
    pub gateway_reference: Option<String>,
    /// Where the customer pays.
    pub url: Option<String>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When it stops working, where the gateway says so.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether the gateway refused it.
    pub failed: bool,
    /// What the merchant was told where it was not made.
    pub message: Option<String>,
    /// What was known of the payment when it was asked for; so it stands again where it is refused.
    #[serde(skip)]
    status_before: PaymentStatus,
}

impl CheckoutLink {
    fn goes_by(&self, reference: &String) -> bool {
        self.gateway_reference.as_ref() == Some(reference) || self.candidates.contains(reference)
    }
}

impl Payment {
    /// The link a customer can pay by now, which is the newest.
    #[must_use]
    pub fn link(&self) -> Option<&CheckoutLink> {
        self.links.last()
    }

    /// Whether no gateway ever made a link for it, so that the same order number can be used once more.
    #[must_use]
    pub fn never_offered(&self) -> bool {
        self.order.is_some() && self.captured.is_none() && self.links.iter().all(|link| link.failed)
    }

    /// An order whose every link was refused never reached a customer, so it may be changed.
    pub(super) fn order_again(&mut self, order: &Order) {
        if self.never_offered() {
            self.expected = order.amount;
            self.customer = Some(order.customer.clone());
            self.order = Some(order.clone());
        }
    }

    pub(super) fn request_link(
        &mut self,
        at: DateTime<Utc>,
        candidates: &[String],
        idempotency_key: &str,
    ) {
        if self.links.iter().any(|link| link.idempotency_key == idempotency_key) {
            return;
        }
        self.links.push(CheckoutLink {
            candidates: candidates.to_vec(),
            idempotency_key: idempotency_key.to_owned(),
            gateway_reference: None,
            url: None,
            requested_at: at,
            expires_at: None,
            failed: false,
            message: None,
            status_before: self.status,
        });
        // Until its answer is in, the new link may exist, whatever became of those before it.
        if !self.status.is_captured() {
            self.status = PaymentStatus::Unknown;
        }
    }

    pub(super) fn open_link(
        &mut self,
        key: &str,
        reference: &str,
        url: &str,
        expires_at: Option<DateTime<Utc>>,
    ) {
        let Some(link) = self.link_of(key) else {
            return;
        };
        link.gateway_reference = Some(reference.to_owned());
        link.url = Some(url.to_owned());
        link.expires_at = expires_at;
        link.failed = false;
        link.message = None;
        if !self.status.is_captured() {
            let mut newest_first = self.links.iter().rev();
            self.gateway_reference = newest_first.find_map(|link| link.gateway_reference.clone());
            // A renewed link can be paid again, whatever became of the one before it.
            self.status = PaymentStatus::Pending;
        }
    }

    pub(super) fn fail_link(&mut self, key: &str, message: &str) {
        let Some(link) = self.link_of(key) else {
            return;
        };
        link.failed = true;
        link.message = Some(message.to_owned());
        let before = link.status_before;
        if !self.status.is_open() {
            return;
        }
        if self.links.iter().all(|link| link.failed) {
            self.status = PaymentStatus::Failed;
        } else if self.is_newest(key) {
            self.status = before;
        }
    }

    pub(super) fn lose_link(&mut self, key: &str, message: &str) {
        let Some(link) = self.link_of(key) else {
            return;
        };
        link.message = Some(message.to_owned());
        if self.is_newest(key) {
            self.advance(PaymentStatus::Unknown);
        }
    }

    fn link_of(&mut self, key: &str) -> Option<&mut CheckoutLink> {
        self.links.iter_mut().find(|link| link.idempotency_key == key)
    }

    fn is_newest(&self, key: &str) -> bool {
        self.link().is_some_and(|link| link.idempotency_key == key)
    }

    /// That a link expired says nothing of the order once a newer link stands, or may stand; that it was paid does.
    pub(super) fn is_about_an_old_link(&self, news: &Observation) -> bool {
        let mut newest_first = self.links.iter().rev().filter(|link| !link.failed);
        let (Some(named), Some(current)) = (&news.gateway_reference, newest_first.next()) else {
            return false;
        };
        let is_old = match &current.gateway_reference {
            Some(reference) => reference != named,
            None => {
                !current.candidates.contains(named) && newest_first.any(|link| link.goes_by(named))
            }
        };
        is_old && !news.status.is_captured()
    }
}
