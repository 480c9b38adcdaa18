//! Banks' CSV files, read by a mapping.

use accounting::import::{
    AmountFrom, ColumnRef, CurrencyFrom, DateOrder, Delimiter, Doubt, Encoding, ImportError,
    Mapping, NotTaken, guess_mapping, read_statement_csv,
};
use ledger::Currency;

use crate::support::{day, fixture, left, mapping, minors, money, named, read, refusal};

/// The mapping that a file shows, with what a person has to choose.
fn guessed(bytes: &[u8], currency: Option<&str>) -> Mapping {
    let mut mapping = guess_mapping(bytes).unwrap().mapping;
    if let Some(code) = currency {
        mapping.currency = Some(CurrencyFrom::Fixed(code.parse().unwrap()));
    }
    mapping
}

#[test]
fn the_statement_of_a_nigerian_bank_is_read_to_the_last_kobo() {
    let file = fixture!("bank_nigeria.csv");
    let statement = read_statement_csv(file, &guessed(file, None)).unwrap();
    assert_eq!(minors(&statement), [125_000_000, -5_250, -25_000_000, -25_000_000]);
    let line = &statement.lines[0];
    assert_eq!((line.number, line.date), (6, day("2026-01-02")));
    assert_eq!(line.text, "NIP FROM ADA OBI\r\nREF ORDER-00123");
    assert_eq!(line.reference.as_deref(), Some("'0001"));
    assert_eq!(statement.lines[1].text, "=ELECTRONIC TRANSFER LEVY");
    assert_eq!(statement.lines[2].text, "POS/\"CASH\"");
    assert_eq!(statement.opening, Some(money(5_000_050, "NGN")));
    assert_eq!(statement.closing, Some(money(79_994_800, "NGN")));
    assert_eq!(left(&statement), [(11, NotTaken::Missing("date"))]);
    assert_eq!(statement.doubts, []);
    assert_eq!(statement.ignored_columns, ["Value Date"]);
    assert_eq!(statement.currency, Some(Currency::NGN));
}

#[test]
fn the_statement_of_a_british_bank_is_read_from_the_newest_line_on() {
    let file = fixture!("bank_uk.csv");
    let statement = read_statement_csv(file, &guessed(file, Some("GBP"))).unwrap();
    assert_eq!(minors(&statement), [9_640, -120_000, 239_280]);
    assert_eq!(statement.opening, Some(money(0, "GBP")));
    assert_eq!(statement.closing, Some(money(128_920, "GBP")));
    assert_eq!(statement.doubts, []);
    // Its amount has a comma and no quotation marks.
    assert_eq!(left(&statement), [(3, NotTaken::Cells { cells: 7, columns: 6 })]);
}

#[test]
fn the_statement_of_a_german_bank_is_read_with_its_umlauts() {
    let file = fixture!("bank_germany.csv");
    let mapping = guessed(file, None);
    assert_eq!(mapping.layout.encoding, Encoding::Windows1252);
    let statement = read_statement_csv(file, &mapping).unwrap();
    assert_eq!(minors(&statement), [124_000, -395, -250_000]);
    let line = &statement.lines[0];
    assert_eq!(line.text, "ORDER-00123 für Bücher GUTSCHRIFT");
    assert_eq!(line.counterparty.as_deref(), Some("Zoë Müller"));
    assert_eq!((line.date, line.number), (day("2026-01-30"), 4));
    assert_eq!(left(&statement), []);
}

#[test]
fn lines_that_end_in_carriage_returns_alone_have_numbers_of_their_own() {
    let file = b"date,amount,text\r2026-01-31,1,x\r2026-02-01,2,y\r";
    let statement = read_statement_csv(file, &mapping("NGN")).unwrap();
    let numbers: Vec<_> = statement.lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, [2, 3]);
}

