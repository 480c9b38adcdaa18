//! Questions that lists are asked, and their pages.
//!
//! A page continues behind the last row of the one before it (keyset paging), so the thousandth page costs what the first
//! did and rows that arrive meanwhile neither repeat nor hide any. A [`Cursor`] is that row's place, in a form that is
//! nobody's business but this crate's.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{
    AccountId, BatchId, Filter, ImportId, PaymentId, PayoutId, PayoutStatus, RefundStatus, Subject,
    Verdict,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::Error;

/// Some rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// Where a page begins. Opaque: written by one answer and handed back with the next question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(Behind);

/// The row that a page begins behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behind {
    /// An entry, by its sequence number.
    Entry(u64),
    /// A payment, by its place.
    Payment(i64),
    /// A refund, by its place.
    Refund(i64),
    /// A movement, by its time, entry and position.
    Movement(i64, i64, i64),
    /// A payout, by its place.
    Payout(i64),
    /// A delivery, by its place.
    Delivery(i64),
    /// A batch, by its place.
    Batch(i64),
    /// A customer, by the place of the newest payment.
    Customer(i64),
    /// An export, by its place.
    Export(i64),
    /// An import, by its place.
    Import(i64),
    /// A line of an imported file, by its day, the place of the import and its number.
    Line(i64, i64, i64),
}

/// A filter with its days turned into instants, which the merchant's time zone decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DatedFilter {
    /// What a payment must fulfil. Its `from:` and `to:` are not looked at.
    pub filter: Filter,
    /// The first instant.
    pub from: Option<DateTime<Utc>>,
    /// The first instant that is too late.
    pub until: Option<DateTime<Utc>>,
}

/// Asks for payments, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentQuery {
    /// Which. The instants are of the payment's creation.
    pub filter: DatedFilter,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many, between 1 and 500.
    pub limit: u32,
}

/// Asks for refunds, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundQuery {
    /// Of this payment only.
    pub payment: Option<PaymentId>,
    /// Of this batch only.
    pub batch: Option<BatchId>,
    /// In one of these states; in any where there are none.
    pub status: Vec<RefundStatus>,
    /// Of which payments. The instants are of the refund's request.
    pub filter: DatedFilter,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many, between 1 and 500.
    pub limit: u32,
}

/// Which movements of money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MovementFilter {
    /// Of which payments and payouts; a term that only a payment can fulfil leaves the payouts out. The instants are of the
    /// movement.
    pub filter: DatedFilter,
    /// Only those of entries behind this one.
    pub after_seq: Option<u64>,
    /// Only those of entries up to this one.
    pub through_seq: Option<u64>,
}

impl From<DatedFilter> for MovementFilter {
    fn from(filter: DatedFilter) -> Self {
        Self { filter, ..Self::default() }
    }
}

/// Asks for movements of money, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MovementQuery {
    /// Which.
    pub filter: MovementFilter,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many, between 1 and 5000.
    pub limit: u32,
}

/// Asks for payouts, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PayoutQuery {
    /// Of this account only.
    pub account: Option<AccountId>,
    /// In one of these states; in any where there are none.
    pub status: Vec<PayoutStatus>,
    /// Words that are all found in the reference, the destination, the beneficiary or the ids of gateway and bank.
    pub text: Option<String>,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many, between 1 and 500.
    pub limit: u32,
}

/// Which lines of imported files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineFilter {
    /// Of the bank account that the merchant calls so.
    pub place: Option<String>,
    /// On this day or later.
    pub from: Option<NaiveDate>,
    /// On this day or earlier.
    pub to: Option<NaiveDate>,
    /// Of this import only.
    pub import: Option<ImportId>,
    /// That are matched with this payout.
    pub payout: Option<PayoutId>,
    /// That are matched with any payout.
    pub only_matched: bool,
    /// Whether lines of imports that were undone are wanted as well.
    pub with_undone: bool,
}

/// Asks for lines of imported files, by day; those of one day in the order of their imports and of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineQuery {
    /// Which.
    pub filter: LineFilter,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many, between 1 and 5000.
    pub limit: u32,
}

/// Asks for deliveries, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryQuery {
    /// Of this account only.
    pub account: Option<AccountId>,
    /// With this verdict only.
    pub verdict: Option<Verdict>,
    /// Words that are all found in the account's name, the gateway, the event, the reference, the reason or the address.
    pub text: Option<String>,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many, between 1 and 500.
    pub limit: u32,
}

