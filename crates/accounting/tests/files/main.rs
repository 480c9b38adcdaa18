//! The files that accountants get, through the crate's public doors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod base;
mod complaints;
mod export;
mod firefly;
mod freeagent;
mod hledger_csv;
mod qbo;
mod refunds;
mod spreadsheet;
mod support;
mod tables;
mod text;
mod wave;
mod xero_bank;
mod xero_invoice;
mod xlsx;
mod zoho;
