//! When a movement counts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Movement, Position, movements};
use crate::{Body, Entry, Money};

/// A movement, and when it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// When.
    pub at: DateTime<Utc>,
    /// What moved.
    pub movement: Movement,
}

/// What the entries of one payment or payout moved.
#[derive(Debug, Clone, Default)]
pub struct DayBook {
    position: Position,
    /// What may still be taken back.
    past: Vec<Booked>,
}

impl DayBook {
    /// What one more entry moved, which is the difference to the position after it.
    pub fn book(&mut self, entry: &Entry, after: Position) -> Vec<Booked> {
        let mut moved = movements(&self.position, &after);
        let withdrawal = entry.body.withdrawal();
        let booked: Vec<_> = if withdrawal == Some(true) {
            moved.extend(self.evened_out(&entry.body, &after));
            moved.iter().flat_map(|movement| self.taken_back(movement, entry.at)).collect()
        } else {
            moved.into_iter().map(|movement| Booked { at: entry.at, movement }).collect()
        };
        self.past.extend(booked.iter().cloned());
        if withdrawal.is_some() {
            // What was taken back once, on whatever day, is not taken back again.
            self.past.retain(|known| after.contains_key(&known.movement.place()));
        }
        self.position = after;
        booked
    }

    /// What came to nothing in the end, and moved on its days all the same, of all that is withdrawn.
    fn evened_out(&self, withdrawal: &Body, after: &Position) -> Vec<Movement> {
        let of_refund = match withdrawal {
            Body::RefundWithdrawn { refund, .. } => Some(*refund),
            _ => None,
        };
        let is_withdrawn = |movement: &Movement| {
            after.is_empty() || (of_refund.is_some() && movement.refund == of_refund)
        };
        let mut nothing: BTreeMap<_, Movement> = BTreeMap::new();
        for Booked { movement, .. } in &self.past {
            let place = movement.place();
            if is_withdrawn(movement)
                && !self.position.contains_key(&place)
                && !after.contains_key(&place)
            {
                let money = Money::zero(movement.money.currency());
                nothing.insert(place, Movement { money, ..movement.clone() });
            }
        }
        nothing.into_values().collect()
    }

    /// A movement on the days of what it takes back. What takes nothing back counts on the newest of those days.
    fn taken_back(&self, movement: &Movement, at: DateTime<Utc>) -> Vec<Booked> {
        let same = || self.past.iter().filter(|known| known.movement.place() == movement.place());
        let mut left = movement.money.minor();
        let mut days: BTreeMap<DateTime<Utc>, i64> = BTreeMap::new();
        let mut add = |at, minor: i64| {
            let sum = days.entry(at).or_default();
            *sum = sum.saturating_add(minor);
        };
        for known in same() {
            let back = known.movement.money.minor().saturating_neg();
            add(known.at, back);
            left = left.saturating_sub(back);
        }
        add(same().map(|known| known.at).max().unwrap_or(at), left);
        let of_day = |(at, minor)| {
            let money = Money::from_minor(minor, movement.money.currency());
            Booked { at, movement: Movement { money, ..movement.clone() } }
        };
        days.into_iter().filter(|(_, minor)| *minor != 0).map(of_day).collect()
    }
}
