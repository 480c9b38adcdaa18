//! Drives a running sandbox over loopback HTTP, as a gateway's client and as a customer's browser would.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod novac;
mod novac_refunds;
mod ovgc;
mod pages;
mod server;
mod till;
