//! Amounts and dates as banks write them, to the last minor unit or not at all.

use accounting::import::{
    AmountFrom, AmountProblem, DateOrder, DecimalMark, NotTaken, ThousandsMark, read_statement_csv,
};
use ledger::{Currency, Money};
use proptest::prelude::*;

use crate::support::{layout, left, mapping, minors, money, named, read};

/// What an amount is read as.
fn amount(
    text: &str,
    code: &str,
    decimal: DecimalMark,
    thousands: Option<ThousandsMark>,
) -> Result<i64, NotTaken> {
    let mut mapping = mapping(code);
    (mapping.layout.decimal_mark, mapping.layout.thousands_mark) = (Some(decimal), thousands);
    let cell = text.replace('"', "\"\"");
    let file = format!("date,amount,text\n2026-01-31,\"{cell}\",x\n");
    let statement = read_statement_csv(file.as_bytes(), &mapping).unwrap();
    assert_eq!(statement.lines.len() + statement.problems.len(), 1, "{text}");
    match &statement.problems[..] {
        [problem] => Err(problem.problem.clone()),
        _ => Ok(statement.lines[0].amount.minor()),
    }
}

fn why(read: Result<i64, NotTaken>) -> AmountProblem {
    match read.unwrap_err() {
        NotTaken::Amount { why, .. } => why,
        other => panic!("{other:?}"),
    }
}

const POINT: (DecimalMark, Option<ThousandsMark>) =
    (DecimalMark::Point, Some(ThousandsMark::Comma));
const COMMA: (DecimalMark, Option<ThousandsMark>) =
    (DecimalMark::Comma, Some(ThousandsMark::Point));

#[test]
fn an_amount_is_read_in_every_way_that_banks_write_it() {
    for (text, minor) in [
        ("1,234.56", 123_456),
        ("1234.56", 123_456),
        ("-1,234.56", -123_456),
        ("\u{2212}1,234.56", -123_456),
        ("'-70", -7_000),
        ("+70", 7_000),
        ("(1,234.56)", -123_456),
        ("1,234.56-", -123_456),
        ("1,234.56 CR", 123_456),
        ("1,234.56Dr", -123_456),
        ("₦1,234.56", 123_456),
        ("-₦ 1,234.56", -123_456),
        ("₦-1,234.56", -123_456),
        ("NGN 1,234.56", 123_456),
        ("1,234.56 ngn", 123_456),
        ("N500", 50_000),
        ("\u{200E}1,234.56\u{200F}", 123_456),
        ("\u{A0}1,234.56\u{A0}", 123_456),
        ("12,34,567.00", 123_456_700),
        ("5.5", 550),
        (".5", 50),
        ("5.", 500),
        ("100.0000", 10_000),
        ("0.00", 0),
        ("92,233,720,368,547,758.07", i64::MAX),
    ] {
        assert_eq!(amount(text, "NGN", POINT.0, POINT.1), Ok(minor), "{text}");
    }
    for (text, thousands, minor) in [
        ("1.234,56", ThousandsMark::Point, 123_456),
        ("-1.234.567,8 €", ThousandsMark::Point, -123_456_780),
        ("1 234,56", ThousandsMark::Space, 123_456),
        ("1\u{A0}234,56", ThousandsMark::Space, 123_456),
        ("1\u{202F}234\u{202F}567", ThousandsMark::Space, 123_456_700),
        ("1'234,56", ThousandsMark::Apostrophe, 123_456),
        ("1\u{2019}234,56", ThousandsMark::Apostrophe, 123_456),
    ] {
        assert_eq!(amount(text, "EUR", DecimalMark::Comma, Some(thousands)), Ok(minor), "{text}");
    }
}

