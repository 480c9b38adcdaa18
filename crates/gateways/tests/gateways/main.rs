//! The gateways through their public door, against a loopback server that answers as the documents say, or worse.
//!
//! Fixtures named after a request or reply without further words are the examples of seeds 000 and 002, verbatim.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]

mod keys;
mod network;
mod novac_links;
mod novac_payments;
mod novac_refunds;
mod ovgc_links;
mod ovgc_payments;
mod profiles;
mod sandbox_journeys;
mod support;
