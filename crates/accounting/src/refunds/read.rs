//! Reading a list of refunds that a person made in a spreadsheet.
//!
//! The first row names the columns; `reference` is the only one that must be there. Commas, semicolons and tabs part the
//! cells, and a byte order mark is no part of the first. Nothing is guessed that money hangs on: a row with more or fewer
//! cells than the heading is not used, since a cell that slipped could be taken for an amount, or a missing amount for
//! all that is left. What [`guarded`](crate::guarded) put in front of a cell is taken off again, so that rows of a result
//! file can be handed in once more. Which payment a reference means is not known here.

use crate::Error;
use crate::text::{first_line, line_at, without_guard};

/// The most bytes of a list.
pub const MOST_LIST_BYTES: usize = 4 * 1024 * 1024;
/// The most refunds of a list.
pub const MOST_LIST_ROWS: usize = 10_000;

/// A list of refunds as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundList {
    /// Its rows, in order.
    pub rows: Vec<ListRow>,
    /// The columns that mean nothing here, as they are written.
    pub ignored_columns: Vec<String>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// The line of the file that it begins in, from 1. No two rows share one.
    pub line: u32,
    /// What it asks for, or why that cannot be told.
    pub wish: Result<RefundWish, RowProblem>,
}

/// What a row asks for, in the words of whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RefundWish {
    /// The order number, or `ACCOUNT/ORDER`.
    pub reference: String,
    /// What the merchant calls the account.
    pub account: Option<String>,
    /// How much, in major units; all that is left where it is not said.
    pub amount: Option<String>,
    /// The currency of that.
    pub currency: Option<String>,
    /// Why, for the books.
    pub reason: Option<String>,
    /// A note the customer may see.
    pub customer_note: Option<String>,
}

/// Why a row cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// More or fewer cells than columns.
    #[error(
        "this row has {cells} cells, and the heading has {columns}; put a text with commas, semicolons or tabs in \
         quotation marks, and leave no cell out"
    )]
    Cells {
        /// How many it has.
        cells: usize,
        /// How many the heading has.
        columns: usize,
    },
    /// No reference.
    #[error("this row has no reference; write the order number of the payment")]
    NoReference,
}

/// What may part the cells, the most usual first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
const REFERENCE: &str = "reference";
/// The columns that mean something, in the order of [`Places`].
const COLUMNS: [&str; 6] = [REFERENCE, "account", "amount", "currency", "reason", "customer_note"];

/// Reads a list of refunds.
///
/// # Errors
/// [`Error::ListTooLarge`], [`Error::ListNotText`], [`Error::ListOpenQuote`], [`Error::ListEmpty`],
/// [`Error::ListColumnMissing`], [`Error::ListColumnTwice`], [`Error::ListTooLong`].
pub fn read_refund_list(bytes: &[u8]) -> Result<RefundList, Error> {
    if bytes.len() > MOST_LIST_BYTES {
        return Err(Error::ListTooLarge { most: MOST_LIST_BYTES / (1024 * 1024) });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|problem| Error::ListNotText { line: line_at(bytes, problem.valid_up_to()) })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.contains('\0') {
        return Err(Error::ListNotText { line: line_at(bytes, text.find('\0').unwrap_or(0)) });
    }
    // A quotation mark that is never closed would swallow every row behind it.
    if !text.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2) {
        return Err(Error::ListOpenQuote);
    }
    let (separator, heading) = heading(text)?;
    let places = Places::of(&heading)?;
    let rows = rows(text, separator, heading.len(), &places)?;
    if rows.is_empty() {
        return Err(Error::ListEmpty);
    }
    let ignored = heading.iter().filter(|name| !COLUMNS.contains(&name.to_lowercase().as_str()));
    let ignored_columns = ignored.filter(|name| !name.is_empty()).cloned().collect();
    Ok(RefundList { rows, ignored_columns })
}

/// Where the cells of each column stand, in the order of [`COLUMNS`].
struct Places([Option<usize>; COLUMNS.len()]);

impl Places {
    fn of(heading: &[String]) -> Result<Self, Error> {
        let mut places = [None; COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            let named = |(_, name): &(usize, &String)| name.to_lowercase() == column;
            let mut found = heading.iter().enumerate().filter(named).map(|(index, _)| index);
            *place = found.next();
            if found.next().is_some() {
                return Err(Error::ListColumnTwice(column));
            }
        }
        if places[0].is_none() {
            let found: Vec<_> = heading.iter().filter(|name| !name.is_empty()).collect();
            let found = found.iter().map(|name| shortened(name)).collect::<Vec<_>>().join(", ");
            return Err(Error::ListColumnMissing { missing: REFERENCE, found });
        }
        Ok(Self(places))
    }

    fn wish(&self, record: &csv::StringRecord, columns: usize) -> Result<RefundWish, RowProblem> {
        let is_over = record.iter().skip(columns).any(|cell| !cell.trim().is_empty());
        if record.len() < columns || is_over {
            return Err(RowProblem::Cells { cells: record.len(), columns });
        }
        let cell = |place: Option<usize>| {
            let text = place.and_then(|place| record.get(place)).unwrap_or_default().trim();
            (!text.is_empty()).then(|| without_guard(text))
        };
        let [reference, account, amount, currency, reason, customer_note] = self.0.map(cell);
        let reference = reference.ok_or(RowProblem::NoReference)?;
        Ok(RefundWish { reference, account, amount, currency, reason, customer_note })
    }
}

/// The separator and the names of the columns. It is the separator that makes a reference a column, or where none does,
/// the one that makes the most columns.
fn heading(text: &str) -> Result<(u8, Vec<String>), Error> {
    let mut widest: Option<(u8, Vec<String>)> = None;
    for separator in SEPARATORS {
        let mut record = csv::StringRecord::new();
        if !reader(text, separator).read_record(&mut record).map_err(Error::ListUnread)? {
            return Err(Error::ListEmpty);
        }
        let names: Vec<_> = record.iter().map(|name| name.trim().to_owned()).collect();
        if names.iter().any(|name| name.to_lowercase() == REFERENCE) {
            return Ok((separator, names));
        }
        if widest.as_ref().is_none_or(|(_, most)| names.len() > most.len()) {
            widest = Some((separator, names));
        }
    }
    widest.ok_or(Error::ListEmpty)
}

fn rows(text: &str, separator: u8, columns: usize, places: &Places) -> Result<Vec<ListRow>, Error> {
    let mut reader = reader(text, separator);
    let mut record = csv::StringRecord::new();
    let (mut rows, mut count, mut last) = (Vec::new(), 0_usize, 0_u32);
    let mut is_heading = true;
    while reader.read_record(&mut record).map_err(Error::ListUnread)? {
        let line = record.position().map_or(0, |position| first_line(text, position));
        let line = line.max(last.saturating_add(1));
        last = line;
        let is_blank = record.iter().all(|cell| cell.trim().is_empty());
        if std::mem::take(&mut is_heading) || is_blank {
            continue;
        }
        count = count.saturating_add(1);
        if count <= MOST_LIST_ROWS {
            rows.push(ListRow { line, wish: places.wish(&record, columns) });
        }
    }
    if count > MOST_LIST_ROWS {
        return Err(Error::ListTooLong { rows: count, most: MOST_LIST_ROWS });
    }
    Ok(rows)
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}
