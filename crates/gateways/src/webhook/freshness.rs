//! Whether a signed time is near enough to the time of arrival, so that an old message cannot be sent again.

use chrono::{DateTime, TimeDelta, Utc};

use super::Rejection;

/// How far a signed time may be from the time of arrival, in either direction (the Standard Webhooks reference library and
/// Stripe allow the same).
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Longer numbers count milliseconds; seconds have ten digits until the year 2286.
const SECONDS_DIGITS: usize = 11;

/// Checks a time in seconds or milliseconds since 1970, as a header has it.
pub(crate) fn check_fresh(timestamp: &str, received_at: DateTime<Utc>) -> Result<(), Rejection> {
    let sent_at = read(timestamp).ok_or_else(|| {
        Rejection::new("the time it was signed with is not a number of seconds since 1970")
    })?;
    let age = received_at.signed_duration_since(sent_at);
    if age > TOLERANCE {
        let minutes = age.num_minutes();
        return Err(Rejection::new(format!(
            "it was signed {minutes} minutes before it came in: it may have been sent again by somebody else, or the clock of \
             this computer is ahead"
        )));
    }
    if age < -TOLERANCE {
        let minutes = -age.num_minutes();
        return Err(Rejection::new(format!(
            "it was signed {minutes} minutes in the future: the clock of this computer may be behind"
        )));
    }
    Ok(())
}

fn read(timestamp: &str) -> Option<DateTime<Utc>> {
    let is_number = !timestamp.is_empty() && timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = is_number.then(|| timestamp.parse().ok()).flatten()?;
    if timestamp.len() <= SECONDS_DIGITS {
        DateTime::from_timestamp(number, 0)
    } else {
        DateTime::from_timestamp_millis(number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-04-14T12:00:00Z".parse().unwrap()
    }

    proptest! {
        #[test]
        fn five_minutes_either_way_are_fresh_and_no_more(seconds in -100_000..100_000_i64) {
            let at = (noon() + TimeDelta::seconds(seconds)).timestamp();
            let fresh = check_fresh(&at.to_string(), noon()).is_ok();
            prop_assert_eq!(fresh, seconds.abs() <= 300);
            let fresh = check_fresh(&format!("{at}000"), noon()).is_ok();
            prop_assert_eq!(fresh, seconds.abs() <= 300);
        }

        #[test]
        fn no_text_is_too_odd_to_be_refused(text in "\\PC*") {
            let _ = check_fresh(&text, noon());
        }
    }

    #[test]
    fn what_is_no_number_is_no_time() {
        for text in
            ["", "-1", "+1776168000", " 1776168000", "1776168000.5", "99999999999999999999", "soon"]
        {
            assert!(check_fresh(text, noon()).is_err(), "{text}");
        }
    }
}
