//! The workbook, opened as what it is: a ZIP archive of XML.

use std::io::{Cursor, Read as _};

use accounting::Row;
use ledger::MovementKind;

use crate::support::{
    ZONE, all_written, assert_golden, chosen, context, money, month, month_by, movement, sale,
    told, usual, written,
};

fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The rows of the sheet, each as what stands between its tags.
fn sheet(workbook: &[u8]) -> Vec<String> {
    let sheet = part(workbook, "xl/worksheets/sheet1.xml");
    sheet.split("</row>").filter_map(|row| Some(row.split_once("<row ")?.1.to_owned())).collect()
}

/// What stands in a cell, `L2`: its type, empty for numbers, and its text.
fn cell(row: &str, place: &str) -> (String, String) {
    let cell = row.split_once(&format!("r=\"{place}\"")).unwrap().1;
    let cell = cell.split("</c>").next().unwrap();
    let kind = cell.split_once(" t=\"").map_or("", |(_, kind)| kind.split('"').next().unwrap());
    let text = cell.split(['<', '>']).filter(|text| !text.is_empty()).nth(if kind.is_empty() {
        2
    } else {
        3
    });
    (kind.to_owned(), text.unwrap_or_default().to_owned())
}

#[test]
fn the_month_is_the_golden_sheet_byte_for_byte() {
    let (file, summary) = month_by("xlsx", &[]);
    assert_golden("xlsx.sheet.xml", part(&file, "xl/worksheets/sheet1.xml").as_bytes());
    assert_eq!(told(&summary), []);
}

#[test]
fn the_same_rows_give_the_same_bytes_whenever_they_are_written() {
    let (file, _) = month_by("xlsx", &[]);
    let core = part(&file, "docProps/core.xml");
    assert_eq!(core.matches("2000-01-01T00:00:00Z").count(), 2, "{core}");
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
    for place in 0..archive.len() {
        let time = archive.by_index(place).unwrap().last_modified().unwrap();
        assert_eq!(time, zip::DateTime::default(), "a part says when it was made");
    }
    assert_eq!(month_by("xlsx", &[]).0, file);
}

#[test]
fn amounts_are_numbers_days_are_days_and_nothing_else_is() {
    let rows =
        [Row { reference: "00123".to_owned(), customer_name: Some("=1+1".to_owned()), ..sale() }];
    let sheet = sheet(&written(&rows, usual("xlsx")).0);
    assert_eq!(cell(&sheet[1], "K2"), (String::new(), "2500000".to_owned()));
    assert_eq!(cell(&sheet[1], "L2"), (String::new(), "25000".to_owned()));
    assert_eq!(cell(&sheet[1], "D2"), (String::new(), "46053".to_owned()), "31 January 2026");
    assert_eq!(cell(&sheet[1], "S2"), ("inlineStr".to_owned(), "00123".to_owned()));
    assert_eq!(cell(&sheet[1], "T2"), ("inlineStr".to_owned(), "=1+1".to_owned()));
    assert!(!sheet.concat().contains("<f>"), "a formula");
}

#[test]
fn each_currency_shows_the_digits_it_has() {
    let styles = part(&month_by("xlsx", &[]).0, "xl/styles.xml");
    for shape in ["#,##0.00", "#,##0", "#,##0.000", "#,##0.0000", "yyyy-mm-dd"] {
        assert!(styles.contains(&format!("formatCode=\"{shape}\"")), "{styles}");
    }
}

#[test]
fn an_amount_with_more_digits_than_a_spreadsheet_keeps_is_text_and_told() {
    let of =
        |minor| Row { movement: movement(MovementKind::Reversal, money(minor, "NGN")), ..sale() };
    let rows = [of(-999_999_999_999_999), of(1_000_000_000_000_001), of(i64::MIN + 1)];
    let (file, summary) = written(&rows, usual("xlsx"));
    let sheet = sheet(&file);
    assert_eq!(cell(&sheet[1], "K2"), (String::new(), "-999999999999999".to_owned()));
    assert_eq!(cell(&sheet[1], "L2"), (String::new(), "-9999999999999.99".to_owned()));
    assert_eq!(cell(&sheet[2], "L3"), ("inlineStr".to_owned(), "10000000000000.01".to_owned()));
    assert_eq!(cell(&sheet[3], "K4"), ("inlineStr".to_owned(), "-9223372036854775807".to_owned()));
    assert_eq!(told(&summary), [("number_as_text", 4)]);
    assert!(summary.findings[0].sentence.contains("fifteen digits"), "{:?}", summary.findings);
}

#[test]
fn a_text_longer_than_a_cell_holds_is_cut_and_told() {
    let long = Row { description: Some("🎂".repeat(20_000)), ..sale() };
    let (file, summary) = written(&[long], usual("xlsx"));
    assert_eq!(told(&summary), [("text_cut", 1)]);
    assert_eq!(cell(&sheet(&file)[1], "V2").1.encode_utf16().count(), 32_766);
}

#[test]
fn the_heading_is_bold_and_stays_in_sight_and_columns_may_be_chosen() {
    let mut wishes = chosen(&[]);
    wishes.columns = vec!["amount".to_owned(), "order_ref".to_owned()];
    let (file, _) = written(&[sale()], context("xlsx", ZONE, &wishes));
    let whole = part(&file, "xl/worksheets/sheet1.xml");
    assert!(whole.contains("ySplit=\"1\"") && whole.contains("state=\"frozen\""), "{whole}");
    assert!(part(&file, "xl/styles.xml").contains("<b/>"));
    let sheet = sheet(&file);
    assert_eq!(cell(&sheet[0], "A1").1, "amount");
    assert_eq!(cell(&sheet[0], "B1").1, "order_ref");
    assert_eq!((sheet[0].matches("<c ").count(), sheet.len()), (2, 2));
}

#[test]
fn a_workbook_of_nothing_has_its_heading() {
    let (files, summary) = all_written(&[], usual("xlsx"));
    assert_eq!(sheet(&files[0]).len(), 1);
    assert_eq!(told(&summary), [("nothing", 1)]);
}

#[test]
fn a_preview_shows_days_and_amounts_as_the_sheet_has_them_and_text_as_it_was_typed() {
    let row = month().into_iter().find(|row| row.customer_name.as_deref() == Some("-5")).unwrap();
    let shown = usual("xlsx").preview_cells(&row);
    assert!(["-5", "2026-03-12", "100.00"].iter().all(|cell| shown.contains(&(*cell).to_owned())));
}

#[test]
fn a_sheet_has_no_more_rows_than_programs_open() {
    assert_eq!(accounting::profile("xlsx").unwrap().limits.rows, Some(1_048_575));
    assert_eq!(accounting::profile("spreadsheet").unwrap().limits.rows, Some(1_048_575));
}
