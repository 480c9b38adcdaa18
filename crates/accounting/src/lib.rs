//! Journal rows to the files accountants import, and files of banks, gateways and other back offices read.
//!
//! A file is a projection of one [`Row`] per movement of money. Each kind of file is a [`Profile`] in `profiles/`, one
//! module each, that declares its columns, limits and rules in one place. An [`Export`] streams: its memory does not
//! grow with the rows, and the same rows give the same bytes. What a program cannot take is mended where its rules allow
//! and told as a [`Finding`]. Which rows, in what order, and where files go is decided by the caller.
//!
//! Two things are told without a file of rows: what came in over time ([`report`]), and whether what gateways owe was seen
//! to arrive at the bank ([`settlement`]). And what banks, gateways and other back offices wrote is read ([`import`]).

mod context;
mod csv_writer;
mod error;
mod export;
mod finding;
mod format;
pub mod import;
mod manifest;
mod names;
mod paper;
mod period;
mod profile;
mod profiles;
mod refund_results;
pub mod report;
mod row;
pub mod settlement;
mod style;
mod table;
mod text;

pub use context::{Context, Wishes};
pub use error::ExportError;
pub use export::{Export, FileMade, Summary, Target};
pub use finding::Finding;
pub use manifest::{Manifest, ManifestFile, Scope, manifest_name};
pub use names::{AccountNames, AccountsAtGateways};
pub use paper::amount;
pub use period::{Period, day_of, day_range, day_start};
pub use profile::{Choice, Companion, Limits, Parts, Profile};
pub use profiles::{profile, profiles};
pub use refund_results::{RefundResult, RefundResults};
pub use row::Row;
pub use table::Column;
pub use text::{guarded, unguarded};
