//! Currencies and how many digits their minor unit has.
//!
//! The exponent is asked for here and nowhere else: ISO 4217 as `iso_currency` carries it, because `Intl` in the
//! window and several popular tables disagree with the standard. Codes without a minor unit (gold, test codes)
//! are refused, since no amount can be written in them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ISO 4217 currency that amounts can be written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

/// The text names no currency that amounts can be written in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a currency code; use three letters such as NGN or USD")]
pub struct UnknownCurrency(String);

impl Currency {
    /// Nigerian naira.
    pub const NGN: Self = Self(iso_currency::Currency::NGN);
    /// United States dollar.
    pub const USD: Self = Self(iso_currency::Currency::USD);
    /// Ghanaian cedi.
    pub const GHS: Self = Self(iso_currency::Currency::GHS);
    /// Euro.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);
    /// Pound sterling.
    pub const GBP: Self = Self(iso_currency::Currency::GBP);
    /// Indian rupee.
    pub const INR: Self = Self(iso_currency::Currency::INR);

    /// The three capital letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the point in ISO 4217: 0 for JPY, 2 for NGN, 3 for BHD, 4 for CLF.
    #[must_use]
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    /// Every currency that amounts can be written in, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        use iso_currency::IntoEnumIterator as _;
        iso_currency::Currency::iter().filter(|c| c.exponent().is_some()).map(Self)
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    /// Reads a code in either case; surrounding space is not part of a code.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        iso_currency::Currency::from_code(&text.to_ascii_uppercase())
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or_else(|| UnknownCurrency(text.chars().take(12).collect()))
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    /// By code, so that lists and files come out in the same order everywhere.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}
