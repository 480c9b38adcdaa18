//! What users of other back offices complain about in their files, each held against ours. Others of these complaints, about
//! which rows go into an export, are answered where rows are chosen.

use std::collections::BTreeSet;

use accounting::profile;
use ledger::{Currency, Money};

use crate::support::{
    ZONE, chosen, context, money, month, month_by, strictly_read, usual, written,
};

/// The cells of a column of the month's base file.
fn column(name: &str) -> Vec<String> {
    let mut records = strictly_read(&month_by("base", &[]).0).unwrap();
    let place = records.remove(0).iter().position(|heading| heading == name).unwrap();
    records.into_iter().map(|mut record| record.swap_remove(place)).collect()
}

#[test]
fn complaint_8_a_file_has_every_account_and_no_row_twice() {
    let ids = column("row_id");
    assert_eq!(ids.len(), month().len());
    assert_eq!(BTreeSet::from_iter(&ids).len(), ids.len());
    let accounts: BTreeSet<_> = column("account").into_iter().collect();
    assert_eq!(accounts.len(), 2);
    let (_, summary) = month_by("qbo-3", &[]);
    let left_out: u64 = summary
        .findings
        .iter()
        .filter(|found| found.code == "left_out")
        .map(|found| found.count)
        .sum();
    assert_eq!(summary.rows + left_out, ids.len() as u64, "what is not in a file is told");
}

#[test]
fn complaint_9_fee_net_payout_order_currency_and_time_zone_have_columns() {
    for name in ["base", "spreadsheet", "xlsx"] {
        let headings = profile(name).unwrap().headings();
        for asked in [
            "gross",
            "fee",
            "net",
            "refunded",
            "payout_id",
            "settlement_id",
            "order_ref",
            "currency",
            "channel",
            "gateway_reference",
            "occurred_at_utc",
            "local_date",
            "local_time",
            "time_zone",
        ] {
            assert!(headings.contains(&asked), "{name} has no {asked}");
        }
    }
    assert!(column("occurred_at_utc").iter().all(|time| time.ends_with('Z')));
}

#[test]
fn complaint_10_every_cell_is_clean_for_machines() {
    let digits = |amount: &String| {
        let digits = amount.strip_prefix('-').unwrap_or(amount);
        digits.chars().all(|c| c.is_ascii_digit() || c == '.') && !digits.starts_with('.')
    };
    for name in ["amount", "amount_minor", "fee", "net", "gross", "refunded"] {
        assert!(
            column(name).iter().all(digits),
            "{name} has an exponent, a sign of a currency or a separator"
        );
    }
    let smallest = money(1, "CLF").to_decimal_string();
    assert_eq!(smallest, "0.0001", "and neither 1e-4 nor 0.00");
    let clock = |time: &String| time.len() == 8 && time.split(':').count() == 3;
    assert!(column("local_time").iter().all(clock));
    assert!(column("local_time").contains(&"23:59:59".to_owned()), "24 hours, without am and pm");
}

#[test]
fn complaint_11_a_number_below_zero_stays_a_number_while_formulas_are_guarded() {
    let amounts = column("amount");
    assert!(amounts.contains(&"-5000.00".to_owned()));
    let (file, _) = month_by("spreadsheet", &[]);
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains(",-500000,-5000.00,") && !text.contains("'-5000"));
    assert!(text.contains("\"'=cmd|") && text.contains("\"'-5\""));
}

#[test]
fn complaint_12_a_column_that_may_be_summed_gives_what_moved_and_columns_never_change() {
    let mut sums = std::collections::BTreeMap::new();
    for (code, amount) in column("currency").iter().zip(column("amount")) {
        let currency: Currency = code.parse().unwrap();
        let sum = sums.entry(currency).or_insert(Money::zero(currency));
        *sum = sum.checked_add(Money::parse(&amount, currency).unwrap()).unwrap();
    }
    let (_, summary) = written(&month(), context("base", ZONE, &chosen(&[])));
    assert_eq!(Vec::from_iter(sums.into_values()), summary.sums);
    for column in usual("base").columns() {
        let repeats = ["fee", "net"].contains(&column.name);
        assert!(
            !repeats || column.about.contains("not sum"),
            "{} repeats another row",
            column.name
        );
    }
    let versions: BTreeSet<_> = column("schema").into_iter().collect();
    assert_eq!(Vec::from_iter(versions), ["tillkeeper.base.1"]);
}

#[test]
fn complaint_16_gross_fee_and_net_are_apart_and_exact() {
    let rows = [column("type"), column("gross"), column("fee"), column("net"), column("amount")];
    let naira = |text: &String| Money::parse(text, Currency::NGN).unwrap();
    let [_, gross, fee, net, amount] = rows.each_ref().map(|column| &column[0]);
    assert_eq!(naira(gross), naira(amount));
    assert_eq!(naira(gross).checked_sub(naira(fee)).unwrap(), naira(net));
    assert_eq!(rows[0][1], "fee");
    let kept = naira(&rows[4][1]);
    assert_eq!(
        naira(gross).checked_add(kept).unwrap(),
        naira(net),
        "both rows together are the net"
    );
    let (_, summary) = written(&vec![month().swap_remove(0); 3], usual("qbo-3"));
    assert_eq!(summary.sums, [money(7_500_000, "NGN")], "no dust however many are added");
}
