//! The files that accountants get, through the crate's public doors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod base;
mod beancount;
mod complaints;
mod double_entry;
mod export;
mod freeagent;
mod gnucash;
mod hledger;
mod hledger_csv;
mod ledger_month;
mod ofx;
mod qbo;
mod qif;
mod spreadsheet;
mod support;
mod tables;
mod text;
mod xero_bank;
mod xero_invoice;
mod xlsx;
mod zoho;
