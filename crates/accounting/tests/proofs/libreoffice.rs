//! LibreOffice opens every table: amounts are numbers and days are days there, to the last digit, and nothing is a formula.

mod sheet;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use accounting::{Context, Parts, Row};
use chrono::NaiveDate;
use ledger::Money;

use self::sheet::{Cell, sheet};
use crate::support::{ZONE, all_written, chosen, context, month};

/// A table as it can be chosen, and how a person in some country opens it.
struct Opened {
    profile: &'static str,
    choices: &'static [(&'static str, &'static str)],
    /// What LibreOffice is told of the file: the separator as a code, and the language, whose decimals and days it has.
    separator: u8,
    language: &'static str,
    /// The shape of its days, and the place of each of them.
    day: (&'static str, &'static [usize]),
    /// The places of its amounts.
    amounts: &'static [usize],
}

const ENGLISH_US: &str = "1033";
const ENGLISH_UK: &str = "2057";
const GERMAN: &str = "1031";

const US_DAY: &str = "%m/%d/%Y";
const UK_DAY: &str = "%d/%m/%Y";
const ISO_DAY: &str = "%Y-%m-%d";

/// A CSV as a person in the United States opens it.
const fn opened(
    profile: &'static str,
    day: (&'static str, &'static [usize]),
    amounts: &'static [usize],
) -> Opened {
    Opened { profile, choices: &[], separator: b',', language: ENGLISH_US, day, amounts }
}

/// The amounts of the base profile's columns: in minor units, in major ones, fee, net, gross, refunded.
const BASE_AMOUNTS: &[usize] = &[10, 11, 12, 13, 30, 31];

const CSVS: [Opened; 17] = [
    opened("base", (ISO_DAY, &[3]), BASE_AMOUNTS),
    opened("spreadsheet", (ISO_DAY, &[3]), BASE_AMOUNTS),
    Opened {
        choices: &[("separator", "semicolon")],
        separator: b';',
        ..opened("spreadsheet", (ISO_DAY, &[3]), BASE_AMOUNTS)
    },
    Opened {
        choices: &[("separator", "semicolon"), ("decimal", "comma")],
        separator: b';',
        language: GERMAN,
        ..opened("spreadsheet", (ISO_DAY, &[3]), BASE_AMOUNTS)
    },
    Opened {
        choices: &[("separator", "tab"), ("decimal", "comma")],
        separator: b'\t',
        language: GERMAN,
        ..opened("spreadsheet", (ISO_DAY, &[3]), BASE_AMOUNTS)
    },
    opened("qbo-3", (US_DAY, &[0]), &[2]),
    Opened {
        choices: &[("dates", "uk")],
        language: ENGLISH_UK,
        ..opened("qbo-3", (UK_DAY, &[0]), &[2])
    },
    opened("qbo-4", (US_DAY, &[0]), &[2, 3]),
    opened("xero-bank", (ISO_DAY, &[0]), &[1]),
    Opened {
        choices: &[("dates", "uk"), ("header", "uk")],
        language: ENGLISH_UK,
        ..opened("xero-bank", (UK_DAY, &[0]), &[1])
    },
    Opened { language: ENGLISH_UK, ..opened("xero-invoice", (UK_DAY, &[12, 13]), &[16, 17]) },
    Opened { language: ENGLISH_UK, ..opened("freeagent", (UK_DAY, &[0]), &[1]) },
    opened("wave", (US_DAY, &[0]), &[1]),
    opened("zoho", (ISO_DAY, &[0]), &[1]),
    Opened { choices: &[("amounts", "double")], ..opened("zoho", (ISO_DAY, &[0]), &[1, 2]) },
    opened("hledger-csv", (ISO_DAY, &[0]), &[3]),
    opened("firefly", (ISO_DAY, &[0]), &[2]),
];

impl Opened {
    /// How LibreOffice imports it: parted so, quoted by `"`, in UTF-8 from the first line on, quoted cells judged as others
    /// are, whatever looks like a number or a day taken for one, and formulas run, which people can switch on.
    fn filter(&self) -> String {
        format!(
            "CSV:{},34,76,1,,{},false,true,false,false,false,0,true",
            self.separator, self.language
        )
    }

