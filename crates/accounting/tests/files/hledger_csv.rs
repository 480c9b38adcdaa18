//! hledger's CSV and the rules beside it.

use accounting::{Context, Wishes, profile};

use crate::support::{ZONE, assert_golden, cell, sale, usual};

#[test]
fn the_rules_are_the_golden_file_byte_for_byte() {
    let companion = usual("hledger-csv").companion().unwrap();
    assert_eq!(companion.suffix, ".rules");
    assert_golden("hledger-csv.csv.rules", companion.text.as_bytes());
}

#[test]
fn the_rules_name_each_column_in_its_place() {
    let rules = usual("hledger-csv").companion().unwrap().text;
    let fields = rules.lines().find_map(|line| line.strip_prefix("fields ")).unwrap();
    let fields: Vec<_> = fields.split(", ").collect();
    let headings = profile("hledger-csv").unwrap().headings();
    assert_eq!(fields.len(), headings.len());
    for (field, heading) in fields.iter().zip(headings) {
        let known = [("number", "amount"), ("commodity", "currency")];
        assert!(*field == heading || known.contains(&(*field, heading)), "{field} {heading}");
    }
}

#[test]
fn accounts_are_called_as_the_merchant_says() {
    let names =
        [("sales", "Revenue:{gateway}:{account}"), ("clearing", "Assets: Gateways :{currency}")];
    let names = names.map(|(word, name)| (word.to_owned(), name.to_owned())).into();
    let wishes = Wishes { names, ..Wishes::default() };
    let context =
        Context::new(profile("hledger-csv").unwrap(), ZONE.parse().unwrap(), &wishes).unwrap();
    assert_eq!(cell(&sale(), context.clone(), "account1"), "Assets:Gateways:NGN");
    assert_eq!(cell(&sale(), context, "account2"), "Revenue:Novac:Shop");
}

#[test]
fn a_name_that_hides_a_level_or_a_comment_is_kept_in_its_level() {
    for (account, level) in [("a:b", "a b"), ("a  ; b", "a b"), ("\u{200B}", "_"), ("=x", "_=x")] {
        let row = accounting::Row { account: account.to_owned(), ..sale() };
        let expected = format!("Assets:Clearing:{level}:NGN");
        assert_eq!(cell(&row, usual("hledger-csv"), "account1"), expected);
    }
}
