//! The journal and its projections in one SQLite file.
//!
//! The journal is what counts: [`Store::append`] is the only way anything that happened is written, and it folds the
//! entries into the projections in the same transaction. So the lists can never say what the journal does not, and
//! [`Store::compare_projections`] proves it. Beside the journal are the details of people and the texts of bank statements,
//! which can be masked, the lines that a batch of refunds has yet to go through, what this machine knows for itself, and the inbox of messages that came
//! in, proven or not. All SQL of Tillkeeper is in this crate, and nothing else is: no rule of the trade, no clock, no
//! secret.

mod accounts;
mod append;
mod backup;
mod batches;
mod check;
mod columns;
mod connection;
mod customers;
mod decode;
mod error;
mod exports;
mod filter_sql;
mod fold;
mod imports;
mod inbox;
mod journal;
mod lookups;
mod masking;
mod migrations;
mod movements;
mod newest;
#[cfg(test)]
mod older;
mod open;
mod page;
mod payments;
mod payouts;
mod people;
mod place;
#[cfg(test)]
mod plans;
mod preferences;
mod projection;
mod records;
mod refunds;
mod snoozes;
mod stale;
mod store;
mod tags;
mod texts;

pub use append::Append;
pub use batches::{BatchEnd, BatchLine, BatchLineRow, BatchRecord, LineOutcome};
pub use check::{Difference, JournalCheck};
pub use customers::{CustomerRow, CustomerTotal};
pub use error::Error;
pub use exports::{ExportKind, ExportMark, ExportRecord, FileOnItsWay, NewExport, UnplacedExport};
pub use imports::{ImportRecord, LineTexts, NewTexts, StatementLine};
pub use inbox::{
    DeliveryOrigin, DeliveryRecord, Handling, Judgement, MOST_BODY_BYTES, NewDelivery,
};
pub use movements::{ClearingBalance, MovementOf, MovementRow, TakingsRow};
pub use page::{
    Cursor, DatedFilter, DeliveryQuery, EntryQuery, LineFilter, LineQuery, MovementFilter,
    MovementQuery, Page, PaymentQuery, PayoutQuery, RefundQuery,
};
pub use records::{
    AccountRecord, DueLookup, LookupState, PaymentRecord, PaymentRow, PayoutRecord, PersonDetails,
    RefundRow,
};
pub use snoozes::Snooze;
pub use store::{Settings, Store};
