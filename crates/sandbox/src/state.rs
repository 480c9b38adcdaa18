//! What the sandbox remembers for the length of a run, and the clock it lives by.
//!
//! One lock guards the one book of checkouts; it is held for a look-up or a change and never across a wait. The
//! records know the rules every gateway shares; words and formats of a wire stay with the gateway.

mod book;
mod checkout;
mod refund;

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::{NoContext, Timestamp, Uuid};

use crate::Clock;

pub(crate) use book::Book;
pub(crate) use checkout::{
    Channel, Checkout, Customer, Gateway, IdempotencyKey, Order, Outcome, Returns, Standing,
};
pub(crate) use refund::{Notes, Refund, RefundRefused};

/// The name of the shop every sandbox account belongs to.
pub(crate) const MERCHANT: &str = "Sandbox Corner Shop";

/// Everything the server's parts share.
pub(crate) struct World {
    clock: Clock,
    refund_delay: TimeDelta,
    origin: String,
    book: Mutex<Book>,
}

impl World {
    pub(crate) fn new(clock: Clock, refund_delay: TimeDelta, origin: String) -> Self {
        Self { clock, refund_delay, origin, book: Mutex::default() }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub(crate) fn refund_delay(&self) -> TimeDelta {
        self.refund_delay
    }

    /// The book, locked. A panic elsewhere cannot leave it half changed, so a poisoned lock is taken all the same.
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
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
