//! What imports brought of a payment, and how it is taken back.
//!
//! A file is one person's word. It counts until it is withdrawn, and it can be withdrawn for as long as nothing else tells
//! of the money: what a gateway has confirmed, or what was paid back from here, is no matter of that file any more. What
//! is withdrawn may be imported again, and then is what that file says of it. Whether it had been handed out by then is kept,
//! because the days that it was of are closed, and what comes again is of the day on which it comes.

use super::Payment;
use crate::{ImportId, Money, PaymentStatus, PersonRef, Reference, Refund, RefundId};

/// How a file tells of a payment.
pub(super) struct Told<'a> {
    pub(super) reference: &'a Reference,
    pub(super) amount: Money,
    pub(super) customer: Option<&'a PersonRef>,
}

impl Payment {
    /// The import that brought it, where nothing but imports tells of its money: no gateway was heard of it, and no refund
    /// or link of it is from here. No gateway is waited for, then, and it can be withdrawn.
    #[must_use]
    pub fn only_import(&self) -> Option<ImportId> {
        let is_of_files = |refund: &Refund| refund.only_import().is_some();
        let only = !self.confirmed && self.links.is_empty() && self.refunds.iter().all(is_of_files);
        self.imported.filter(|_| only)
    }

    /// Whether a refund that the gateway calls so, or the payment with all of its refunds, was withdrawn after it had been
    /// handed out.
    #[must_use]
    pub fn had_handed_out(&self, gateway_refund_id: &str) -> bool {
        self.handed_out || self.refunds_handed_out.contains(gateway_refund_id)
    }

    /// A payment that was withdrawn is found again, by another import or by the same. Nothing of what the first file called
    /// it is left.
    pub(super) fn find_again(&mut self, import: Option<ImportId>, told: &Told<'_>) {
        if !self.withdrawn || import.is_none() {
            return;
        }
        self.imported = import;
        self.reference = told.reference.clone();
        self.expected = told.amount;
        self.customer = told.customer.cloned();
        self.gateway_reference = None;
        self.channel = None;
    }

    pub(super) fn withdraw(&mut self, import: ImportId, on_own_days: bool) {
        if self.only_import() != Some(import) {
            return;
        }
        self.withdrawn = true;
        self.handed_out |= !on_own_days;
        self.status = PaymentStatus::Cancelled;
        self.gateway_status = None;
        self.captured = None;
        self.captured_at = None;
        self.charged = None;
        self.fee = None;
        self.refunds.clear();
    }

    pub(super) fn withdraw_refund(&mut self, id: RefundId, import: ImportId, on_own_days: bool) {
        let is_it = |refund: &Refund| refund.id == id && refund.only_import() == Some(import);
        let withdrawn = self.refunds.extract_if(.., |refund| is_it(refund));
        let ids: Vec<_> = withdrawn.filter_map(|refund| refund.gateway_refund_id).collect();
        if !on_own_days {
            self.refunds_handed_out.extend(ids);
        }
    }
}

impl Refund {
    /// The import that brought it, where nothing but imports tells of it: only then can it be withdrawn.
    #[must_use]
    pub fn only_import(&self) -> Option<ImportId> {
        self.import.filter(|_| !self.unconfirmed)
    }
}
