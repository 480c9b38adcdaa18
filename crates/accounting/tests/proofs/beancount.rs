//! Beancount reads the ledger without an error and comes to our balances.

use accounting::Row;
use serde::Deserialize;

use crate::ledger_month::{Balances, amounts, balances, entries, hostile_month, rich_month};
use crate::programs::{folder, installed, printed, put, said, without_zeros};
use crate::support::{usual, written};

/// What Beancount makes of a ledger.
const READ: &str = r#"
import json, sys
from beancount import loader
from beancount.core import data, realization
entries, errors, _ = loader.load_file(sys.argv[1])
transactions = list(data.filter_txns(entries))
balances = [
    [account.account, position.units.currency, format(position.units.number, "f")]
    for account in realization.iter_children(realization.realize(entries))
    for position in account.balance
]
print(json.dumps({
    "errors": [error.message for error in errors],
    "transactions": len(transactions),
    "links": sorted({link for transaction in transactions for link in transaction.links}),
    "narrations": [transaction.narration for transaction in transactions],
    "balances": balances,
}))
"#;

#[derive(Deserialize)]
struct Ledger {
    errors: Vec<String>,
    transactions: usize,
    links: Vec<String>,
    narrations: Vec<String>,
    balances: Vec<(String, String, String)>,
}

fn read(name: &str, rows: &[Row]) -> (Ledger, Balances) {
    let (file, _) = written(rows, usual("beancount"));
    let ledger = put(&folder(name), "month.beancount", &file);
    assert_eq!(printed(installed("bean-check").arg(&ledger)), "");
    let json = printed(installed("python").args(["-c", READ]).arg(&ledger));
    let mut ledger: Ledger = serde_json::from_str(&json).unwrap();
    assert_eq!((&ledger.errors[..], ledger.transactions), (&[][..], entries(rows)));
    let balances = said(std::mem::take(&mut ledger.balances));
    (ledger, balances)
}

#[test]
#[ignore = "needs Beancount; cargo xtask test runs it"]
fn proof_beancount_comes_to_our_balances() {
    let (ledger, found) = read("beancount-rich", &rich_month());
    let ours = without_zeros(balances(&rich_month()));
    assert_eq!(amounts(&found), amounts(&ours));
    for ((name, currency), minor) in ours {
        let name = name.replace("Lagos shop", "Lagos-shop");
        assert!(name.contains("Tōkyō") || found[&(name.clone(), currency)] == minor, "{name}");
    }
    let linked = [("payment", "0f"), ("payment", "1f"), ("payout", "2f")]
        .map(|(what, end)| format!("{what}-01941f29-7c00-7000-8000-0000000000{end}"));
    assert_eq!(ledger.links, linked, "all that belongs to a payment or payout is tied to it");
    let quoted = "Refund of ORDER-00123, Ada Obi, Torn \"box\"; see mail";
    assert!(ledger.narrations.iter().any(|narration| narration == quoted));
}

#[test]
#[ignore = "needs Beancount; cargo xtask test runs it"]
fn proof_beancount_reads_a_hostile_month_to_the_last_minor_unit() {
    let rows = hostile_month();
    let (_, found) = read("beancount-hostile", &rows);
    assert_eq!(amounts(&found), amounts(&without_zeros(balances(&rows))));
}
