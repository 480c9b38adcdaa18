//! Files that others wrote, banks and back offices, or a person in a spreadsheet: bytes in, typed lines out.
//!
//! Nothing is eaten. Every row or entry of a file comes out as a line, or as a [`LineProblem`] with its number and what
//! to do; what a file says of itself and does not hold (a closing balance, a count) is a [`Doubt`]. Nothing that money
//! hangs on is guessed silently: [`guess_mapping`] leaves open what a file does not show, and a reader refuses a
//! mapping with a gap. Which line is new, and what becomes of it, is decided by the caller; see [`StatementLine`] for
//! what a key proves.

mod balances;
mod camt;
mod cells;
mod date;
mod detect;
mod doubt;
mod encoding;
mod error;
mod guess;
mod history;
mod identity;
mod mapping;
mod number;
mod ofx;
mod outline;
mod preview;
mod problem;
mod refund_list;
mod scan;
mod sheet;
mod statement;
mod statement_csv;
mod xml;

pub use camt::read_camt053;
pub use date::DateOrder;
pub use detect::{Kind, detect};
pub use doubt::Doubt;
pub use encoding::Encoding;
pub use error::ImportError;
pub use guess::{Guess, Question, guess_mapping};
pub use history::{
    Happened, History, HistoryGuess, HistoryLine, HistoryMapping, Left, Meaning, RowKind, Step,
    guess_history_mapping, read_history_csv,
};
pub use identity::likeness;
pub use mapping::{AmountFrom, ColumnRef, CurrencyFrom, Delimiter, Layout, Mapping};
pub use number::{AmountProblem, DecimalMark, ThousandsMark};
pub use ofx::read_ofx;
pub use preview::{Preview, PreviewRow, preview_csv};
pub use problem::{LineProblem, NotTaken};
pub use refund_list::{
    MOST_LIST_BYTES, MOST_LIST_ROWS, RefundList, RefundListRow, RefundRequestRow, RefundRowProblem,
    read_refund_list,
};
pub use statement::{Statement, StatementLine};
pub use statement_csv::read_statement_csv;

use crate::text::shortened;

/// The most bytes of a file.
pub const MOST_IMPORT_BYTES: usize = 32 * 1024 * 1024;
/// The most rows or entries of a file.
pub const MOST_LINES: usize = 100_000;
/// The most cells of a row.
pub const MOST_COLUMNS: usize = 200;
/// The most elements of an XML or OFX file that may stand inside one another.
pub const MOST_DEPTH: usize = 64;
/// The most elements of an XML or OFX file that belong to one entry.
pub const MOST_PARTS: usize = 500_000;

/// Refuses a file that is too large before anything else is done with it.
fn check_size(bytes: &[u8], most: usize) -> Result<(), ImportError> {
    if bytes.len() > most {
        return Err(ImportError::TooLarge { most: most / (1024 * 1024) });
    }
    Ok(())
}
