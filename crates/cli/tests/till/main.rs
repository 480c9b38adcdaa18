//! `till` as scripts and people meet it: the real program, its standard streams, its exit codes and its files.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod files;
mod lists;
mod main_job;
mod money_back;
mod program;
mod secrets;
mod seeds;
mod shop;
mod usage;
