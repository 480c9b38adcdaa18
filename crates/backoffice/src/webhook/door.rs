//! How much comes in: what proves to be the gateway's own has room for a rush, and what does not is let in by a trickle.
//!
//! A message is proven before it is counted, so that a flood of forged ones takes no room from real ones. Waiting is counted
//! by the computer's steady clock and not by the books': setting the time must neither open the door nor close it.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ledger::AccountId;

use super::judge::Opinion;

/// What proves to be an account's gateway's own: a thousand at once, and fifty a second from then on.
const PROVEN: (Duration, u32) = (Duration::from_millis(20), 1000);
/// What proves to be its own and was accepted before: a gateway sends one a few times, and anybody may who has heard it.
const AGAIN: (Duration, u32) = (Duration::from_secs(6), 200);
/// What does not: sixty at once, and ten a minute from then on.
const UNPROVEN: (Duration, u32) = (Duration::from_secs(6), 60);
/// What cannot be told while the keys are locked away.
const UNTOLD: (Duration, u32) = (Duration::from_secs(6), 300);
/// Of what was turned away, one message is kept a minute and stands for the rest.
const TURNED_AWAY: (Duration, u32) = (Duration::from_secs(60), 1);
/// Messages for accounts that there are none of.
const STRAYS: (Duration, u32) = (Duration::from_millis(100), 600);
/// How many come in of those that are forgotten some day, between two times that the oldest are.
const TIDY_EVERY: u64 = 200;

/// The door of one back office.
pub(crate) struct Door {
    clock: DefaultClock,
    proven: DefaultKeyedRateLimiter<AccountId>,
    again: DefaultKeyedRateLimiter<AccountId>,
    unproven: DefaultKeyedRateLimiter<AccountId>,
    untold: DefaultKeyedRateLimiter<AccountId>,
    turned_away: DefaultKeyedRateLimiter<AccountId>,
    strays: DefaultKeyedRateLimiter<()>,
    passing: AtomicU64,
}

/// Whether a message may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entrance {
    /// It may.
    Open,
    /// It may not, and is kept once so that the inbox tells of those that are not.
    Witness(Duration),
    /// It may not.
    Shut(Duration),
}

impl Default for Door {
    fn default() -> Self {
        Self {
            clock: DefaultClock::default(),
            proven: limiter(PROVEN),
            again: limiter(AGAIN),
            unproven: limiter(UNPROVEN),
            untold: limiter(UNTOLD),
            turned_away: limiter(TURNED_AWAY),
            strays: limiter(STRAYS),
            passing: AtomicU64::new(1),
        }
    }
}

impl Door {
    pub(super) fn admit(&self, account: AccountId, opinion: &Opinion) -> Entrance {
        let limiter = match opinion {
            opinion if opinion.is_proven() => &self.proven,
            Opinion::Untold => &self.untold,
            _ => &self.unproven,
        };
        let Err(wait) = self.check(limiter, &account) else {
            return Entrance::Open;
        };
        match self.check(&self.turned_away, &account) {
            Ok(()) => Entrance::Witness(wait),
            Err(_) => Entrance::Shut(wait),
        }
    }

    /// How long somebody who asks for accounts that are not there is to wait.
    pub(super) fn turn_stray(&self) -> Option<Duration> {
        self.check(&self.strays, &()).err()
    }

    /// Whether there is room to keep an event once more that was accepted before.
    pub(super) fn admit_again(&self, account: AccountId) -> bool {
        self.check(&self.again, &account).is_ok()
    }

    /// Whether so many came in since the last time of those that are forgotten that it is time for it.
    pub(super) fn is_time_to_tidy(&self) -> bool {
        self.passing.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIDY_EVERY)
    }

    fn check<K: Clone + Eq + Hash>(
        &self,
        limiter: &DefaultKeyedRateLimiter<K>,
        key: &K,
    ) -> Result<(), Duration> {
        limiter.check_key(key).map_err(|not_yet| not_yet.wait_time_from(self.clock.now()))
    }
}

fn limiter<K: Clone + Eq + Hash>((one_in, at_once): (Duration, u32)) -> DefaultKeyedRateLimiter<K> {
    let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(one_in).unwrap_or_else(|| Quota::per_minute(at_once));
    RateLimiter::keyed(quota.allow_burst(at_once))
}
