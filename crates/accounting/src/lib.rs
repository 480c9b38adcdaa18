//! Journal rows to the files accountants import, and lists of refunds from and to files.
//!
//! A file is a projection of one [`Row`] per movement of money. Each kind of file is a [`Profile`] in a module of its
//! own, listed once in `profile.rs`. An [`Export`] streams: its memory does not grow with the rows, and the same rows
//! give the same bytes. Which rows, in what order, and where the file goes is decided by the caller.

mod base;
mod error;
mod export;
pub mod import;
mod profile;
mod refunds_in;
mod refunds_out;
mod row;
mod text;

pub use error::Error;
pub use export::{Context, Export, Summary, cells};
pub use profile::{Column, Profile, columns, profile, profiles};
pub use refunds_in::{
    ListRow, MOST_LIST_BYTES, MOST_LIST_ROWS, RefundList, RefundWish, RowProblem, read_refund_list,
};
pub use refunds_out::{RefundResult, RefundResults};
pub use row::Row;
pub use text::{guarded, unguarded};
