//! OFX statements, byte by byte and through a reader that takes nothing else.

use std::collections::BTreeSet;

use accounting::{AccountsAtGateways, Context, Row, profile};
use ledger::{GatewayKind, Money};
use proptest::prelude::*;

use crate::ledger_month::{by_account, hostile_entries, hostile_month, rich_month};
use crate::support::{all_written, assert_golden, sale, usual, written};

/// What is in an element that is written on one line: its name and its text.
fn value(line: &str) -> Option<(&str, String)> {
    let (name, rest) = line.strip_prefix('<')?.split_once('>')?;
    let text = rest.strip_suffix(&format!("</{name}>"))?;
    let is_text = |c: char| !c.is_control() && !matches!(c, '<' | '>' | '\u{FFFE}' | '\u{FFFF}');
    let known = ["&lt;", "&gt;", "&amp;"].iter().zip(["<", ">", "&"]);
    let signs = known.clone().fold(text.to_owned(), |text, (escape, _)| text.replace(escape, ""));
    if !text.chars().all(is_text) || signs.contains('&') {
        return None;
    }
    Some((name, known.fold(text.to_owned(), |text, (escape, sign)| text.replace(escape, sign))))
}

/// The values of a statement in order, or what is wrong with it.
fn read(file: &[u8]) -> Result<Vec<(String, String)>, String> {
    let text = std::str::from_utf8(file).map_err(|error| error.to_string())?;
    let mut lines = text.lines();
    let header = lines.next().is_some_and(|line| line.starts_with("<?xml "))
        && lines.next().is_some_and(|line| line.starts_with("<?OFX OFXHEADER=\"200\" "));
    let (mut open, mut values) = (Vec::new(), Vec::new());
    for line in lines {
        let name = line.trim_matches(['<', '/', '>']);
        if let Some((name, text)) = value(line) {
            values.push((name.to_owned(), text));
        } else if line == format!("<{name}>") {
            open.push(name);
        } else if line != format!("</{name}>") || open.pop() != Some(name) {
            return Err(format!("unknown line {line:?}"));
        }
    }
    if header && open.is_empty() { Ok(values) } else { Err(format!("{open:?} is open")) }
}

fn of<'a>(values: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    values.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
}

fn all_read(rows: &[Row]) -> Result<(), String> {
    let (files, _) = all_written(rows, usual("ofx"));
    let accounts = by_account(rows);
    let mut statements = BTreeSet::new();
    for (file, (currency, amounts)) in files.iter().zip(&accounts) {
        let values = read(file)?;
        let money = |text: &str| Money::parse(text, *currency).unwrap().minor();
        let found: Vec<_> = of(&values, "TRNAMT").into_iter().map(money).collect();
        assert_eq!(&found, amounts);
        assert_eq!(of(&values, "CURDEF"), [currency.code()]);
        assert_eq!(
            of(&values, "BALAMT").into_iter().map(money).sum::<i64>(),
            amounts.iter().sum::<i64>()
        );
        let ids: BTreeSet<_> = of(&values, "FITID").into_iter().collect();
        assert_eq!(ids.len(), amounts.len());
        let fits = |name, most| {
            of(&values, name).iter().all(|text| (1..=most).contains(&text.chars().count()))
        };
        assert!(fits("NAME", 32) && fits("MEMO", 255) && fits("ACCTID", 22) && fits("BANKID", 9));
        assert!(statements.insert(of(&values, "ACCTID").concat()), "one account each");
    }
    assert_eq!(files.len(), accounts.len().max(1));
    Ok(())
}

#[test]
fn a_month_is_the_golden_files_byte_for_byte() {
    let (files, _) = all_written(&rich_month(), january("ofx"));
    assert_golden("ofx.ofx", &files.concat());
    all_read(&rich_month()).unwrap();
    assert_eq!(all_written(&rich_month(), january("sage")).0, files);
}

fn january(profile: &str) -> Context {
    usual(profile).with_period("2026-01-01".parse().unwrap(), "2026-01-31".parse().unwrap())
}

#[test]
fn hostile_text_adds_no_movement_and_changes_no_amount() {
    all_read(&hostile_month()).unwrap();
}

