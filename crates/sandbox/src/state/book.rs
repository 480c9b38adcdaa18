//! Every checkout of the run, findable by the names the gateways know it under.
//!
//! The book holds a bounded number and forgets the oldest first, with all its names, so that a sandbox left running
//! under a script never grows without end. What a forgotten checkout brought stays in the balance of its account.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, Utc};
use ledger::{Currency, Money};
use uuid::Uuid;

use super::{
    Checkout, Gateway, Notes, Order, Payouts, Refund, RefundCourse, RefundRefused, account,
};

const CHECKOUTS: usize = 50_000;

/// The merchant has used this reference at this gateway before.
#[derive(Debug)]
pub(crate) struct ReferenceTaken;

/// The checkouts, oldest first, and their names; and the payouts.
#[derive(Debug, Default)]
pub(crate) struct Book {
    opened: u64,
    order: VecDeque<Uuid>,
    checkouts: HashMap<Uuid, Checkout>,
    names: HashMap<Name, Uuid>,
    pub(super) payouts: Payouts,
    /// What forgotten checkouts brought, in minor units.
    pub(super) forgotten: HashMap<(Gateway, Currency), i64>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Name {
    Reference(Gateway, String),
    MerchantId(Gateway, String),
    IdempotencyKey(Gateway, String),
    Refund(Gateway, String),
}

impl Book {
    /// Opens a checkout, unless its reference is taken.
    pub(crate) fn open(
        &mut self,
        order: Order,
        now: DateTime<Utc>,
    ) -> Result<&Checkout, ReferenceTaken> {
        let number = self.opened.saturating_add(1);
        let checkout = Checkout::open(order, number, now);
        let gateway = checkout.order.gateway;
        if self.by_reference(gateway, &checkout.reference).is_some() {
            return Err(ReferenceTaken);
        }
        if self.order.len() >= CHECKOUTS {
            self.forget_oldest(now);
        }
        let token = checkout.token;
        self.opened = number;
        self.order.push_back(token);
        self.names.insert(Name::Reference(gateway, checkout.reference.clone()), token);
        if let Some(id) = &checkout.order.merchant_id {
            self.names.insert(Name::MerchantId(gateway, id.clone()), token);
        }
        if let Some(idempotency) = &checkout.order.idempotency {
            self.names.insert(Name::IdempotencyKey(gateway, idempotency.key.clone()), token);
        }
        Ok(self.checkouts.entry(token).insert_entry(checkout).into_mut())
    }

    pub(crate) fn by_token(&self, token: Uuid) -> Option<&Checkout> {
        self.checkouts.get(&token)
    }

    pub(super) fn by_token_mut(&mut self, token: Uuid) -> Option<&mut Checkout> {
        self.checkouts.get_mut(&token)
    }

    pub(crate) fn by_reference(&self, gateway: Gateway, reference: &str) -> Option<&Checkout> {
        self.named(&Name::Reference(gateway, reference.to_owned()))
    }

    /// The newest checkout that the merchant opened under an id of their own.
    pub(crate) fn by_merchant_id(&self, gateway: Gateway, id: &str) -> Option<&Checkout> {
        self.named(&Name::MerchantId(gateway, id.to_owned()))
    }

    /// The checkout the caller opened with this idempotency key.
    pub(crate) fn by_idempotency_key(&self, gateway: Gateway, key: &str) -> Option<&Checkout> {
        self.named(&Name::IdempotencyKey(gateway, key.to_owned()))
    }

    /// A refund by its own reference, or the latest refund of the transaction of that reference.
    pub(crate) fn refund(&self, gateway: Gateway, name: &str) -> Option<(&Checkout, &Refund)> {
        if let Some(checkout) = self.named(&Name::Refund(gateway, name.to_owned())) {
            let refund = checkout.refunds().iter().find(|refund| refund.reference == name)?;
            return Some((checkout, refund));
        }
        let checkout = self.by_reference(gateway, name)?;
        checkout.refunds().last().map(|refund| (checkout, refund))
    }

    pub(crate) fn payouts(&self) -> &Payouts {
        &self.payouts
    }

