//! Reading a proven body: JSON, references in it, and a digest where it has no id of its own.

use ledger::{GatewayKind, Reference};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::Rejection;
use crate::Error;
use crate::reading::parse;

/// Reads a JSON object.
pub(crate) fn read_body<T: DeserializeOwned>(
    gateway: GatewayKind,
    body: &[u8],
) -> Result<T, Rejection> {
    parse(gateway, body).map_err(|error| match error {
        Error::Malformed { what, .. } => Rejection::new(format!("its body cannot be read: {what}")),
        other => Rejection::new(other.to_string()),
    })
}

/// The SHA-256 of a body in hex, by which a message without an id is told from every other.
pub(crate) fn digest_of(body: &[u8]) -> String {
    hex::encode(Sha256::digest(body))
}

/// A text that a payment may be known by. One that no payment can have is none.
pub(crate) fn reference(text: Option<&str>) -> Option<String> {
    let reference: Reference = text?.parse().ok()?;
    Some(reference.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use ledger::GatewayKind::Ovgc;
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_is_wrong_with_a_body_is_a_sentence_that_quotes_nothing() {
        let deep = "[".repeat(10_000);
        for body in ["", "sesame", "[\"sesame\"]", "{\"sesame\":", "{\"a\":\"\u{7f}\"}x", &deep] {
            let rejection = read_body::<Value>(Ovgc, body.as_bytes()).unwrap_err().to_string();
            assert!(rejection.starts_with("its body cannot be read: "), "{rejection}");
            assert!(!rejection.contains("sesame"), "{rejection}");
        }
    }

    #[test]
    fn only_what_can_be_an_order_number_is_a_reference() {
        assert_eq!(reference(Some(" ORDER-1 ")).as_deref(), Some("ORDER-1"));
        for none in [None, Some(""), Some(" \n"), Some("a\u{202E}b"), Some(&"9".repeat(65))] {
            assert_eq!(reference(none), None);
        }
    }
}
