//! Files as programs read them that nobody here wrote. They need those programs, so they are ignored by default;
//! `cargo xtask test` installs them and runs these.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod beancount;
mod gnucash;
mod hledger;
mod hledger_csv;
#[path = "../files/ledger_month.rs"]
mod ledger_month;
mod libreoffice;
mod ofx;
mod programs;
#[expect(dead_code, reason = "the tests of the files use the rest")]
#[path = "../files/support.rs"]
mod support;
