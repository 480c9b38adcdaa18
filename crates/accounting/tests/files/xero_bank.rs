//! Xero's bank statement.

use accounting::Row;
use ledger::MovementKind;

use crate::support::{cell, money, movement, sale, usual};

#[test]
fn a_fee_is_paid_to_the_gateway_and_a_sale_by_whom_is_known_best() {
    let payee = |row: &Row| cell(row, usual("xero-bank"), "Payee");
    assert_eq!(payee(&sale()), "Ada Obi");
    assert_eq!(payee(&Row { customer_name: None, ..sale() }), "ada@example.com");
    assert_eq!(
        payee(&Row { customer_name: Some("\u{200B} ".to_owned()), ..sale() }),
        "ada@example.com"
    );
    let masked = Row { customer_name: None, customer_email: None, ..sale() };
    assert_eq!(payee(&masked), "");
    let fee = movement(MovementKind::Fee, money(-5, "NGN"));
    assert_eq!(payee(&Row { movement: fee, ..sale() }), "Novac");
}

#[test]
fn each_movement_says_in_words_what_it_is() {
    let row = Row { note: Some("Torn".to_owned()), ..sale() };
    for (kind, minor, words) in [
        (MovementKind::Sale, 5, "Sale ORDER-00123, Ada Obi, Premium plan"),
        (MovementKind::Sale, -5, "Correction of sale ORDER-00123, Ada Obi, Premium plan"),
        (MovementKind::Fee, -5, "Fee of ORDER-00123"),
        (MovementKind::Fee, 5, "Returned fee of ORDER-00123"),
        (MovementKind::Refund, -5, "Refund of ORDER-00123, Ada Obi, Torn"),
        (MovementKind::Refund, 5, "Returned refund of ORDER-00123, Ada Obi, Torn"),
        (MovementKind::Reversal, -5, "Reversal of ORDER-00123, Ada Obi, Torn"),
        (MovementKind::Reversal, 5, "Returned reversal of ORDER-00123, Ada Obi, Torn"),
    ] {
        let row = Row { movement: movement(kind, money(minor, "NGN")), ..row.clone() };
        assert_eq!(cell(&row, usual("xero-bank"), "Description"), words);
    }
    let bare = Row {
        reference: " ".to_owned(),
        customer_name: None,
        customer_email: None,
        description: None,
        ..sale()
    };
    assert_eq!(cell(&bare, usual("xero-bank"), "Description"), "Sale");
}
