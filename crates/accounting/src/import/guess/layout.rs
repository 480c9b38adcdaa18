//! Encoding, delimiter and heading: the delimiter is the one by which some row has the most headings that are known.

use crate::import::sheet::{self, Sheet, SheetRow};
use crate::import::{
    ColumnRef, Delimiter, ImportError, Layout, MOST_IMPORT_BYTES, check_size, date, encoding,
};

/// The longest text that may be a heading.
const LONGEST_HEADING: usize = 60;
/// Within how many rows the heading is looked for.
const MOST_BEFORE: usize = 40;
/// How many headings have to be known for a row to be one.
const LEAST_KNOWN: usize = 2;

/// A file, taken apart as it seems to be meant.
pub(in crate::import) struct Found {
    pub(in crate::import) layout: Layout,
    pub(in crate::import) sheet: Sheet,
    pub(in crate::import) why: Vec<String>,
}

/// How a file looks with one delimiter.
struct Look {
    delimiter: Delimiter,
    /// The row that seems to be the heading.
    heading: usize,
    known: usize,
    /// How many rows have as many cells as most.
    regular: usize,
    width: usize,
    /// The first row with a date in it.
    first_dated: usize,
}

/// Takes a file apart; `is_known` says whether a heading means anything.
pub(in crate::import) fn found(
    bytes: &[u8],
    is_known: &dyn Fn(&str) -> bool,
) -> Result<Found, ImportError> {
    check_size(bytes, MOST_IMPORT_BYTES)?;
    let encoding = encoding::sniffed(bytes);
    let text = encoding::decoded(bytes, encoding)?;
    let mut best: Option<Look> = None;
    let mut problem = None;
    for delimiter in Delimiter::ALL {
        match sheet::rows(&text, delimiter) {
            Err(error) => {
                problem.get_or_insert(error);
            }
            Ok(rows) => {
                let look = Look::at(delimiter, &rows, is_known);
                let better = |best: &Look| look.rank() > best.rank();
                if best.as_ref().is_none_or(better) {
                    best = Some(look);
                }
            }
        }
    }
    let best = best.filter(|look| look.width > 1);
    let Some(look) = best else {
        let chosen = Delimiter::Comma;
        return Err(problem.unwrap_or(ImportError::OneColumn { chosen, better: None }));
    };
    let has_heading = look.known >= LEAST_KNOWN;
    let skipped = if has_heading { look.heading } else { look.first_dated };
    let layout = Layout {
        delimiter: look.delimiter,
        encoding,
        skip_rows: u32::try_from(skipped).unwrap_or(0),
        has_heading,
        date_order: None,
        decimal_mark: None,
        thousands_mark: None,
    };
    let why = vec![told(&look, &layout)];
    let sheet = Sheet::read(bytes, &layout)?;
    Ok(Found { layout, sheet, why })
}

/// A column by its heading, where that is there only once.
pub(in crate::import) fn reference_to(sheet: &Sheet, place: usize) -> ColumnRef {
    let by_place = || ColumnRef::Place(u16::try_from(place.saturating_add(1)).unwrap_or(u16::MAX));
    let Some(heading) = sheet.headings.get(place).filter(|heading| !heading.is_empty()) else {
        return by_place();
    };
    let by_heading = ColumnRef::Heading(heading.clone());
    if sheet.place(&by_heading).is_ok() { by_heading } else { by_place() }
}

impl Look {
    fn at(delimiter: Delimiter, rows: &[SheetRow], is_known: &dyn Fn(&str) -> bool) -> Self {
        let is_heading = |cell: &&str| cell.len() <= LONGEST_HEADING && is_known(cell);
        let known = |row: &SheetRow| row.cells().filter(is_heading).count();
        let first = rows.get(..MOST_BEFORE).unwrap_or(rows);
        let heads = first.iter().map(known).enumerate();
        // Of rows with as many, the first.
        let best = heads.rev().max_by_key(|(_, known)| *known);
        let (heading, known) = best.unwrap_or((0, 0));
        let width = sheet::usual_width(rows.get(heading..).unwrap_or_default());
        let is_dated = |row: &SheetRow| row.width() == width && row.cells().any(date::is_date);
        Self {
            delimiter,
            heading,
            known,
            regular: rows.iter().filter(|row| row.width() == width && width > 1).count(),
            width,
            first_dated: rows.iter().position(is_dated).unwrap_or(0),
        }
    }

    const fn rank(&self) -> (usize, usize, usize) {
        (self.known, self.regular, self.width)
    }
}

fn told(look: &Look, layout: &Layout) -> String {
    let heading = if layout.has_heading {
        format!("row {} names them", layout.skip_rows.saturating_add(1))
    } else {
        "no row names them".to_owned()
    };
    format!(
        "the text is {}, columns are separated by a {}, and {heading}",
        layout.encoding, look.delimiter
    )
}
