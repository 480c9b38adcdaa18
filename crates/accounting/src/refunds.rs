//! Lists of refunds: the one a person hands in, and the one that says what became of each.

mod read;
mod result;

pub use read::{
    ListRow, MOST_LIST_BYTES, MOST_LIST_ROWS, RefundList, RefundWish, RowProblem, read_refund_list,
};
pub use result::{RefundResult, RefundResults};
