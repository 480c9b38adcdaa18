//! Zoho Books.

use accounting::Row;
use ledger::MovementKind;

use crate::support::{ZONE, chosen, context, money, movement, sale};

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
            let cells = context.preview_cells(&row);
            assert_eq!(cells[1..=expected.len()], expected[..], "{amounts}");
        }
    }
}
