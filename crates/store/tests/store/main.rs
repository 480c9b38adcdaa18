//! The store through its public doors, on real files.
#![expect(clippy::expect_used, reason = "what a test cannot do without may end it")]

mod accounts;
mod append;
mod backup;
mod batches;
mod customers;
mod exports;
mod filters;
mod imports;
mod inbox;
mod killed;
mod limits;
mod lists;
mod lookups;
mod masking;
mod movements;
mod opening;
mod payouts;
mod proofs;
mod races;
mod refunds;
mod shop;
mod snoozes;
mod stale;
mod tags;
mod takings;
