//! Amounts on the sandbox's side of the wire and on its pages.
//!
//! A JSON number is read from its own text, so that `0.29` stays 29 hundredths and never passes through a float.
//! Exponents (`1e3`) are refused: no documented example uses one.

use ledger::{AmountError, Currency, Money};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Reads a positive JSON number in major units, where zeros after the last digit that counts carry no value.
pub(crate) fn read_major(number: &RawValue, currency: Currency) -> Result<Money, AmountError> {
    Money::parse_positive(without_trailing_zeros(number.get()), currency)
}

/// An amount that goes out as a JSON number in major units: `25000`, `0.5`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Major(pub(crate) Money);

impl Serialize for Major {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = without_trailing_zeros(&self.0.to_decimal_string()).to_owned();
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// The amount with its currency's digits and thousands apart: `25,000.00`.
pub(crate) fn grouped(money: Money) -> String {
    let text = money.to_decimal_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::with_capacity(text.len() + text.len() / 3);
    out.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn without_trailing_zeros(number: &str) -> &str {
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if plain && number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(number: &str, currency: Currency) -> Result<i64, AmountError> {
        let number = RawValue::from_string(number.to_owned()).unwrap();
        read_major(&number, currency).map(Money::minor)
    }

    #[test]
    fn a_number_is_read_digit_by_digit() {
        assert_eq!(read("25000", Currency::NGN), Ok(2_500_000));
        assert_eq!(read("0.29", Currency::USD), Ok(29));
        assert_eq!(read("100.500", Currency::USD), Ok(10_050));
        assert_eq!(read("92233720368547758.07", Currency::NGN), Ok(i64::MAX));
    }

    #[test]
    fn what_is_not_a_plain_positive_number_is_refused() {
        for text in ["1e3", "1.005", "0", "-1", "\"25000\"", "null", "92233720368547758.08"] {
            assert!(read(text, Currency::NGN).is_err(), "{text} must be refused");
        }
    }

    #[test]
    fn a_number_goes_out_without_empty_digits() {
        let written =
            |minor| serde_json::to_string(&Major(Money::from_minor(minor, Currency::NGN)));
        assert_eq!(written(2_500_000).unwrap(), "25000");
        assert_eq!(written(29).unwrap(), "0.29");
        assert_eq!(written(10_050).unwrap(), "100.5");
    }

    #[test]
    fn thousands_are_set_apart_whatever_the_currency_counts_in() {
        let shown = |minor, code: &str| grouped(Money::from_minor(minor, code.parse().unwrap()));
        assert_eq!(shown(2_500_000, "NGN"), "25,000.00");
        assert_eq!(shown(123_456_789, "JPY"), "123,456,789");
        assert_eq!(shown(999, "BHD"), "0.999");
        assert_eq!(shown(10_000, "USD"), "100.00");
        assert_eq!(shown(-10_000, "USD"), "-100.00");
        assert_eq!(shown(-123_456, "USD"), "-1,234.56");
    }
}
