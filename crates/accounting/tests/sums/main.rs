//! Reports and the settlement check, through the crate's public doors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod days;
mod page;
mod report;
mod report_file;
mod settlement;
mod settlement_rules;
mod strangers;
mod support;
mod unsettled;
