//! Xero's sales invoices.

use std::collections::BTreeSet;

use accounting::{Context, ExportError, Row, profile};
use ledger::{MovementKind, SaleTurn};

use crate::support::{
    ZONE, cell, chosen, context, money, movement, sale, strictly_read, told, usual, written,
};

fn numbers(rows: &[Row]) -> Vec<String> {
    let mut records = strictly_read(&written(rows, usual("xero-invoice")).0).unwrap();
    let place = records.remove(0).iter().position(|name| name == "*InvoiceNumber").unwrap();
    records.into_iter().map(|mut record| record.swap_remove(place)).collect()
}

fn called(reference: &str) -> Row {
    Row { reference: reference.to_owned(), ..sale() }
}

#[test]
fn every_invoice_has_a_number_of_its_own_whatever_orders_are_called() {
    let rows = ["A", "A (2)", "A", "A", "A (2)", "B"].map(called);
    assert_eq!(numbers(&rows), ["A", "A (2)", "A (3)", "A (4)", "A (2) (2)", "B"]);
    let (_, summary) = written(&rows, usual("xero-invoice"));
    assert_eq!(told(&summary), [("renumbered", 3)]);
    let long = "x".repeat(300);
    let unseen =
        ["", "\u{200B}"].map(|text| Row { index: text.len().try_into().unwrap(), ..called(text) });
    let numbers = numbers(&[called(&long), called(&long), unseen[0].clone(), unseen[1].clone()]);
    assert!(
        numbers.iter().all(|number| (1..=255).contains(&number.chars().count())),
        "{numbers:?}"
    );
    assert_eq!(BTreeSet::from_iter(&numbers).len(), 4);
}

#[test]
fn a_sale_has_one_number_in_every_export_whatever_else_is_in_it() {
    let later = Row { turn: SaleTurn::AfterAnother, ..called("A") };
    let corrected = Row { turn: SaleTurn::OneMore, ..called("A") };
    let expected = ["A (0000000f)", "A (00000001)"];
    assert_eq!(numbers(&[called("A"), later.clone(), corrected.clone()])[1..], expected);
    assert_eq!(numbers(&[corrected.clone(), later.clone()]), [expected[1], expected[0]]);
    let (_, summary) = written(&[later, corrected], usual("xero-invoice"));
    assert_eq!(told(&summary), [("renumbered", 2)]);
    let long = Row { turn: SaleTurn::AfterAnother, ..called(&"x".repeat(300)) };
    let number = numbers(&[long]).remove(0);
    assert!(number.chars().count() == 255 && number.ends_with("x (0000000f)"), "{number}");
}

#[test]
fn what_wants_credit_notes_is_told_with_what_it_comes_to() {
    let moved = |kind, minor, code| Row { movement: movement(kind, money(minor, code)), ..sale() };
    let rows = [
        sale(),
        moved(MovementKind::Refund, -500_000, "NGN"),
        moved(MovementKind::Reversal, -100_000, "NGN"),
        moved(MovementKind::Sale, -1_999, "USD"),
        moved(MovementKind::Fee, -35_000, "NGN"),
    ];
    let (_, summary) = written(&rows, usual("xero-invoice"));
    let about = summary.findings.iter().find(|found| found.sentence.contains("credit notes"));
    let about = about.unwrap();
    assert_eq!((about.code, about.count), ("left_out", 3));
    assert!(about.sentence.contains("-6000.00 NGN and -19.99 USD in all"), "{}", about.sentence);
}

#[test]
fn a_thousand_payments_of_one_order_are_a_thousand_invoices_in_two_files() {
    let rows: Vec<_> = (0..1_000).map(|index| Row { index, ..called("A") }).collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let entry = format!("01941f29-7c00-7000-8000-{:012}", row.index);
            Row { entry: entry.parse().unwrap(), ..row }
        })
        .collect();
    let (files, _) = crate::support::all_written(&rows, usual("xero-invoice"));
    assert_eq!(files.len(), 2);
    let records = files.iter().flat_map(|file| strictly_read(file).unwrap().split_off(1));
    let numbers: BTreeSet<_> = records.map(|record| record[10].clone()).collect();
    assert_eq!(numbers.len(), 1_000);
}

#[test]
fn account_and_tax_are_written_as_they_were_typed() {
    let typed = [("account-code", "4000/1"), ("tax-type", "VAT, 7.5% (\u{20A6})")];
    let context = context("xero-invoice", ZONE, &chosen(&typed));
    assert_eq!(cell(&sale(), context.clone(), "*AccountCode"), "4000/1");
    assert_eq!(cell(&sale(), context, "*TaxType"), "VAT, 7.5% (\u{20A6})");
    assert_eq!(cell(&sale(), usual("xero-invoice"), "*AccountCode"), "200");
}

#[test]
fn what_cannot_stand_in_a_cell_is_not_taken_for_a_tax() {
    let long = "x".repeat(101);
    for odd in ["", " ", "=1", "two\nlines", "a \"b\"", " padded", long.as_str()] {
        let invoice = profile("xero-invoice").unwrap();
        let refused = Context::new(invoice, ZONE.parse().unwrap(), &chosen(&[("tax-type", odd)]));
        let refused = refused.unwrap_err();
        assert!(
            matches!(refused, ExportError::ChoiceText { choice: "tax-type", most: 100 }),
            "{odd:?}"
        );
    }
}

#[test]
fn xero_gets_a_name_and_a_description_even_of_a_masked_customer() {
    let masked = Row { customer_name: None, customer_email: None, description: None, ..sale() };
    assert_eq!(cell(&masked, usual("xero-invoice"), "*ContactName"), "Customer");
    assert_eq!(cell(&masked, usual("xero-invoice"), "*Description"), "Sale ORDER-00123");
}