    fn context(&self) -> Context {
        context(self.profile, ZONE, &chosen(self.choices))
    }

    /// Writes the month into files of that name and a number.
    fn written_to(&self, stem: &Path) -> Vec<PathBuf> {
        let (files, _) = all_written(&month(), self.context());
        let write = |(number, file): (usize, &Vec<u8>)| {
            let name = PathBuf::from(format!("{}-{number}.csv", stem.display()));
            fs::write(&name, file).unwrap();
            name
        };
        files.iter().enumerate().map(write).collect()
    }

    /// The rows in the order in which files have them, by the account and currency where each has a file.
    fn rows(&self) -> Vec<Row> {
        let context = self.context();
        let mut rows: Vec<_> = month().into_iter().filter(|row| context.takes(row)).collect();
        if context.profile.parts == Parts::Clearing {
            rows.sort_by_key(|row| (row.account.clone(), row.movement.money.currency()));
        }
        rows
    }

    /// Holds what LibreOffice sees in the files against what was written.
    fn assert_as_written(&self, seen: impl Iterator<Item = Vec<Vec<Cell>>>) {
        let headings = usize::from(self.profile != "freeagent");
        let seen: Vec<_> = seen.flat_map(|sheet| sheet.into_iter().skip(headings)).collect();
        let rows = self.rows();
        assert_eq!(seen.len(), rows.len(), "{} {:?}", self.profile, self.choices);
        for (record, row) in seen.iter().zip(&rows) {
            for (place, text) in self.context().preview_cells(row).iter().enumerate() {
                let none = Cell::default();
                self.assert_cell(place, text, record.get(place).unwrap_or(&none));
            }
        }
    }

    fn assert_cell(&self, place: usize, text: &str, cell: &Cell) {
        let told = format!("{} {:?} {text:?}: {cell:?}", self.profile, self.choices);
        assert!(!cell.has_formula, "{told}");
        let (shape, days) = self.day;
        if days.contains(&place) {
            let day = NaiveDate::parse_from_str(text, shape).unwrap().to_string();
            assert_eq!((cell.kind.as_str(), &cell.value), ("date", &day), "{told}");
        } else if self.amounts.contains(&place) && !text.is_empty() {
            assert_eq!(cell.kind, "float", "{told}");
            assert_eq!(plain(&cell.value), plain(&text.replace(',', ".")), "{told}");
        } else if cell.kind != "string" && !cell.kind.is_empty() {
            // No CSV can say that digits are text.
            let is_digits = text.chars().all(|c| c.is_ascii_digit() || "-:TZ./".contains(c));
            assert!(is_digits, "{told}: text became a number");
        }
    }
}

/// Opens files in LibreOffice, with a home of its own, and keeps what it sees in them.
fn opened_in_libreoffice(
    folder: &Path,
    files: &[PathBuf],
    filter: Option<&str>,
) -> Vec<Vec<Vec<Cell>>> {
    let home = folder.join("home");
    let seen = folder.join("seen");
    let mut command = Command::new("soffice");
    command.env("HOME", &home).arg(format!("-env:UserInstallation=file://{}", home.display()));
    command.args(["--headless", "--norestore", "--convert-to", "fods"]);
    command.args(filter.map(|filter| format!("--infilter={filter}")));
    let run = command.arg("--outdir").arg(&seen).args(files).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let sees = |file: &PathBuf| {
        let name = file.with_extension("fods");
        sheet(&fs::read_to_string(seen.join(name.file_name().unwrap())).unwrap())
    };
    files.iter().map(sees).collect()
}

#[test]
#[ignore = "needs LibreOffice Calc"]
fn proof_libreoffice_opens_every_csv_with_amounts_as_numbers_and_nothing_as_a_formula() {
    let mut filters: Vec<_> = CSVS.iter().map(Opened::filter).collect();
    filters.sort_unstable();
    filters.dedup();
    for filter in filters {
        let folder = tempfile::tempdir().unwrap();
        let tables: Vec<_> = CSVS.iter().filter(|table| table.filter() == filter).collect();
        let names: Vec<Vec<_>> = (0_u8..)
            .zip(&tables)
            .map(|(number, table)| table.written_to(&folder.path().join(number.to_string())))
            .collect();
        let mut seen =
            opened_in_libreoffice(folder.path(), &names.concat(), Some(&filter)).into_iter();
        for (table, files) in tables.iter().zip(&names) {
            table.assert_as_written(seen.by_ref().take(files.len()));
        }
    }
}

