//! QuickBooks Online, with three and with four columns.

use accounting::{Row, profile};
use ledger::MovementKind;

use crate::support::{ZONE, cell, chosen, context, money, movement, sale};

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
