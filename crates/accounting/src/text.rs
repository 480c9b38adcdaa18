//! Text of customers and gateways in files of others: kept from being run as a formula, and put into one plain line where
//! a program takes no more.

mod guard;
mod line;

pub(crate) use guard::{guard_into, is_blank, is_formula_sign};
pub use guard::{guarded, unguarded};
pub(crate) use line::{Line, LineRule};
