//! Files of banks and of other back offices, through the crate's public doors. The fixtures are written by hand after files
//! of a German, a British, a Nigerian and an American bank, of `PayPal` and of Stripe, with names and numbers made up.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod amounts;
mod camt;
mod csv_statements;
mod detection;
#[expect(dead_code, reason = "the tests of the files use the rest")]
#[path = "../files/support.rs"]
mod files;
mod guesses;
mod history;
mod hostile;
mod identity;
mod limits;
mod ofx;
mod own;
mod refund_list;
mod support;
