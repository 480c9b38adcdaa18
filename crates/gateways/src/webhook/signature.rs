//! Signatures over raw bytes, compared in constant time.

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq as _;

use super::{Proof, Rejection};

/// By what a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// HMAC-SHA256.
    Sha256,
    /// HMAC-SHA512.
    Sha512,
}

/// Checks a signature in lower-case hex over the parts, one after the other, by the secret in use or the one it replaces.
/// Capitals are refused, so that one message has one signature.
pub(crate) fn check_signature(
    algorithm: Algorithm,
    signature: &str,
    parts: &[&[u8]],
    secret: &SecretString,
    old_secret: Option<&SecretString>,
) -> Result<Proof, Rejection> {
    let has_capitals = signature.bytes().any(|byte| byte.is_ascii_uppercase());
    let Some(signature) = hex::decode(signature).ok().filter(|_| !has_capitals) else {
        return Err(Rejection::new("its signature is not written in lower-case hex"));
    };
    let signs = |secret: &SecretString| {
        let key = secret.expose_secret().as_bytes();
        match algorithm {
            Algorithm::Sha256 => is_signed_sha256(key, parts, &signature),
            Algorithm::Sha512 => is_signed_sha512(key, parts, &signature),
        }
    };
    // Both are tried whatever comes of the first, so that the time taken tells nothing.
    let (by_new, by_old) = (signs(secret), old_secret.is_some_and(signs));
    match (by_new, by_old) {
        (true, _) => Ok(Proof::Secret),
        (false, true) => Ok(Proof::OldSecret),
        (false, false) => Err(Rejection::new(
            "its signature does not fit: it was not signed with this account's secret, or was changed on the way",
        )),
    }
}

/// Whether a secret that came along is the account's.
pub(crate) fn is_same_secret(told: &str, secret: &SecretString) -> bool {
    told.as_bytes().ct_eq(secret.expose_secret().as_bytes()).into()
}

fn is_signed_sha256(key: &[u8], parts: &[&[u8]], signature: &[u8]) -> bool {
    Hmac::<Sha256>::new_from_slice(key).is_ok_and(|mut mac| {
        parts.iter().for_each(|part| mac.update(part));
        mac.verify_slice(signature).is_ok()
    })
}

fn is_signed_sha512(key: &[u8], parts: &[&[u8]], signature: &[u8]) -> bool {
    Hmac::<Sha512>::new_from_slice(key).is_ok_and(|mut mac| {
        parts.iter().for_each(|part| mac.update(part));
        mac.verify_slice(signature).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 4231, test case 2.
    const KEY: &str = "Jefe";
    const SIGNED: &[&[u8]] = &[b"what do ya want ", b"for nothing?"];
    const SHA256: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    const SHA512: &str = "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd\
                          caeab1a34d4a6b4b636e070a38bce737";

    fn check(
        algorithm: Algorithm,
        signature: &str,
        secret: &str,
        old: Option<&str>,
    ) -> Result<Proof, Rejection> {
        let old = old.map(SecretString::from);
        check_signature(algorithm, signature, SIGNED, &SecretString::from(secret), old.as_ref())
    }

    #[test]
    fn the_examples_of_rfc_4231_hold() {
        assert_eq!(check(Algorithm::Sha256, SHA256, KEY, None), Ok(Proof::Secret));
        assert_eq!(check(Algorithm::Sha512, SHA512, KEY, None), Ok(Proof::Secret));
        assert!(check(Algorithm::Sha256, &SHA256.to_uppercase(), KEY, None).is_err());
    }

    #[test]
    fn a_secret_just_replaced_still_counts_and_is_told_apart() {
        assert_eq!(check(Algorithm::Sha256, SHA256, "new", Some(KEY)), Ok(Proof::OldSecret));
        assert_eq!(check(Algorithm::Sha256, SHA256, KEY, Some("old")), Ok(Proof::Secret));
    }

    proptest! {
        #[test]
        fn no_other_signature_fits(signature in "\\PC{0,80}|[0-9a-f]{64}", cut in 0..63_usize) {
            prop_assume!(signature != SHA256);
            prop_assert!(check(Algorithm::Sha256, &signature, KEY, Some("old")).is_err());
            prop_assert!(check(Algorithm::Sha256, &SHA256[..cut], KEY, None).is_err());
        }
    }
}
