//! OFX of both versions, as banks write it.

use accounting::import::{Doubt, ImportError, Kind, NotTaken, Statement, read_ofx};
use proptest::prelude::*;

use crate::support::{day, fixture, left, minors, money};

const VERSION_1: &[u8] = fixture!("card_and_bank_1.ofx");
const VERSION_2: &[u8] = fixture!("bank_2.ofx");

/// A file with one statement in naira, whose transactions are given.
fn file(transactions: &str) -> String {
    format!(
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>NGN<BANKACCTFROM><ACCTID>1</BANKACCTFROM>\n\
         <BANKTRANLIST>\n{transactions}\n</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )
}

fn one(transactions: &str) -> Statement {
    let mut statements = read_ofx(file(transactions).as_bytes()).unwrap();
    assert_eq!(statements.len(), 1);
    statements.remove(0)
}

#[test]
fn version_1_is_read_with_both_of_its_statements() {
    let statements = read_ofx(VERSION_1).unwrap();
    let [bank, card] = &statements[..] else { panic!("{statements:?}") };
    assert_eq!((bank.kind, bank.account.as_deref()), (Kind::Ofx, Some("000987654321")));
    assert_eq!(minors(bank), [125_000, -4_218, -50]);
    let line = &bank.lines[0];
    assert_eq!((line.number, line.date), (1, day("2026-01-05")));
    assert_eq!(line.id.as_deref(), Some("202601050001"));
    assert_eq!(line.text, "ST-P3X7 Café & Söhne");
    assert_eq!(line.counterparty.as_deref(), Some("STRIPE TRANSFER"));
    // An empty value that has no end holds nothing of what comes behind it, and the day is the one that is written.
    let check = &bank.lines[1];
    assert_eq!((check.text.as_str(), check.date), ("AT&T", day("2026-01-31")));
    assert_eq!(check.reference.as_deref(), Some("1023"));
    assert_eq!(bank.period, Some((day("2026-01-01"), day("2026-01-31"))));
    assert_eq!((bank.opening, bank.closing), (None, Some(money(520_732, "USD"))));
    assert_eq!(card.account.as_deref(), Some("5500000000000004"));
    assert_eq!((minors(card), card.lines[0].number), (vec![-1_999], 4));
    // The same id in another account is another line's: it is nobody's twice, and each account's lines are kept apart.
    assert_eq!(card.lines[0].id, bank.lines[0].id);
    assert!(card.lines[0].has_own_id() && bank.lines[0].has_own_id());
    assert!(
        statements
            .iter()
            .all(|statement| statement.problems.is_empty() && statement.doubts.is_empty())
    );
}

#[test]
fn version_2_is_read_and_what_is_pending_is_told() {
    let statement = read_ofx(VERSION_2).unwrap().remove(0);
    assert_eq!(minors(&statement), [9_640, 9_640, 9_640]);
    assert_eq!(statement.lines[0].text, "ORDER-00123 <3 & more");
    assert_eq!(left(&statement), [(4, NotTaken::Pending)]);
    assert_eq!(statement.closing, Some(money(128_920, "GBP")));
}

#[test]
fn decimals_may_stand_behind_a_comma_and_a_day_may_name_its_zone() {
    for (amount, minor) in
        [("1234,5", 123_450), ("-1234.56", -123_456), ("+7", 700), (" 7.00 ", 700)]
    {
        let statement =
            one(&format!("<STMTTRN><DTPOSTED>20260131235959[+1:WAT]<TRNAMT>{amount}</STMTTRN>"));
        assert_eq!((minors(&statement), statement.lines[0].date), (vec![minor], day("2026-01-31")));
    }
    for amount in ["1,234.56", "1.234", "much", ""] {
        let statement = one(&format!("<STMTTRN><DTPOSTED>20260131<TRNAMT>{amount}</STMTTRN>"));
        assert_eq!((statement.lines.len(), statement.problems.len()), (0, 1), "{amount}");
    }
    for date in ["20261331", "2026-01-31", "202601", "20260131 noon", ""] {
        let statement = one(&format!("<STMTTRN><DTPOSTED>{date}<TRNAMT>1</STMTTRN>"));
        assert_eq!((statement.lines.len(), statement.problems.len()), (0, 1), "{date}");
    }
}

#[test]
fn a_transaction_in_another_currency_keeps_it() {
    let statement = one(
        "<STMTTRN><DTPOSTED>20260131<TRNAMT>5.00<CURRENCY><CURRATE>1500<CURSYM>USD</CURRENCY></STMTTRN>\
         <STMTTRN><DTPOSTED>20260131<TRNAMT>7500.00<ORIGCURRENCY><CURRATE>1500<CURSYM>USD</ORIGCURRENCY></STMTTRN>",
    );
    let amounts: Vec<_> = statement.lines.iter().map(|line| line.amount).collect();
    assert_eq!(amounts, [money(500, "USD"), money(750_000, "NGN")]);
}

