//! GnuCash's files, and a reader by the rules of its own.

use accounting::Wishes;
use ledger::Money;

use crate::ledger_month::{Balances, balances, rich_month};
use crate::support::{assert_golden, chosen, context, strictly_read, written};

/// The balances and the number of transactions of a file, or what is wrong with it.
pub(crate) fn read(file: &[u8]) -> Result<(usize, Balances), String> {
    let text = std::str::from_utf8(file).map_err(|error| error.to_string())?;
    // GnuCash's reader ends a text at a doubled quotation mark and takes a backslash for an escape.
    if text.contains("\"\"") || text.contains('\\') {
        return Err("a quotation mark or a backslash within a text".to_owned());
    }
    // Its book is XML, and could not be opened again.
    let is_xml =
        |c: char| !matches!(c, '\u{FFFE}' | '\u{FFFF}') && (!c.is_control() || "\r\n".contains(c));
    if !text.chars().all(is_xml) {
        return Err("a character that XML has not".to_owned());
    }
    let (mut count, mut found, mut sum) = (0, Balances::new(), 0);
    let mut currency = None;
    for record in strictly_read(file)?.split_off(1) {
        let unknown = || format!("unknown record {record:?}");
        let (transaction, split) = record.split_at(7);
        if !transaction[0].is_empty() {
            let code = transaction[5].strip_prefix("CURRENCY::").ok_or_else(unknown)?;
            if sum != 0 {
                return Err(format!("out of balance before {record:?}"));
            }
            currency = Some(code.parse().map_err(|_| unknown())?);
            count += 1;
        } else if transaction.iter().any(|cell| !cell.is_empty()) {
            return Err(unknown());
        }
        let currency = currency.ok_or_else(unknown)?;
        let minor = Money::parse(&split[5], currency).map_err(|_| unknown())?.minor();
        if !split[2].ends_with(&split[3]) || split[2].split(':').any(str::is_empty) {
            return Err(unknown());
        }
        *found.entry((split[2].clone(), currency)).or_default() += minor;
        sum += minor;
    }
    let mut names: Vec<_> = found.keys().map(|(name, _)| name).collect();
    names.dedup();
    let is_sound = sum == 0 && names.len() == found.len();
    if is_sound { Ok((count, found)) } else { Err("an account has two currencies".to_owned()) }
}

#[test]
fn the_accounts_of_a_month_are_the_golden_file_byte_for_byte() {
    let wishes = chosen(&[("content", "accounts")]);
    let (file, _) = written(&rich_month(), context("gnucash", "Africa/Lagos", &wishes));
    assert_golden("gnucash-accounts.csv", &file);
    let accounts = strictly_read(&file).unwrap();
    let listed = |name: &String| accounts.iter().any(|account| &account[1] == name);
    assert!(balances(&rich_month()).keys().all(|(name, _)| listed(name)));
}

#[test]
fn an_account_keeps_one_currency_though_the_merchant_names_none() {
    let names =
        [("bank".to_owned(), "Assets:Bank".to_owned()), ("sales".to_owned(), "Sales".to_owned())];
    let wishes = Wishes { names: names.into(), ..Wishes::default() };
    let (file, _) = written(&rich_month(), context("gnucash", "Africa/Lagos", &wishes));
    let (_, found) = read(&file).unwrap();
    let names: Vec<_> = found.keys().map(|(name, _)| name.as_str()).collect();
    for name in ["Assets:Bank:NGN", "Sales:BHD", "Sales:CLF", "Sales:JPY", "Sales:NGN", "Sales:USD"]
    {
        assert!(names.contains(&name), "{names:?}");
    }
}
