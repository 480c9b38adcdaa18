//! GnuCash itself imports the accounts, the transactions and the statements, as a person would have it do, and its own
//! balances are ours.
//!
//! Its importers are in its window only. So the real program runs on a display of its own, and its own Python, which
//! reads `gnucash/sitecustomize.py` at its start, chooses the files and clicks. What is in the book then is read by
//! GnuCash's bindings, from the file that it saved.

use std::path::Path;
use std::process::Command;

use accounting::Row;
use ledger::{Currency, LedgerAccount, Money};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::ledger_month::{Balances, amounts, balances, entries, hostile_month, rich_month};
use crate::programs::{folder, printed, put, without_zeros};
use crate::support::{all_written, chosen, context, usual, written};

#[derive(Deserialize)]
struct Book {
    transactions: usize,
    /// Account, currency, and the balance as numerator and denominator.
    balances: Vec<(String, String, i64, i64)>,
}

/// The folder with the scripts.
fn scripts() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proofs/gnucash"))
}

/// Debian's bindings are for Debian's own Python.
fn bindings(task: &str, book: &Path) -> String {
    let script = scripts().join("book.py");
    printed(Command::new("/usr/bin/python3").arg(script).arg(task).arg(book))
}

/// Lets GnuCash do a job in a new book, and gives what is in it then.
fn done(folder: &Path, mut job: Value) -> (usize, Balances) {
    let (book, outcome) = (folder.join("book.gnucash"), folder.join("done"));
    bindings("make", &book);
    job["done"] = json!(outcome);
    let job = put(folder, "job.json", job.to_string().as_bytes());
    let mut gnucash = Command::new("xvfb-run");
    gnucash.args(["-a", "gnucash"]).arg(&book).env("GNUCASH_JOB", job);
    gnucash.env("PYTHONPATH", scripts()).env("PYTHONDONTWRITEBYTECODE", "1");
    gnucash.env("GSETTINGS_BACKEND", "memory").env("NO_AT_BRIDGE", "1").env("LC_ALL", "C.UTF-8");
    for place in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        gnucash.env(place, folder);
    }
    printed(&mut gnucash);
    assert_eq!(std::fs::read_to_string(outcome).unwrap(), "done");
    let book: Book = serde_json::from_str(&bindings("read", &book)).unwrap();
    let balance = |(name, code, over, under): (String, String, i64, i64)| {
        let money = Money::parse("1", code.parse().unwrap()).unwrap();
        assert_eq!(over * money.minor() % under, 0, "{name} has a part of a minor unit");
        ((name, money.currency()), over * money.minor() / under)
    };
    (book.transactions, without_zeros(book.balances.into_iter().map(balance).collect()))
}

/// The accounts file of the rows.
fn chart(folder: &Path, rows: &[Row]) -> Value {
    let accounts = context("gnucash", "Africa/Lagos", &chosen(&[("content", "accounts")]));
    json!(put(folder, "accounts.csv", &written(rows, accounts).0))
}

fn imported(name: &str, rows: &[Row]) -> (usize, Balances) {
    let folder = folder(name);
    let transactions = put(&folder, "transactions.csv", &written(rows, usual("gnucash")).0);
    done(&folder, json!({ "accounts": chart(&folder, rows), "transactions": transactions }))
}

#[test]
#[ignore = "needs GnuCash; cargo xtask test runs it"]
fn proof_gnucash_imports_our_transactions_and_comes_to_our_balances() {
    let (transactions, found) = imported("gnucash-rich", &rich_month());
    assert_eq!(transactions, 16, "an entry in two currencies is two");
    assert_eq!(found, without_zeros(balances(&rich_month())));
}

#[test]
#[ignore = "needs GnuCash; cargo xtask test runs it"]
fn proof_gnucash_imports_a_hostile_month_to_the_last_minor_unit() {
    let rows = hostile_month();
    let (transactions, found) = imported("gnucash-hostile", &rows);
    assert_eq!(transactions, entries(&rows));
    assert_eq!(amounts(&found), amounts(&without_zeros(balances(&rows))));
}

#[test]
#[ignore = "needs GnuCash; cargo xtask test runs it"]
fn proof_gnucash_imports_our_ofx_statements_and_comes_to_our_clearing_balances() {
    statements_agree("gnucash-ofx", &rich_month());
}

#[test]
#[ignore = "needs GnuCash; cargo xtask test runs it"]
fn proof_gnucash_imports_hostile_ofx_statements_to_the_last_minor_unit() {
    let one_shop = |row| Row { account: "Shop".to_owned(), ..row };
    let rows: Vec<_> = hostile_month().into_iter().map(one_shop).collect();
    statements_agree("gnucash-ofx-hostile", &rows);
}

/// Imports every statement twice: GnuCash has to know each movement the second time, by its id.
fn statements_agree(name: &str, rows: &[Row]) {
    let folder = folder(name);
    let clearing: Balances = balances(rows)
        .into_iter()
        .filter(|((name, _), _)| name.starts_with("Assets:Clearing:"))
        .collect();
    // Files and accounts are both in the order of account and currency.
    let (files, _) = all_written(rows, usual("ofx"));
    assert_eq!(files.len(), clearing.len());
    let statement = |(file, (account, code)): (&Vec<u8>, &(String, Currency))| {
        json!([put(&folder, &format!("{code}.ofx"), file), account])
    };
    let once: Vec<_> = files.iter().zip(clearing.keys()).map(statement).collect();
    let twice = [&once[..], &once].concat();
    let job = json!({ "accounts": chart(&folder, rows), "statements": twice });
    let (transactions, found) = done(&folder, job);
    let moved = rows.iter().filter(|row| row.movement.funds == LedgerAccount::Clearing).count();
    assert_eq!(transactions, moved);
    for (account, minor) in clearing {
        let balance = found.get(&account).copied().unwrap_or_default();
        assert_eq!(balance, minor, "{account:?}");
    }
}