    /// Gives money of the checkout `token` back.
    pub(super) fn give_back(
        &mut self,
        token: Uuid,
        amount: Money,
        notes: Notes,
        course: RefundCourse,
        now: DateTime<Utc>,
    ) -> Result<&Refund, RefundRefused> {
        let checkout = self.checkouts.get_mut(&token).ok_or(RefundRefused::NotPaid)?;
        let gateway = checkout.order.gateway;
        checkout.refund(amount, notes, course, now)?;
        let checkout = &*checkout;
        let refund = checkout.refunds().last().ok_or(RefundRefused::NotPaid)?;
        self.names.insert(Name::Refund(gateway, refund.reference.clone()), token);
        Ok(refund)
    }

    /// All checkouts, the newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Checkout> {
        self.order.iter().rev().filter_map(|token| self.checkouts.get(token))
    }

    /// All checkouts, the oldest first.
    pub(super) fn oldest_first(&self) -> impl Iterator<Item = &Checkout> {
        self.order.iter().filter_map(|token| self.checkouts.get(token))
    }

    fn named(&self, name: &Name) -> Option<&Checkout> {
        self.names.get(name).and_then(|token| self.checkouts.get(token))
    }

    fn forget_oldest(&mut self, now: DateTime<Utc>) {
        let Some(checkout) = self.order.pop_front().and_then(|token| self.checkouts.remove(&token))
        else {
            return;
        };
        let gateway = checkout.order.gateway;
        let account = (gateway, checkout.order.amount.currency());
        let forgotten = self.forgotten.entry(account).or_default();
        *forgotten = forgotten.saturating_add(account::brought(&checkout, now));
        for refund in checkout.refunds {
            self.names.remove(&Name::Refund(gateway, refund.reference));
        }
        if let Some(id) = checkout.order.merchant_id {
            let name = Name::MerchantId(gateway, id);
            if self.names.get(&name) == Some(&checkout.token) {
                self.names.remove(&name);
            }
        }
        if let Some(idempotency) = checkout.order.idempotency {
            self.names.remove(&Name::IdempotencyKey(gateway, idempotency.key));
        }
        self.names.remove(&Name::Reference(gateway, checkout.reference));
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::state::{Channel, Customer, Outcome, Returns};

    fn order(reference: String) -> Order {
        Order {
            gateway: Gateway::Novac,
            reference: Some(reference),
            merchant_id: None,
            amount: Money::from_minor(1, Currency::NGN),
            title: None,
            description: None,
            customer: Customer::default(),
            channels: Vec::new(),
            redirect_url: None,
            returns: Returns::default(),
            leaving_ends_it: true,
            lifetime: None,
            idempotency: None,
        }
    }

    #[test]
    fn a_full_book_forgets_its_oldest_checkout_and_its_name() {
        let mut book = Book::default();
        for number in 0..=CHECKOUTS {
            book.open(order(number.to_string()), DateTime::UNIX_EPOCH).unwrap();
        }
        assert_eq!(book.newest_first().count(), CHECKOUTS);
        assert_eq!(book.names.len(), CHECKOUTS);
        assert!(book.by_reference(Gateway::Novac, "0").is_none());
        assert!(book.by_reference(Gateway::Novac, "1").is_some());
    }

    #[test]
    fn what_a_forgotten_checkout_brought_stays_in_the_balance() {
        let mut book = Book::default();
        let thousand = Money::from_minor(100_000, Currency::NGN);
        let now = DateTime::UNIX_EPOCH;
        let paid = Order { amount: thousand, ..order("paid".to_owned()) };
        let token = book.open(paid, now).unwrap().token;
        book.by_token_mut(token).unwrap().end(Outcome::Paid(Channel::Card), now);
        book.give_back(
            token,
            Money::from_minor(1, Currency::NGN),
            Notes::default(),
            RefundCourse { delay: TimeDelta::zero(), fails_later: false },
            now,
        )
        .unwrap();
        let balance = |book: &Book| book.balance(Gateway::Novac, Currency::NGN, now).minor();
        let before = balance(&book);
        assert_eq!(before, 100_000_000 + 100_000 - 1_400 - 1);
        book.forget_oldest(now);
        assert_eq!(book.newest_first().count(), 0);
        assert_eq!(balance(&book), before);
    }
}
