//! The nouns and rules of the trade, pure: no input or output, no async, no clock.
//!
//! Everything that happens is an [`Entry`] in the journal; a [`Payment`], a [`Payout`] or an [`Import`] is the fold of its
//! entries; what an entry does to the books is the [`Movement`] between two folds. Times and ids are passed in, so every rule
//! gives the same answer twice.

mod body;
mod chain;
mod currency;
mod entry;
mod export;
mod filter;
mod ids;
mod import;
mod money;
mod movement;
mod order;
mod payment;
mod payout;
mod refund;
mod refundable;
mod status;
mod subject;
mod told;
mod words;

pub use body::Body;
pub use chain::{ChainHash, Link};
pub use currency::{Currency, UnknownCurrency};
pub use entry::{Draft, Entry, PersonRef};
pub use export::{ExportMade, ExportedFile};
pub use filter::{Comparison, Filter, FilterError, State, Term};
pub use ids::{
    AccountId, AccountName, BatchId, DeliveryId, EntryId, ExportId, IdError, ImportId, NameError,
    PaymentId, PayoutId, PersonId, Reference, RefundId, Signer, Tag, TagError,
};
pub use import::{Import, ImportKind, ImportLine, ImportMade, LineMatch, LineRead, Undone};
pub use money::{AmountError, Money};
pub use movement::{
    Booked, DayBook, LedgerAccount, Movement, MovementKind, Position, Posting, SaleTurn, movements,
};
pub use order::{Observation, Order, ReturnUrls};
pub use payment::{CheckoutLink, Concern, Note, Payment};
pub use payout::{Payout, PayoutKind, PayoutObservation, PayoutOrder, PayoutPart, PayoutStatus};
pub use refund::{Decision, Evidence, Refund};
pub use refundable::{RefundRefusal, RefundTerms};
pub use status::{
    Flag, GatewayKind, Mode, PaymentStatus, RefundMethod, RefundStatus, Source, Verdict,
};
pub use subject::{Actor, Subject, SubjectError};
pub use told::Told;
pub use words::UnknownWord;
