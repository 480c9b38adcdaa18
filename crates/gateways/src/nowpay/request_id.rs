//! The id by which Nowpay knows a request: `yourrequestid`, letters and digits, at most 50 (Nowpay API reference).
//!
//! It is made from the merchant's reference alone, so that a payout whose answer was lost can be looked up under it. Letters
//! and digits stay as they are and anything else is written as `Z` and two hexadecimal digits per byte, which can be
//! turned back. What gets too long that way becomes a digest, which cannot: such a payout is known in a callback by
//! Nowpay's own id only.

use ledger::Reference;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The most characters that Nowpay takes.
const MOST: usize = 50;

/// Begins a digest. `Z` is no hexadecimal digit, so that no written-out reference begins like this.
const DIGEST: &str = "ZZ";

/// The id of a payout.
pub(super) fn of(reference: &Reference) -> String {
    let id = written(reference.as_str());
    if id.len() <= MOST {
        return id;
    }
    let digest = hex::encode(Sha256::digest(reference.as_str().as_bytes()));
    DIGEST.chars().chain(digest.chars()).take(MOST).collect()
}

/// The id of a check, which nobody looks up again.
pub(super) fn of_check() -> String {
    format!("check{}", Uuid::now_v7().simple())
}

/// The reference that an id was made from; nothing for a digest and for what is no id of ours.
pub(super) fn reference_of(id: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::with_capacity(id.len()), id);
    while let Some(first) = rest.chars().next() {
        rest = rest.get(first.len_utf8()..)?;
        if first == 'Z' {
            let digits = rest.get(..2)?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = rest.get(2..)?;
        } else {
            bytes.push(u8::try_from(first).ok()?);
        }
    }
    let reference = String::from_utf8(bytes).ok()?;
    (written(&reference) == id).then_some(reference)
}

fn written(reference: &str) -> String {
    let mut id = String::with_capacity(reference.len());
    for byte in reference.bytes() {
        if byte.is_ascii_alphanumeric() && byte != b'Z' {
            id.push(char::from(byte));
        } else {
            id.push_str(&format!("Z{byte:02X}"));
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(reference: &str) -> String {
        of(&reference.parse().unwrap())
    }

    #[test]
    fn ids_are_readable_where_that_can_be() {
        assert_eq!(id("RENT202604"), "RENT202604");
        assert_eq!(id("RENT-2026/04"), "RENTZ2D2026Z2F04");
        assert_eq!(id("Zoë"), "Z5AoZC3ZAB");
        let uuid = "0192aabb-0000-7000-8000-000000000001";
        assert_eq!(reference_of(&id(uuid)).as_deref(), Some(uuid));
    }

    #[test]
    fn a_long_reference_becomes_a_digest_that_is_no_other_reference() {
        let long = "-".repeat(64);
        let digest = id(&long);
        assert_eq!((digest.len(), &digest[..2]), (50, "ZZ"));
        assert_eq!(reference_of(&digest), None);
        assert_ne!(id(&"-".repeat(63)), digest);
    }

    #[test]
    fn what_nobody_wrote_here_is_turned_back_into_nothing() {
        for other in ["Z", "Z4", "Z41", "Z2d", "a-b", "Zé1", "ZFF"] {
            assert_eq!(reference_of(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn every_reference_has_an_id_of_its_own_that_nowpay_takes(a in "\\PC{1,64}", b in "\\PC{1,64}") {
            let (Ok(a), Ok(b)) = (a.parse::<Reference>(), b.parse::<Reference>()) else {
                return Ok(());
            };
            for reference in [&a, &b] {
                let id = of(reference);
                prop_assert!(id.len() <= 50 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{}", id);
                prop_assert_eq!(&id, &of(reference));
                if !id.starts_with("ZZ") {
                    prop_assert_eq!(reference_of(&id), Some(reference.to_string()));
                }
            }
            prop_assert_eq!(of(&a) == of(&b), a == b);
        }

        #[test]
        fn no_id_is_too_odd_to_be_read(id in "\\PC*") {
            let _ = reference_of(&id);
        }
    }
}