#[test]
fn a_wrong_delimiter_is_told_with_the_right_one() {
    let file = b"date;amount;text\n2026-01-31;1,50;x\n2026-01-31;2,50;x\n";
    match refusal(b"date;amount;text\n2026-01-31;1;x\n", &mapping("EUR")) {
        ImportError::OneColumn { chosen, better } => {
            assert_eq!((chosen, better), (Delimiter::Comma, Some(Delimiter::Semicolon)));
        }
        other => panic!("{other}"),
    }
    // Here the commas of amounts part columns, and the heading is one cell.
    let error = refusal(file, &mapping("EUR"));
    assert!(error.to_string().contains("choose a semicolon"), "{error}");
    let mut tabs = mapping("EUR");
    tabs.layout.delimiter = Delimiter::Tab;
    let error = refusal(b"just one column\nand nothing else\n", &tabs).to_string();
    assert!(error.contains("check that the file is a CSV"), "{error}");
}

#[test]
fn a_wrong_encoding_is_told_with_the_right_one() {
    let with = |encoding| {
        let mut mapping = mapping("EUR");
        mapping.layout.encoding = encoding;
        mapping
    };
    let text = "date,amount,text\n2026-01-31,1,Müller\n";
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let utf16_big: Vec<u8> =
        [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let latin = b"date,amount,text\n2026-01-31,1,M\xfcller\n";
    let marked = format!("\u{FEFF}{text}");
    for (bytes, encoding) in [
        (text.as_bytes(), Encoding::Utf8),
        (marked.as_bytes(), Encoding::Utf8),
        (&utf16, Encoding::Utf16),
        (&utf16_big, Encoding::Utf16),
        (latin, Encoding::Windows1252),
    ] {
        let statement = read_statement_csv(bytes, &with(encoding)).unwrap();
        assert_eq!(statement.lines[0].text, "Müller");
        assert_eq!(statement.doubts, []);
    }
    assert!(matches!(refusal(latin, &with(Encoding::Utf8)), ImportError::NotUtf8 { line: 2 }));
    assert!(matches!(
        refusal(text.as_bytes(), &with(Encoding::Windows1252)),
        ImportError::IsUtf8 { line: 2 }
    ));
    assert!(matches!(refusal(&utf16, &with(Encoding::Utf8)), ImportError::IsUtf16));
    assert!(matches!(refusal(latin, &with(Encoding::Utf16)), ImportError::NotUtf16));
    assert!(matches!(
        refusal(b"PK\x03\x04\0\0\xff", &with(Encoding::Utf8)),
        ImportError::NotText { line: 1 }
    ));
    assert!(matches!(
        refusal(b"a,b\n1,\0\n", &with(Encoding::Utf8)),
        ImportError::NotText { line: 2 }
    ));
}

#[test]
fn letters_that_were_spoilt_before_are_told_and_the_money_is_taken() {
    for spoilt in ["M\u{FFFD}ller", "MÃ¼ller", "5 â‚¬", "Â£5"] {
        let statement = read(&format!("2026-01-31,1,ok\n2026-01-31,2,{spoilt}\n"), "EUR");
        assert_eq!(minors(&statement), [100, 200]);
        assert_eq!(statement.doubts, [Doubt::Spoilt { number: 3 }], "{spoilt}");
    }
    for fine in ["Müller", "SÃO PAULO", "Âge", "pâte", "日本", "🎂"] {
        assert_eq!(read(&format!("2026-01-31,1,{fine}\n"), "EUR").doubts, [], "{fine}");
    }
}

#[test]
fn a_thirteenth_month_proves_the_order_of_dates_wrong_for_the_whole_file() {
    let file = b"date,amount,text\n03/04/2026,1,x\n31/01/2026,2,x\n";
    let mut wrong = mapping("NGN");
    wrong.layout.date_order = Some(DateOrder::MonthFirst);
    let error = refusal(file, &wrong);
    assert_eq!(
        error.to_string(),
        "line 3 has the date `31/01/2026`, which cannot be month-day-year; it can be day-month-year, and every date in \
         the file fits that. Choose day-month-year as the order of dates"
    );
    wrong.layout.date_order = Some(DateOrder::DayFirst);
    let statement = read_statement_csv(file, &wrong).unwrap();
    assert_eq!(statement.lines[0].date, day("2026-04-03"));
}

#[test]
fn a_file_with_dates_in_two_orders_loses_only_those_that_do_not_fit() {
    let file = b"date,amount,text\n31/01/2026,1,x\n01/31/2026,2,x\n";
    let mut mixed = mapping("NGN");
    mixed.layout.date_order = Some(DateOrder::DayFirst);
    let statement = read_statement_csv(file, &mixed).unwrap();
    assert_eq!(minors(&statement), [100]);
    let problem = NotTaken::DateOrder {
        text: "01/31/2026".to_owned(),
        chosen: DateOrder::DayFirst,
        other: DateOrder::MonthFirst,
    };
    assert_eq!(left(&statement), [(3, problem)]);
}

#[test]
fn a_gap_in_the_mapping_is_named() {
    let file = b"date,amount,text\n2026-01-31,1,x\n";
    let whole = mapping("NGN");
    let without = |change: fn(&mut Mapping)| {
        let mut mapping = whole.clone();
        change(&mut mapping);
        refusal(file, &mapping).to_string()
    };
    assert!(without(|mapping| mapping.date = None).contains("the column with the date"));
    assert!(without(|mapping| mapping.amount = None).contains("the column with the amount"));
    assert!(without(|mapping| mapping.currency = None).contains("the currency"));
    assert!(without(|mapping| mapping.layout.date_order = None).contains("the order of dates"));
}

#[test]
fn a_column_that_is_missing_or_twice_is_named() {
    let mut other = mapping("NGN");
    other.date = Some(named("Booked"));
    let error = refusal(b"date,amount,text\n2026-01-31,1,x\n", &other).to_string();
    assert_eq!(error, "the file has no column `Booked`; it has: date, amount, text");
    let twice = b"date,amount,text,Amount\n2026-01-31,1,x,2\n";
    assert!(matches!(refusal(twice, &mapping("NGN")), ImportError::ColumnTwice(_)));
    let mut placed = mapping("NGN");
    placed.amount = Some(AmountFrom::Signed { column: ColumnRef::Place(4) });
    assert_eq!(minors(&read_statement_csv(twice, &placed).unwrap()), [200]);
    for place in [0, 5] {
        placed.amount = Some(AmountFrom::Signed { column: ColumnRef::Place(place) });
        assert!(matches!(refusal(twice, &placed), ImportError::ColumnMissing { .. }));
    }
}

#[test]
fn a_row_whose_cells_slipped_is_told_and_not_used() {
    let rows = "2026-01-31,1,a\n2026-01-31,-1,200.00,b\n2026-01-31,-1,200.00,\n2026-01-31\n\n , ,\n2026-01-31,2,c\n";
    let statement = read(rows, "NGN");
    assert_eq!(minors(&statement), [100, 200]);
    let cells = |cells| NotTaken::Cells { cells, columns: 3 };
    assert_eq!(left(&statement), [(3, cells(4)), (4, cells(4)), (5, cells(1))]);
    assert_eq!(statement.lines[1].number, 8);
}

#[test]
fn a_separator_at_the_end_of_every_row_is_read_where_the_heading_has_it_or_is_passed_over() {
    let rows = "2026-01-31,1,a,\n2026-01-31,2,b,\n";
    let whole = format!("date,amount,text,\n{rows}");
    let statement = read_statement_csv(whole.as_bytes(), &mapping("NGN")).unwrap();
    assert_eq!((minors(&statement), left(&statement)), (vec![100, 200], vec![]));
    // Under a shorter heading, each row could as well have an amount with a comma in it.
    assert_eq!(read(rows, "NGN").problems.len(), 2);
    let mut placed = mapping("NGN");
    (placed.layout.has_heading, placed.layout.skip_rows) = (false, 1);
    placed.date = Some(ColumnRef::Place(1));
    placed.amount = Some(AmountFrom::Signed { column: ColumnRef::Place(2) });
    placed.text = vec![ColumnRef::Place(3)];
    let file = format!("date,amount,text\n{rows}");
    assert_eq!(minors(&read_statement_csv(file.as_bytes(), &placed).unwrap()), [100, 200]);
}

#[test]
fn a_skipped_row_that_reads_like_a_line_is_told() {
    let mut skipping = mapping("NGN");
    skipping.layout.has_heading = false;
    skipping.layout.skip_rows = 2;
    skipping.date = Some(ColumnRef::Place(1));
    skipping.amount = Some(AmountFrom::Signed { column: ColumnRef::Place(2) });
    skipping.text = vec![ColumnRef::Place(3)];
    let file = b"date,amount,text\n2026-01-30,1,x\n2026-01-31,2,x\n";
    let statement = read_statement_csv(file, &skipping).unwrap();
    assert_eq!(
        (minors(&statement), statement.doubts),
        (vec![200], vec![Doubt::Skipped { number: 2 }])
    );
}

#[test]
fn a_balance_that_the_lines_do_not_make_is_told() {
    let mut mapping = mapping("NGN");
    mapping.balance = Some(named("balance"));
    let file = b"date,amount,text,balance\n2026-01-29,1,a,11\n2026-01-30,2,b,13\n2026-01-30,2,c,17\n2026-01-31,3,d,20\n";
    let statement = read_statement_csv(file, &mapping).unwrap();
    let (told, reached) = (money(1_700, "NGN"), money(1_500, "NGN"));
    assert_eq!(statement.doubts, [Doubt::Balance { number: 4, told, reached, more: 0 }]);
    assert_eq!(statement.opening, Some(money(1_000, "NGN")));
    let odd =
        b"date,amount,text,balance\n2026-01-29,1,a,11\n2026-01-30,2,b,n/a\n2026-01-31,3,d,?\n";
    let statement = read_statement_csv(odd, &mapping).unwrap();
    assert_eq!(minors(&statement), [100, 200, 300]);
    let unread = Doubt::BalanceUnread { number: 3, text: "n/a".to_owned(), more: 1 };
    assert_eq!(statement.doubts, [unread]);
}

#[test]
fn a_currency_column_gives_each_line_its_own() {
    let mut mapping = mapping("NGN");
    mapping.currency = Some(CurrencyFrom::Column(named("ccy")));
    let file = b"date,amount,text,ccy\n2026-01-31,1.50,a,usd\n2026-01-31,150,b,JPY\n2026-01-31,1,c,\n2026-01-31,1,d,dollars\n";
    let statement = read_statement_csv(file, &mapping).unwrap();
    let amounts: Vec<_> = statement.lines.iter().map(|line| line.amount).collect();
    assert_eq!(amounts, [money(150, "USD"), money(150, "JPY")]);
    assert_eq!(statement.currency, None);
    let currency = NotTaken::Currency("dollars".to_owned());
    assert_eq!(left(&statement), [(4, NotTaken::Missing("currency")), (5, currency)]);
}

#[test]
fn a_mapping_is_remembered_as_it_is() {
    for file in [fixture!("bank_nigeria.csv"), fixture!("bank_germany.csv")] {
        let mapping = guess_mapping(file).unwrap().mapping;
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), mapping);
    }
    let json = serde_json::to_value(mapping("NGN")).unwrap();
    assert_eq!(json["layout"]["encoding"], "utf-8");
    assert_eq!(json["layout"]["date_order"], "y-m-d");
    assert_eq!(json["date"], serde_json::json!({"heading": "date"}));
}
