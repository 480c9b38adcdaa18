//! The files that accountants get, through the crate's public doors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod base;
mod beancount;
mod export;
mod gnucash;
mod hledger;
mod ledger_month;
mod ofx;
mod qif;
mod refunds;
mod support;
mod text;
