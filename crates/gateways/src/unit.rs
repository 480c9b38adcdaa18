//! In which unit a gateway writes amounts, for gateways where that is a setting.

use ledger::{Currency, Money};

use crate::reading::Number;

/// In which unit amounts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Naira, dollars: `25000.00`.
    Major,
    /// Kobo, cents: `2500000`.
    Minor,
}

impl Unit {
    /// An amount as it is read. Negative amounts and parts of a minor unit are none.
    pub(crate) fn read(self, number: Number, currency: Currency) -> Option<Money> {
        match self {
            Self::Major => number.major_units(currency),
            Self::Minor => number.minor_units(currency),
        }
    }

    /// An amount as it is written.
    pub(crate) fn write(self, amount: Money) -> String {
        match self {
            Self::Major => amount.to_decimal_string(),
            Self::Minor => amount.minor().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(minor in 0..=i64::MAX, n in 0..500_usize) {
            let currencies: Vec<Currency> = Currency::all().collect();
            let amount = Money::from_minor(minor, currencies[n % currencies.len()]);
            for unit in [Unit::Major, Unit::Minor] {
                for json in [unit.write(amount), format!("\"{}\"", unit.write(amount))] {
                    let number: Number = serde_json::from_str(&json).unwrap();
                    prop_assert_eq!(unit.read(number, amount.currency()), Some(amount));
                }
            }
        }
    }
}
