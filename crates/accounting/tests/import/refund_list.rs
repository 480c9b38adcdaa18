//! Lists of refunds from spreadsheets, and the files that tell what came of them.

use accounting::import::{
    ImportError, MOST_LIST_BYTES, RefundList, RefundRequestRow, RefundRowProblem, read_refund_list,
};
use accounting::{RefundResult, RefundResults};
use proptest::prelude::*;

use crate::files::strictly_read;
use crate::support::money;

fn list(text: &str) -> RefundList {
    read_refund_list(text.as_bytes()).unwrap()
}

fn refusal(text: impl AsRef<[u8]>) -> ImportError {
    read_refund_list(text.as_ref()).unwrap_err()
}

fn asks(reference: &str) -> RefundRequestRow {
    RefundRequestRow { reference: reference.to_owned(), ..RefundRequestRow::default() }
}

/// The lines and references of the rows that can be used.
fn references(text: &str) -> Vec<(u32, String)> {
    let rows = list(text).rows.into_iter();
    rows.map(|row| (row.line, row.request.unwrap().reference)).collect()
}

fn result(reference: &str) -> RefundResult {
    RefundResult {
        line: 2,
        account: "Shop".to_owned(),
        reference: reference.to_owned(),
        amount: money(1_000_000, "NGN"),
        outcome: "refused".to_owned(),
        message: Some("nothing is left".to_owned()),
        reason: "Recall".to_owned(),
        customer_note: None,
        payment: "01941f29-7c00-7000-8000-00000000000f".parse().unwrap(),
        refund: None,
    }
}

fn written(rows: &[RefundResult]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut results = RefundResults::begin(&mut file).unwrap();
    for row in rows {
        results.row(row).unwrap();
    }
    results.finish().unwrap();
    file
}

#[test]
fn every_column_is_read_whatever_parts_the_cells_and_however_it_is_cased() {
    let rows = [
        ["Reference", " ACCOUNT ", "amount", "Currency", "reason", "customer_note"],
        ["ORDER-1", "Shop", "100.50", "NGN", "Recall", "Sorry"],
    ];
    let expected = RefundRequestRow {
        reference: "ORDER-1".to_owned(),
        account: Some("Shop".to_owned()),
        amount: Some("100.50".to_owned()),
        currency: Some("NGN".to_owned()),
        reason: Some("Recall".to_owned()),
        customer_note: Some("Sorry".to_owned()),
    };
    for separator in [",", ";", "\t", "|"] {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = rows.map(|row| row.join(separator)).join(line_end);
            for text in [text.clone(), format!("\u{FEFF}{text}{line_end}")] {
                let list = list(&text);
                assert_eq!(list.rows[0].request, Ok(expected.clone()), "{text:?}");
                assert_eq!((list.rows.len(), list.rows[0].line), (1, 2), "{text:?}");
                assert!(list.ignored_columns.is_empty());
            }
        }
    }
}

#[test]
fn a_list_of_nothing_but_references_is_enough() {
    assert_eq!(references("reference\nA\nB"), [(2, "A".to_owned()), (3, "B".to_owned())]);
}

#[test]
fn columns_that_mean_nothing_are_named() {
    let list = list("date,reference,Total,\n2026-01-31,A,7,\n");
    assert_eq!(list.ignored_columns, ["date", "Total"]);
    assert_eq!(list.rows[0].request, Ok(asks("A")));
}

#[test]
fn a_missing_column_is_named_with_those_that_were_found() {
    let problem = refusal("order_ref;amount;currency\nA;1.00;NGN\n").to_string();
    assert_eq!(problem, "the file has no column `reference`; it has: order_ref, amount, currency");
}

#[test]
fn a_column_that_is_there_twice_is_refused() {
    let problem = refusal("reference,amount,Amount\nA,1.00,2.00\n");
    assert!(matches!(&problem, ImportError::ColumnTwice(name) if name == "amount"), "{problem}");
}

#[test]
fn a_row_is_known_by_the_line_that_it_begins_in() {
    let text = "reference,reason\n\nA,\"two\nlines\"\n ,\nB,\n";
    assert_eq!(references(text), [(3, "A".to_owned()), (6, "B".to_owned())]);
    assert_eq!(references("reference\rA\r\rB")[0].0, 2);
}

#[test]
fn a_row_whose_cells_slipped_is_not_used_and_hides_no_other() {
    let rows = list("reference,amount,reason\nA,1,000.00,late\nB\nC,1.00,,\n,1.00,x\n").rows;
    let requests: Vec<_> = rows.into_iter().map(|row| row.request).collect();
    assert_eq!(requests[0], Err(RefundRowProblem::Cells { cells: 4, columns: 3 }));
    // Without its amount it would ask for all that is left.
    assert_eq!(requests[1], Err(RefundRowProblem::Cells { cells: 1, columns: 3 }));
    assert_eq!(requests[2], Ok(RefundRequestRow { amount: Some("1.00".to_owned()), ..asks("C") }));
    assert_eq!(requests[3], Err(RefundRowProblem::NoReference));
}

#[test]
fn a_formula_is_read_as_the_text_it_is() {
    for cell in ["=A1", "+234", "-70", "@me", "=HYPERLINK(\"\"http://evil.example\"\")"] {
        let read = references(&format!("reference\n\"{cell}\"\n"));
        assert_eq!(read, [(2, cell.replace("\"\"", "\""))]);
    }
}

