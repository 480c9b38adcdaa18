//! The files that accountants get, through the crate's public doors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod base;
mod export;
mod refunds;
mod support;
mod tables;
mod text;
