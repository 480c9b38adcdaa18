//! What a payment costs, and who bears it; no gateway publishes its rates.
//!
//! 1.4 % of the order. The merchant bears it, and it is taken from what is settled; a customer who pays from a wallet
//! bears it instead and is charged that much more, so that both settings of Novac's dashboard can be seen.

use ledger::Money;

use super::Channel;

/// The fee of an order of `amount`, cut to whole minor units.
pub(crate) fn fee(amount: Money) -> Money {
    let minor = amount.minor();
    Money::from_minor(minor / 1_000 * 14 + minor % 1_000 * 14 / 1_000, amount.currency())
}

/// What a customer who pays an order of `amount` by `channel` is charged.
pub(crate) fn charged(amount: Money, channel: Channel) -> Money {
    if channel.is_wallet() { amount.checked_add(fee(amount)).unwrap_or(amount) } else { amount }
}

#[cfg(test)]
mod tests {
    use ledger::Currency;

    use super::*;

    fn naira(minor: i64) -> Money {
        Money::from_minor(minor, Currency::NGN)
    }

    #[test]
    fn a_fee_is_cut_and_never_overflows() {
        assert_eq!(fee(naira(2_500_000)), naira(35_000));
        assert_eq!(fee(naira(99)), naira(1));
        assert_eq!(fee(naira(71)), naira(0));
        assert_eq!(fee(naira(i64::MAX)), naira(129_127_208_515_966_861));
    }

    #[test]
    fn only_who_pays_from_a_wallet_bears_it() {
        assert_eq!(charged(naira(100_000), Channel::Card), naira(100_000));
        assert_eq!(charged(naira(100_000), Channel::Opay), naira(101_400));
    }
}
