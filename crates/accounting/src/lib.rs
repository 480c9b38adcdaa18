//! Journal rows to the files accountants import.
//!
//! A file is a projection of one [`Row`] per movement of money. Each kind of file is a [`Profile`] in a module of its
//! own, listed once in `profile.rs`. An [`Export`] streams: its memory does not grow with the rows, and the same rows
//! give the same bytes. Which rows, in what order, and where the file goes is decided by the caller.

mod base;
mod error;
mod export;
mod profile;
mod row;
mod text;

pub use error::Error;
pub use export::{Context, Export, Summary, cells};
pub use profile::{Column, Profile, columns, profile, profiles};
pub use row::Row;
pub use text::{guarded, unguarded};
