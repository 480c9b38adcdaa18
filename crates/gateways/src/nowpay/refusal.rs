//! What a refusal in words is about. Nowpay publishes no codes, only `success` and a free text.
//!
//! A request from an IP address that is not allowed, a wrong username or key, and a request id used before are told from
//! other refusals by their words, since the merchant has something else to do about each. A misread word changes what people read
//! and never what is done: the first two were refused as well, and an id used before leaves the outcome unknown.

use ledger::GatewayKind;

use super::KEYS;
use crate::Error;

/// Words for something wrong.
const WRONG: [&str; 6] = ["invalid", "wrong", "incorrect", "mismatch", "missing", "unknown"];

/// Words for what goes with every request.
const KEY_WORDS: [&str; 6] = ["username", "key", "seckey", "apikey", "credential", "credentials"];

/// What a message is about, where it is about more than the request.
pub(super) fn of(message: Option<&str>) -> Option<Error> {
    let gateway = GatewayKind::Nowpay;
    let told = message.map(str::to_owned);
    let words = words(message?);
    if is_about_addresses(&words) {
        return Some(Error::Forbidden { gateway, key: KEYS, message: told });
    }
    if is_about_keys(&words) {
        return Some(Error::Unauthorised { gateway, key: KEYS, message: told });
    }
    if is_about_duplicates(&words) {
        return Some(Error::Conflict { gateway, message: told });
    }
    None
}

/// As [`of`], or else the plain no to a question.
pub(super) fn or_refused(message: Option<&str>) -> Error {
    of(message).unwrap_or_else(|| Error::Refused {
        gateway: GatewayKind::Nowpay,
        status: 200,
        code: None,
        message: message.map(str::to_owned),
    })
}

fn words(message: &str) -> Vec<String> {
    let words = message.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn has(words: &[String], wanted: &[&str]) -> bool {
    words.iter().any(|word| wanted.contains(&word.as_str()))
}

/// Whether two words follow each other.
fn has_pair(words: &[String], first: &str, second: &str) -> bool {
    words.windows(2).any(|pair| pair[0] == first && pair[1].starts_with(second))
}

fn is_about_addresses(words: &[String]) -> bool {
    let is_list = |word: &String| word.starts_with("whitelist") || word.starts_with("allowlist");
    has(words, &["ip", "ips", "unauthorised", "unauthorized"])
        || words.iter().any(is_list)
        || has_pair(words, "white", "list")
        || has_pair(words, "allow", "list")
}

fn is_about_keys(words: &[String]) -> bool {
    (has(words, &KEY_WORDS) && has(words, &WRONG))
        || has_pair(words, "invalid", "user")
        || has_pair(words, "authentication", "fail")
}

fn is_about_duplicates(words: &[String]) -> bool {
    has(words, &["duplicate", "duplicated", "unique", "already"])
        || has_pair(words, "used", "before")
        || has_pair(words, "been", "used")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(message: &str) -> &'static str {
        or_refused(Some(message)).kind()
    }

    #[test]
    fn refusals_are_told_apart_by_their_words() {
        for (message, expected) in [
            ("Your IP 203.0.113.7 is not whitelisted", "forbidden"),
            ("IP not in white list", "forbidden"),
            ("Unauthorized access", "forbidden"),
            ("UNAUTHORISED", "forbidden"),
            ("Invalid username or key", "unauthorised"),
            ("Wrong seckey", "unauthorised"),
            ("Invalid User", "unauthorised"),
            ("Authentication failed", "unauthorised"),
            ("Duplicate request id", "conflict"),
            ("Request id already exists", "conflict"),
            ("yourrequestid has been used before", "conflict"),
            ("yourrequestid is not unique", "conflict"),
            ("Insufficient balance", "refused"),
            ("Invalid IFSC", "refused"),
            ("Beneficiary bank is down", "refused"),
            ("Recipient is not reachable", "refused"),
            ("The key is with the neighbour", "refused"),
        ] {
            assert_eq!(kind(message), expected, "{message}");
        }
        assert!(of(None).is_none());
    }

    #[test]
    fn a_refused_address_is_explained_by_the_list_of_allowed_ones() {
        let text = or_refused(Some("IP not whitelisted")).to_string();
        assert!(text.contains("allows the IP address of this computer"), "{text}");
        assert!(text.contains("IP not whitelisted"), "{text}");
    }

    proptest! {
        #[test]
        fn no_message_is_too_odd_to_be_sorted(message in "\\PC*") {
            let _ = or_refused(Some(&message));
        }
    }
}
