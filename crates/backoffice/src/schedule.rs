//! When an open payment is looked up next: often while a customer may be at the checkout, rarely once the order has grown
//! old or its gateway does not answer, and never again when nothing can come any more. Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Payment, PaymentStatus};

use crate::refund::decided_at;

/// How long after the last sign of life a payment is still looked up.
const PATIENCE: TimeDelta = TimeDelta::days(30);
/// How long a payment that is only pending is looked up.
pub(crate) const LOOKED_UP_FOR: TimeDelta = TimeDelta::days(32);
/// How long after its end an expired or cancelled payment is still watched, since late payments do arrive.
const WATCH_AFTER_END: TimeDelta = TimeDelta::hours(48);
/// How long after it ended a refund is still watched: a bank may send the money back days after the gateway called it done.
const WATCH_AFTER_REFUND: TimeDelta = TimeDelta::days(14);
/// How long after a link's own end the gateway may still call it pending before it is called expired here.
pub(crate) const GRACE_AFTER_EXPIRY: TimeDelta = TimeDelta::hours(24);
/// How long a refund may be on its way before its answer counts as lost.
pub(crate) const ANSWER_LOST_AFTER: TimeDelta = TimeDelta::minutes(3);

/// How many times in a row a look-up that somebody planned is tried, of a payment that nothing more is expected of.
const MOST_TRIES: u32 = 12;
/// How long after it came in a gateway's message is tried again, of something that only it tells of.
const MESSAGE_KEPT_OPEN: TimeDelta = TimeDelta::days(3);
/// The longest pause because of answers that did not come.
const LONGEST_BACKOFF: TimeDelta = TimeDelta::hours(1);

/// When `payment` is to be looked up next, or `None` where nothing more can come. `failures` counts the look-ups in a row
/// that got no answer; `wanted` is the pause that the gateway asked for; refunds are watched where the gateway tells of them.
pub(crate) fn next_lookup(
    payment: &Payment,
    tells_of_refunds: bool,
    failures: u32,
    wanted: Option<Duration>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let wanted = wanted.and_then(|wanted| TimeDelta::from_std(wanted).ok()).unwrap_or_default();
    let pause = pause_by_age(payment, now)
        .or_else(|| pause_by_refund(payment, now).filter(|_| tells_of_refunds))?;
    Some(now + pause.max(backoff(failures)).max(wanted))
}

/// When a look-up that somebody planned is tried again, of a payment that nothing more is expected of.
pub(crate) fn next_try(
    failures: u32,
    wanted: Option<Duration>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let wanted = wanted.and_then(|wanted| TimeDelta::from_std(wanted).ok()).unwrap_or_default();
    (1..MOST_TRIES).contains(&failures).then(|| now + backoff(failures).max(wanted))
}

/// When a gateway's message that came in at `received_at` is tried again, or `None` where it has been kept open for long enough.
pub(crate) fn next_try_of_message(
    failures: u32,
    received_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let next_at = now + backoff(failures);
    (next_at - received_at < MESSAGE_KEPT_OPEN).then_some(next_at)
}

/// Whether the last link's own end, and the grace after it, have passed.
pub(crate) fn is_past_deadline(payment: &Payment, now: DateTime<Utc>) -> bool {
    let end = payment.link().map(|link| link.expires_at.unwrap_or(link.requested_at + PATIENCE));
    end.is_some_and(|end| now >= end + GRACE_AFTER_EXPIRY)
}

fn pause_by_age(payment: &Payment, now: DateTime<Utc>) -> Option<TimeDelta> {
    let age = now - youngest_intent(payment);
    if has_open_refund(payment) {
        return (age < PATIENCE).then(|| pause(age));
    }
    match payment.status {
        PaymentStatus::Pending | PaymentStatus::Unknown => {
            (age < LOOKED_UP_FOR).then(|| pause(age))
        }
        PaymentStatus::Expired | PaymentStatus::Cancelled | PaymentStatus::Failed => {
            (now - payment.updated_at < WATCH_AFTER_END).then(|| TimeDelta::hours(1))
        }
        PaymentStatus::Paid | PaymentStatus::Settled | PaymentStatus::Reversed => None,
    }
}

/// For a payment of which nothing more is expected than that a refund turns out otherwise.
fn pause_by_refund(payment: &Payment, now: DateTime<Utc>) -> Option<TimeDelta> {
    let ended = payment
        .refunds
        .iter()
        .filter(|refund| refund.gateway_refund_id.is_some() || refund.resolved_by.is_some())
        .filter(|refund| !refund.status.is_open());
    let age = now - ended.map(|refund| refund.updated_at).max()?;
    let pause = if age < TimeDelta::hours(1) {
        TimeDelta::minutes(10)
    } else if age < TimeDelta::days(1) {
        TimeDelta::hours(1)
    } else {
        TimeDelta::days(1)
    };
    (age < WATCH_AFTER_REFUND).then_some(pause)
}

/// Doubles with every look-up that got no answer.
fn backoff(failures: u32) -> TimeDelta {
    match failures {
        0 => TimeDelta::zero(),
        failures => {
            TimeDelta::seconds(10 << failures.saturating_sub(1).min(16)).min(LONGEST_BACKOFF)
        }
    }
}

fn has_open_refund(payment: &Payment) -> bool {
    payment.refunds.iter().any(|refund| refund.status.is_open())
}

fn youngest_intent(payment: &Payment) -> DateTime<Utc> {
    let links = payment.links.iter().map(|link| link.requested_at);
    let refunds = payment.refunds.iter().filter(|refund| refund.status.is_open());
    links.chain(refunds.map(decided_at)).max().unwrap_or(payment.created_at)
}

fn pause(age: TimeDelta) -> TimeDelta {
    if age < TimeDelta::minutes(10) {
        TimeDelta::seconds(10)
    } else if age < TimeDelta::hours(1) {
        TimeDelta::minutes(1)
    } else if age < TimeDelta::days(1) {
        TimeDelta::minutes(10)
    } else if age < TimeDelta::days(7) {
        TimeDelta::hours(1)
    } else {
        TimeDelta::days(1)
    }
}
