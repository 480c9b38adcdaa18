//! Amounts of money: an integer of minor units and its currency.
//!
//! There is no way in or out through a float, and no arithmetic that can wrap or mix currencies. Signs are allowed,
//! because a movement of money has a direction; [`Money::parse_positive`] is the door for what a person types.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Currency;

/// An amount in minor units (kobo, cents) of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Money {
    currency: Currency,
    minor: i64,
}

/// Why a text or number is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not digits with at most one point.
    #[error("`{0}` is not an amount; write digits and at most one point, such as 25000.00")]
    NotANumber(String),
    /// More digits after the point than the currency has.
    #[error("{currency} has {exponent} digits after the point, `{text}` has more")]
    TooPrecise {
        /// What was read.
        text: String,
        /// The currency it was to be in.
        currency: Currency,
        /// How many digits that currency has.
        exponent: u32,
    },
    /// More than 63 bits of minor units.
    #[error("the amount is too large to be kept exactly")]
    TooLarge,
    /// Zero or less where money has to move.
    #[error("the amount must be more than zero")]
    NotPositive,
    /// Two amounts of different currencies were to be added or compared.
    #[error("{0} and {1} cannot be added")]
    MixedCurrencies(Currency, Currency),
}

impl Money {
    /// An amount of `minor` units.
    #[must_use]
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { currency, minor }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::from_minor(0, currency)
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency of the amount.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether the amount is more than zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Reads a decimal in major units: digits, at most one point, an optional leading minus. No exponents, no
    /// thousands separators, no more digits after the point than the currency has.
    ///
    /// # Errors
    /// [`AmountError`] says what to write instead.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let not_a_number = || AmountError::NotANumber(text.chars().take(40).collect());
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(not_a_number()),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(not_a_number());
        }
        let exponent = currency.exponent();
        let missing = usize::try_from(exponent)
            .ok()
            .and_then(|exponent| exponent.checked_sub(fraction.len()))
            .ok_or_else(|| AmountError::TooPrecise {
                text: text.chars().take(40).collect(),
                currency,
                exponent,
            })?;
        let sign = if negative { -1 } else { 1 };
        let zeros = std::iter::repeat_n(b'0', missing);
        let minor = whole
            .bytes()
            .chain(fraction.bytes())
            .chain(zeros)
            .try_fold(0_i64, |sum, digit| {
                sum.checked_mul(10)?.checked_add(sign * i64::from(digit - b'0'))
            })
            .ok_or(AmountError::TooLarge)?;
        Ok(Self::from_minor(minor, currency))
    }

    /// Reads an amount that has to be more than zero, as for a payment or a refund.
    ///
    /// # Errors
    /// As [`Money::parse`], and [`AmountError::NotPositive`].
    pub fn parse_positive(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let money = Self::parse(text, currency)?;
        if money.is_positive() { Ok(money) } else { Err(AmountError::NotPositive) }
    }

    /// Reads a decimal in major units as a gateway writes it, where trailing zeros beyond the currency's own digits
    /// carry no value.
    ///
    /// # Errors
    /// [`AmountError`] where the value is not a whole number of minor units or does not fit.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Self, AmountError> {
        let exponent = currency.exponent();
        let minor =
            Decimal::from(10_i64.pow(exponent)).checked_mul(value).ok_or(AmountError::TooLarge)?;
        if !minor.fract().is_zero() {
            return Err(AmountError::TooPrecise { text: value.to_string(), currency, exponent });
        }
        let minor = i64::try_from(minor).map_err(|_| AmountError::TooLarge)?;
        Ok(Self::from_minor(minor, currency))
    }

    /// The amount in major units, with all digits of the currency: `25000.00`, `-0.05`, `7` (JPY).
    #[must_use]
    pub fn to_decimal_string(self) -> String {
        let Ok(digits @ 1..) = usize::try_from(self.currency.exponent()) else {
            return self.minor.to_string();
        };
        let sign = if self.minor < 0 { "-" } else { "" };
        let padded = format!("{:0>width$}", self.minor.unsigned_abs(), width = digits + 1);
        let (whole, fraction) = padded.split_at(padded.len() - digits);
        format!("{sign}{whole}.{fraction}")
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// [`AmountError::MixedCurrencies`] or [`AmountError::TooLarge`].
    pub fn checked_add(self, other: Self) -> Result<Self, AmountError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(AmountError::TooLarge)?;
        Ok(Self::from_minor(minor, self.currency))
    }

    /// The difference of two amounts.
    ///
    /// # Errors
    /// [`AmountError::MixedCurrencies`] or [`AmountError::TooLarge`].
    pub fn checked_sub(self, other: Self) -> Result<Self, AmountError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(AmountError::TooLarge)?;
        Ok(Self::from_minor(minor, self.currency))
    }

    /// The same amount in the other direction.
    ///
    /// # Errors
    /// [`AmountError::TooLarge`] for the one number that has no opposite.
    pub fn checked_neg(self) -> Result<Self, AmountError> {
        Self::zero(self.currency).checked_sub(self)
    }

    fn same_currency(self, other: Self) -> Result<(), AmountError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(AmountError::MixedCurrencies(self.currency, other.currency))
        }
    }
}

impl fmt::Display for Money {
    /// `25000.00 NGN`, for messages; screens format with the reader's locale.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal_string(), self.currency)
    }
}
