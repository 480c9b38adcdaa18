//! Two libraries read the statements: ofxtools, which holds OFX to its specification, and quiffen, which reads QIF.

use accounting::Row;
use ledger::{Currency, Money};
use serde::Deserialize;

use crate::ledger_month::{by_account, hostile_month, rich_month};
use crate::programs::{folder, installed, printed, put};
use crate::support::{all_written, usual};

const READ_OFX: &str = r#"
import json, sys
from ofxtools.Parser import OFXTree
statements = []
for path in sys.argv[1:]:
    tree = OFXTree()
    tree.parse(path)
    statement, = tree.convert().statements
    statements.append({
        "currency": statement.curdef,
        "ids": [movement.fitid for movement in statement.transactions],
        "amounts": [format(movement.trnamt, "f") for movement in statement.transactions],
        "balance": format(statement.balance.balamt, "f"),
    })
print(json.dumps(statements))
"#;

const READ_QIF: &str = r#"
import json, sys
from quiffen import Qif
statements = []
for path in sys.argv[1:]:
    account, = Qif.parse(path).accounts.values()
    movements = [movement for movements in account.transactions.values() for movement in movements]
    statements.append({"amounts": [format(movement.amount, "f") for movement in movements]})
print(json.dumps(statements))
"#;

#[derive(Deserialize)]
struct Statement {
    #[serde(default)]
    currency: String,
    #[serde(default)]
    ids: Vec<String>,
    amounts: Vec<String>,
    #[serde(default)]
    balance: String,
}

fn read(name: &str, profile: &str, script: &str, rows: &[Row]) -> Vec<Statement> {
    let folder = folder(name);
    let extension = usual(profile).profile.extension;
    let (files, _) = all_written(rows, usual(profile));
    let paths = files
        .iter()
        .zip(1..)
        .map(|(file, number)| put(&folder, &format!("statement-{number:03}.{extension}"), file));
    let json = printed(installed("python").args(["-c", script]).args(paths));
    serde_json::from_str(&json).unwrap()
}

fn minor(amount: &str, currency: Currency) -> i64 {
    Money::parse(amount, currency).unwrap().minor()
}

fn all_agree(statements: &[Statement], rows: &[Row]) {
    let ours = by_account(rows);
    assert_eq!(statements.len(), ours.len());
    for (statement, (currency, amounts)) in statements.iter().zip(&ours) {
        let found: Vec<_> =
            statement.amounts.iter().map(|amount| minor(amount, *currency)).collect();
        assert_eq!(&found, amounts);
    }
}

fn ofx_agrees(name: &str, profile: &str, rows: &[Row]) {
    let statements = read(name, profile, READ_OFX, rows);
    all_agree(&statements, rows);
    let mut ids = std::collections::BTreeSet::new();
    for (statement, (currency, amounts)) in statements.iter().zip(by_account(rows)) {
        assert_eq!(statement.currency, currency.code());
        assert_eq!(minor(&statement.balance, currency), amounts.iter().sum::<i64>());
        assert!(statement.ids.iter().all(|id| ids.insert(id)), "an id comes once");
    }
}

#[test]
#[ignore = "needs ofxtools; cargo xtask test runs it"]
fn proof_ofxtools_reads_our_statements_with_every_amount_and_id() {
    ofx_agrees("ofx-rich", "ofx", &rich_month());
    ofx_agrees("sage-rich", "sage", &rich_month());
    ofx_agrees("ofx-hostile", "ofx", &hostile_month());
}

#[test]
#[ignore = "needs quiffen; cargo xtask test runs it"]
fn proof_quiffen_reads_our_statements_with_every_amount() {
    for (name, rows) in [("qif-rich", rich_month()), ("qif-hostile", hostile_month())] {
        all_agree(&read(name, "qif", READ_QIF, &rows), &rows);
    }
}
