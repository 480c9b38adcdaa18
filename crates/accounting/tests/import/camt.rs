//! CAMT.053 of older and newer versions.

use accounting::import::{Doubt, ImportError, Kind, NotTaken, Statement, read_camt053};
use proptest::prelude::*;

use crate::support::{day, fixture, left, minors, money};

const OLDER: &[u8] = fixture!("germany_02.xml");
const NEWER: &[u8] = fixture!("two_accounts_08.xml");

fn older() -> String {
    String::from_utf8(OLDER.to_vec()).unwrap()
}

fn only(text: &str) -> Statement {
    read_camt053(text.as_bytes()).unwrap().remove(0)
}

#[test]
fn an_older_version_is_read_with_batches_and_reversals() {
    let statement = only(&older());
    assert_eq!(
        (statement.kind, statement.account.as_deref()),
        (Kind::Camt053, Some("DE87200500001234567890"))
    );
    assert_eq!(minors(&statement), [24_000, -10_395, 3_230]);
    assert_eq!(
        (statement.opening, statement.closing),
        (Some(money(100_000, "EUR")), Some(money(116_835, "EUR")))
    );
    assert_eq!(statement.doubts, []);
    let [paid, batch, reversed] = &statement.lines[..] else { panic!() };
    assert_eq!((paid.date, paid.text.as_str()), (day("2026-01-30"), "ORDER-00123 Danke €"));
    assert_eq!(
        (paid.counterparty.as_deref(), paid.reference.as_deref()),
        (Some("Zoë Müller"), None)
    );
    assert_eq!(paid.id.as_deref(), Some("2026013000123456"));
    // The entry is the money, and its payments say what for.
    assert_eq!((batch.date, batch.text.as_str()), (day("2026-01-31"), "Lohn Januar; Porto"));
    assert_eq!(
        (batch.counterparty.as_deref(), batch.reference.as_deref()),
        (None, Some("PAYROLL-2026-01"))
    );
    // A reversal of what went out comes in, from the one who was to be paid.
    assert_eq!(
        (reversed.text.as_str(), reversed.counterparty.as_deref()),
        ("RUECKUEBERWEISUNG", Some("Vermieter GmbH"))
    );
    assert_eq!(reversed.id.as_deref(), Some("0352C5320260131/0003"));
    assert_eq!(reversed.reference.as_deref(), Some("RENT-2026-01"));
    assert_eq!(left(&statement), [(4, NotTaken::Pending)]);
    assert_eq!(statement.period, Some((day("2026-01-30"), day("2026-01-31"))));
}

#[test]
fn a_newer_version_is_read_with_both_of_its_statements() {
    let statements = read_camt053(NEWER).unwrap();
    let [yen, dinar] = &statements[..] else { panic!("{statements:?}") };
    assert_eq!(yen.lines[0].amount, money(3_000, "JPY"));
    assert_eq!(yen.lines[0].counterparty.as_deref(), Some("日本商事"));
    assert_eq!(yen.lines[0].reference.as_deref(), Some("RF18539007547034"));
    assert_eq!(yen.lines[0].text, "TRANSFER IN");
    assert_eq!((yen.opening, yen.closing), (Some(money(-500, "JPY")), Some(money(2_500, "JPY"))));
    assert_eq!(yen.doubts, []);
    let amounts: Vec<_> = dinar.lines.iter().map(|line| line.amount).collect();
    assert_eq!(amounts, [money(-1_234, "BHD"), money(120_001, "CLF")]);
    assert_eq!(left(dinar), [(4, NotTaken::Information)]);
    assert_eq!(dinar.doubts, [Doubt::MorePages]);
    assert_ne!(yen.lines[0].key, dinar.lines[0].key);
}

#[test]
fn a_statement_that_does_not_hold_what_it_says_is_doubted() {
    let cut = older();
    let begins = cut.find("<Ntry>").unwrap();
    let ends = cut.find("</Ntry>").unwrap() + "</Ntry>".len();
    let cut = format!("{}{}", &cut[..begins], &cut[ends..]);
    let statement = only(&cut);
    let (closing, reached) = (money(116_835, "EUR"), money(92_835, "EUR"));
    assert!(
        statement.doubts.contains(&Doubt::Total { closing, reached }),
        "{:?}",
        statement.doubts
    );
    let count = Doubt::Count { what: "entries", told: "4".to_owned(), found: 3 };
    assert!(statement.doubts.contains(&count), "{:?}", statement.doubts);
    let sum = Doubt::Sum {
        what: "credit entries",
        told: "272.30".to_owned(),
        found: money(8_730, "EUR"),
    };
    assert!(statement.doubts.contains(&sum), "{:?}", statement.doubts);
    let other = older().replace("<Amt Ccy=\"EUR\">3.95</Amt>", "<Amt Ccy=\"EUR\">3.90</Amt>");
    let batch =
        Doubt::Batch { number: 2, booked: money(-10_395, "EUR"), found: money(-10_390, "EUR") };
    assert_eq!(only(&other).doubts, [batch]);
    let fewer = older().replace("<NbOfTxs>2<", "<NbOfTxs>3<");
    assert!(matches!(only(&fewer).doubts[..], [Doubt::Count { found: 2, .. }]));
}

