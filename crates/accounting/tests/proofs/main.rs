//! The files held against programs nobody here wrote. They have to be installed, so these tests run on demand: `cargo nextest
//! run -p accounting --test proofs --run-ignored only`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod hledger_csv;
mod libreoffice;
#[path = "../files/support.rs"]
#[expect(dead_code, reason = "shared with the tests of files, which need more of it")]
mod support;
