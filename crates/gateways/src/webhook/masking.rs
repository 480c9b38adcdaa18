//! Secrets that come along in a message, taken out before it is kept.
//!
//! One way of OVGC's messages carries the shared secret in the body, and Novac's card messages carry tokens that charge the
//! card again. They are known by their fields' names, whatever the value: one that was replaced in the dashboard a moment ago is
//! a secret as well. What was masked can be read again, but not proven again.

use serde_json::Value;

/// A body that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The body, less its secrets.
    pub body: Vec<u8>,
    /// Whether anything was taken out, so that the body can no longer be proven.
    pub changed: bool,
}

/// Fields whose value is a secret, in lower case and without separators.
const SECRET_FIELDS: [&str; 10] = [
    "webhooksecret",
    "secret",
    "secretkey",
    "apikey",
    "key",
    "seckey",
    "token",
    "authorizationcode",
    "password",
    "pin",
];

const BLANK: &str = "[secret]";

/// Headers whose value is a secret and proves nothing here.
const SECRET_HEADERS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "x-api-key"];

/// Whether a header's value must not be kept.
#[must_use]
pub fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS.iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

/// The body without its secrets. One that is not JSON has no fields and is kept as it is.
#[must_use]
pub fn masked(body: &[u8]) -> Masked {
    let unchanged = || Masked { body: body.to_vec(), changed: false };
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return unchanged();
    };
    if !blank(&mut value) {
        return unchanged();
    }
    Masked { body: value.to_string().into_bytes(), changed: true }
}

/// Blanks the secrets of a value, and says whether there were any.
fn blank(value: &mut Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter_mut().fold(false, |any, (name, value)| {
            if is_secret_field(name) && !value.is_null() && !value.is_object() {
                *value = Value::from(BLANK);
                return true;
            }
            blank(value) | any
        }),
        Value::Array(items) => items.iter_mut().fold(false, |any, item| blank(item) | any),
        _ => false,
    }
}

fn is_secret_field(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRET_FIELDS.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_are_taken_out_wherever_they_are() {
        let body = br#"{"webhook_secret":"s3cr3t","data":{"authorizationCode":"AUTH","card":{"token":"tok","last4":"1234"}},"a":[{"apiKey":7}]}"#;
        let Masked { body, changed } = masked(body);
        let text = String::from_utf8(body).unwrap();
        assert!(changed);
        for secret in ["s3cr3t", "AUTH", "tok\"", ":7"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(text.contains("1234"), "{text}");
    }

    #[test]
    fn what_has_no_secrets_is_kept_byte_for_byte() {
        for body in [
            &b"{ \"amount\" : 25000.00 }"[..],
            b"no json",
            b"",
            b"[1,2]",
            b"\xff\xfe",
            b"{\"key\":null}",
        ] {
            assert_eq!(masked(body), Masked { body: body.to_vec(), changed: false });
        }
    }

    proptest! {
        #[test]
        fn no_body_is_too_odd_to_be_masked(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = masked(&body);
        }
    }
}
