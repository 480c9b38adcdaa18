//! hledger reads the journal, checks it strictly, and comes to our balances.

use std::path::Path;
use std::process::Command;

use accounting::Row;

use crate::ledger_month::{Balances, amounts, balances, entries, hostile_month, rich_month};
use crate::programs::{folder, printed, put, said, without_zeros};
use crate::support::{usual, written};

fn hledger(journal: &Path, words: &[&str]) -> String {
    let mut hledger = Command::new("hledger");
    hledger.env("LC_ALL", "C.UTF-8").arg("-f").arg(journal).args(words);
    printed(&mut hledger)
}

/// The balances that hledger comes to, once it has found nothing wrong and as many transactions as there are entries.
fn read(name: &str, rows: &[Row]) -> Balances {
    let (file, _) = written(rows, usual("hledger"));
    let journal = put(&folder(name), "month.journal", &file);
    hledger(&journal, &["check", "--strict"]);
    let transactions = hledger(&journal, &["print", "-O", "json"]);
    let transactions: Vec<serde_json::Value> = serde_json::from_str(&transactions).unwrap();
    assert_eq!(transactions.len(), entries(rows));
    let table = hledger(&journal, &["balance", "--flat", "-N", "-O", "csv", "--layout", "bare"]);
    let mut table = csv::Reader::from_reader(table.as_bytes());
    said(table.records().map(|record| {
        let record = record.unwrap();
        (record[0].to_owned(), record[1].to_owned(), record[2].to_owned())
    }))
}

#[test]
#[ignore = "needs hledger; cargo xtask test runs it"]
fn proof_hledger_comes_to_our_balances() {
    assert_eq!(read("hledger-rich", &rich_month()), without_zeros(balances(&rich_month())));
}

#[test]
#[ignore = "needs hledger; cargo xtask test runs it"]
fn proof_hledger_reads_a_hostile_month_to_the_last_minor_unit() {
    let rows = hostile_month();
    assert_eq!(amounts(&read("hledger-hostile", &rows)), amounts(&without_zeros(balances(&rows))));
}
