//! Keys that a gateway repeats in its answer, taken out before anybody reads it.
//!
//! Novac's documented answer to `/initiate` has the public key in it, and error messages love to quote keys. After this,
//! no text of an answer can carry a key into a journal, a log or a message.

use ledger::GatewayKind;
use secrecy::{ExposeSecret, SecretString};

use crate::{Credentials, Error};

const BLANK: &[u8] = b"[key]";

/// A shorter secret could be a word that a gateway uses for a state, and is no key.
const SHORTEST: usize = 16;

pub(super) struct Redaction(Vec<SecretString>);

impl Redaction {
    pub(super) fn new(credentials: &Credentials) -> Self {
        let long = |key: &&SecretString| key.expose_secret().len() >= SHORTEST;
        Self(credentials.secrets().filter(long).cloned().collect())
    }

    /// Blanks out the keys. An answer that hides one behind escapes is not used at all.
    pub(super) fn apply(&self, gateway: GatewayKind, body: Vec<u8>) -> Result<Vec<u8>, Error> {
        let mut body = body;
        for secret in &self.0 {
            let key = secret.expose_secret();
            body = replace(body, key.as_bytes());
            if key.contains('/') {
                body = replace(body, key.replace('/', "\\/").as_bytes());
            }
        }
        if body.contains(&b'\\') {
            let plain = unescape(&body);
            let hidden = self
                .0
                .iter()
                .any(|secret| find(&plain, secret.expose_secret().as_bytes()).is_some());
            if hidden {
                return Err(Error::malformed(gateway, "it repeats a key"));
            }
        }
        Ok(body)
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn replace(body: Vec<u8>, part: &[u8]) -> Vec<u8> {
    let Some(mut at) = find(&body, part) else {
        return body;
    };
    let (mut rest, mut clean) = (body.as_slice(), Vec::with_capacity(body.len()));
    loop {
        let (before, after) = rest.split_at(at);
        clean.extend_from_slice(before);
        clean.extend_from_slice(BLANK);
        rest = after.get(part.len()..).unwrap_or_default();
        match find(rest, part) {
            Some(next) => at = next,
            None => break,
        }
    }
    clean.extend_from_slice(rest);
    clean
}

/// The body with JSON's escapes of ASCII characters undone, to search in.
fn unescape(body: &[u8]) -> Vec<u8> {
    let (mut plain, mut rest) = (Vec::with_capacity(body.len()), body);
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'\\' {
            plain.push(*first);
            continue;
        }
        let code = after
            .strip_prefix(b"u")
            .and_then(|digits| digits.get(..4))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = code {
            plain.push(byte);
            rest = after.get(5..).unwrap_or_default();
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use ledger::GatewayKind::Ovgc;

    use super::*;

    const KEY: &str = "ovgc_live_0123456789/abc";

    fn redaction() -> Redaction {
        Redaction(vec![SecretString::from(KEY)])
    }

    #[test]
    fn every_repetition_of_a_key_is_blanked_out() {
        let body = format!("{{\"a\":\"{KEY}\",\"b\":\"x{KEY}{KEY}y\"}}").into_bytes();
        let clean = redaction().apply(Ovgc, body).unwrap();
        assert_eq!(clean, br#"{"a":"[key]","b":"x[key][key]y"}"#);
    }

    #[test]
    fn a_key_with_an_escaped_slash_is_blanked_out() {
        let body = format!("\"{}\"", KEY.replace('/', "\\/")).into_bytes();
        assert_eq!(redaction().apply(Ovgc, body).unwrap(), br#""[key]""#);
    }

    #[test]
    fn an_answer_that_hides_a_key_is_not_used() {
        let body = format!("\"{}\"", KEY.replace('_', "\\u005F")).into_bytes();
        assert!(matches!(redaction().apply(Ovgc, body), Err(Error::Malformed { .. })));
    }

    #[test]
    fn other_answers_stay_as_they_are() {
        let body = br#"{"name":"Ada \u00d6bi \"A\" \\ \u"}"#.to_vec();
        assert_eq!(redaction().apply(Ovgc, body.clone()).unwrap(), body);
    }
}
