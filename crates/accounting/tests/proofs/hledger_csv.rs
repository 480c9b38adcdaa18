//! hledger reads the CSV through the rules beside it, and its balances are the journal's to the last minor unit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use accounting::Row;
use ledger::{Currency, Money};

use crate::support::{ZONE, all_written, chosen, context, month};

/// What hledger prints.
fn hledger(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let run = Command::new("hledger")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

/// The same as records, without the heading.
fn records(folder: &Path, arguments: &[&str]) -> Vec<Vec<String>> {
    let arguments = [arguments, &["-f", "month.csv", "-O", "csv"]].concat();
    let printed = hledger(folder, &arguments);
    let mut reader = csv::Reader::from_reader(printed.as_slice());
    let records = reader.records().map(|record| record.unwrap());
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

fn written_to_a_folder(rows: &[Row]) -> tempfile::TempDir {
    let context = context("hledger-csv", ZONE, &chosen(&[]));
    let rules = context.companion().unwrap();
    let (files, _) = all_written(rows, context);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("month.csv"), &files[0]).unwrap();
    fs::write(folder.path().join(format!("month.csv{}", rules.suffix)), rules.text).unwrap();
    folder
}

/// The balance of each account and currency by the journal's own double entry, those of zero left out. Names of accounts
/// are taken as far as the ledger's word for them, the account at the gateway and the currency.
fn expected(rows: &[Row]) -> BTreeMap<(String, Currency), i64> {
    let mut balances = BTreeMap::new();
    for row in rows {
        let currency = row.movement.money.currency();
        let at_gateway =
            if row.account == "Lagos shop" { "Lagos shop" } else { "_=Tōkyō B \"2\"" };
        for posting in row.movement.postings() {
            let name = match posting.account.as_str() {
                "clearing" => format!("Assets:Clearing:{at_gateway}:{currency}"),
                "bank" => format!("Assets:Bank:{currency}"),
                "cash" => format!("Assets:Cash:{currency}"),
                "sales" => format!("Income:Sales:{currency}"),
                "refunds" => format!("Income:Refunds:{currency}"),
                "reversals" => format!("Income:Reversals:{currency}"),
                "fees" => format!("Expenses:Fees:{at_gateway}:{currency}"),
                other => panic!("{other} is not in the month"),
            };
            *balances.entry((name, currency)).or_insert(0) += posting.money.minor();
        }
    }
    balances.retain(|_, minor| *minor != 0);
    balances
}

#[test]
#[ignore = "needs hledger"]
fn proof_hledger_has_the_balance_of_every_account_and_currency_to_the_last_minor_unit() {
    let folder = written_to_a_folder(&month());
    let mut balances = BTreeMap::new();
    for record in records(folder.path(), &["balance", "--flat", "--no-total"]) {
        let (digits, code) = record[1].split_once(' ').unwrap();
        let currency: Currency = code.parse().unwrap();
        let money = Money::parse(&digits.replace(',', ""), currency).unwrap();
        balances.insert((record[0].clone(), currency), money.minor());
    }
    assert_eq!(balances, expected(&month()));
}

#[test]
#[ignore = "needs hledger"]
fn proof_hledger_has_each_row_as_a_transaction_with_its_own_code_and_day() {
    let folder = written_to_a_folder(&month());
    let register = records(folder.path(), &["print"]);
    let codes: BTreeSet<_> = register.iter().map(|record| &record[4]).collect();
    assert_eq!(codes.len(), month().len());
    assert_eq!(register.len(), 2 * month().len(), "two postings each");
    let days: BTreeSet<_> = register.iter().map(|record| record[1].as_str()).collect();
    assert!(days.contains("2026-04-01") && days.contains("2026-03-01"), "{days:?}");
    assert!(!days.contains("2026-03-31"), "22:30 in UTC is the next day in Berlin");
}

#[test]
#[ignore = "needs hledger"]
fn proof_what_hledger_prints_of_the_file_is_a_journal_that_it_reads_again() {
    let folder = written_to_a_folder(&month());
    hledger(folder.path(), &["print", "-f", "month.csv", "-o", "month.journal"]);
    let balances = |file| hledger(folder.path(), &["balance", "--flat", "-O", "csv", "-f", file]);
    assert_eq!(balances("month.journal"), balances("month.csv"));
}
