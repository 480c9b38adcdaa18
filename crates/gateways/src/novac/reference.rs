//! References for `/initiate`, which wants 16 to 50 of `A-Z a-z 0-9 _ -`, unique for ever.
//!
//! Every link gets a derived one, even where the order number would do, since a renewed link needs another and two rules
//! would be one too many: what can be read of the order number, a hyphen, and 16 digits of a digest over the order number
//! as typed and the request's nonce. The same request gives the same reference on every attempt.

use sha2::{Digest, Sha256};

/// How much of the order number is kept; with the hyphen and the digest this makes 50.
const MOST_KEPT: usize = 33;

/// Bytes of the digest that are kept.
const DIGEST_BYTES: usize = 8;

/// Stands for an order number of which nothing can be kept.
const NAMELESS: &str = "order";

pub(super) fn derive(reference: &str, nonce: &str) -> String {
    let digest = Sha256::new().chain_update(reference).chain_update([0]).chain_update(nonce);
    let digest = hex::encode(digest.finalize());
    let digest = digest.get(..2 * DIGEST_BYTES).unwrap_or(&digest);
    format!("{}-{digest}", readable_part(reference))
}

fn readable_part(reference: &str) -> String {
    let mut kept = String::new();
    for c in reference.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            kept.push(c);
        } else if !kept.is_empty() && !kept.ends_with('-') {
            kept.push('-');
        }
    }
    kept.truncate(MOST_KEPT);
    let kept = kept.trim_end_matches('-');
    if kept.is_empty() { NAMELESS.to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_order_number_can_be_read_in_the_derived_reference() {
        assert!(derive("ORDER-00123", "0a1b").starts_with("ORDER-00123-"));
        assert!(derive("Invoice 7/2026 (ö)", "0a1b").starts_with("Invoice-7-2026-"));
        assert!(derive("注文", "0a1b").starts_with("order-"));
    }

    #[test]
    fn orders_that_look_alike_once_cleaned_stay_apart() {
        assert_ne!(derive("A/1", "0a1b"), derive("A-1", "0a1b"));
    }

    #[test]
    fn a_renewed_link_has_another_reference_and_an_attempt_the_same() {
        assert_ne!(derive("ORDER-00123", "01"), derive("ORDER-00123", "02"));
        assert_eq!(derive("ORDER-00123", "01"), derive("ORDER-00123", "01"));
    }

    proptest! {
        #[test]
        fn derived_references_are_always_as_novac_wants_them(reference in ".{1,64}", nonce in "[0-9a-f]{0,40}") {
            let derived = derive(&reference, &nonce);
            prop_assert!((16..=50).contains(&derived.len()), "{}", derived);
            prop_assert!(derived.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'), "{}", derived);
        }
    }
}
