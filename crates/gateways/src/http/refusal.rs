//! Answers that say no, in any of the shapes gateways use, and answers that are no data at all.
//!
//! The HTTP status decides what a refusal means; the body adds words. Without any body, though, a status such as 400 may be
//! something else's on the way, so what was to be made or moved is then unknown. Shapes: `{message}`, `{error}`, `{detail}`,
//! `{error:{code,message}}`, `{code,message}`, `{data:{message,responseCode,responseMessage,responseDescription}}`.

use std::collections::BTreeMap;

use ledger::GatewayKind;
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Deciding;
use crate::Error;
use crate::reading::{lenient_object, lenient_text, parse, sentence};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Words {
    #[serde(deserialize_with = "lenient_text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    detail: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    code: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    response_code: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    response_message: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    response_description: Option<String>,
}

impl Words {
    fn said(&self) -> Option<&String> {
        self.message.as_ref().or(self.detail.as_ref()).or(self.reason())
    }

    /// Why, where the message beside it only says that something is wrong.
    fn reason(&self) -> Option<&String> {
        self.response_message.as_ref().or(self.response_description.as_ref())
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(deserialize_with = "lenient_text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    detail: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    code: Option<String>,
    #[serde(rename = "error", deserialize_with = "lenient_text")]
    error_text: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Nested {
    #[serde(deserialize_with = "lenient_object")]
    error: Option<Words>,
    #[serde(deserialize_with = "lenient_object")]
    data: Option<Words>,
}

/// What an answer with a 4xx status means. With `plain`, the gateway says no in a line of text.
pub(super) fn read(
    gateway: GatewayKind,
    key: &'static str,
    method: &Method,
    status: StatusCode,
    body: &[u8],
    plain: bool,
) -> Error {
    let line = plain.then(|| plain_line(body)).flatten();
    let is_line = line.is_some();
    let (code, message) = line.map_or_else(|| words(gateway, body), |line| (None, Some(line)));
    let is_said = is_line || is_object(gateway, body) || (body.is_empty() && method == Method::GET);
    match status {
        StatusCode::UNAUTHORIZED => Error::Unauthorised { gateway, key, message },
        StatusCode::FORBIDDEN => Error::Forbidden { gateway, key, message },
        StatusCode::NOT_FOUND => Error::NotFound { gateway, message },
        StatusCode::CONFLICT => Error::Conflict { gateway, message },
        StatusCode::METHOD_NOT_ALLOWED => {
            Error::Refused { gateway, status: status.as_u16(), code, message }
        }
        _ if status.is_client_error() && is_said => {
            Error::Refused { gateway, status: status.as_u16(), code, message }
        }
        _ => Error::malformed(gateway, format!("it has status {} and no data", status.as_u16())),
    }
}

/// A sentence that is neither data nor a web page.
fn plain_line(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let is_words = text.starts_with(|c: char| c.is_alphabetic()) && text.lines().count() == 1;
    is_words.then(|| sentence(text)).flatten()
}

/// Whether an answer that says yes is data.
pub(super) fn check_is_data(gateway: GatewayKind, body: &[u8]) -> Result<(), Error> {
    let what = match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => "it is empty",
        Some(b'<') => {
            "it is a web page instead of data. Check the account's base URL, or try again later"
        }
        Some(_) => return Ok(()),
    };
    Err(Error::malformed(gateway, what))
}

/// Whether an answer is a JSON object whose field decides what came of the request.
pub(super) fn decides(body: &[u8], deciding: Deciding, is_outage: bool) -> bool {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_slice(body).unwrap_or_default();
    fields.get(deciding.field).is_some_and(|said| {
        !is_outage || deciding.taken.contains(&said.get().trim_matches('"').trim())
    })
}

fn is_object(gateway: GatewayKind, body: &[u8]) -> bool {
    parse::<Body>(gateway, body).is_ok()
}

/// Whether a text is a word such as `SESSION_EXPIRED` and no sentence.
fn is_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

fn words(gateway: GatewayKind, body: &[u8]) -> (Option<String>, Option<String>) {
    let top: Body = parse(gateway, body).unwrap_or_default();
    let nested: Nested = parse(gateway, body).unwrap_or_default();
    let error = nested.error.unwrap_or_default();
    let data = nested.data.unwrap_or_default();
    let word = top.error_text.clone().filter(|text| is_code(text));
    let message = top
        .message
        .or_else(|| error.said().cloned())
        .or(top.error_text)
        .or(top.detail)
        .or_else(|| data.said().cloned());
    let reason = data.reason().filter(|reason| message.as_ref() != Some(*reason));
    let message = match (message, reason) {
        (Some(message), Some(reason)) => Some(format!("{message} {reason}")),
        (message, _) => message,
    };
    let code = top.code.or(error.code).or(data.code).or(data.response_code).or(word);
    let short = |text: Option<String>| text.as_deref().and_then(sentence);
    (short(code), short(message))
}

#[cfg(test)]
mod tests {
    use ledger::GatewayKind::Ovgc;

    use super::*;

    fn refused(body: &str) -> (Option<String>, Option<String>) {
        match read(Ovgc, "API key", &Method::GET, StatusCode::BAD_REQUEST, body.as_bytes(), false) {
            Error::Refused { code, message, .. } => (code, message),
            other => panic!("{other:?}"),
        }
    }

    fn asked_to_make(body: &str) -> Error {
        read(Ovgc, "API key", &Method::POST, StatusCode::BAD_REQUEST, body.as_bytes(), false)
    }

    #[test]
    fn the_reason_is_found_in_every_shape_gateways_use() {
        let (code, text) = ("SESSION_EXPIRED", "Checkout session has expired");
        for body in [
            r#"{"error":{"code":"SESSION_EXPIRED","message":"Checkout session has expired"}}"#,
            r#"{"code":"SESSION_EXPIRED","message":"Checkout session has expired"}"#,
            r#"{"code":"SESSION_EXPIRED","error":"Checkout session has expired"}"#,
            r#"{"status":false,"data":{"responseCode":"SESSION_EXPIRED","responseMessage":"Checkout session has expired"}}"#,
            r#"{"detail":"Checkout session has expired","data":{"code":"SESSION_EXPIRED"}}"#,
        ] {
            assert_eq!(refused(body), (Some(code.to_owned()), Some(text.to_owned())), "{body}");
        }
    }

    #[test]
    fn the_reason_beside_a_general_message_is_told_as_well() {
        let body = r#"{"status":false,"message":"Invalid request parameter.","data":{"responseCode":"T1","responseMessage":"Amount is too low."}}"#;
        let (code, message) = refused(body);
        assert_eq!(code.as_deref(), Some("T1"));
        assert_eq!(message.as_deref(), Some("Invalid request parameter. Amount is too low."));
    }

    #[test]
    fn an_error_word_beside_a_message_is_the_code() {
        let (code, message) = refused(r#"{"error":"SESSION_EXPIRED","message":"It has expired"}"#);
        assert_eq!(code.as_deref(), Some("SESSION_EXPIRED"));
        assert_eq!(message.as_deref(), Some("It has expired"));
    }

    #[test]
    fn a_refusal_without_words_is_still_a_refusal() {
        assert_eq!(refused(""), (None, None));
        assert_eq!(refused("{}"), (None, None));
        assert_eq!(refused(r#"{"error":[1],"message":{"x":1},"data":"no"}"#), (None, None));
    }

    #[test]
    fn a_refusal_that_cannot_be_read_is_none() {
        for body in ["<html>Bad request</html>", "no", "[1]", "{\"message\":"] {
            assert_eq!(asked_to_make(body).outcome(), crate::Outcome::Unknown, "{body}");
        }
    }

    #[test]
    fn a_request_to_make_something_is_refused_by_an_answer_and_not_by_silence() {
        assert_eq!(asked_to_make("").outcome(), crate::Outcome::Unknown);
        assert_eq!(asked_to_make("{}").outcome(), crate::Outcome::NotDone);
    }
}
