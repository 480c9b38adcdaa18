//! Whether a person is found in a message, however the message is written.
//!
//! Gateways send JSON, in which a letter may be written as an escape, and forms, in which most signs are. A name may come in
//! parts, under names of their own. So a body is compared as it is, as the texts of its JSON and as a form, in lower case; a
//! name is found where all of its words are. Too much is blanked rather than too little.

use crate::PersonDetails;
use crate::fold::folded;

/// What tells that a person is mentioned: for each, words that are all found.
pub(super) struct Mentions(Vec<Vec<String>>);

impl Mentions {
    /// The e-mails, accounts and names of people.
    pub(super) fn of(people: &[PersonDetails]) -> Self {
        let mut all = Vec::new();
        for PersonDetails { name, email, account } in people {
            all.extend([email, account].into_iter().flatten().map(|text| vec![plain(text)]));
            all.extend(name.iter().map(|name| name.split_whitespace().map(plain).collect()));
        }
        all.retain(|words: &Vec<String>| words.iter().any(|word| !word.is_empty()));
        Self(all)
    }

    /// Whether one of the people is found in a body.
    pub(super) fn are_in(&self, body: &[u8]) -> bool {
        let written = String::from_utf8_lossy(body);
        let mut readings = vec![plain(&written), plain(&form(body))];
        if let Ok(value) = serde_json::from_slice(body) {
            readings.push(texts(&value));
        }
        let is_in = |words: &Vec<String>| {
            readings.iter().any(|reading| words.iter().all(|word| reading.contains(word.as_str())))
        };
        self.0.iter().any(is_in)
    }
}

fn plain(text: &str) -> String {
    folded(text.trim())
}

/// Every text and name within a JSON value, one behind the other.
fn texts(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => plain(text),
        serde_json::Value::Number(number) => number.to_string(),
        serde_json::Value::Array(values) => values.iter().map(texts).collect::<Vec<_>>().join("\n"),
        serde_json::Value::Object(fields) => {
            let parts =
                fields.iter().map(|(name, value)| format!("{}\n{}", plain(name), texts(value)));
            parts.collect::<Vec<_>>().join("\n")
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) => String::new(),
    }
}

/// What a form says: `%40` is a sign, and a plus a space.
fn form(body: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [first, behind @ ..] = rest {
        let digit = |at: usize| {
            behind
                .get(at)
                .and_then(|byte| char::from(*byte).to_digit(16))
                .and_then(|d| u8::try_from(d).ok())
        };
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = behind.get(2..).unwrap_or_default();
            }
            (b'+', ..) => {
                bytes.push(b' ');
                rest = behind;
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Mentions {
        Mentions::of(&[PersonDetails {
            name: Some("Ada Obi".to_owned()),
            email: Some("ada+shop@example.com".to_owned()),
            account: Some("0123456789".to_owned()),
        }])
    }

    #[test]
    fn a_person_is_found_however_the_message_is_written() {
        for body in [
            r#"{"email":"ADA+shop@example.com"}"#,
            r#"{"email":"ada+shop\u0040example.com"}"#,
            "event=paid&email=ada%2Bshop%40example.com&x=1",
            r#"{"first":"Ada","last":"OBI"}"#,
            r#"{"customer":"Obi, Ada"}"#,
            "name=Ada+Obi",
            r#"{"to":{"account":123456789,"nuban":"0123456789"}}"#,
        ] {
            assert!(ada().are_in(body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn somebody_else_is_not() {
        for body in ["", "{}", r#"{"email":"bola@example.com","name":"Ada Eze"}"#, "email=%4", "%"]
        {
            assert!(!ada().are_in(body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn nobody_is_found_nowhere() {
        let nobody = Mentions::of(&[PersonDetails {
            name: Some("  ".to_owned()),
            email: Some(String::new()),
            account: None,
        }]);
        assert!(!nobody.are_in(b"{\"email\":\"ada@example.com\"}"));
    }
}
