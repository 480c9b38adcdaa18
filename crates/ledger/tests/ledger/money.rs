//! Amounts: what is read, what is refused, and that nothing is lost on the way.

use ledger::{AmountError, Currency, Money};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::{currency, ngn};

fn currency_of(code: &str) -> Currency {
    code.parse().unwrap()
}

fn read(text: &str, code: &str) -> Result<i64, AmountError> {
    Money::parse(text, currency_of(code)).map(Money::minor)
}

proptest! {
    #[test]
    fn every_amount_of_every_currency_is_read_back_as_printed(minor: i64, currency in currency()) {
        let money = Money::from_minor(minor, currency);
        prop_assert_eq!(Money::parse(&money.to_decimal_string(), currency), Ok(money));
    }

    #[test]
    fn printed_amounts_have_all_digits_of_their_currency(minor: i64, currency in currency()) {
        let text = Money::from_minor(minor, currency).to_decimal_string();
        let digits = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        prop_assert_eq!(u32::try_from(digits), Ok(currency.exponent()));
        prop_assert_eq!(text.starts_with('-'), minor < 0);
    }

    #[test]
    fn reading_never_panics_and_never_reads_more_than_digits(text in "\\PC{0,40}", currency in currency()) {
        if let Ok(money) = Money::parse(&text, currency) {
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte)));
            prop_assert_eq!(Money::parse(&money.to_decimal_string(), currency), Ok(money));
        }
    }

    #[test]
    fn a_gateways_decimal_is_the_same_amount_with_any_number_of_trailing_zeros(
        minor: i64, zeros in 0..8_u32, currency in currency(),
    ) {
        let scaled = i128::from(minor) * 10_i128.pow(zeros);
        let decimal = Decimal::from_i128_with_scale(scaled, currency.exponent() + zeros);
        prop_assert_eq!(Money::from_decimal(decimal, currency), Ok(Money::from_minor(minor, currency)));
    }

    #[test]
    fn a_gateways_decimal_with_a_part_of_a_minor_unit_is_refused(
        minor in -1_000_000_000_i64..1_000_000_000, part in 1..1000_i64, currency in currency(),
    ) {
        let decimal = Decimal::new(minor * 1000 + part, currency.exponent() + 3);
        let is_whole = part % 1000 == 0;
        prop_assert_eq!(Money::from_decimal(decimal, currency).is_ok(), is_whole);
    }

    #[test]
    fn sums_and_differences_undo_each_other(left: i64, right: i64) {
        let sum = ngn(left).checked_add(ngn(right));
        prop_assert_eq!(sum.is_ok(), left.checked_add(right).is_some());
        if let Ok(sum) = sum {
            prop_assert_eq!(sum.checked_sub(ngn(right)), Ok(ngn(left)));
        }
    }

    #[test]
    fn amounts_of_two_currencies_are_never_added(left: i64, right: i64, other in currency()) {
        prop_assume!(other != Currency::NGN);
        let other = Money::from_minor(right, other);
        let refused = AmountError::MixedCurrencies(Currency::NGN, other.currency());
        prop_assert_eq!(ngn(left).checked_add(other), Err(refused.clone()));
        prop_assert_eq!(ngn(left).checked_sub(other), Err(refused));
    }

    #[test]
    fn the_journal_keeps_amounts_exactly(minor: i64, currency in currency()) {
        let money = Money::from_minor(minor, currency);
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }
}

#[test]
fn whole_amounts_and_amounts_with_fewer_digits_are_read() {
    assert_eq!(read("25000", "NGN"), Ok(2_500_000));
    assert_eq!(read("25000.5", "NGN"), Ok(2_500_050));
    assert_eq!(read("25000.50", "NGN"), Ok(2_500_050));
    assert_eq!(read("0.05", "NGN"), Ok(5));
    assert_eq!(read("-0.05", "NGN"), Ok(-5));
    assert_eq!(read("007", "JPY"), Ok(7));
    assert_eq!(read("1.234", "BHD"), Ok(1_234));
    assert_eq!(read("1.2345", "CLF"), Ok(12_345));
}

#[test]
fn what_is_no_plain_decimal_is_refused_with_what_to_write() {
    let not_amounts = [
        "", " ", "-", ".", "-.", "1e3", "1E3", "25,000", "25 000", "+5", "--5", "5-", ".5", "5.",
        "1.2.3", "0x10", "₦5", "NGN 5", " 5", "5 ", "5\n", "٥", "５", "१", "½", "NaN", "inf",
        "1_000",
    ];
    for text in not_amounts {
        let refused = read(text, "NGN").unwrap_err();
        assert_eq!(refused, AmountError::NotANumber(text.to_owned()), "{text:?}");
        assert!(refused.to_string().contains("such as 25000.00"));
    }
}

#[test]
fn digits_that_the_currency_does_not_have_are_refused() {
    for (text, code) in
        [("1.005", "NGN"), ("1.000", "NGN"), ("1.0", "JPY"), ("1.2345", "BHD"), ("1.23456", "CLF")]
    {
        let refused = read(text, code);
        assert!(matches!(refused, Err(AmountError::TooPrecise { .. })), "{text} {code}");
    }
}

#[test]
fn the_largest_and_smallest_amounts_are_read_and_one_more_is_refused() {
    assert_eq!(read("92233720368547758.07", "NGN"), Ok(i64::MAX));
    assert_eq!(read("-92233720368547758.08", "NGN"), Ok(i64::MIN));
    assert_eq!(read("9223372036854775807", "JPY"), Ok(i64::MAX));
    for text in ["92233720368547758.08", "-92233720368547758.09", "99999999999999999999999999"] {
        assert_eq!(read(text, "NGN"), Err(AmountError::TooLarge));
    }
    assert_eq!(read(&"9".repeat(10_000), "NGN"), Err(AmountError::TooLarge));
    assert_eq!(ngn(i64::MIN).checked_neg(), Err(AmountError::TooLarge));
}

#[test]
fn what_is_to_be_paid_is_more_than_zero() {
    for text in ["0", "0.00", "-0", "-1", "-0.01"] {
        let refused = Money::parse_positive(text, Currency::NGN);
        assert_eq!(refused, Err(AmountError::NotPositive), "{text}");
    }
    assert_eq!(Money::parse_positive("0.01", Currency::NGN), Ok(ngn(1)));
}

#[test]
fn gateways_decimals_beyond_the_largest_amount_are_refused() {
    for huge in [Decimal::MAX, Decimal::MIN, Decimal::from(i64::MAX)] {
        assert_eq!(Money::from_decimal(huge, Currency::NGN), Err(AmountError::TooLarge));
    }
    let largest = "92233720368547758.07".parse().unwrap();
    assert_eq!(Money::from_decimal(largest, Currency::NGN), Ok(ngn(i64::MAX)));
}

#[test]
fn a_very_long_refused_amount_is_not_repeated_whole() {
    let refused = read(&"x".repeat(10_000), "NGN").unwrap_err();
    assert!(refused.to_string().len() < 200);
}

#[test]
fn amounts_are_shown_with_their_currency() {
    assert_eq!(ngn(2_500_000).to_string(), "25000.00 NGN");
    assert_eq!(ngn(-5).to_string(), "-0.05 NGN");
    assert_eq!(Money::from_minor(7, currency_of("JPY")).to_string(), "7 JPY");
    assert_eq!(Money::from_minor(7, currency_of("CLF")).to_string(), "0.0007 CLF");
}