#[test]
fn a_type_that_contradicts_its_sign_is_told_and_the_sign_is_believed() {
    let odd = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260131<TRNAMT>5.00</STMTTRN>";
    let statement = one(&odd.repeat(3));
    assert_eq!(minors(&statement), [500, 500, 500]);
    let doubt = Doubt::Sign { number: 1, kind: "DEBIT".to_owned(), more: 2 };
    assert_eq!(statement.doubts, [doubt]);
}

#[test]
fn a_transaction_without_its_end_is_ended_by_the_next_and_none_is_lost() {
    let statement = one(
        "<STMTTRN><DTPOSTED>20260131<TRNAMT>1.00<NAME>a\n<STMTTRN><DTPOSTED>20260131<TRNAMT>2.00<MEMO><NAME>b</STMTTRN>\
         <STMTTRN>stray<DTPOSTED>20260131<TRNAMT>3.00</STMTTRN><STMTTRN></STMTTRN>",
    );
    assert_eq!(minors(&statement), [100, 200]);
    assert_eq!(statement.lines[1].counterparty.as_deref(), Some("b"));
    assert_eq!(left(&statement).len(), 2);
}

#[test]
fn letters_that_look_like_tags_are_letters() {
    let statement = one(
        "<STMTTRN><DTPOSTED>20260131<TRNAMT>1.00<NAME>M&S & Co &#8364; &euro; &amp;amp; &<MEMO>I <3 you < me</STMTTRN>",
    );
    assert_eq!(statement.lines[0].counterparty.as_deref(), Some("M&S & Co € &euro; &amp; &"));
    assert_eq!(statement.lines[0].text, "I <3 you < me");
}

#[test]
fn a_truncated_file_is_refused_as_a_whole() {
    for file in [VERSION_1, VERSION_2] {
        let end = file.len() - file.iter().rev().position(|byte| *byte == b'/').unwrap();
        let begin = file.windows(5).position(|bytes| bytes == b"<OFX>").unwrap() + 5;
        for cut in (begin..end).step_by(7) {
            let error = read_ofx(&file[..cut]).unwrap_err();
            let is_cut =
                matches!(error, ImportError::BreaksOff { .. } | ImportError::OtherEncoding { .. });
            assert!(is_cut, "{cut}: {error}");
        }
    }
    let error = read_ofx(b"<OFX>\n<BANKMSGSRSV1>\n<STMTT").unwrap_err().to_string();
    assert!(error.starts_with("the file breaks off on line 3"), "{error}");
}

#[test]
fn a_file_with_no_statement_of_an_account_is_refused() {
    for text in ["", "OFXHEADER:100", "<OFX></OFX>", "<html></html>"] {
        assert!(
            matches!(read_ofx(text.as_bytes()), Err(ImportError::NoStatement(Kind::Ofx))),
            "{text}"
        );
    }
    let securities = "<OFX><INVSTMTMSGSRSV1><INVSTMTRS><INVTRANLIST></INVTRANLIST></INVSTMTRS></INVSTMTMSGSRSV1></OFX>";
    let error = read_ofx(securities.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("securities"), "{error}");
}

#[test]
fn a_file_that_declares_entities_is_refused() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE OFX [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><OFX>&b;</OFX>";
    assert!(matches!(read_ofx(bomb.as_bytes()), Err(ImportError::Declares { line: 2 })));
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd_to_be_refused_calmly(bytes: Vec<u8>) {
        let _ = read_ofx(&bytes);
    }

    #[test]
    fn every_transaction_of_a_damaged_file_becomes_a_line_or_a_problem(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<STMTTRN>", "</STMTTRN>", "<DTPOSTED>20260131", "<TRNAMT>5.00", "<TRNAMT>-1", "<NAME>x", "</NAME>", "<MEMO>",
                "</MEMO>", "<CURRENCY>", "</CURRENCY>", " ", "text", "&amp;", "<", ">", "<!-- -->", "<![CDATA[<OFX>]]>", "</X>",
                "<LEDGERBAL>", "</LEDGERBAL>", "<FITID>1",
            ]),
            0..40,
        ),
    ) {
        let text = parts.concat();
        let begun = parts.iter().filter(|part| **part == "<STMTTRN>").count();
        if let Ok(statements) = read_ofx(file(&text).as_bytes()) {
            let told: usize = statements.iter().map(|statement| statement.lines.len() + statement.problems.len()).sum();
            prop_assert_eq!(told, begun, "{}", text);
        }
    }
}
