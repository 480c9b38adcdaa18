//! Drives a running sandbox over loopback HTTP, as a gateway's client and as a customer's browser would.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod echezona;
mod novac;
mod novac_account;
mod novac_refunds;
mod nowpay;
mod ovgc;
mod ovgc_requests;
mod pages;
mod server;
mod till;
mod webhooks;
