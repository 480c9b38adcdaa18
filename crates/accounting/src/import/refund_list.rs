//! Reading a list of refunds that a person made in a spreadsheet.
//!
//! The first row names the columns; `reference` is the only one that must be there. Nothing is guessed that money hangs
//! on: a row with more or fewer cells than the heading is not used, since a cell that slipped could be taken for an
//! amount, or a missing amount for all that is left. What [`guarded`](crate::guarded) put in front of a cell is taken off
//! again, so that rows of a result file can be handed in once more. Which payment a reference means is not known here.

use super::sheet::{self, SheetRow};
use super::{Delimiter, Encoding, ImportError, check_size, encoding, shortened};

/// The most bytes of a list.
pub const MOST_LIST_BYTES: usize = 4 * 1024 * 1024;
/// The most refunds of a list.
pub const MOST_LIST_ROWS: usize = 10_000;

/// A list of refunds as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundList {
    /// Its rows, in order.
    pub rows: Vec<RefundListRow>,
    /// The columns that mean nothing here, as they are written.
    pub ignored_columns: Vec<String>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundListRow {
    /// The line of the file that it begins in, from 1. No two rows share one.
    pub line: u32,
    /// What it asks for, or why that is unclear.
    pub request: Result<RefundRequestRow, RefundRowProblem>,
}

/// What a row asks for, in the words of whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RefundRequestRow {
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
pub enum RefundRowProblem {
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

const REFERENCE: &str = "reference";
/// The columns that mean something, in the order of [`Places`].
const COLUMNS: [&str; 6] = [REFERENCE, "account", "amount", "currency", "reason", "customer_note"];

/// Reads a list of refunds.
///
/// # Errors
/// [`ImportError`] for a file that is too large or not text, has more refunds than are taken at once or none, or whose
/// columns are not those of a list.
pub fn read_refund_list(bytes: &[u8]) -> Result<RefundList, ImportError> {
    check_size(bytes, MOST_LIST_BYTES)?;
    // No other encoding proves itself, and there is nowhere to choose one.
    let encoding = match encoding::sniffed(bytes) {
        Encoding::Utf16 => Encoding::Utf16,
        Encoding::Utf8 | Encoding::Windows1252 => Encoding::Utf8,
    };
    let text = encoding::decoded(bytes, encoding)?;
    let mut rows = rows(&text)?.into_iter();
    let heading = rows.next().ok_or(ImportError::NoRefunds)?;
    let heading: Vec<_> = heading.cells().map(sheet::heading_of).collect();
    let places = Places::of(&heading)?;
    match rows.len() {
        0 => return Err(ImportError::NoRefunds),
        rows if rows > MOST_LIST_ROWS => {
            return Err(ImportError::TooManyRefunds { rows, most: MOST_LIST_ROWS });
        }
        _ => {}
    }
    let row = |row: SheetRow| RefundListRow {
        line: row.line,
        request: places.request(&row, heading.len()),
    };
    let rows = rows.map(row).collect();
    let ignored = heading.iter().filter(|name| !COLUMNS.contains(&name.to_lowercase().as_str()));
    let ignored_columns = ignored.filter(|name| !name.is_empty()).cloned().collect();
    Ok(RefundList { rows, ignored_columns })
}

/// The rows by the delimiter that makes a reference a column, or where none does, by the one that makes the most columns.
fn rows(text: &str) -> Result<Vec<SheetRow>, ImportError> {
    let mut widest: Vec<SheetRow> = Vec::new();
    let mut problem = None;
    for delimiter in Delimiter::ALL {
        let rows = match sheet::rows(text, delimiter) {
            Ok(rows) => rows,
            Err(error) => {
                problem.get_or_insert(error);
                continue;
            }
        };
        let Some(heading) = rows.first() else { continue };
        if heading.cells().any(|name| sheet::heading_of(name).to_lowercase() == REFERENCE) {
            return Ok(rows);
        }
        if widest.first().is_none_or(|most| heading.width() > most.width()) {
            widest = rows;
        }
    }
    // A quotation mark that is never closed explains best why no delimiter fits.
    problem.map_or(Ok(widest), Err)
}

/// Where the cells of each column stand, in the order of [`COLUMNS`].
struct Places([Option<usize>; COLUMNS.len()]);

impl Places {
    fn of(heading: &[String]) -> Result<Self, ImportError> {
        let mut places = [None; COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            let named = |(_, name): &(usize, &String)| name.to_lowercase() == column;
            let mut found = heading.iter().enumerate().filter(named).map(|(index, _)| index);
            *place = found.next();
            if found.next().is_some() {
                return Err(ImportError::ColumnTwice(column.to_owned()));
            }
        }
        if places[0].is_none() {
            let found = heading.iter().filter(|name| !name.is_empty());
            let found = found.map(|name| shortened(name)).collect::<Vec<_>>().join(", ");
            return Err(ImportError::ColumnMissing { missing: REFERENCE.to_owned(), found });
        }
        Ok(Self(places))
    }

    fn request(
        &self,
        row: &SheetRow,
        columns: usize,
    ) -> Result<RefundRequestRow, RefundRowProblem> {
        let is_over = row.cells().skip(columns).any(|cell| !cell.trim().is_empty());
        if row.width() < columns || is_over {
            return Err(RefundRowProblem::Cells { cells: row.width(), columns });
        }
        let text = |place: Option<usize>| row.text(place?);
        let [reference, account, amount, currency, reason, customer_note] = self.0.map(text);
        let reference = reference.ok_or(RefundRowProblem::NoReference)?;
        Ok(RefundRequestRow { reference, account, amount, currency, reason, customer_note })
    }
}
