//! What about a payment wants a person, as far as its own entries tell. What only time tells, such as that a refund has been
//! pending for long, is for whoever knows the time.

use std::collections::BTreeSet;

use super::Payment;
use crate::{Flag, Money, PaymentStatus, RefundId, RefundStatus};

/// One thing that wants a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// More was paid back than was captured.
    OverRefunded(Money),
    /// A refund may or may not have happened.
    RefundUnknown(RefundId),
    /// A refund failed after it had seemed to go well.
    RefundFailed(RefundId),
    /// A refund that a person took for failed went through after all, or may.
    RefundRevived(RefundId),
    /// A second person has yet to say yes or no to a refund.
    RefundRequested(RefundId),
    /// A refund recorded by hand was taken for one of the gateway's.
    RefundUnconfirmed(RefundId),
    /// The gateway pays back another amount than it was asked for.
    RefundAmount(RefundId),
    /// Whether it was paid is not known.
    PaymentUnknown,
    /// A flag that nobody looked at.
    Flag(Flag),
}

impl Payment {
    /// All that wants a person, the gravest first.
    #[must_use]
    pub fn concerns(&self) -> Vec<Concern> {
        let mut concerns: Vec<_> =
            self.over_refunded().map(Concern::OverRefunded).into_iter().collect();
        for refund in &self.refunds {
            let id = refund.id;
            match refund.status {
                RefundStatus::Unknown => concerns.push(Concern::RefundUnknown(id)),
                RefundStatus::Requested => concerns.push(Concern::RefundRequested(id)),
                // What only a file tells wants nobody.
                _ if refund.only_import().is_some() => continue,
                RefundStatus::Failed if refund.failed_later && !refund.accepted => {
                    concerns.push(Concern::RefundFailed(id));
                }
                _ => {}
            }
            if refund.revived && !refund.accepted {
                concerns.push(Concern::RefundRevived(id));
            }
            if refund.unconfirmed {
                concerns.push(Concern::RefundUnconfirmed(id));
            }
            let is_off = refund.amount != refund.asked && refund.status != RefundStatus::Failed;
            if is_off && !refund.accepted {
                concerns.push(Concern::RefundAmount(id));
            }
        }
        if self.status == PaymentStatus::Unknown {
            concerns.push(Concern::PaymentUnknown);
        }
        concerns.extend(self.flags.difference(&self.accepted).copied().map(Concern::Flag));
        concerns.sort_unstable();
        concerns
    }

    pub(super) fn accept(&mut self, flags: &BTreeSet<Flag>, refunds: &BTreeSet<RefundId>) {
        self.accepted.extend(self.flags.intersection(flags));
        for refund in self.refunds.iter_mut().filter(|refund| refunds.contains(&refund.id)) {
            refund.accepted = true;
        }
    }
}