#[test]
fn an_amount_that_could_mean_two_things_is_not_taken() {
    let digits = |code: &str, exponent| AmountProblem::Digits(code.parse().unwrap(), exponent);
    let plain = |text, code| amount(text, code, DecimalMark::Point, None);
    assert_eq!(why(plain("1.234", "NGN")), digits("NGN", 2));
    // Three zeros are thousands as well.
    assert_eq!(why(plain("1.000", "JPY")), digits("JPY", 0));
    assert_eq!(why(plain("1.000", "NGN")), digits("NGN", 2));
    assert_eq!(why(plain("1.505", "USD")), digits("USD", 2));
    assert_eq!(why(plain("1,234.56", "NGN")), AmountProblem::OtherMark(','));
    assert_eq!(why(amount("1.234,56", "NGN", POINT.0, POINT.1)), AmountProblem::Groups);
    for text in ["1,23.45", "1,2345", ",123", "1,,234", "1234,567.00", "1,0000.00"] {
        assert_eq!(why(amount(text, "NGN", POINT.0, POINT.1)), AmountProblem::Groups, "{text}");
    }
    assert_eq!(why(amount("1.234.56", "EUR", COMMA.0, COMMA.1)), AmountProblem::Groups);
    for text in
        ["abc", "-", "--5", "-5-", "(-5)", "1 2", "1e3", "5%", "NGN", "=1+1", "٣", "1/2", "()"]
    {
        let read = amount(text, "NGN", POINT.0, POINT.1);
        assert!(
            matches!(read, Err(NotTaken::Amount { .. } | NotTaken::Missing(_))),
            "{text}: {read:?}"
        );
    }
    assert_eq!(
        why(amount("92,233,720,368,547,758.08", "NGN", POINT.0, POINT.1)),
        AmountProblem::TooLarge
    );
}

#[test]
fn an_amount_that_names_another_currency_is_not_taken() {
    for text in ["5 USD", "€5", "₦5", "US$5", "INR 5"] {
        let read = why(amount(text, "GBP", POINT.0, POINT.1));
        assert!(matches!(read, AmountProblem::OtherCurrency(..)), "{text}: {read:?}");
    }
    assert_eq!(amount("$5", "USD", POINT.0, POINT.1), Ok(500));
    assert_eq!(amount("$5", "CAD", POINT.0, POINT.1), Ok(500));
}

#[test]
fn amounts_without_decimals_and_with_three_or_four_are_exact() {
    for (text, code, minor) in [
        ("1,234", "JPY", 1_234),
        ("1,234.00", "JPY", 1_234),
        ("1.234", "BHD", 1_234),
        ("1,234.5", "BHD", 1_234_500),
        ("12.0001", "CLF", 120_001),
        ("-0.001", "BHD", -1),
    ] {
        assert_eq!(amount(text, code, POINT.0, POINT.1), Ok(minor), "{text} {code}");
    }
    assert!(amount("1.5", "JPY", POINT.0, POINT.1).is_err());
    assert!(amount("0.0001", "BHD", POINT.0, POINT.1).is_err());
}

#[test]
fn a_column_for_money_in_and_one_for_money_out_give_the_sign() {
    let mut mapping = mapping("NGN");
    let columns = |out_is_negative| {
        Some(AmountFrom::InAndOut {
            money_in: named("in"),
            money_out: named("out"),
            out_is_negative,
        })
    };
    mapping.amount = columns(false);
    let file = "date,in,out,text\n\
        2026-01-31,5.00,,a\n2026-01-31,,5.00,b\n2026-01-31,0.00,7.00,c\n2026-01-31,--,9.00,d\n2026-01-31,0.00,0.00,e\n\
        2026-01-31,1.00,2.00,f\n2026-01-31,,,g\n2026-01-31,,-5.00,h\n2026-01-31,-5.00,,i\n";
    let statement = read_statement_csv(file.as_bytes(), &mapping).unwrap();
    assert_eq!(minors(&statement), [500, -500, -700, -900, 0]);
    let sign = |what| NotTaken::Sign { what, text: "-5.00".to_owned() };
    assert_eq!(
        left(&statement),
        [
            (7, NotTaken::BothWays),
            (8, NotTaken::Missing("amount")),
            (9, sign("money out")),
            (10, sign("money in")),
        ]
    );
    mapping.amount = columns(true);
    let file = "date,in,out,text\n2026-01-31,,-5.00,a\n2026-01-31,,5.00,b\n";
    let statement = read_statement_csv(file.as_bytes(), &mapping).unwrap();
    assert_eq!((minors(&statement), left(&statement).len()), (vec![-500], 1));
}

#[test]
fn a_word_gives_the_direction_and_one_that_is_not_known_is_told() {
    let mut mapping = mapping("EUR");
    mapping.amount = Some(AmountFrom::WithDirection {
        column: named("amount"),
        direction: named("text"),
        words_in: vec!["Haben".to_owned()],
        words_out: vec!["soll ".to_owned()],
    });
    let file = "date,amount,text\n2026-01-31,5,HABEN\n2026-01-31,5,Soll\n2026-01-31,5,Storno\n2026-01-31,-5,Soll\n";
    let statement = read_statement_csv(file.as_bytes(), &mapping).unwrap();
    assert_eq!(minors(&statement), [500, -500]);
    let word = NotTaken::Word { what: "direction", word: "Storno".to_owned() };
    let sign = NotTaken::Sign { what: "amount", text: "-5".to_owned() };
    assert_eq!(left(&statement), [(4, word), (5, sign)]);
}

