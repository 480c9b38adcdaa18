//! What has to hold, whatever happens.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Payment, RefundMethod, RefundStatus};

use crate::schedule::{Checked, Schedule};
use crate::step::{Deed, Outcome, is_settled};
use crate::truth::Sale;
use crate::world::State;

/// Of what one deed sent: a refund once, where a person wanted one, and nothing else; and where it was said that nothing was
/// refunded, nothing was.
pub(crate) fn sent_by_this(
    world: &State,
    seat: usize,
    deed: &Deed,
    outcome: &Outcome,
    sent_before: usize,
) -> Checked {
    let sent: Vec<_> = world.sent[sent_before..]
        .iter()
        .filter(|(by, _)| *by == seat)
        .map(|(_, key)| key)
        .collect();
    let most = usize::from(deed.may_send());
    if sent.len() > most {
        return Err(format!("{} refunds were sent where {most} may be", sent.len()));
    }
    let had_effect =
        |key: &&&String| world.truth.of_key(key).is_some() || world.truth.is_under_way(key);
    match sent.iter().find(had_effect) {
        Some(_) if outcome.is_refusal => {
            Err(format!("it was said that nothing was refunded ({}), but it was", outcome.said))
        }
        _ => Ok(()),
    }
}

/// Between any two steps.
pub(crate) fn at_any_time(schedule: &Schedule) -> Checked {
    let world = schedule.world.look();
    nothing_is_paid_back_twice(schedule, &world)?;
    every_request_was_written_down_first(schedule, &world)?;
    drop(world);
    nothing_acknowledged_is_lost(schedule)
}

/// What went back at the gateway and by hand is no more than what came in.
fn nothing_is_paid_back_twice(schedule: &Schedule, world: &State) -> Checked {
    for (reference, sale) in &world.truth.sales {
        let returned = sale.returned(world.now);
        let by_hand = schedule.books.of_order(&sale.order).map_or(0, by_hand);
        let captured = sale.captured();
        if sale.paid.is_some() && returned + by_hand > captured {
            return Err(format!(
                "of {reference} {captured} came in, and {returned} went back at the gateway and {by_hand} by hand"
            ));
        }
    }
    Ok(())
}

/// What was paid back neither by the gateway's API nor in its dashboard, in minor units.
pub(crate) fn by_hand(payment: &Payment) -> i64 {
    let is_by_hand =
        |method| matches!(method, RefundMethod::Cash | RefundMethod::Bank | RefundMethod::Other);
    let refunds = payment.refunds.iter().filter(|refund| is_by_hand(refund.method));
    refunds.map(|refund| refund.amount.minor()).sum()
}

/// No key was sent twice, and each is in the journal as one that was about to leave, with the amount that was asked for.
fn every_request_was_written_down_first(schedule: &Schedule, world: &State) -> Checked {
    let mut seen = BTreeSet::new();
    for (_, key) in &world.sent {
        if !seen.insert(key) {
            return Err(format!("the request of {} was sent twice", named(schedule, key)));
        }
        let mut refunds = schedule.books.payments.iter().flat_map(|payment| &payment.refunds);
        let known = refunds.find(|refund| refund.idempotency_key.as_ref() == Some(key));
        let Some(known) = known.filter(|refund| refund.status.rank() >= 2) else {
            return Err("a refund was sent that the journal does not say was to be".to_owned());
        };
        if world.truth.of_key(key).is_some_and(|made| made.amount != known.asked) {
            return Err(format!("{} was sent with another amount", named(schedule, key)));
        }
    }
    Ok(())
}

/// Whatever was acknowledged is in the journal, at least as far as it was then.
fn nothing_acknowledged_is_lost(schedule: &Schedule) -> Checked {
    if let Some(lost) =
        schedule.promised_payments.iter().find(|id| schedule.books.payment(**id).is_none())
    {
        return Err(format!("the order {lost} was acknowledged and is gone"));
    }
    for (payment, then) in &schedule.promised_refunds {
        let Some(now) = schedule.books.refund(*payment, then.id) else {
            return Err(format!("a refund of {} was acknowledged and is gone", then.amount));
        };
        // What a person said gives way to what the gateway says of the same refund.
        let is_told = then.method == RefundMethod::Api && then.resolved_by.is_none();
        if is_told && now.status.rank() < then.status.rank() {
            return Err(format!(
                "a refund of {} was acknowledged as {} and is {}",
                then.amount, then.status, now.status
            ));
        }
    }
    Ok(())
}

/// Once nothing goes wrong any more and everything was looked up: the books say what is true.
pub(crate) fn in_the_end(schedule: &Schedule) -> Checked {
    let world = schedule.world.look();
    let mut seen = BTreeSet::new();
    for (reference, sale) in &world.truth.sales {
        let Some(payment) = schedule.books.of_order(&sale.order) else {
            return Err(format!("{reference} is at the gateway and not in the books"));
        };
        if sale.paid.is_some() {
            seen.insert(payment.id);
            agrees(payment, sale, &world).map_err(|problem| format!("{reference}: {problem}"))?;
        }
    }
    for payment in schedule.books.payments.iter() {
        let is_paid = payment.status.is_captured();
        if is_paid && !seen.contains(&payment.id) {
            return Err(format!("{} is paid in the books alone", payment.reference));
        }
        if let Some(open) = payment.refunds.iter().find(|refund| !is_settled(refund.status)) {
            let (amount, status) = (open.amount, open.status);
            return Err(format!("a refund of {amount} of {} is still {status}", payment.reference));
        }
    }
    drop(world);
    schedule.examine()
}

/// The books say of a payment what its gateway does.
pub(crate) fn agrees(payment: &Payment, sale: &Sale, world: &State) -> Checked {
    let status = sale.status(world.now);
    let captured = sale.paid.map(|paid| paid.amount);
    if (payment.status, payment.captured) != (status, captured) {
        let (known, known_captured) = (payment.status, payment.captured);
        return Err(format!(
            "it is {status} with {captured:?}, and {known} with {known_captured:?} in the books"
        ));
    }
    let truth: BTreeMap<_, _> = sale
        .refunds
        .iter()
        .map(|refund| (refund.id.clone(), (refund.amount, refund.status(world.now))))
        .collect();
    let mut told = BTreeMap::new();
    for refund in &payment.refunds {
        let Some(id) = refund.gateway_refund_id.clone() else {
            let is_elsewhere = matches!(
                refund.method,
                RefundMethod::Cash | RefundMethod::Bank | RefundMethod::Other
            );
            if refund.status != RefundStatus::Failed && !is_elsewhere {
                let (amount, status) = (refund.amount, refund.status);
                return Err(format!(
                    "the books have a refund of {amount} ({status}) that is at no gateway"
                ));
            }
            continue;
        };
        if told.insert(id.clone(), (refund.amount, refund.status)).is_some() {
            return Err(format!("{id} is in the books twice"));
        }
    }
    if truth == told {
        Ok(())
    } else {
        Err(format!("the gateway has {truth:?}, the books {told:?}"))
    }
}

fn named(schedule: &Schedule, key: &str) -> String {
    let mut payments = schedule.books.payments.iter();
    let found = payments.find_map(|payment| {
        let is_it = |refund: &&ledger::Refund| refund.idempotency_key.as_deref() == Some(key);
        let refund = payment.refunds.iter().find(is_it)?;
        Some(format!("{} of {}", refund.amount, payment.reference))
    });
    found.unwrap_or_else(|| "a refund that is not in the books".to_owned())
}
