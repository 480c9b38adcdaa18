//! QIF statements, byte by byte and through a reader that takes nothing else.

use accounting::Row;
use ledger::{Currency, Money};
use proptest::prelude::*;

use crate::ledger_month::{by_account, hostile_entries, hostile_month, rich_month};
use crate::support::{all_written, assert_golden, chosen, context, told, usual};

/// The amounts of a statement, or what is wrong with it.
fn read(file: &[u8], currency: Currency) -> Result<Vec<i64>, String> {
    let text = std::str::from_utf8(file).map_err(|error| error.to_string())?;
    let lines = text.strip_prefix("!Type:Bank\r\n").ok_or("it begins otherwise")?;
    let lines: Vec<_> = lines.split_terminator("\r\n").collect();
    let record = |record: &[&str]| {
        let unknown = || format!("unknown record {record:?}");
        let (end, fields) = record.split_last().ok_or_else(unknown)?;
        let letters: String = fields.iter().filter_map(|field| field.chars().next()).collect();
        let is_known = ["DTNPM", "DTNM", "DTPM", "DTM"].contains(&letters.as_str());
        if !is_known || *end != "^" || fields.iter().any(|field| field.contains(['\r', '\n'])) {
            return Err(unknown());
        }
        Money::parse(&fields[1][1..], currency).map(Money::minor).map_err(|_| unknown())
    };
    lines.split_inclusive(|line| line.starts_with('^')).map(record).collect()
}

fn all_read(rows: &[Row]) -> Result<(), String> {
    let (files, _) = all_written(rows, usual("qif"));
    let accounts = by_account(rows);
    if accounts.is_empty() {
        return read(&files[0], "NGN".parse().unwrap()).map(|amounts| assert!(amounts.is_empty()));
    }
    assert_eq!(files.len(), accounts.len());
    for (file, (currency, amounts)) in files.iter().zip(accounts) {
        assert_eq!(read(file, currency)?, amounts);
    }
    Ok(())
}

#[test]
fn a_month_is_the_golden_files_byte_for_byte() {
    let (files, summary) = all_written(&rich_month(), usual("qif"));
    assert_golden("qif.qif", &files.concat());
    all_read(&rich_month()).unwrap();
    let suffixes: Vec<_> = summary.files.iter().map(|file| file.suffix.as_str()).collect();
    let tokyo = ["BHD", "CLF", "JPY", "USD"].map(|code| format!("-ovgc-tōkyō-{code}"));
    assert_eq!(suffixes, [&["-lagos-shop-NGN".to_owned()], &tokyo[..]].concat());
    assert_eq!(told(&summary), [("left_out", 3), ("parts", 5)], "refunds in cash and by the bank");
}

#[test]
fn days_are_written_in_the_chosen_order() {
    for (choice, line) in [("us", "D01/04/2026"), ("uk", "D04/01/2026")] {
        let context = context("qif", "Africa/Lagos", &chosen(&[("dates", choice)]));
        let (files, _) = all_written(&rich_month()[2..3], context);
        let text = String::from_utf8(files.concat()).unwrap();
        assert!(
            text.contains(line),
            "half past eleven in Greenwich is the next day in Lagos: {text}"
        );
    }
}

#[test]
fn hostile_text_adds_no_record_and_changes_no_amount() {
    all_read(&hostile_month()).unwrap();
}

proptest! {
    #[test]
    fn every_record_is_read_back_with_its_amount(rows in hostile_entries()) {
        all_read(&rows).map_err(TestCaseError::fail)?;
    }
}
