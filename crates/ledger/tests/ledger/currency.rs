//! Currencies and their digits.

use std::fmt::Write as _;

use ledger::Currency;

#[test]
fn every_currency_has_the_digits_of_iso_4217() {
    let mut table = String::new();
    for exponent in 0..=4 {
        let of_exponent = Currency::all().filter(|currency| currency.exponent() == exponent);
        let mut codes: Vec<_> = of_exponent.map(Currency::code).collect();
        codes.sort_unstable();
        writeln!(table, "{exponent}: {}", codes.join(" ")).unwrap();
    }
    assert_eq!(Currency::all().filter(|currency| currency.exponent() > 4).count(), 0);
    insta::assert_snapshot!(table);
}

#[test]
fn currencies_that_tables_often_get_wrong_are_right() {
    let exponent = |code: &str| code.parse::<Currency>().unwrap().exponent();
    for (code, digits) in [
        ("NGN", 2),
        ("HUF", 2),
        ("ISK", 0),
        ("JPY", 0),
        ("KRW", 0),
        ("UGX", 0),
        ("XOF", 0),
        ("BHD", 3),
        ("KWD", 3),
        ("IQD", 3),
        ("TND", 3),
        ("MGA", 2),
        ("MRU", 2),
        ("IDR", 2),
        ("CLF", 4),
        ("CLP", 0),
    ] {
        assert_eq!(exponent(code), digits, "{code}");
    }
}

#[test]
fn metals_tests_and_nothing_are_no_currencies() {
    for code in ["XAU", "XAG", "XPT", "XXX", "XTS", "XDR"] {
        assert!(code.parse::<Currency>().is_err(), "{code}");
    }
}

#[test]
fn codes_are_read_in_either_case_and_nothing_else_is() {
    assert_eq!("ngn".parse(), Ok(Currency::NGN));
    for text in ["", "NG", "NGNN", " NGN", "NGN ", "₦", "naira", "ＮＧＮ", "566"] {
        let refused = text.parse::<Currency>().unwrap_err().to_string();
        assert!(refused.contains("three letters such as NGN"), "{text}");
    }
}

#[test]
fn every_code_is_read_back_and_written_to_json_as_itself() {
    for currency in Currency::all() {
        assert_eq!(currency.code().parse(), Ok(currency));
        let json = serde_json::to_string(&currency).unwrap();
        assert_eq!(json, format!("\"{}\"", currency.code()));
        assert_eq!(serde_json::from_str::<Currency>(&json).unwrap(), currency);
    }
}
