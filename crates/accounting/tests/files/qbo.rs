//! QuickBooks Online, with three and with four columns.

use crate::support::{
    ZONE, assert_golden, cell, chosen, context, money, month_by, movement, sale, told,
};
use accounting::{Row, profile};
use ledger::MovementKind;

#[test]
fn the_month_is_the_golden_file_byte_for_byte() {
    for (name, golden) in [("qbo-3", "qbo-3.csv"), ("qbo-4", "qbo-4.csv")] {
        let (file, summary) = month_by(name, &[]);
        assert_golden(golden, &file);
        let expected = [("left_out", 2), ("text_changed", 4), ("text_cut", 1), ("parts", 5)];
        assert_eq!(told(&summary), expected);
    }
}

#[test]
fn which_column_is_money_in_can_be_swapped_and_the_choice_says_which_is_which() {
    let stands = |choices: &[(&str, &str)], minor| {
        let row = Row { movement: movement(MovementKind::Sale, money(minor, "NGN")), ..sale() };
        let context = context("qbo-4", ZONE, &chosen(choices));
        [cell(&row, context.clone(), "Credit"), cell(&row, context, "Debit")]
    };
    assert_eq!(stands(&[], 5), ["0.05", ""]);
    assert_eq!(stands(&[], -5), ["", "0.05"]);
    assert_eq!(stands(&[("money-in", "debit")], 5), ["", "0.05"]);
    assert_eq!(stands(&[("money-in", "debit")], -5), ["0.05", ""]);
    assert_eq!(stands(&[], i64::MIN), ["", "92233720368547758.08"]);
    let choice = profile("qbo-4").unwrap().choices.iter().find(|choice| choice.name == "money-in");
    let values = choice.unwrap().values;
    assert!(values[0].1.starts_with("Credit is money in"), "{values:?}");
    assert!(values[1].1.starts_with("Debit is money in"), "{values:?}");
}
