//! When a payout is looked up next: often after it was sent, hourly while the gateway may still be working on it, and then it
//! is left for a person. The steps are those that Nowpay's documents call for; nobody else names any. Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Payout, PayoutStatus};

use crate::schedule::ANSWER_LOST_AFTER;

/// The ages at which a payout is looked up in its first hour.
const FIRST: [TimeDelta; 6] = [
    TimeDelta::seconds(30),
    TimeDelta::minutes(1),
    TimeDelta::minutes(2),
    TimeDelta::minutes(5),
    TimeDelta::minutes(10),
    TimeDelta::minutes(30),
];
/// The age at which an open payout is looked up by itself for the last time, in hours.
const LAST_HOUR: i64 = 48;

/// When `payout` is to be looked up next, or `None` where that is left to a person or nothing more can come. `wanted` is the
/// pause that the gateway asked for.
pub(super) fn next_lookup(
    payout: &Payout,
    wanted: Option<Duration>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let at = match payout.status {
        PayoutStatus::Requested => never_sent_at(payout),
        PayoutStatus::Failed | PayoutStatus::Processed => return None,
        PayoutStatus::Submitted | PayoutStatus::Unknown | PayoutStatus::Pending => {
            payout.created_at + next_age(now - payout.created_at)?
        }
    };
    let wanted = wanted.and_then(|wanted| TimeDelta::from_std(wanted).ok()).unwrap_or_default();
    Some(at.max(now + wanted))
}

/// When a payout that is still only requested certainly is not about to be sent any more: a program that is alive sends the
/// parts of a whole one after the other, each within [`ANSWER_LOST_AFTER`].
pub(super) fn never_sent_at(payout: &Payout) -> DateTime<Utc> {
    let number = payout.order.part.as_ref().map_or(1, |part| part.number.clamp(1, 1000));
    payout.created_at + ANSWER_LOST_AFTER * i32::try_from(number).unwrap_or(1)
}

/// Whether the answer to a payout that was sent counts as lost.
pub(super) fn is_answer_lost(payout: &Payout, now: DateTime<Utc>) -> bool {
    payout.status == PayoutStatus::Submitted && now - payout.updated_at >= ANSWER_LOST_AFTER
}

/// Whether an open payout is looked up by itself no more.
pub(crate) fn is_left_to_a_person(payout: &Payout, now: DateTime<Utc>) -> bool {
    payout.status.is_open() && next_age(now - payout.created_at).is_none()
}

fn next_age(age: TimeDelta) -> Option<TimeDelta> {
    let first = FIRST.into_iter().find(|step| *step > age);
    first.or_else(|| {
        let hour = age.num_hours().max(0) + 1;
        (hour <= LAST_HOUR).then(|| TimeDelta::hours(hour))
    })
}

#[cfg(test)]
mod tests {
    use ledger::{
        AccountId, Currency, GatewayKind, Mode, Money, PayoutId, PayoutKind, PayoutOrder,
        PayoutPart,
    };
    use proptest::prelude::*;

    use super::*;

    fn payout(status: PayoutStatus, part: Option<u32>) -> Payout {
        let created_at = "2026-04-14T12:00:00Z".parse().unwrap();
        let whole = PayoutId(uuid::Uuid::nil());
        Payout {
            id: whole,
            version: 1,
            order: PayoutOrder {
                account: AccountId(uuid::Uuid::nil()),
                gateway: GatewayKind::Nowpay,
                mode: Mode::Test,
                kind: PayoutKind::Bank,
                reference: "PO-1".parse().unwrap(),
                amount: Money::from_minor(1, Currency::INR),
                to: String::new(),
                beneficiary: None,
                details: std::collections::BTreeMap::new(),
                reason: String::new(),
                part: part.map(|number| PayoutPart { whole, number, of: 50 }),
            },
            idempotency_key: Some("1".to_owned()),
            import: None,
            fee_import: None,
            withdrawn: false,
            handed_out: false,
            status,
            by_hand: false,
            gateway_status: None,
            gateway_payout_id: None,
            bank_reference: None,
            fee: None,
            message: None,
            created_at,
            updated_at: created_at,
        }
    }

    #[test]
    fn an_open_payout_is_looked_up_at_the_ages_that_the_documents_name() {
        let payout = payout(PayoutStatus::Unknown, None);
        let mut now = payout.created_at;
        let mut minutes = Vec::new();
        while let Some(next) = next_lookup(&payout, None, now) {
            minutes.push((next - payout.created_at).num_seconds());
            now = next;
        }
        let hours = (1..=48).map(|hour| hour * 3600);
        let expected: Vec<_> = [30, 60, 120, 300, 600, 1800].into_iter().chain(hours).collect();
        assert_eq!(minutes, expected);
        assert!(is_left_to_a_person(&payout, now));
    }

    #[test]
    fn a_later_part_has_longer_to_be_sent() {
        let first = payout(PayoutStatus::Requested, None);
        assert_eq!(never_sent_at(&first) - first.created_at, TimeDelta::minutes(3));
        let tenth = payout(PayoutStatus::Requested, Some(10));
        assert_eq!(never_sent_at(&tenth) - tenth.created_at, TimeDelta::minutes(30));
    }

    proptest! {
        #[test]
        fn a_look_up_is_always_ahead_and_never_beyond_two_days(
            age in -1_000_i64..400_000, status in prop::sample::select(PayoutStatus::ALL.to_vec()),
        ) {
            let payout = payout(status, None);
            let now = payout.created_at + TimeDelta::seconds(age);
            match next_lookup(&payout, None, now) {
                Some(next) if status == PayoutStatus::Requested => prop_assert!(next >= now),
                Some(next) => {
                    prop_assert!(status.is_open());
                    prop_assert!(next > now && next - payout.created_at <= TimeDelta::hours(48));
                    prop_assert!(next - now <= TimeDelta::hours(1).max(-TimeDelta::seconds(age) * 2));
                }
                None => prop_assert!(!status.is_open() || age >= 48 * 3600),
            }
        }

        #[test]
        fn a_gateway_is_left_alone_for_as_long_as_it_asks(age in 0_i64..170_000, pause in 0_u64..10_000) {
            let payout = payout(PayoutStatus::Pending, None);
            let now = payout.created_at + TimeDelta::seconds(age);
            let next = next_lookup(&payout, Some(Duration::from_secs(pause)), now).unwrap();
            prop_assert!(next >= now + TimeDelta::seconds(i64::try_from(pause).unwrap()));
        }
    }
}
