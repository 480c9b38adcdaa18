//! The bodies of messages about people who are masked, or were.
//!
//! Before somebody is masked it can be told which messages mention them, and only those lose their bodies. Afterwards it
//! cannot, so every message about a payment or payout of theirs does. None does while it waits: without its body it could
//! never be acted on.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::mentions::Mentions;
use super::{Places, remains};
use crate::inbox::{about, rows};
use crate::{Error, PersonDetails};

/// The messages that mention people.
pub(super) struct Messages {
    /// The places of those that were acted on or turned away.
    pub(super) done: BTreeSet<i64>,
    /// How many have yet to be acted on.
    pub(super) waiting: usize,
}

impl Messages {
    /// Those among the messages about payments and payouts.
    pub(super) fn about(
        reading: &Connection,
        people: &[PersonDetails],
        payments: &Places,
        payouts: &Places,
    ) -> Result<Self, Error> {
        let people = Mentions::of(people);
        let (mut places, mut blanked_later) = (BTreeSet::new(), BTreeSet::new());
        for (place, id) in payments {
            let about = about::places(reading, about::PAYMENT, *id)?;
            if was_masked(reading, *place)? {
                blanked_later.extend(about.iter().copied());
            }
            places.extend(about);
        }
        for (_, id) in payouts {
            places.extend(about::places(reading, about::PAYOUT, *id)?);
        }
        let mut messages = Self { done: BTreeSet::new(), waiting: 0 };
        for place in places {
            if !people.are_in(&rows::body(reading, place)?) {
                continue;
            }
            if !about::is_waiting(reading, place)? {
                messages.done.insert(place);
            } else if !blanked_later.contains(&place) {
                messages.waiting += 1;
            }
        }
        Ok(messages)
    }
}

/// Whether a payment is, or was once said to be, of somebody who was masked.
fn was_masked(reading: &Connection, payment: i64) -> rusqlite::Result<bool> {
    reading.prepare_cached(WAS_MASKED)?.exists([payment])
}

pub(crate) const WAS_MASKED: &str = "SELECT 1 FROM payment_people b
     CROSS JOIN people c ON c.id = b.person
     WHERE b.payment = ? AND c.salt = x'' AND coalesce(c.name, c.email, c.account) IS NULL";

/// Takes a message's body away where it has been dealt with and is about a payment or payout of somebody who was masked.
pub(crate) fn forget_body(writing: &Connection, place: i64) -> rusqlite::Result<()> {
    if about::is_waiting(writing, place)? {
        return Ok(());
    }
    if writing.prepare_cached(ABOUT_MASKED)?.exists([place])? {
        about::blank(writing, place)?;
        remains::leave(writing)?;
    }
    Ok(())
}

/// What a message is about is also what the one is about that it repeats.
pub(crate) const ABOUT_MASKED: &str = "WITH told AS (
         SELECT account, reference, payment, payout FROM deliveries WHERE place = ?1
         UNION ALL
         SELECT o.account, o.reference, o.payment, o.payout FROM deliveries d
         CROSS JOIN deliveries o ON o.id = d.duplicate_of
         WHERE d.place = ?1
     ), whose AS (
         SELECT p.customer AS person FROM told t
         CROSS JOIN payments p ON p.id = t.payment
         UNION ALL
         SELECT p.customer FROM told t
         CROSS JOIN payment_references n ON n.reference = t.reference
         CROSS JOIN payments p ON p.place = n.payment
         WHERE +p.account = t.account
         UNION ALL
         SELECT p.beneficiary FROM told t
         CROSS JOIN payouts p ON p.id = t.payout
         UNION ALL
         SELECT p.beneficiary FROM told t
         CROSS JOIN payouts p ON p.account = t.account AND p.reference = t.reference
         UNION ALL
         SELECT p.beneficiary FROM told t
         CROSS JOIN payouts p ON p.gateway_payout_id = t.reference
         WHERE +p.account = t.account
     )
     SELECT 1 FROM whose w
     CROSS JOIN people c ON c.id = w.person
     WHERE c.salt = x'' AND coalesce(c.name, c.email, c.account) IS NULL";
