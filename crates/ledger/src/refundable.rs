//! The one rule of what may be paid back, for the window, the command line, imports and webhooks.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{Money, Payment, PaymentStatus, RefundStatus};

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
    /// The gateway has no refunds by its API.
    #[error("{0}")]
    NoApi(String),
    /// The gateway pays back all or nothing.
    #[error("{0}")]
    WholeOnly(String),
    /// The gateway takes refunds for some days only.
    #[error(
        "the gateway refunds for {days} days, and this was paid on {paid_on}: pay it back by hand and record it"
    )]
    TooOld {
        /// For how many days.
        days: u32,
        /// When it was paid, or came to be known as paid.
        paid_on: NaiveDate,
    },
    /// The account was taken away, and its keys with it.
    #[error(
        "the account was removed, and its keys with it, so its gateway cannot be asked: pay it back by hand and record it"
    )]
    AccountRemoved,
}

/// What the account of a payment allows, as it is set up. Told by whoever knows the gateway; what follows from it is
/// decided here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundTerms {
    /// Why the gateway cannot refund by its API; `None` where it can.
    pub no_api: Option<String>,
    /// Why it cannot refund a part; `None` where it can.
    pub no_part: Option<String>,
    /// For how many days after a payment it refunds; `None` where no limit is known.
    pub days: Option<u32>,
    /// Whether the account was removed.
    pub removed: bool,
    /// The largest refund of each currency that wants no second person's yes; empty where none does.
    pub approval: Vec<Money>,
}

impl RefundTerms {
    /// Whether a refund wants a second person's yes. One in a currency without a limit always does, as soon as there is a
    /// limit at all.
    #[must_use]
    pub fn wants_approval(&self, amount: Money) -> bool {
        let limit = self.approval.iter().find(|limit| limit.currency() == amount.currency());
        match limit {
            Some(limit) => amount.minor() > limit.minor(),
            None => !self.approval.is_empty(),
        }
    }
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
            .fold(0_i64, |sum, refund| sum.saturating_add(refund.held().minor().max(0)))
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

    /// Whether `wanted` may be paid back now by the gateway's API, on the terms of its account.
    ///
    /// # Errors
    /// [`RefundRefusal`] says why not.
    pub fn check_refund_by_api(
        &self,
        wanted: Money,
        terms: &RefundTerms,
        now: DateTime<Utc>,
    ) -> Result<(), RefundRefusal> {
        self.check_refund(wanted)?;
        if terms.removed {
            return Err(RefundRefusal::AccountRemoved);
        }
        if let Some(reason) = &terms.no_api {
            return Err(RefundRefusal::NoApi(reason.clone()));
        }
        if let Some(reason) = terms.no_part.as_ref().filter(|_| !self.is_refunded_whole_by(wanted))
        {
            return Err(RefundRefusal::WholeOnly(reason.clone()));
        }
        let paid_at = self.captured_at.unwrap_or(self.created_at);
        match terms.days {
            Some(days) if now - paid_at > TimeDelta::days(i64::from(days)) => {
                Err(RefundRefusal::TooOld { days, paid_on: paid_at.date_naive() })
            }
            _ => Ok(()),
        }
    }

    /// Whether `wanted` is all that was captured, and nothing of it was paid back before.
    #[must_use]
    pub fn is_refunded_whole_by(&self, wanted: Money) -> bool {
        self.captured == Some(wanted) && self.held_by_refunds(RefundStatus::holds_amount) == 0
    }

    /// What went back, or is about to, beyond what was captured: by others, because a refund that counted as failed went through, or because the
    /// gateway took back what had been paid back by hand.
    #[must_use]
    pub fn over_refunded(&self) -> Option<Money> {
        let captured = self.captured?;
        let reversed = self.reversed().map_or(0, Money::minor);
        let is_going =
            |status: RefundStatus| status.holds_amount() && status != RefundStatus::Requested;
        let back = self.held_by_refunds(is_going).saturating_add(reversed);
        let over = back.saturating_sub(captured.minor());
        (over > 0).then(|| Money::from_minor(over, captured.currency()))
    }

    /// Whether `wanted` may be paid back now, by whatever way. The window, the command line, imports and webhooks all ask here.
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
