//! The base file for a double click.

use accounting::{Context, ExportError, profile};

use crate::support::{ZONE, cell, chosen, context, month_by, sale, strictly_read_parted, written};

#[test]
fn it_begins_with_a_byte_order_mark_and_says_the_same_as_the_base_file() {
    let (base, _) = month_by("base", &[]);
    let (file, _) = month_by("spreadsheet", &[]);
    let behind = file.strip_prefix("\u{FEFF}".as_bytes()).unwrap();
    let records = |file| strictly_read_parted(file, ',').unwrap();
    let differ =
        records(&base).iter().zip(records(behind)).filter(|(one, other)| *one != other).count();
    assert_eq!(differ, 1, "only a text with a comma before a sign is guarded there too");
}

#[test]
fn a_number_with_a_comma_is_not_quoted_and_text_of_digits_is() {
    let context =
        context("spreadsheet", ZONE, &chosen(&[("separator", "semicolon"), ("decimal", "comma")]));
    let row = accounting::Row { reference: "00123".to_owned(), ..sale() };
    let text = String::from_utf8(written(&[row], context).0).unwrap();
    assert!(text.contains(";2500000;25000,00;350,00;24650,00;"), "{text}");
    assert!(text.contains(";\"00123\";"), "{text}");
}

#[test]
fn a_comma_cannot_part_both_cells_and_decimals() {
    let both = chosen(&[("separator", "comma"), ("decimal", "comma")]);
    for wishes in [both, chosen(&[("decimal", "comma")])] {
        let refused = Context::new(profile("spreadsheet").unwrap(), ZONE.parse().unwrap(), &wishes);
        let refused = refused.unwrap_err();
        assert!(
            matches!(refused, ExportError::ChoicesClash { profile: "spreadsheet", .. }),
            "{refused}"
        );
        assert!(refused.to_string().contains("separator=semicolon"), "{refused}");
    }
}

#[test]
fn a_preview_has_the_decimal_mark_of_the_file() {
    let context =
        context("spreadsheet", ZONE, &chosen(&[("separator", "tab"), ("decimal", "comma")]));
    assert_eq!(cell(&sale(), context, "amount"), "25000,00");
}
