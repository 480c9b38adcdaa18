//! The base profile's columns as a CSV to be opened in a spreadsheet by a double click.
//!
//! It differs from the base file in what Excel and LibreOffice go by: a byte order mark, without which Excel misreads
//! letters, and the signs that the computer's country has for parting cells and decimals. A spreadsheet makes a number of
//! everything that looks like one and keeps fifteen digits of it; where that would harm order numbers, there is
//! [`super::xlsx`].

use super::USUAL;
use super::base::COLUMNS;
use crate::style::{Style, TextRule};
use crate::table::{Dialect, Quotes, Table};
use crate::text::SPLITS_AND_COMMA;
use crate::{Choice, Context, Limits, Profile};

pub(super) const PROFILE: Profile = Profile {
    name: "spreadsheet",
    title: "Spreadsheet (CSV)",
    about: "All movements of money, one row each, to be opened in Excel or LibreOffice. Choose xlsx where order numbers \
            begin with zeros or are long.",
    columns: &COLUMNS,
    free_columns: true,
    choices: &[SEPARATOR, DECIMAL],
    limits: WHOLE_SHEET,
    layout: |context| match (context.choice(SEPARATOR.name), context.choice(DECIMAL.name)) {
        ("comma", "comma") => Err(
            "a comma cannot separate both cells and decimals; choose separator=semicolon or tab",
        ),
        _ => Ok(&COLUMNS),
    },
    format: |context| Box::new(Table::new(dialect(context), context)),
    ..USUAL
};

/// What a sheet holds beside its heading.
pub(super) const WHOLE_SHEET: Limits =
    Limits { rows: Some(1_048_575), bytes: None, why: "a sheet has at most 1,048,576 rows" };

const SEPARATOR: Choice = Choice {
    name: "separator",
    about: "What separates the cells; choose what is usual in the computer's country, or the spreadsheet shows a single column.",
    values: &[
        (
            "comma",
            "a comma, where decimals have a point: English-speaking countries, India, Nigeria",
        ),
        ("semicolon", "a semicolon, where decimals have a comma: most of Europe and South America"),
        ("tab", "a tab"),
    ],
    free: false,
};

const DECIMAL: Choice = Choice {
    name: "decimal",
    about: "What separates whole units from the rest.",
    values: &[
        ("point", "a point: 25000.00"),
        ("comma", "a comma: 25000,00; not with separator=comma"),
    ],
    free: false,
};

fn dialect(context: &Context) -> Dialect {
    Dialect {
        heading: true,
        delimiter: match context.choice(SEPARATOR.name) {
            "semicolon" => b';',
            "tab" => b'\t',
            _ => b',',
        },
        mark: true,
        quotes: Quotes::AllButNumbers,
        style: Style {
            text: TextRule::Guarded(SPLITS_AND_COMMA),
            decimal: if context.choice(DECIMAL.name) == "comma" { ',' } else { '.' },
            day: "%Y-%m-%d",
        },
    }
}
