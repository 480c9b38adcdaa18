//! The two tables that movements are in, and what a filter means for each.
//!
//! In both, `m` is the movement and `p` what it belongs to, so that most of a filter reads the same.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;

use crate::MovementFilter;
use crate::decode::{integer, ms, next_whole_ms};
use crate::filter_sql::Conditions;

/// Whose movements a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Payments,
    Payouts,
}

/// What is to be done with the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// They are walked in the order of time.
    InOrder,
    /// They are added up, in whatever order. Those of the newest entries are found by their entries.
    Summed,
}

/// The rows of one table that a filter lets through.
#[derive(Debug)]
pub(crate) struct Half {
    pub(crate) of: Of,
    pub(crate) conditions: Conditions,
}

/// The tables in which a filter may let rows through: one that only a payment can fulfil leaves the payouts out.
pub(crate) fn halves(filter: &MovementFilter, using: Use) -> Vec<Half> {
    let terms = &filter.filter.filter;
    let payments = Half { of: Of::Payments, conditions: Conditions::of(terms) };
    let payouts = Conditions::of_payout(terms);
    let payouts = payouts.map(|conditions| Half { of: Of::Payouts, conditions });
    let both = [Some(payments), payouts].into_iter().flatten();
    both.map(|half| half.dated(filter, using)).collect()
}

impl Half {
    /// From FROM to the end of WHERE, with further joins, and the values.
    pub(crate) fn from(self, joins: &str) -> (String, Vec<Value>) {
        let (clauses, values) = self.conditions.into_parts();
        let tables = match self.of {
            Of::Payments => "movements m CROSS JOIN payments p ON p.place = m.payment",
            Of::Payouts => "payout_movements m CROSS JOIN payouts p ON p.place = m.payout",
        };
        (format!("FROM {tables} {joins} WHERE {clauses}"), values)
    }

    /// Only what happened before `until`.
    pub(crate) fn until(&mut self, until: DateTime<Utc>) {
        self.conditions.and("m.occurred_ms < ?", [ms(next_whole_ms(until)).into()]);
    }

    fn dated(mut self, filter: &MovementFilter, using: Use) -> Self {
        if let Some(phrases) = self.conditions.matching() {
            self.conditions.and(
                "+m.payment IN (SELECT rowid FROM search_index WHERE search_index MATCH ?)",
                [phrases.into()],
            );
        }
        if let Some(from) = filter.filter.from {
            self.conditions.and("m.occurred_ms >= ?", [ms(next_whole_ms(from)).into()]);
        }
        if let Some(until) = filter.filter.until {
            self.until(until);
        }
        // The unary plus keeps the planner from walking all entries, and from any order but the list's.
        if let Some(after) = filter.after_seq {
            let clause = match using {
                Use::InOrder => "+m.seq > ?",
                Use::Summed => "m.seq > ?",
            };
            self.conditions.and(clause, [integer(after).into()]);
        }
        if let Some(through) = filter.through_seq {
            self.conditions.and("+m.seq <= ?", [integer(through).into()]);
        }
        self
    }
}
