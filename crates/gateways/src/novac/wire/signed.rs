//! Amounts that may be below zero, as a balance may: `-1,186.50`.

use ledger::{Currency, Money};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;

use crate::reading::Number;

/// A decimal number with its sign, written in any of the ways of [`Number`].
pub(super) struct Signed {
    is_negative: bool,
    size: Number,
}

impl Signed {
    /// An amount of that many major units. Inexact amounts are none.
    pub(super) fn major_units(&self, currency: Currency) -> Option<Money> {
        let size = self.size.major_units(currency)?;
        if self.is_negative { size.checked_neg().ok() } else { Some(size) }
    }
}

impl<'de> Deserialize<'de> for Signed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = serde_json::from_str::<String>(raw.get()).unwrap_or_else(|_| raw.to_string());
        let text = text.trim();
        let (is_negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
        let size = serde_json::to_string(size).and_then(|size| serde_json::from_str(&size));
        Ok(Self { is_negative, size: size.map_err(D::Error::custom)? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Option<i64> {
        let signed: Signed = serde_json::from_str(json).ok()?;
        signed.major_units(Currency::NGN).map(Money::minor)
    }

    #[test]
    fn the_sign_is_kept_and_nothing_else_is_guessed() {
        for (json, minor) in [
            ("\"-1,186.50\"", Some(-118_650)),
            ("-5", Some(-500)),
            ("\" 7 \"", Some(700)),
            ("2.5e1", Some(2_500)),
            ("\"-0.00\"", Some(0)),
            ("\"--5\"", None),
            ("\"5-\"", None),
            ("\"\\\"\"", None),
            ("null", None),
            ("[1]", None),
        ] {
            assert_eq!(read(json), minor, "{json}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_reads_as_it_was_written(minor in -i64::MAX..=i64::MAX) {
            let written = Money::from_minor(minor, Currency::NGN).to_decimal_string();
            prop_assert_eq!(read(&written), Some(minor));
            prop_assert_eq!(read(&format!("\"{written}\"")), Some(minor));
        }
    }
}
