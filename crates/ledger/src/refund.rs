//! Refunds, and the one rule of what may be paid back.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{Money, Payment, PaymentStatus, RefundId, RefundMethod, RefundStatus};

/// Money on its way back to a customer, as the journal tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refund {
    /// Its identity.
    pub id: RefundId,
    /// How much goes back.
    pub amount: Money,
    /// What is known of it.
    pub status: RefundStatus,
    /// How it is paid back.
    pub method: RefundMethod,
    /// Whether it asks for all that was captured.
    pub full: bool,
    /// Why, for the books.
    pub reason: String,
    /// A note the customer may see.
    pub customer_note: Option<String>,
    /// A note for the merchant.
    pub merchant_note: Option<String>,
    /// What proves a refund made by hand.
    pub evidence: Option<String>,
    /// The key that goes with every attempt.
    pub idempotency_key: Option<String>,
    /// The gateway's id.
    pub gateway_refund_id: Option<String>,
    /// The gateway's own word for its state.
    pub gateway_status: Option<String>,
    /// What the last news said.
    pub message: Option<String>,
    /// When it was decided on or found.
    pub requested_at: DateTime<Utc>,
    /// When something new was last learned.
    pub updated_at: DateTime<Utc>,
}

/// Why money may not be paid back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefusal {
    /// Nothing was captured.
    #[error("only a paid payment can be refunded, and this one is {0}")]
    NotPaid(PaymentStatus),
    /// The money was already taken back.
    #[error("the gateway took this payment back already, so there is nothing to refund")]
    Reversed,
    /// The whole amount is refunded or held by refunds under way.
    #[error(
        "nothing is left to refund: the whole amount has been refunded or is held by a refund under way"
    )]
    NothingLeft,
    /// More than is left.
    #[error("{wanted} is more than the {left} that is left to refund")]
    MoreThanLeft {
        /// What was asked for.
        wanted: Money,
        /// What is left.
        left: Money,
    },
    /// Not the currency that was paid.
    #[error("the payment was made in {paid}, so a refund in {wanted} is not possible")]
    OtherCurrency {
        /// The currency of the payment.
        paid: crate::Currency,
        /// The currency asked for.
        wanted: crate::Currency,
    },
    /// Zero or less.
    #[error("a refund must be more than zero")]
    NotPositive,
}

impl Payment {
    /// What refunds hold of the captured amount: all that did not certainly fail. Counted up to the largest amount
    /// that fits, so that an over-refund by others still leaves nothing; one below zero, as no gateway should report,
    /// frees nothing.
    #[must_use]
    pub fn held_by_refunds(&self, statuses: impl Fn(RefundStatus) -> bool) -> i64 {
        let Some(captured) = self.captured else {
            return 0;
        };
        self.refunds
            .iter()
            .filter(|refund| {
                statuses(refund.status) && refund.amount.currency() == captured.currency()
            })
            .fold(0_i64, |sum, refund| sum.saturating_add(refund.amount.minor().max(0)))
    }

    /// What has gone back to the customer, in the currency of the payment.
    #[must_use]
    pub fn refunded(&self) -> Money {
        let minor = self.held_by_refunds(|status| status == RefundStatus::Processed);
        Money::from_minor(minor, self.amount().currency())
    }

    /// What may still be paid back: captured, less every refund that did not certainly fail. Zero where nothing may.
    #[must_use]
    pub fn refundable(&self) -> Money {
        match self.captured {
            Some(captured) if self.status != PaymentStatus::Reversed => {
                let held = self.held_by_refunds(RefundStatus::holds_amount);
                Money::from_minor(captured.minor().saturating_sub(held).max(0), captured.currency())
            }
            _ => Money::zero(self.amount().currency()),
        }
    }

    /// Whether `wanted` may be paid back now. The window, the command line, imports and webhooks all ask here.
    ///
    /// # Errors
    /// [`RefundRefusal`] says why not.
    pub fn check_refund(&self, wanted: Money) -> Result<(), RefundRefusal> {
        let captured = self.captured.ok_or(RefundRefusal::NotPaid(self.status))?;
        if self.status == PaymentStatus::Reversed {
            return Err(RefundRefusal::Reversed);
        }
        if wanted.currency() != captured.currency() {
            return Err(RefundRefusal::OtherCurrency {
                paid: captured.currency(),
                wanted: wanted.currency(),
            });
        }
        if !wanted.is_positive() {
            return Err(RefundRefusal::NotPositive);
        }
        let left = self.refundable();
        if left.is_zero() {
            return Err(RefundRefusal::NothingLeft);
        }
        if wanted.minor() > left.minor() {
            return Err(RefundRefusal::MoreThanLeft { wanted, left });
        }
        Ok(())
    }
}
