//! Beancount's ledger, and a reader that takes nothing else.

use std::collections::BTreeSet;

use accounting::{Row, Wishes};
use ledger::Money;

use crate::ledger_month::{Balances, rich_month};
use crate::support::{chosen, context, sale, usual, written};

/// The balances and the number of transactions of a ledger, or what is wrong with it.
pub(crate) fn read(file: &[u8]) -> Result<(usize, Balances), String> {
    let text = std::str::from_utf8(file).map_err(|error| error.to_string())?;
    let (mut count, mut found) = (0, Balances::new());
    let mut opened = BTreeSet::new();
    for line in text.split('\n') {
        let unknown = || format!("unknown line {line:?}");
        let is_day = line.get(..10).is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok());
        if let Some(name) = line.strip_prefix("1970-01-01 open ") {
            if !opened.insert(name) {
                return Err(format!("opened twice: {name}"));
            }
        } else if is_day {
            let mut rest = line[10..].strip_prefix(" * ").ok_or_else(unknown)?;
            while rest.starts_with('"') {
                rest = string(rest).ok_or_else(unknown)?;
                rest = rest.strip_prefix(' ').unwrap_or(rest);
            }
            let is_link =
                |word: &str| word.starts_with("^payment-") || word.starts_with("^payout-");
            if !rest.split_whitespace().all(is_link) {
                return Err(unknown());
            }
            count += 1;
        } else if let Some(rest) = line.strip_prefix("    ").or_else(|| {
            line.strip_prefix("  ")
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        }) {
            let (key, value) = rest.split_once(": ").ok_or_else(unknown)?;
            let is_key = key.chars().all(|c| c.is_ascii_lowercase());
            if !is_key || string(value) != Some("") {
                return Err(unknown());
            }
        } else if let Some(posting) = line.strip_prefix("  ") {
            let (name, amount) = posting.split_once("  ").ok_or_else(unknown)?;
            let (number, code) = amount.split_once(' ').ok_or_else(unknown)?;
            let currency = code.parse().map_err(|_| unknown())?;
            let money = Money::parse(number, currency).map_err(|_| unknown())?;
            if !opened.contains(name) || !is_account(name) {
                return Err(unknown());
            }
            *found.entry((name.to_owned(), currency)).or_default() += money.minor();
        } else if !(line.is_empty() || line.starts_with("; Written by")) {
            return Err(unknown());
        }
    }
    Ok((count, found))
}

/// What stands behind a string.
fn string(text: &str) -> Option<&str> {
    let mut rest = text.strip_prefix('"')?;
    loop {
        let end = rest.find(['"', '\\'])?;
        match rest.get(end..)?.strip_prefix('"') {
            Some(behind) => return Some(behind),
            None => rest = rest.get(end + 2..)?,
        }
    }
}

fn is_account(name: &str) -> bool {
    let begins = |c: char| c.is_uppercase() || c.is_numeric();
    let fits = |level: &str| {
        level.starts_with(begins) && level.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let levels: Vec<_> = name.split(':').collect();
    ["Assets", "Liabilities", "Equity", "Income", "Expenses"].contains(&levels[0])
        && levels.len() > 1
        && levels.iter().all(|level| fits(level))
}

/// What the clearing account of an account at a gateway is called.
fn clearing(account: &str) -> String {
    let row = Row { account: account.to_owned(), ..sale() };
    let text = String::from_utf8(written(&[row], usual("beancount")).0).unwrap();
    let name = text.lines().find_map(|line| line.strip_prefix("1970-01-01 open Assets:Clearing:"));
    name.and_then(|name| name.strip_suffix(":NGN")).unwrap().to_owned()
}

#[test]
fn an_accounts_name_is_readable_and_the_same_whatever_else_is_in_the_file() {
    for (account, name) in [
        ("Shop", "Shop"),
        ("shop", "Shop"),
        ("Lagos shop", "Lagos-shop"),
        ("Co-op", "Co--op"),
        ("3 roses", "3-roses"),
        ("Tōkyō", "Tōkyō"),
        ("élan", "Élan"),
        ("山田", "X山田"),
    ] {
        assert_eq!(clearing(account), name);
    }
    for (account, begins) in
        [("Lagos_shop", "Lagos-shop-"), ("Lagos  shop", "Lagos--shop-"), ("🎂", "X--")]
    {
        let name = clearing(account);
        assert!(name.starts_with(begins) && name.len() == begins.len() + 6, "{name}");
    }
}

#[test]
fn names_that_beancount_does_not_know_are_put_under_one_that_it_does() {
    let names = [("sales", "revenues:{gateway}"), ("clearing", "Assets"), ("fees", "Costs")];
    let names = names.map(|(word, name)| (word.to_owned(), name.to_owned()));
    let wishes = Wishes { names: names.into(), ..Wishes::default() };
    let rows: Vec<_> = rich_month().into_iter().take(2).collect();
    let (file, summary) = written(&rows, context("beancount", "Africa/Lagos", &wishes));
    let (_, found) = read(&file).unwrap();
    let accounts: Vec<_> = found.keys().map(|(name, _)| name.as_str()).collect();
    assert_eq!(accounts, ["Assets:Clearing", "Expenses:Costs", "Income:Revenues:Novac"]);
    assert_eq!((summary.findings[0].code, summary.findings[0].count), ("text_changed", 3));
}

#[test]
fn a_second_file_of_the_same_books_opens_nothing() {
    let wishes = chosen(&[("open", "no")]);
    let (file, _) = written(&[sale()], context("beancount", "Africa/Lagos", &wishes));
    assert!(!String::from_utf8(file).unwrap().contains(" open "));
}
