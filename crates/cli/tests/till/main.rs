//! `till` as scripts and people meet it: the real program, its standard streams, its exit codes and its files.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod account_changes;
mod approvals;
mod attention;
mod bad_input;
mod bulk;
mod bulk_stopped;
mod customers;
mod exports;
mod exports_kept;
mod files;
mod four_gateways;
mod imports;
mod joined;
mod lists;
mod main_job;
mod money_back;
mod payouts;
mod program;
mod reports;
mod secrets;
mod seeds;
mod settlement;
mod shop;
mod unknown_refunds;
mod usage;
mod webhooks;
