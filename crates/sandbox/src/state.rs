//! What the sandbox remembers for the length of a run, and the clock it lives by.
//!
//! One lock guards the one book of checkouts and payouts; it is held for a look-up or a change and never across a
//! wait. The records know the rules every gateway shares; words and formats of a wire stay with the gateway. All that
//! happens to money happens in [`World::end`], [`World::give_back`] and [`World::pay_out`].

mod account;
mod book;
mod checkout;
mod fee;
mod gateway;
mod payout;
mod refund;

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use ledger::Money;
use uuid::{NoContext, Timestamp, Uuid};

use crate::dial::Dial;
use crate::webhook::{Courier, Happened};
use crate::{Clock, Delays, Fault};

pub(crate) use account::{Cause, Movement};
pub(crate) use book::Book;
pub(crate) use checkout::{Checkout, Customer, IdempotencyKey, Order, Outcome, Returns, Standing};
pub(crate) use fee::{charged, fee};
pub(crate) use gateway::{Channel, Gateway};
pub(crate) use payout::{Payout, PayoutOrder, PayoutRefused, Payouts, Stage};
pub(crate) use refund::{Notes, Refund, RefundCourse, RefundRefused, RefundStage};

/// The name of the shop every sandbox account belongs to.
pub(crate) const MERCHANT: &str = "Sandbox Corner Shop";

/// Everything the server's parts share.
pub(crate) struct World {
    clock: Clock,
    refund_delay: TimeDelta,
    delays: Delays,
    origin: String,
    book: Mutex<Book>,
    dial: Dial,
    courier: Courier,
}

impl World {
    pub(crate) fn new(
        clock: Clock,
        refund_delay: TimeDelta,
        delays: Delays,
        origin: String,
        courier: Courier,
    ) -> Self {
        let (book, dial) = (Mutex::default(), Dial::default());
        Self { clock, refund_delay, delays, origin, book, dial, courier }
    }

    /// What goes wrong.
    pub(crate) fn dial(&self) -> &Dial {
        &self.dial
    }

    /// How long it takes where the dial says so.
    pub(crate) fn delays(&self) -> Delays {
        self.delays
    }

    /// Who takes webhooks out.
    pub(crate) fn courier(&self) -> &Courier {
        &self.courier
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The book, locked. A panic elsewhere cannot leave it half changed, so a poisoned lock is taken all the same.
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what the customer did at the checkout `token`, and says whether it was open and so counted.
    pub(crate) fn end(&self, token: Uuid, outcome: Outcome) -> bool {
        let now = self.now();
        let mut book = self.book();
        let Some(checkout) = book.by_token_mut(token) else { return false };
        let gateway = checkout.order.gateway;
        if matches!(outcome, Outcome::Paid(_)) && self.dial.is_on(gateway, Fault::WrongAmount) {
            checkout.pay_half();
        }
        let counted = checkout.end(outcome, now);
        let checkout = &*checkout;
        if self.dial.is_on(gateway, Fault::ForgedWebhook) {
            self.tell(gateway, &Happened::Claimed(checkout));
        }
        if counted {
            self.tell(gateway, &Happened::Ended(checkout));
        }
        counted
    }

    /// Gives money of the checkout `token` back.
    pub(crate) fn give_back(
        &self,
        token: Uuid,
        amount: Money,
        notes: Notes,
    ) -> Result<Refund, RefundRefused> {
        let now = self.now();
        let mut book = self.book();
        let gateway = book.by_token(token).map(|checkout| checkout.order.gateway);
        let fails_later =
            gateway.is_some_and(|gateway| self.dial.is_on(gateway, Fault::RefundFailsLater));
        let course = RefundCourse { delay: self.refund_delay, fails_later };
        let refund = book.give_back(token, amount, notes, course, now)?.clone();
        if let Some(checkout) = book.by_token(token) {
            self.tell(checkout.order.gateway, &Happened::Refunded(checkout, &refund));
        }
        Ok(refund)
    }

    /// Gives money of a checkout back as the merchant would in the gateway's dashboard: all that is left, or an amount.
    pub(crate) fn refund_in_dashboard(&self, token: Uuid, amount: Option<Money>) -> bool {
        let left = self.book().by_token(token).map(|checkout| checkout.refundable(self.now()));
        let amount = amount.or(left).filter(|amount| amount.is_positive());
        amount.is_some_and(|amount| self.give_back(token, amount, Notes::default()).is_ok())
    }

    /// Sends money from the merchant's account at a gateway.
    pub(crate) fn pay_out(&self, order: PayoutOrder) -> Result<Payout, PayoutRefused> {
        let now = self.now();
        self.book().pay_out(order, self.refund_delay, now).cloned()
    }

    /// The address of the page on which a checkout is paid.
    pub(crate) fn page_url(&self, token: Uuid) -> String {
        format!("{}/checkout/{token}", self.origin)
    }
}

/// A new id that cannot be guessed and sorts by the sandbox's own time.
pub(crate) fn new_id(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}
