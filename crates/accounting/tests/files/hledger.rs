//! hledger's journal, and a reader that takes nothing else.

use accounting::Wishes;
use ledger::Money;

use crate::ledger_month::{Balances, rich_month};
use crate::support::{context, sale, usual, written};

/// The balances and the number of transactions of a journal, or what is wrong with it.
pub(crate) fn read(file: &[u8]) -> Result<(usize, Balances), String> {
    let text = std::str::from_utf8(file).map_err(|error| error.to_string())?;
    let (mut count, mut found) = (0, Balances::new());
    let mut accounts = Vec::new();
    for line in text.split('\n') {
        let unknown = || format!("unknown line {line:?}");
        let is_day = line.get(..10).is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok());
        if is_day {
            let rest = line[10..].strip_prefix(" * (").ok_or_else(unknown)?;
            let (_, description) = rest.split_once(") ").ok_or_else(unknown)?;
            if description.contains([';', '\r']) || description.matches(" | ").count() > 1 {
                return Err(unknown());
            }
            count += 1;
        } else if let Some(posting) =
            line.strip_prefix("    ").filter(|line| !line.starts_with("; "))
        {
            let (posting, comment) = posting.split_once("  ; ").ok_or_else(unknown)?;
            let (name, amount) = posting.split_once("  ").ok_or_else(unknown)?;
            let (number, code) = amount.split_once(' ').ok_or_else(unknown)?;
            let currency = code.parse().map_err(|_| unknown())?;
            let money = Money::parse(number, currency).map_err(|_| unknown())?;
            let is_known = accounts.contains(&name) && comment.starts_with("row:");
            if !is_known || name.contains(';') || !name.starts_with(char::is_alphanumeric) {
                return Err(unknown());
            }
            *found.entry((name.to_owned(), currency)).or_default() += money.minor();
        } else if let Some(name) = line.strip_prefix("account ") {
            accounts.push(name);
        } else if !(line.is_empty()
            || line == "decimal-mark ."
            || line.starts_with("commodity 1000.")
            || line.starts_with("; Written by")
            || line.starts_with("    ; entry:"))
        {
            return Err(unknown());
        }
    }
    Ok((count, found))
}

#[test]
fn the_clearing_account_returns_to_zero_once_everything_was_paid_out() {
    let (_, found) = read(&written(&rich_month(), usual("hledger")).0).unwrap();
    let of = |name: &str| {
        found.iter().find(|((account, _), _)| account == name).map(|(_, minor)| *minor)
    };
    assert_eq!(of("Assets:Clearing:Lagos shop:NGN"), Some(0));
    assert_eq!(of("Assets:Bank:NGN"), Some(2_497_400 - 12_345), "less what was paid back from it");
}

#[test]
fn accounts_are_called_as_the_merchant_says() {
    let names = [("sales", "revenues:{gateway}"), ("clearing", "(assets):{account}")];
    let names = names.map(|(word, name)| (word.to_owned(), name.to_owned()));
    let wishes = Wishes { names: names.into(), ..Wishes::default() };
    let file = context("hledger", "Africa/Lagos", &wishes).preview_file(&[sale()]).unwrap();
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains("    revenues:Novac  -25000.00 NGN  ; row:"), "{text}");
    assert!(
        text.contains("    _(assets):Shop  25000.00 NGN  ; row:"),
        "no virtual posting: {text}"
    );
}
