//! Secrets that come along in a message, taken out before it is kept.
//!
//! One way of OVGC's messages carries the shared secret in the body, and Novac's card messages carry tokens that charge the
//! card again. They are known by their fields' names, whatever the value: one that was replaced in the dashboard a moment ago is
//! a secret as well. Only their bytes are exchanged, so that amounts stay as they were written, and so that a body that was
//! cut off or is no JSON at all keeps none either. What was masked can be read again, but not proven again.

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

/// The most bytes of a field's name that is looked at, escapes included.
const LONGEST_NAME: usize = 200;

const BLANK: &[u8] = b"[secret]";

/// Headers whose value is a secret and proves nothing here.
const SECRET_HEADERS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "x-api-key"];

/// Whether a header's value must not be kept.
#[must_use]
pub fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS.iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

/// The body without its secrets.
#[must_use]
pub fn masked(body: &[u8]) -> Masked {
    let clean = match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[') | None => without_json_secrets(body),
        Some(_) => without_form_secrets(&without_json_secrets(body)),
    };
    let changed = clean != body;
    Masked { body: clean, changed }
}

/// Takes every quote for the beginning of a name, since what is around it need not be JSON.
fn without_json_secrets(body: &[u8]) -> Vec<u8> {
    let (mut clean, mut rest) = (Vec::with_capacity(body.len()), body);
    while let Some((first, after)) = rest.split_first() {
        let value = if *first == b'"' { secret_value(after) } else { None };
        match value {
            Some((before, value)) => {
                let (kept, from_value) = rest.split_at(before + 1);
                clean.extend_from_slice(kept);
                clean.push(b'"');
                clean.extend_from_slice(BLANK);
                clean.push(b'"');
                rest = from_value.get(value..).unwrap_or_default();
            }
            None => {
                clean.push(*first);
                rest = after;
            }
        }
    }
    clean
}

/// Behind the quote of a secret's name: how many bytes come before its value, and how many the value has.
fn secret_value(text: &[u8]) -> Option<(usize, usize)> {
    let near = text.get(..LONGEST_NAME).unwrap_or(text);
    let end = string_length(near)?;
    let name = text.get(..end)?;
    if !is_secret_field(&unescaped(name)) {
        return None;
    }
    let after_name = text.get(end + 1..)?.trim_ascii_start();
    let value = after_name.strip_prefix(b":")?.trim_ascii_start();
    let length = match value.first()? {
        b'{' => return None,
        b'"' => {
            let inside = value.get(1..)?;
            string_length(inside).map_or(value.len(), |length| length + 2)
        }
        b'[' => list_length(value),
        _ => {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || b",}]".contains(byte);
            value.iter().position(ends).unwrap_or(value.len())
        }
    };
    let is_nothing = length == 0 || value.get(..length) == Some(b"null");
    (!is_nothing).then_some((text.len() - value.len(), length))
}

/// How many bytes there are before the quote that ends a text; nothing where there is none.
fn string_length(text: &[u8]) -> Option<usize> {
    let mut escaped = false;
    text.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })
}

/// How many bytes a list has, to its bracket or to the end.
fn list_length(list: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = list.get(at) {
        at += 1;
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            b'"' => {
                at +=
                    string_length(list.get(at..).unwrap_or_default()).map_or(list.len(), |n| n + 1)
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at.min(list.len())
}

/// A name with JSON's escapes undone, as far as it can be.
fn unescaped(name: &[u8]) -> String {
    let quoted = [b"\"", name, b"\""].concat();
    serde_json::from_slice(&quoted).unwrap_or_else(|_| String::from_utf8_lossy(name).into_owned())
}

/// Looks for `name=value&…`, as web forms are sent.
fn without_form_secrets(body: &[u8]) -> Vec<u8> {
    let field = |field: &[u8]| match field.iter().position(|byte| *byte == b'=') {
        Some(end) if is_secret_field(&String::from_utf8_lossy(field.split_at(end).0)) => {
            [field.split_at(end + 1).0, BLANK].concat()
        }
        _ => field.to_vec(),
    };
    let fields: Vec<Vec<u8>> = body.split(|byte| *byte == b'&').map(field).collect();
    fields.join(&b'&')
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

    fn text_of(body: &str) -> String {
        String::from_utf8(masked(body.as_bytes()).body).unwrap()
    }

    #[test]
    fn all_but_the_secrets_stays_byte_for_byte() {
        for (body, kept) in [
            (
                r#"{ "amount": 25000.10, "webhook_secret" : "s" , "a":92233720368547758.07}"#,
                r#"{ "amount": 25000.10, "webhook_secret" : "[secret]" , "a":92233720368547758.07}"#,
            ),
            (r#"{"pin":1234,"x":1}"#, r#"{"pin":"[secret]","x":1}"#),
            (r#"{"pin":["1","]",[2]],"x":1}"#, r#"{"pin":"[secret]","x":1}"#),
            (r#"{"key":{"token":"a\"b"},"x":1}"#, r#"{"key":{"token":"[secret]"},"x":1}"#),
            (r#"{"webhook\u005fsecret":"s"}"#, r#"{"webhook\u005fsecret":"[secret]"}"#),
            (r#"{"note":"my \"secret\": s"}"#, r#"{"note":"my \"secret\": s"}"#),
        ] {
            assert_eq!(text_of(body), kept);
            assert_eq!(text_of(kept), kept, "what was masked stays as it is");
        }
    }

    #[test]
    fn a_body_that_is_no_json_keeps_no_secret_either() {
        for body in [
            r#"{"webhook_secret":"s3cr3t"#,
            r#"{"webhook_secret":"s3cr3t","data":{"#,
            r#"{"webhook_secret":["s3cr3t"#,
            r#"x" {"webhook_secret":"s3cr3t"}"#,
            "{\"\u{fffd}\":\"\u{1}\",\"webhook_secret\":\"s3cr3t\"}",
            "event=paid&webhook_secret=s3cr3t&amount=1",
            &format!(
                r#"{{"a":{}{},"webhook_secret":"s3cr3t"}}"#,
                "[".repeat(9999),
                "]".repeat(9999)
            ),
        ] {
            let masked = masked(body.as_bytes());
            assert!(masked.changed, "{body}");
            assert!(!String::from_utf8_lossy(&masked.body).contains("s3cr3t"), "{body}");
        }
    }

    #[test]
    fn a_large_body_of_quotes_takes_no_time_to_mask() {
        let body = "\\\"".repeat(128 * 1024);
        assert!(!masked(body.as_bytes()).changed);
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
            let once = masked(&body);
            prop_assert_eq!(&masked(&once.body).body, &once.body);
        }

        #[test]
        fn what_is_json_stays_json_and_says_the_same(
            secret in "\\PC{1,20}", other in "\\PC{0,20}", number in any::<i64>(),
        ) {
            let body = serde_json::json!({"a": other, "data": {"webhook_secret": secret, "n": number}});
            let kept: serde_json::Value = serde_json::from_slice(&masked(body.to_string().as_bytes()).body).unwrap();
            let blank = serde_json::json!({"a": other, "data": {"webhook_secret": "[secret]", "n": number}});
            prop_assert_eq!(kept, blank);
        }
    }
}
