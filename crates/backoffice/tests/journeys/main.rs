//! What a merchant does, from end to end: the back office on a real history, against the sandbox behind a wire that the
//! test can break.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod export;
mod finding;
mod intents;
mod links;
mod links_renewed;
mod lookups;
mod lost_answers;
mod races;
mod refunds;
mod shop;
mod sync;
mod wire;