/// Asks for entries of the journal, the newest last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryQuery {
    /// About this only.
    pub subject: Option<Subject>,
    /// Behind the entry of this sequence number.
    pub after: Option<u64>,
    /// How many, between 1 and 5000.
    pub limit: u32,
}

/// The most rows of a page that a person looks at.
pub(crate) const MOST_ROWS: u32 = 500;
/// The most rows of a page that a program reads on from.
pub(crate) const MOST_STREAMED: u32 = 5_000;
/// What SQLite takes for as many rows as there are.
pub(crate) const NO_LIMIT: i64 = -1;

impl<T> Page<T> {
    /// A page of at most `limit` rows, from up to one more than that: whether there is one more tells if it goes on.
    pub(crate) fn of(mut rows: Vec<(T, Behind)>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().map(|(_, behind)| Cursor(*behind));
        Self {
            next: last.filter(|_| goes_on),
            items: rows.into_iter().map(|(item, _)| item).collect(),
        }
    }
}

/// Reads a page: the statement with its values but for the limit, and how a row is read, with the cursor behind it.
pub(crate) fn fetch<T>(
    reading: &Connection,
    (sql, mut values): (String, Vec<Value>),
    limit: u32,
    row: impl Fn(&Row<'_>) -> rusqlite::Result<(T, Behind)>,
) -> Result<Page<T>, Error> {
    values.push(i64::from(limit).saturating_add(1).into());
    let mut statement = reading.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), row)?;
    Ok(Page::of(rows.collect::<Result<_, _>>()?, limit))
}

impl Behind {
    /// The place, where it is of the list whose cursors `behind` makes.
    pub(crate) fn place_in(self, behind: fn(i64) -> Self) -> Option<i64> {
        let place = match self {
            Self::Batch(place) | Self::Export(place) | Self::Import(place) => place,
            _ => return None,
        };
        (behind(place) == self).then_some(place)
    }
}

impl Cursor {
    pub(crate) fn behind(&self) -> Behind {
        self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Behind::Entry(seq) => write!(f, "{seq}"),
            Behind::Payment(place) => write!(f, "p{place}"),
            Behind::Refund(place) => write!(f, "r{place}"),
            Behind::Movement(at, seq, position) => write!(f, "m{at}.{seq}.{position}"),
            Behind::Payout(place) => write!(f, "o{place}"),
            Behind::Delivery(place) => write!(f, "d{place}"),
            Behind::Batch(place) => write!(f, "b{place}"),
            Behind::Customer(place) => write!(f, "c{place}"),
            Behind::Export(place) => write!(f, "x{place}"),
            Behind::Import(place) => write!(f, "i{place}"),
            Behind::Line(day, import, line) => write!(f, "l{day}.{import}.{line}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let behind = if let Some(place) = text.strip_prefix('p') {
            Behind::Payment(number(place)?)
        } else if let Some(place) = text.strip_prefix('r') {
            Behind::Refund(number(place)?)
        } else if let Some(place) = text.strip_prefix('o') {
            Behind::Payout(number(place)?)
        } else if let Some(place) = text.strip_prefix('d') {
            Behind::Delivery(number(place)?)
        } else if let Some(place) = text.strip_prefix('b') {
            Behind::Batch(number(place)?)
        } else if let Some(place) = text.strip_prefix('c') {
            Behind::Customer(number(place)?)
        } else if let Some(place) = text.strip_prefix('x') {
            Behind::Export(number(place)?)
        } else if let Some(place) = text.strip_prefix('i') {
            Behind::Import(number(place)?)
        } else if let Some(key) = text.strip_prefix('m') {
            let [at, seq, position] = three(key)?;
            Behind::Movement(at, seq, position)
        } else if let Some(key) = text.strip_prefix('l') {
            let [day, import, line] = three(key)?;
            Behind::Line(day, import, line)
        } else {
            Behind::Entry(text.parse().map_err(|_| Error::Cursor)?)
        };
        Ok(Self(behind))
    }
}

fn number(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| Error::Cursor)
}

/// The three numbers of a key.
fn three(key: &str) -> Result<[i64; 3], Error> {
    let numbers = key.split('.').map(number).collect::<Result<Vec<_>, _>>()?;
    numbers.try_into().map_err(|_| Error::Cursor)
}
