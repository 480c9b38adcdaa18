//! Text of customers and gateways in files of others: kept from being run as a formula, put into one plain line where a
//! program takes no more, or kept as it is where a cell says of itself that it is text.

mod guard;
mod line;
mod place;
mod short;
mod typed;

use guard::writable;
pub(crate) use guard::{
    SPLITS, SPLITS_AND_COMMA, guard_into, is_blank, is_formula_sign, without_guard,
};
pub use guard::{guarded, unguarded};
pub(crate) use line::{Line, LineRule};
pub(crate) use place::{first_line, line_at};
pub(crate) use short::{mark, shortened};
pub(crate) use typed::typed;
