//! What people type comes through as it is, and rows are neither lost nor made.

use accounting::guarded;
use accounting::import::{read_camt053, read_ofx, read_statement_csv};
use proptest::prelude::*;

use crate::support::{mapping, minors};

fn texts() -> Vec<String> {
    let long = "0123456789".repeat(1_000);
    let plain = [
        "=HYPERLINK(\"http://evil.example\",\"Click\")",
        "=cmd|' /C calc'!A0",
        "+2348012345678",
        "-70",
        "@ada",
        "'=1",
        "a\tb",
        "line one\nline two",
        "line one\r\nline two",
        "x;=1;y",
        "\"quoted\", and more",
        "\u{202E}evil\u{202C} \u{200F}مرحبا",
        "🎂 Zoë 日本",
        "</STMTTRN><STMTTRN>",
        "]]>&lt;<!--",
        "&lol; &#x41;",
        long.as_str(),
    ];
    plain.map(str::to_owned).to_vec()
}

fn csv_of(texts: &[String]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["date", "amount", "text"]).unwrap();
    for text in texts {
        writer.write_record(["2026-01-31", "1.00", &guarded(text)]).unwrap();
    }
    writer.into_inner().unwrap()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;")
}

#[test]
fn hostile_text_in_a_csv_comes_through_and_moves_no_money() {
    let statement = read_statement_csv(&csv_of(&texts()), &mapping("NGN")).unwrap();
    let read: Vec<_> = statement.lines.iter().map(|line| line.text.clone()).collect();
    assert_eq!(read, texts());
    assert!(minors(&statement).iter().all(|minor| *minor == 100));
    assert_eq!((statement.problems.len(), statement.doubts.len()), (0, 0));
}

#[test]
fn hostile_text_in_xml_and_in_ofx_comes_through() {
    for text in texts() {
        let name = escaped(&text);
        let camt = format!(
            "<Document><BkToCstmrStmt><Stmt><Ntry><Amt Ccy=\"NGN\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\
             <BookgDt><Dt>2026-01-31</Dt></BookgDt><AddtlNtryInf>{name}</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>"
        );
        let ofx = format!(
            "<OFX><STMTRS><CURDEF>NGN<BANKTRANLIST><STMTTRN><DTPOSTED>20260131<TRNAMT>1.00<MEMO>{name}</STMTTRN></BANKTRANLIST>\
             </STMTRS></OFX>"
        );
        for statement in
            [read_camt053(camt.as_bytes()).unwrap(), read_ofx(ofx.as_bytes()).unwrap()].concat()
        {
            assert_eq!(minors(&statement), [100]);
            assert_eq!(statement.lines[0].text, text);
        }
    }
}

#[test]
fn an_apostrophe_of_ones_own_stays() {
    let file = b"date,amount,text\n2026-01-31,1,'90s shop\n2026-01-31,1,''x\n2026-01-31,1,'-70\n";
    let statement = read_statement_csv(file, &mapping("NGN")).unwrap();
    let read: Vec<_> = statement.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(read, ["'90s shop", "'x", "-70"]);
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_lines(
        rows in prop::collection::vec((any::<i64>(), "[^\0\u{1}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}]{0,30}"), 0..8),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["date", "amount", "text"]).unwrap();
        for (minor, text) in &rows {
            let amount = ledger::Money::from_minor(*minor, ledger::Currency::NGN).to_decimal_string();
            writer.write_record(["2026-01-31", &amount, &guarded(text.trim())]).unwrap();
        }
        let statement = read_statement_csv(&writer.into_inner().unwrap(), &mapping("NGN")).unwrap();
        let read: Vec<_> = statement.lines.iter().map(|line| (line.amount.minor(), line.text.clone())).collect();
        let written: Vec<_> = rows.iter().map(|(minor, text)| (*minor, text.trim().to_owned())).collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn lines_and_problems_are_the_rows_of_the_file(
        rows in prop::collection::vec("[^\"\r\n]{0,20}|2026-01-31,[0-9.-]{1,6},x", 0..20),
    ) {
        let text = rows.join("\n");
        let is_row = |row: &&String| row.split(',').any(|cell| !cell.trim().is_empty());
        let count = rows.iter().filter(is_row).count();
        if let Ok(statement) = read_statement_csv(format!("date,amount,text\n{text}\n").as_bytes(), &mapping("NGN")) {
            prop_assert_eq!(statement.lines.len() + statement.problems.len(), count);
            let mut numbers: Vec<_> = statement.lines.iter().map(|line| line.number).collect();
            numbers.extend(statement.problems.iter().map(|problem| problem.number));
            numbers.sort_unstable();
            numbers.dedup();
            prop_assert_eq!(numbers.len(), count);
        }
    }

    #[test]
    fn no_bytes_are_too_odd_to_be_read_or_refused_calmly(bytes: Vec<u8>) {
        let mut file = b"date,amount,text\n".to_vec();
        file.extend(bytes);
        let _ = read_statement_csv(&file, &mapping("NGN"));
    }
}