#[test]
fn the_guard_of_a_file_is_taken_off_and_an_apostrophe_of_ones_own_stays() {
    let read = references("reference\n'-70\n'70\n''70\n");
    assert_eq!(read.iter().map(|row| row.1.as_str()).collect::<Vec<_>>(), ["-70", "'70", "'70"]);
}

#[test]
fn a_list_of_fifty_thousand_is_refused_with_its_number() {
    let rows: String = (0..50_000).map(|number| format!("ORDER-{number}\n")).collect();
    let problem = refusal(format!("reference\n{rows}"));
    assert!(
        matches!(problem, ImportError::TooManyRefunds { rows: 50_000, most: 10_000 }),
        "{problem}"
    );
    let most: String = (0..10_000).map(|number| format!("ORDER-{number}\n")).collect();
    assert_eq!(list(&format!("reference\n\n{most}\n,\n")).rows.len(), 10_000);
}

#[test]
fn a_file_that_is_no_list_is_refused_for_what_it_is() {
    let large = vec![b'a'; MOST_LIST_BYTES + 1];
    assert!(matches!(refusal(large), ImportError::TooLarge { most: 4 }));
    for nothing in ["", "\u{FEFF}", "\n\n", "reference", "reference,amount\n,\n\n"] {
        assert!(matches!(refusal(nothing), ImportError::NoRefunds), "{nothing:?}");
    }
    let latin = b"reference,reason\nA,ok\nB,caf\xe9\n";
    assert!(matches!(refusal(latin), ImportError::NotUtf8 { line: 3 }));
    let utf16: Vec<u8> = "reference\nA\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(refusal(&utf16), ImportError::NotText { line: 1 }));
    assert!(matches!(refusal(b"PK\x03\x04\0\0workbook"), ImportError::NotText { line: 1 }));
}

#[test]
fn a_quotation_mark_that_is_left_open_hides_no_rows() {
    let problem = refusal("reference,reason\nA,\"too late\nB,x\nC,x\n");
    assert!(matches!(problem, ImportError::OpenQuote { line: 2 }), "{problem}");
}

#[test]
fn a_lone_quotation_mark_within_a_text_is_a_part_of_it() {
    let rows = list("reference,reason\nA,5\" pipe\nB,x\n").rows;
    let reasons = rows.into_iter().map(|row| row.request.unwrap().reason.unwrap());
    assert_eq!(reasons.collect::<Vec<_>>(), ["5\" pipe", "x"]);
}

#[test]
fn what_excel_calls_unicode_text_is_read() {
    let text = "\u{FEFF}reference\treason\nA\tcafé\n".encode_utf16();
    let bytes: Vec<u8> = text.flat_map(u16::to_le_bytes).collect();
    let expected = RefundRequestRow { reason: Some("café".to_owned()), ..asks("A") };
    assert_eq!(read_refund_list(&bytes).unwrap().rows[0].request, Ok(expected));
}

#[test]
fn a_result_file_can_be_handed_in_again() {
    let hostile = RefundResult {
        account: "@Shop".to_owned(),
        reason: "=1+1; \"late\"\n-2".to_owned(),
        customer_note: Some("+sorry".to_owned()),
        ..result("-70")
    };
    let list = read_refund_list(&written(std::slice::from_ref(&hostile))).unwrap();
    let request = list.rows[0].request.clone().unwrap();
    assert_eq!((request.reference, request.account), (hostile.reference, Some(hostile.account)));
    assert_eq!(
        (request.amount.as_deref(), request.currency.as_deref()),
        (Some("10000.00"), Some("NGN"))
    );
    assert_eq!(
        (request.reason, request.customer_note),
        (Some(hostile.reason), hostile.customer_note)
    );
    assert_eq!(list.ignored_columns, ["line", "outcome", "message", "payment_id", "refund_id"]);
}

proptest! {
    #[test]
    fn no_list_is_too_odd_to_be_read_and_no_two_rows_share_a_line(text in "(reference[,;\t\n\r])?[a\",;\t\r\n=' é]{0,60}") {
        if let Ok(list) = read_refund_list(text.as_bytes()) {
            let lines: Vec<_> = list.rows.iter().map(|row| row.line).collect();
            prop_assert!(lines.is_sorted_by(|one, next| one < next), "{lines:?}");
            prop_assert!(lines.first().is_none_or(|line| *line >= 2));
        }
    }

    #[test]
    fn no_cell_of_a_result_file_begins_a_formula(text in "[=+@a\"',;\t\r\n -]{1,20}") {
        let row = RefundResult {
            account: text.clone(),
            message: Some(text.clone()),
            reason: text.clone(),
            customer_note: Some(text.clone()),
            ..result(&text)
        };
        for cell in strictly_read(&written(&[row])).unwrap().swap_remove(1) {
            for piece in cell.split([';', '\t', '\r', '\n']) {
                prop_assert!(!piece.trim_start().starts_with(['=', '+', '-', '@']), "{cell:?}");
            }
        }
    }

    #[test]
    fn every_reference_survives_a_result_file(reference in "[!-~]([ -~]{0,20}[!-~])?") {
        let list = read_refund_list(&written(&[result(&reference)])).unwrap();
        prop_assert_eq!(&list.rows[0].request.as_ref().unwrap().reference, &reference);
    }
}