#[test]
fn a_date_is_read_in_every_way_that_banks_write_it() {
    use DateOrder::{DayFirst, MonthFirst, YearFirst};
    for (text, order) in [
        ("2026-01-31", YearFirst),
        ("2026/1/31", YearFirst),
        ("2026.01.31", YearFirst),
        ("20260131", YearFirst),
        ("2026-01-31T23:59:59Z", YearFirst),
        ("2026-01-31 23:59:59.000", YearFirst),
        ("31/01/2026", DayFirst),
        ("31.01.26", DayFirst),
        ("31-1-2026 10:15", DayFirst),
        ("31 01 2026", DayFirst),
        ("01/31/2026", MonthFirst),
        ("1/31/26", MonthFirst),
        ("31-Jan-2026", DayFirst),
        ("31 January 2026", DayFirst),
        ("31-JAN-26", MonthFirst),
        ("Jan 31, 2026", DayFirst),
        ("2026-Jan-31", YearFirst),
        ("31. Januar 2026", DayFirst),
    ] {
        let mut mapping = mapping("NGN");
        mapping.layout.date_order = Some(order);
        let file = format!("date,amount,text\n\"{text}\",1,x\n");
        let statement = read_statement_csv(file.as_bytes(), &mapping).unwrap();
        assert_eq!(left(&statement), [], "{text}");
        assert_eq!(statement.lines[0].date.to_string(), "2026-01-31", "{text}");
    }
}

#[test]
fn a_date_that_is_none_is_told() {
    let rows = "2026-02-29,1,x\n2026-13-01,1,x\n2026-1,1,x\nyesterday,1,x\n1812-01-31,1,x\n,1,x\n2026-01-31,1,x\n2026-01-31xyz,1,x\n";
    let statement = read(rows, "NGN");
    assert_eq!(statement.lines.len(), 1);
    let numbers: Vec<u32> = left(&statement).iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [2, 3, 4, 5, 6, 7, 9]);
}

#[test]
fn without_a_decimal_mark_nothing_is_read_and_one_mark_is_not_for_both() {
    let file = b"date,amount,text\n2026-01-31,1,x\n";
    let mut gap = mapping("NGN");
    gap.layout.decimal_mark = None;
    assert!(read_statement_csv(file, &gap).unwrap_err().to_string().contains("decimal mark"));
    let mut both = mapping("NGN");
    both.layout.thousands_mark = Some(ThousandsMark::Point);
    assert!(read_statement_csv(file, &both).unwrap_err().to_string().contains("same mark"));
    assert_eq!(layout().thousands_mark, Some(ThousandsMark::Comma));
}

/// An amount as a person with these marks writes it.
fn written(amount: Money, decimal: char, thousands: &str) -> String {
    let plain = amount.to_decimal_string();
    let (whole, fraction) =
        plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push_str(thousands);
        }
        grouped.push(digit);
    }
    let fraction = fraction.map(|fraction| format!("{decimal}{fraction}")).unwrap_or_default();
    format!("{sign}{grouped}{fraction}")
}

proptest! {
    #[test]
    fn every_amount_that_is_written_is_read_as_the_same(minor in any::<i64>(), n in 0..500_usize, style in 0..5_usize) {
        let currencies: Vec<Currency> = Currency::all().collect();
        let amount = Money::from_minor(minor, currencies[n % currencies.len()]);
        let (decimal, mark, thousands, text) = [
            (DecimalMark::Point, '.', Some(ThousandsMark::Comma), ","),
            (DecimalMark::Comma, ',', Some(ThousandsMark::Point), "."),
            (DecimalMark::Comma, ',', Some(ThousandsMark::Space), "\u{A0}"),
            (DecimalMark::Point, '.', Some(ThousandsMark::Apostrophe), "'"),
            (DecimalMark::Point, '.', None, ""),
        ][style];
        let text = written(amount, mark, text);
        prop_assert_eq!(self::amount(&text, amount.currency().code(), decimal, thousands), Ok(minor), "{}", text);
    }

    #[test]
    fn no_text_is_too_odd_to_be_no_amount(text in "\\PC{0,20}|[-+().,' 0-9CRDrN₦€$]{0,12}") {
        let text = text.replace(['\r', '\n'], " ");
        if let Ok(minor) = amount(&text, "NGN", POINT.0, POINT.1) {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            prop_assert!(!digits.is_empty(), "{:?} was read as {}", text, money(minor, "NGN"));
        }
    }
}
