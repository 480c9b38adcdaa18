//! What a CSV shows of itself, and what it leaves open.

use accounting::import::{
    AmountFrom, ColumnRef, CurrencyFrom, DateOrder, DecimalMark, Delimiter, Encoding, ImportError,
    Question, ThousandsMark, guess_mapping, preview_csv, read_statement_csv,
};
use ledger::Currency;
use proptest::prelude::*;

use crate::support::{fixture, layout, named};

#[test]
fn a_nigerian_banks_file_shows_all_of_its_mapping() {
    let guess = guess_mapping(fixture!("bank_nigeria.csv")).unwrap();
    assert_eq!(guess.open, []);
    let mapping = guess.mapping;
    assert_eq!((mapping.layout.skip_rows, mapping.layout.has_heading), (3, true));
    assert_eq!(mapping.date, Some(named("Trans. Date")));
    assert_eq!(
        mapping.amount,
        Some(AmountFrom::InAndOut {
            money_in: named("Credits (NGN)"),
            money_out: named("Debits (NGN)"),
            out_is_negative: false,
        })
    );
    assert_eq!(mapping.currency, Some(CurrencyFrom::Fixed(Currency::NGN)));
    assert_eq!(
        (mapping.text, mapping.reference),
        (vec![named("Remarks")], Some(named("Reference")))
    );
    assert_eq!(mapping.balance, Some(named("Balance (NGN)")));
    assert!(guess.why.iter().any(|why| why.contains("months are words")), "{:?}", guess.why);
}

#[test]
fn a_german_banks_file_shows_all_of_its_mapping() {
    let guess = guess_mapping(fixture!("bank_germany.csv")).unwrap();
    assert_eq!(guess.open, []);
    let layout = guess.mapping.layout;
    assert_eq!(layout.delimiter, Delimiter::Semicolon);
    assert_eq!(layout.encoding, Encoding::Windows1252);
    assert_eq!((layout.skip_rows, layout.has_heading), (1, true));
    assert_eq!(layout.date_order, Some(DateOrder::DayFirst));
    assert_eq!(layout.decimal_mark, Some(DecimalMark::Comma));
    assert_eq!(layout.thousands_mark, Some(ThousandsMark::Point));
    assert_eq!(guess.mapping.currency, Some(CurrencyFrom::Column(named("Waehrung"))));
}

#[test]
fn a_british_banks_file_leaves_only_its_currency_open() {
    let guess = guess_mapping(fixture!("bank_uk.csv")).unwrap();
    assert_eq!(guess.open, [Question::Currency]);
    assert_eq!(guess.mapping.currency, None);
    assert_eq!(guess.mapping.layout.date_order, Some(DateOrder::DayFirst));
    assert!(guess.why.iter().any(|why| why.contains("`31/01/2026`")), "{:?}", guess.why);
}

#[test]
fn an_order_of_dates_that_no_date_proves_is_asked_for_and_not_guessed() {
    let file = b"Date,Amount,Description\n03/04/2026,1.50,x\n12/11/2026,2.50,y\n";
    let guess = guess_mapping(file).unwrap();
    let question = Question::DateOrder { example: "03/04/2026".to_owned() };
    assert_eq!(guess.open, [Question::Currency, question]);
    assert_eq!(guess.mapping.layout.date_order, None);
    let mut mapping = guess.mapping;
    mapping.currency = Some(CurrencyFrom::Fixed(Currency::NGN));
    let error = read_statement_csv(file, &mapping).unwrap_err();
    assert!(matches!(error, ImportError::Unsettled { what: "the order of dates" }), "{error}");
}

#[test]
fn dates_in_two_orders_are_asked_about() {
    let guess = guess_mapping(b"Date,Amount (USD),Details\n31/01/2026,1.50,x\n01/31/2026,2.50,y\n")
        .unwrap();
    assert!(matches!(guess.open[..], [Question::DateOrder { .. }]), "{:?}", guess.open);
}

#[test]
fn a_decimal_mark_that_no_amount_proves_is_asked_for_and_not_guessed() {
    for (amounts, decimal, thousands) in [
        (["1.234", "5.678"], None, None),
        (["1,234", "5"], None, None),
        (["1.234,5", "1.50"], None, None),
        (["1.234", "5.6"], Some(DecimalMark::Point), None),
        (["1,234", "5.60"], Some(DecimalMark::Point), Some(ThousandsMark::Comma)),
        (["1.234", "5,60"], Some(DecimalMark::Comma), Some(ThousandsMark::Point)),
        (["1,234,567", "5"], Some(DecimalMark::Point), Some(ThousandsMark::Comma)),
        (["1'234.50", "5"], Some(DecimalMark::Point), Some(ThousandsMark::Apostrophe)),
        (["1 234,50", "5"], Some(DecimalMark::Comma), Some(ThousandsMark::Space)),
        (["12", "5"], Some(DecimalMark::Point), None),
    ] {
        let [one, other] = amounts;
        let file = format!("Date;Amount (EUR);Details\n2026-01-31;{one};x\n2026-01-31;{other};y\n");
        let guess = guess_mapping(file.as_bytes()).unwrap();
        let layout = &guess.mapping.layout;
        assert_eq!(
            (layout.decimal_mark, layout.thousands_mark),
            (decimal, thousands),
            "{amounts:?}"
        );
        let asks = guess.open.iter().any(|open| matches!(open, Question::DecimalMark { .. }));
        assert_eq!(asks, decimal.is_none(), "{amounts:?}");
    }
}

