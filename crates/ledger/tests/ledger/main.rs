//! The rules of the trade, by example and by property, through the crate's public doors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chain;
mod currency;
mod decisions;
mod filter;
mod fold;
mod imports;
mod journal;
mod money;
mod movements;
mod names;
mod payouts;
mod refunds;
mod support;
mod withdrawals;
