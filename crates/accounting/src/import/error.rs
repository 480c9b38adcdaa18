//! Why a whole file was not read. Apart from the crate's own error, since it has a life of its own: it is about files that
//! others wrote, and a person mends it by changing a mapping or asking the bank again.

use super::{DateOrder, Delimiter, Kind};

/// Why nothing of a file was taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// More bytes than are read.
    #[error(
        "the file has more than {most} MiB, which is the most that is read; split it, or ask for a shorter period"
    )]
    TooLarge {
        /// The most it may have.
        most: usize,
    },
    /// More rows or entries than are read.
    #[error(
        "the file has more than {most} lines, which are the most that are read at once; split it, or ask for a shorter \
         period"
    )]
    TooManyLines {
        /// The most it may have.
        most: usize,
    },
    /// More cells in a row than any statement has.
    #[error("line {line} has more than {most} cells; check which character separates the columns")]
    TooManyColumns {
        /// Where.
        line: u32,
        /// The most it may have.
        most: usize,
    },
    /// Nothing is in it.
    #[error("the file has no rows; check that it is the right one, and that it was saved whole")]
    Empty,
    /// Nothing is in a list of refunds.
    #[error(
        "the list has no refunds; write a heading row with `reference`, and a row for each refund"
    )]
    NoRefunds,
    /// More refunds than are taken at once.
    #[error("the list has {rows} refunds, and {most} are the most at once; split it")]
    TooManyRefunds {
        /// How many it has.
        rows: usize,
        /// The most it may have.
        most: usize,
    },
    /// No text.
    #[error("line {line} is not text; save the file as CSV, not as a workbook or a PDF")]
    NotText {
        /// The first line with such bytes.
        line: u32,
    },
    /// Not UTF-8, although it was to be.
    #[error(
        "line {line} is not text in UTF-8; save the file as \"CSV UTF-8\", or choose Windows-1252 where the encoding can be \
         chosen"
    )]
    NotUtf8 {
        /// The first line with such bytes.
        line: u32,
    },
    /// Not UTF-16, although it was to be.
    #[error(
        "the file is not text in UTF-16; choose UTF-8 as the encoding, or Windows-1252 where that is refused"
    )]
    NotUtf16,
    /// UTF-16, although it was to be something else.
    #[error("the file is text in UTF-16; choose that as the encoding")]
    IsUtf16,
    /// UTF-8, although it was to be Windows-1252.
    #[error(
        "the file is text in UTF-8, and letters such as ä or é would come out as two characters each; choose UTF-8 as the \
         encoding"
    )]
    IsUtf8 {
        /// The first line where that shows.
        line: u32,
    },
    /// Not in the encoding that the file itself names.
    #[error(
        "line {line} is not written in {encoding}, as the file says it is; ask for the file again"
    )]
    OtherEncoding {
        /// The first line with such bytes.
        line: u32,
        /// What the file says.
        encoding: String,
    },
    /// A quotation mark was left open.
    #[error(
        "the quotation mark that opens on line {line} is never closed, so the rows after it cannot be told apart; \
         check which character separates the columns, or double quotation marks within a text"
    )]
    OpenQuote {
        /// Where it opens.
        line: u32,
    },
    /// One column, so that the wrong character was taken to separate them.
    #[error("with a {chosen} between columns there is only one column; {}", other_delimiter(*better))]
    OneColumn {
        /// What was taken to separate them.
        chosen: Delimiter,
        /// What separates more of them.
        better: Option<Delimiter>,
    },
    /// A column is not there.
    #[error("the file has no column `{missing}`; it has: {found}")]
    ColumnMissing {
        /// Which.
        missing: String,
        /// Those that are there.
        found: String,
    },
    /// Two columns have the same heading.
    #[error(
        "the file has more than one column `{0}`; remove or rename one of them, or choose it by its position in the mapping"
    )]
    ColumnTwice(String),
    /// The mapping does not say all that is needed.
    #[error("{what} is missing from the mapping; choose it there")]
    Unsettled {
        /// What is missing.
        what: &'static str,
    },
    /// One mark cannot do both.
    #[error(
        "the same mark cannot be used for decimals and for thousands; change one of them in the mapping"
    )]
    SameMark,
    /// The dates prove that their parts are in another order.
    #[error(
        "line {line} has the date `{text}`, which cannot be {chosen}; it can be {other}, and every date in \
         the file fits that. Choose {other} as the order of dates"
    )]
    OtherDateOrder {
        /// Where.
        line: u32,
        /// What stands there.
        text: String,
        /// The order that was chosen.
        chosen: DateOrder,
        /// The order that fits.
        other: DateOrder,
    },
    /// The rows cannot be taken apart.
    #[error("the rows cannot be read: {0}")]
    Rows(#[source] csv::Error),
    /// Entities or a document type.
    #[error(
        "line {line} declares a document type or entities, which no bank writes and which can make a small file grow \
         without end; nothing of it was read. Ask the bank for the file again"
    )]
    Declares {
        /// Where.
        line: u32,
    },
    /// An entity that was never declared.
    #[error("line {line} uses `&{name};`, which is not defined; ask the bank for the file again")]
    UnknownEntity {
        /// Where.
        line: u32,
        /// Its name.
        name: String,
    },
    /// Elements too deep inside one another.
    #[error(
        "line {line} is more than {most} elements deep, which no statement is; nothing of it was read"
    )]
    TooDeep {
        /// Where.
        line: u32,
        /// The most there may be.
        most: usize,
    },
    /// Too many elements in one entry.
    #[error(
        "the entry on line {line} has more than {most} parts, which are the most that are read"
    )]
    TooManyParts {
        /// Where.
        line: u32,
        /// The most there may be.
        most: usize,
    },
    /// Not well-formed.
    #[error(
        "line {line} is not well-formed XML; ask the bank for the file again, and do not open and save it before"
    )]
    NotWellFormed {
        /// Where.
        line: u32,
        /// What the parser says.
        #[source]
        source: quick_xml::Error,
    },
    /// It ends in the middle.
    #[error(
        "the file breaks off on line {line}, so that entries may be missing; nothing of it was taken. Download it again"
    )]
    BreaksOff {
        /// Its last line.
        line: u32,
    },
    /// Another kind of file.
    #[error("the file is {found}; ask the bank for {wanted}")]
    OtherKind {
        /// What it is.
        found: &'static str,
        /// What is read.
        wanted: Kind,
    },
    /// No statement is in it.
    #[error("the file has no statement that can be read as {0}; check that it is the right one")]
    NoStatement(Kind),
}

fn other_delimiter(better: Option<Delimiter>) -> String {
    match better {
        Some(better) => format!("choose a {better}, which separates more of them"),
        None => "check that the file is a CSV and begins with its heading".to_owned(),
    }
}
