//! Zoho Books.

use accounting::{Row, cells};
use ledger::MovementKind;

use crate::support::{ZONE, assert_golden, chosen, context, money, month_by, movement, sale, told};

#[test]
fn the_month_is_the_golden_file_byte_for_byte() {
    let (file, summary) = month_by("zoho", &[]);
    assert_golden("zoho.csv", &file);
    let expected = [("left_out", 2), ("text_changed", 9), ("text_cut", 1), ("parts", 5)];
    assert_eq!(told(&summary), expected);
}

#[test]
fn amounts_stand_in_each_of_the_three_ways() {
    for (amounts, came, went) in [
        ("signed", vec!["0.05"], vec!["-0.05"]),
        ("double", vec!["", "0.05"], vec!["0.05", ""]),
        ("type", vec!["0.05", "Credit"], vec!["0.05", "Debit"]),
    ] {
        let context = context("zoho", ZONE, &chosen(&[("amounts", amounts)]));
        for (minor, expected) in [(5, came), (-5, went)] {
            let row = Row { movement: movement(MovementKind::Sale, money(minor, "NGN")), ..sale() };
            let cells = cells(&context, &row);
            assert_eq!(cells[1..=expected.len()], expected[..], "{amounts}");
        }
    }
}
