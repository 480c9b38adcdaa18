//! Whether to ask again, and when: a pure decision.
//!
//! Only look-ups are asked again. A request that makes or moves something is sent once, whatever comes of it; finding out
//! what came of it is the back office's business. `Retry-After` is obeyed or the attempt is given up: a pause is never
//! shorter than the gateway asked for.

use std::time::Duration;

use crate::Error;

/// How often a look-up is sent at most.
pub(crate) const ATTEMPTS: u32 = 3;

/// How long to wait for a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// For a connection to be made.
    pub connect: Duration,
    /// For a request and its whole answer.
    pub total: Duration,
    /// Before a look-up is sent for the second time; later pauses double.
    pub first_pause: Duration,
    /// No pause is longer; where the gateway asks for a longer one, the look-up is given up.
    pub longest_pause: Duration,
}

impl Default for Timing {
    /// What suits a person who waits at a window.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(30),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(20),
        }
    }
}

/// The pause before a look-up that failed for the `attempt`th time, from 1, is sent again, or nothing where it is not.
/// `chance` is any number, and spreads the pauses of many look-ups.
pub(crate) fn next(timing: Timing, attempt: u32, error: &Error, chance: u64) -> Option<Duration> {
    if attempt >= ATTEMPTS {
        return None;
    }
    match error {
        Error::RateLimited { retry_after: Some(pause), .. } => {
            (*pause <= timing.longest_pause).then_some(*pause)
        }
        Error::RateLimited { retry_after: None, .. }
        | Error::Unavailable { .. }
        | Error::Interrupted { .. } => Some(backoff(timing, attempt, chance)),
        _ => None,
    }
}

/// Doubling pauses, of which the upper half is left to chance.
fn backoff(timing: Timing, attempt: u32, chance: u64) -> Duration {
    let doublings = attempt.saturating_sub(1).min(16);
    let whole = timing.first_pause.saturating_mul(1 << doublings).min(timing.longest_pause);
    let half = whole / 2;
    let spread = u64::try_from(half.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
    half + Duration::from_millis(chance % spread)
}

#[cfg(test)]
mod tests {
    use ledger::GatewayKind::Novac;
    use proptest::prelude::*;

    use super::*;

    fn limited(seconds: u64) -> Error {
        Error::RateLimited { gateway: Novac, retry_after: Some(Duration::from_secs(seconds)) }
    }

    #[test]
    fn a_pause_is_as_long_as_the_gateway_asks_for() {
        assert_eq!(next(Timing::default(), 1, &limited(7), 99), Some(Duration::from_secs(7)));
    }

    #[test]
    fn a_pause_too_long_to_wait_for_is_given_up_and_not_shortened() {
        assert_eq!(next(Timing::default(), 1, &limited(3600), 0), None);
    }

    #[test]
    fn answers_that_would_be_the_same_again_are_not_asked_for_again() {
        let settled = [
            Error::NotFound { gateway: Novac, message: None },
            Error::Redirected { gateway: Novac },
            Error::malformed(Novac, "x"),
            Error::Unauthorised { gateway: Novac, key: "secret key", message: None },
        ];
        for error in settled {
            assert_eq!(next(Timing::default(), 1, &error, 0), None, "{error}");
        }
    }

    proptest! {
        #[test]
        fn pauses_grow_within_their_bounds_and_attempts_end(attempt in 1..u32::MAX, chance: u64) {
            let timing = Timing::default();
            let error = Error::Unavailable { gateway: Novac, status: 503 };
            match next(timing, attempt, &error, chance) {
                Some(pause) => {
                    prop_assert!(attempt < ATTEMPTS);
                    let whole = timing.first_pause * (1 << (attempt - 1));
                    prop_assert!(pause >= whole / 2 && pause <= whole);
                }
                None => prop_assert!(attempt >= ATTEMPTS),
            }
        }
    }
}