proptest! {
    #[test]
    fn every_movement_is_read_back_with_its_amount(rows in hostile_entries()) {
        all_read(&rows).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn a_statement_says_which_period_it_is_of_or_that_it_is_of_all_time() {
    let period = |context| {
        let values = read(&written(&[sale()], context).0).unwrap();
        [of(&values, "DTSTART").concat(), of(&values, "DTEND").concat()]
    };
    let written = ["20260101100000.000[0:GMT]", "20260131100000.000[0:GMT]"];
    assert_eq!(period(january("ofx")), written);
    assert_eq!(period(usual("ofx")), ["19700101100000.000[0:GMT]", "21000101100000.000[0:GMT]"]);
}

#[test]
fn a_movement_has_the_same_id_and_account_in_whichever_file_it_is() {
    let ids = |rows: &[Row]| {
        let values = read(&written(rows, usual("ofx")).0).unwrap();
        ["BANKID", "ACCTID", "FITID"].map(|name| of(&values, name).last().unwrap().to_string())
    };
    let later = Row { index: 7, ..sale() };
    let alone = ids(std::slice::from_ref(&later));
    assert_eq!(alone, ids(&[sale(), later]));
    assert_eq!(alone[2], "01941f29-7c00-7000-8000-000000000001-0007");
}

#[test]
fn an_export_of_nothing_is_still_an_answer() {
    let values = read(&written(&[], usual("ofx")).0).unwrap();
    let names: Vec<_> = values.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["CODE", "SEVERITY", "DTSERVER", "LANGUAGE"]);
}

#[test]
fn no_movement_takes_so_many_bytes_that_a_file_for_sage_grows_too_large() {
    let limits = profile("sage").unwrap().limits;
    // An ampersand takes five bytes in XML, and no character more.
    let long = "&".repeat(10_000);
    let row = Row { customer_name: Some(long.clone()), reference: long, ..sale() };
    let length = |times| written(&vec![row.clone(); times], usual("sage")).0.len();
    let movement = u64::try_from(length(2) - length(1)).unwrap();
    assert!(movement * limits.rows.unwrap() < 250_000_000, "{movement} bytes");
}

#[test]
fn files_of_accounts_that_sound_alike_do_not_look_like_parts_of_one() {
    let of = |account: &str| Row { account: account.to_owned(), ..sale() };
    let (_, summary) = all_written(&[of("Shop A"), of("Shop-A"), of("Market")], usual("ofx"));
    let suffixes: Vec<_> = summary.files.iter().map(|file| file.suffix.as_str()).collect();
    let [market, first, second] = suffixes.as_slice() else { panic!("{suffixes:?}") };
    assert_eq!(*market, "-market-NGN");
    assert_ne!(first, second);
    for marked in [first, second] {
        let mark = marked.strip_prefix("-shop-a-").and_then(|rest| rest.strip_suffix("-NGN"));
        let is_mark = |mark: &str| mark.len() == 6 && mark.chars().all(|c| c.is_ascii_hexdigit());
        assert!(mark.is_some_and(is_mark), "{marked}");
    }
}

#[test]
fn accounts_of_one_name_at_two_gateways_stay_apart_in_every_file() {
    let at = |gateway, entry: u32, account: &str| Row {
        gateway,
        entry: format!("01941f29-7c00-7000-8000-{entry:012}").parse().unwrap(),
        account: account.to_owned(),
        ..sale()
    };
    let rows = [
        at(GatewayKind::Novac, 1, "Main"),
        at(GatewayKind::Ovgc, 2, "main"),
        at(GatewayKind::Novac, 3, "main"),
    ];
    let told = |profile| {
        usual(profile).with_accounts(AccountsAtGateways::of([
            (GatewayKind::Novac, "Main"),
            (GatewayKind::Ovgc, "main"),
            (GatewayKind::Novac, "main"),
        ]))
    };
    let (files, summary) = all_written(&rows, told("ofx"));
    let suffixes: Vec<_> = summary.files.iter().map(|file| file.suffix.as_str()).collect();
    assert_eq!(suffixes, ["-main-NGN", "-main-ovgc-payments-NGN"]);
    let files = files.into_iter().map(|file| String::from_utf8(file).unwrap());
    for (file, (gateway, rows)) in files.zip([("novac", 2), ("ovgc", 1)]) {
        assert!(file.contains(&format!("<BANKID>{gateway}</BANKID>")), "{file}");
        assert_eq!(file.matches("<STMTTRN>").count(), rows, "{file}");
    }
    for (profile, names) in [
        ("beancount", ["Assets:Clearing:Main:NGN ", "Assets:Clearing:Main-OVGC-Payments:NGN "]),
        ("hledger", ["Assets:Clearing:Main:NGN ", "Assets:Clearing:main OVGC Payments:NGN "]),
    ] {
        let file = String::from_utf8(written(&rows, told(profile)).0).unwrap();
        let times = names.map(|name| file.matches(&format!("{name} ")).count());
        assert_eq!(times, [2, 1], "{file}");
    }
}
