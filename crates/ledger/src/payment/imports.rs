//! What imports brought of a payment, and how it is taken back.
//!
//! A file is one person's word. It counts until it is withdrawn, and it can be withdrawn for as long as nothing else tells
//! of the money: what a gateway has confirmed, or what was paid back from here, is no matter of that file any more. What
//! is withdrawn may be imported again, and then stands as if it had never been gone.

use super::Payment;
use crate::{ImportId, PaymentStatus, Refund, RefundId};

impl Payment {
    /// The import that brought it, where nothing but imports tells of its money: no gateway was heard of it, and no refund
    /// or link of it is from here. No gateway is waited for, then, and it can be withdrawn.
    #[must_use]
    pub fn only_import(&self) -> Option<ImportId> {
        let is_of_files = |refund: &Refund| refund.only_import().is_some();
        let only = !self.confirmed && self.links.is_empty() && self.refunds.iter().all(is_of_files);
        self.imported.filter(|_| only)
    }

    /// A payment that was withdrawn is found again, by another import or by the same.
    pub(super) fn find_again(&mut self, import: Option<ImportId>) {
        if self.withdrawn && import.is_some() {
            self.imported = import;
        }
    }

    pub(super) fn withdraw(&mut self, import: ImportId) {
        if self.only_import() != Some(import) {
            return;
        }
        self.withdrawn = true;
        self.status = PaymentStatus::Cancelled;
        self.gateway_status = None;
        self.captured = None;
        self.captured_at = None;
        self.charged = None;
        self.fee = None;
        self.refunds.clear();
    }

    pub(super) fn withdraw_refund(&mut self, id: RefundId, import: ImportId) {
        self.refunds.retain(|refund| refund.id != id || refund.only_import() != Some(import));
    }
}

impl Refund {
    /// The import that brought it, where nothing but imports tells of it: only then can it be withdrawn.
    #[must_use]
    pub fn only_import(&self) -> Option<ImportId> {
        self.import.filter(|_| !self.unconfirmed)
    }
}