#[test]
fn an_entry_that_cannot_be_read_is_told_and_hides_no_other() {
    for (from, to) in [
        (
            "<Amt Ccy=\"EUR\">240.00</Amt><CdtDbtInd>CRDT",
            "<Amt Ccy=\"EUR\">240.001</Amt><CdtDbtInd>CRDT",
        ),
        (
            "<Amt Ccy=\"EUR\">240.00</Amt><CdtDbtInd>CRDT",
            "<Amt Ccy=\"EUR\">-240.00</Amt><CdtDbtInd>CRDT",
        ),
        ("<Amt Ccy=\"EUR\">240.00</Amt><CdtDbtInd>CRDT", "<Amt>240.00</Amt><CdtDbtInd>CRDT"),
        (
            "<Amt Ccy=\"EUR\">240.00</Amt><CdtDbtInd>CRDT",
            "<Amt Ccy=\"EUR\">240.00</Amt><CdtDbtInd>UP",
        ),
        (
            "<Amt Ccy=\"EUR\">240.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK",
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK",
        ),
        (
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\n        <BookgDt>",
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts>ODD</Sts><BookgDt>",
        ),
        ("<Dt>2026-01-30</Dt></BookgDt>", "<Dt>30.01.2026</Dt></BookgDt>"),
    ] {
        let text = older();
        assert!(text.contains(from), "{from}");
        let statement = only(&text.replacen(from, to, 1));
        assert_eq!((statement.lines.len(), statement.problems.len()), (2, 2), "{to}");
        assert_eq!(statement.problems[0].number, 1, "{to}");
        // What is missing shows in the balance.
        assert!(statement.doubts.iter().any(|doubt| matches!(doubt, Doubt::Total { .. })), "{to}");
    }
}

#[test]
fn another_kind_of_camt_file_is_refused_with_its_name() {
    let report = "<Document><BkToCstmrAcctRpt><Rpt><Id>1</Id></Rpt></BkToCstmrAcctRpt></Document>";
    let advice = "<Document><BkToCstmrDbtCdtNtfctn><Ntfctn/></BkToCstmrDbtCdtNtfctn></Document>";
    for (text, name) in [(report, "CAMT.052"), (advice, "CAMT.054")] {
        let error = read_camt053(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("ask the bank for CAMT.053"), "{error}");
    }
    assert!(matches!(read_camt053(b"<a/>"), Err(ImportError::NoStatement(Kind::Camt053))));
}

#[test]
fn a_truncated_statement_is_refused_as_a_whole() {
    let text = older();
    let begin = text.find("<Document").unwrap() + 1;
    for cut in (begin..text.trim_end().len()).step_by(11).filter(|cut| text.is_char_boundary(*cut))
    {
        let error = read_camt053(&text.as_bytes()[..cut]).unwrap_err();
        assert!(matches!(error, ImportError::BreaksOff { .. }), "{cut}: {error}");
    }
}

#[test]
fn a_bomb_of_entities_is_refused_before_it_goes_off() {
    let begins = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n<!ENTITY lol2 \"&lol;&lol;\">\n]>\n<lolz>&lol2;</lolz>";
    let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
    let parameter = "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://evil.example/x\"> %x;]><a/>";
    for text in [begins, outside, parameter] {
        let error = read_camt053(text.as_bytes()).unwrap_err();
        assert!(matches!(error, ImportError::Declares { .. }), "{error}");
        assert!(error.to_string().contains("can make a small file grow without end"), "{error}");
    }
    let unknown = read_camt053(b"<a>\n&lol;</a>").unwrap_err();
    assert!(
        matches!(&unknown, ImportError::UnknownEntity { line: 2, name } if name == "lol"),
        "{unknown}"
    );
}

#[test]
fn xml_that_is_not_well_formed_is_refused_with_its_line() {
    for text in ["<a>\n<b></a></b>", "<a>\n</b>", "<a>\n<!WHAT></a>"] {
        let error = read_camt053(text.as_bytes()).unwrap_err();
        assert!(matches!(error, ImportError::NotWellFormed { line: 2, .. }), "{text}: {error}");
    }
    let latin = older().replace("UTF-8", "ISO-8859-1");
    let latin: Vec<u8> =
        latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    assert_eq!(
        read_camt053(&latin).unwrap()[0].lines[0].counterparty.as_deref(),
        Some("Zoë Müller")
    );
    let lies: Vec<u8> = older()
        .replace('ë', "?")
        .into_bytes()
        .iter()
        .map(|byte| if *byte == b'?' { 0xFF } else { *byte })
        .collect();
    assert!(matches!(read_camt053(&lies), Err(ImportError::OtherEncoding { .. })));
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd_to_be_refused_calmly(bytes: Vec<u8>) {
        let _ = read_camt053(&bytes);
    }

    #[test]
    fn every_entry_of_a_damaged_statement_becomes_a_line_or_a_problem(
        at in any::<prop::sample::Index>(), length in 0..12_usize, patch in "[<>a-z0-9\"&;/ .-]{0,8}",
    ) {
        let mut bytes = OLDER.to_vec();
        let from = at.index(bytes.len());
        let to = bytes.len().min(from + length);
        bytes.splice(from..to, patch.into_bytes());
        if let Ok(statements) = read_camt053(&bytes) {
            let text = String::from_utf8_lossy(&bytes);
            let entries = text.matches("</Ntry>").count();
            let told: usize = statements.iter().map(|statement| statement.lines.len() + statement.problems.len()).sum();
            prop_assert_eq!(told, entries);
        }
    }
}
