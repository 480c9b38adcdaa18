//! How a CSV is written, in words.

use accounting::import::{Delimiter, Encoding, Layout};

use super::{Gathering, Reading};

/// The keys of a layout, with what they mean.
pub const LAYOUT_WORDS: &[(&str, &str)] = &[
    ("delimiter", "what separates the columns: comma, semicolon, tab or pipe"),
    ("encoding", "how letters are written: utf-8, windows-1252 or utf-16"),
    ("skip", "how many rows come before the heading"),
    ("heading", "whether a row names the columns: yes or no"),
    ("dates", "the order of a date's parts: y-m-d, d-m-y or m-d-y"),
    ("decimal", "what stands before the decimals: point or comma"),
    ("thousands", "what stands between thousands: none, comma, point, space or apostrophe"),
    ("currency", "the currency of all amounts, such as NGN"),
    ("currency-column", "the column with the currency's code, where amounts are in several"),
];

const NONE: &str = "none";

pub(super) fn gather(layout: &Layout, words: &mut Gathering) {
    words.word("delimiter", Some(layout.delimiter));
    words.word("encoding", Some(layout.encoding));
    words.put("skip", layout.skip_rows.to_string());
    words.put("heading", if layout.has_heading { "yes" } else { "no" });
    words.word("dates", layout.date_order);
    words.word("decimal", layout.decimal_mark);
    match layout.thousands_mark {
        Some(mark) => words.word("thousands", Some(mark)),
        None => words.put("thousands", NONE),
    }
}

pub(super) fn read(words: &Reading<'_>) -> Result<Layout, String> {
    let skip = words.text("skip").unwrap_or("0");
    let skip_rows =
        skip.parse().map_err(|_| format!("`skip` is a number of rows, not `{skip}`"))?;
    let thousands = words.text("thousands").filter(|text| !text.eq_ignore_ascii_case(NONE));
    let thousands = thousands.map(|text| {
        super::reading::chosen("thousands", text, "none, comma, point, space or apostrophe")
    });
    Ok(Layout {
        delimiter: words
            .word("delimiter", "comma, semicolon, tab or pipe")?
            .unwrap_or(Delimiter::Comma),
        encoding: words
            .word("encoding", "utf-8, windows-1252 or utf-16")?
            .unwrap_or(Encoding::Utf8),
        skip_rows,
        has_heading: words.yes_or_no("heading", "yes", "no")?.unwrap_or(true),
        date_order: words.word("dates", "y-m-d, d-m-y or m-d-y")?,
        decimal_mark: words.word("decimal", "point or comma")?,
        thousands_mark: thousands.transpose()?,
    })
}
