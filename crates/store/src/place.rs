//! Places: one number that orders rows by time and then by arrival, and that a table can be sorted by on disk.
//!
//! A place is the time in milliseconds times 2^20, counted up within a millisecond. It makes the newest-first list a walk
//! along the table, its paging a comparison of one number, and lets the full-text index answer in the list's order.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

/// The bits that count within a millisecond.
const COUNTING_BITS: u32 = 20;
/// The last millisecond with places of its own, in the year 2248.
const LAST_MS: i64 = (1 << (63 - COUNTING_BITS)) - 1;

/// The first place of a millisecond. Times before 1970 and after 2248 share the places of the ends.
fn first_at(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis().clamp(0, LAST_MS) << COUNTING_BITS
}

/// The last place of a millisecond.
fn last_at(at: DateTime<Utc>) -> i64 {
    first_at(at) | ((1 << COUNTING_BITS) - 1)
}

/// The first place that is not before `at`, which may fall within a millisecond.
pub(crate) fn not_before(at: DateTime<Utc>) -> i64 {
    first_at(crate::decode::next_whole_ms(at))
}

/// Where a new row of `table` goes: behind the others of its millisecond.
pub(crate) fn next_in(
    reading: &Connection,
    table: &str,
    at: DateTime<Utc>,
) -> rusqlite::Result<i64> {
    let mut statement = reading.prepare_cached(&format!(
        "SELECT coalesce(max(place) + 1, ?1) FROM {table}
         WHERE place BETWEEN ?1 AND ?2"
    ))?;
    statement.query_row((first_at(at), last_at(at)), |row| row.get(0))
}