#[test]
#[ignore = "needs LibreOffice Calc"]
fn proof_these_tests_would_see_a_formula_that_is_not_guarded_and_a_number_that_is_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.csv");
    fs::write(&file, "\"=1+1\",-5.00,\"'-5.00\",x;=1\r\n").unwrap();
    let filter = CSVS[0].filter();
    let seen = opened_in_libreoffice(folder.path(), &[file], Some(&filter)).remove(0).remove(0);
    let formulas: Vec<_> = seen.iter().map(|cell| cell.has_formula).collect();
    assert_eq!(formulas, [true, false, false, false]);
    let kinds: Vec<_> = seen.iter().map(|cell| cell.kind.as_str()).collect();
    assert_eq!(kinds[1..], ["float", "string", "string"]);
}

#[test]
#[ignore = "needs LibreOffice Calc"]
fn proof_no_csv_has_a_formula_whatever_it_is_split_at() {
    let folder = tempfile::tempdir().unwrap();
    let written = (0_u8..).zip(&CSVS);
    let files: Vec<_> = written
        .flat_map(|(number, table)| table.written_to(&folder.path().join(number.to_string())))
        .collect();
    for separators in ["44", "59", "9", "44/59/9"] {
        let filter =
            format!("CSV:{separators},34,76,1,,{ENGLISH_US},false,true,false,false,false,0,true");
        let seen = opened_in_libreoffice(folder.path(), &files, Some(&filter));
        for (sheet, file) in seen.iter().zip(&files) {
            let formula = sheet.iter().flatten().find(|cell| cell.has_formula);
            assert_eq!(formula, None, "{} split at {separators}", file.display());
        }
    }
}

/// Digits without zeros that say nothing.
fn plain(digits: &str) -> &str {
    let shorter = digits.trim_end_matches('0');
    if digits.contains('.') { shorter.trim_end_matches('.') } else { digits }
}

#[test]
#[ignore = "needs LibreOffice Calc"]
fn proof_libreoffice_opens_the_workbook_with_each_cell_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let context = context("xlsx", ZONE, &chosen(&[]));
    let file = folder.path().join("month.xlsx");
    fs::write(&file, &all_written(&month(), context.clone()).0[0]).unwrap();
    let mut sheet = opened_in_libreoffice(folder.path(), &[file], None).remove(0);
    let heading: Vec<_> = sheet.remove(0).into_iter().map(|cell| cell.text).collect();
    assert_eq!(heading, context.profile.headings());
    assert_eq!(sheet.len(), month().len());
    for (record, row) in sheet.iter().zip(month()) {
        for (place, text) in context.preview_cells(&row).iter().enumerate() {
            let none = Cell::default();
            let cell = record.get(place).unwrap_or(&none);
            let told = format!("{} {text:?}: {cell:?}", heading[place]);
            assert!(!cell.has_formula, "{told}");
            if text.is_empty() {
                assert_eq!(cell.text, "", "{told}");
            } else if place == 3 {
                assert_eq!((cell.kind.as_str(), &cell.value), ("date", text), "{told}");
            } else if place == 10 {
                assert_eq!((cell.kind.as_str(), &cell.value), ("float", text), "{told}");
            } else if BASE_AMOUNTS.contains(&place) {
                let currency = row.movement.money.currency();
                let seen = Money::parse(&cell.value, currency).unwrap();
                assert_eq!(
                    (cell.kind.as_str(), seen.to_decimal_string()),
                    ("float", text.clone()),
                    "{told}"
                );
            } else {
                assert_eq!(
                    (cell.kind.as_str(), cell.text.as_str()),
                    ("string", text.as_str()),
                    "{told}"
                );
            }
        }
    }
}