#[test]
fn words_for_the_direction_are_used_only_where_all_are_known() {
    let file = |last: &str| {
        format!("Date,Amount (EUR),Credit/Debit,Details\n2026-01-31,1.50,CRDT,x\n2026-01-31,1.50,{last},y\n")
            .replace("CRDT", "Credit")
    };
    let amount = |last| guess_mapping(file(last).as_bytes()).unwrap().mapping.amount.unwrap();
    match amount("Debit") {
        AmountFrom::WithDirection { words_in, words_out, .. } => {
            assert_eq!(
                (words_in, words_out),
                (vec!["credit".to_owned()], vec!["debit".to_owned()])
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(amount("Card"), AmountFrom::Signed { .. }));
}

#[test]
fn a_column_with_the_same_value_twice_is_no_id() {
    let file =
        |other: &str| format!("Date,Amount,Transaction ID\n2026-01-31,1,A\n2026-01-31,2,{other}\n");
    assert_eq!(
        guess_mapping(file("B").as_bytes()).unwrap().mapping.id,
        Some(named("Transaction ID"))
    );
    let guess = guess_mapping(file("A").as_bytes()).unwrap();
    assert_eq!(guess.mapping.id, None);
    assert!(guess.why.iter().any(|why| why.contains("`Transaction ID`")), "{:?}", guess.why);
}

#[test]
fn a_file_without_a_heading_is_told_from_its_rows() {
    let guess = guess_mapping(b"31/01/2026,-42.18,Paper\n02/01/2026,100.00,Sale\n").unwrap();
    let mapping = guess.mapping;
    assert!(!mapping.layout.has_heading);
    assert_eq!(mapping.date, Some(ColumnRef::Place(1)));
    assert_eq!(mapping.amount, Some(AmountFrom::Signed { column: ColumnRef::Place(2) }));
    assert_eq!(mapping.text, [ColumnRef::Place(3)]);
    assert_eq!(guess.open, [Question::Currency]);
}

#[test]
fn headings_that_say_nothing_leave_their_columns_open() {
    let guess = guess_mapping(b"Wann,Wieviel,Was\nheute,viel,alles\n").unwrap();
    assert_eq!(guess.mapping.date, None);
    assert_eq!(guess.mapping.amount, None);
    let columns = [Question::Column("date"), Question::Column("amount"), Question::Currency];
    assert_eq!(guess.open, columns);
}

#[test]
fn a_preview_shows_what_a_layout_makes_of_a_file() {
    let mut layout = layout();
    let file = b"Bank\n\ndate,amount\n'=1,2\n3,4\n";
    let preview = preview_csv(file, &layout).unwrap();
    assert_eq!((preview.headings, preview.lines), (vec!["Bank".to_owned()], 3));
    layout.skip_rows = 1;
    let preview = preview_csv(file, &layout).unwrap();
    assert_eq!(preview.headings, ["date", "amount"]);
    let seen: Vec<_> =
        preview.rows.iter().map(|row| (row.line, row.is_line, row.cells.join("|"))).collect();
    let expected =
        [(1, false, "Bank"), (3, false, "date|amount"), (4, true, "=1|2"), (5, true, "3|4")];
    assert_eq!(seen, expected.map(|(line, is_line, cells)| (line, is_line, cells.to_owned())));
    layout.delimiter = Delimiter::Tab;
    assert_eq!(preview_csv(file, &layout).unwrap().headings, ["date,amount"]);
    layout.skip_rows = u32::MAX;
    assert_eq!(preview_csv(file, &layout).unwrap().lines, 0);
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd_to_be_guessed_about(
        bytes in prop_oneof![
            any::<Vec<u8>>(),
            "((Date|Amount|Details|Credit|Debit|[0-9./-]{0,10}|\\PC{0,4})[,;\t\n\"]?){0,40}".prop_map(String::into_bytes),
        ],
    ) {
        if let Ok(guess) = guess_mapping(&bytes) {
            let _ = preview_csv(&bytes, &guess.mapping.layout);
            let _ = read_statement_csv(&bytes, &guess.mapping);
        }
    }

    #[test]
    fn a_guess_never_settles_an_order_that_another_fits_as_well(
        days in prop::collection::vec((1..=12_u32, 1..=28_u32, 2020..2030_u32), 1..6),
    ) {
        let rows: String = days.iter().map(|(month, day, year)| format!("{day:02}/{month:02}/{year},1.50,x\n")).collect();
        let guess = guess_mapping(format!("Date,Amount (NGN),Details\n{rows}").as_bytes()).unwrap();
        let proves = days.iter().any(|(_, day, _)| *day > 12);
        prop_assert_eq!(guess.mapping.layout.date_order, proves.then_some(DateOrder::DayFirst));
        prop_assert_eq!(guess.open.is_empty(), proves);
    }
}
