//! The `transactionId` of a link: what can be read of the order number, a hyphen, and a part of the request's nonce.
//!
//! No document says which characters one may have or whether one can be used again, so each link gets one of its own of
//! at most 50 plain characters, which is what other gateways take.

/// How much of the order number is kept; with the hyphen and the nonce this makes 50.
const MOST_KEPT: usize = 33;

/// How much of the nonce is kept.
const NONCE: usize = 16;

pub(super) fn derive(order_number: &str, nonce: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let kept: String = order_number.chars().map(plain).take(MOST_KEPT).collect();
    let nonce: String = nonce.chars().take(NONCE).collect();
    format!("{}-{nonce}", kept.trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_order_number_can_be_read_in_it() {
        assert_eq!(derive("ORDER-00123", "0a1b2c3d"), "ORDER-00123-0a1b2c3d");
        assert_eq!(derive("Invoice 7/2026", "0a1b2c3d"), "Invoice-7-2026-0a1b2c3d");
    }

    proptest! {
        #[test]
        fn it_is_plain_and_short_and_another_for_another_nonce(
            number in "\\PC{1,64}", one in "[0-9a-f]{32}", two in "[0-9a-f]{32}",
        ) {
            let derived = derive(&number, &one);
            prop_assert!(derived.len() <= 50, "{}", derived);
            prop_assert!(derived.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{}", derived);
            prop_assert_eq!(derived == derive(&number, &two), one[..NONCE] == two[..NONCE]);
        }
    }
}
