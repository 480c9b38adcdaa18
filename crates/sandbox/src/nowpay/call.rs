//! What every call has: who calls, and rules that several fields share.

use ledger::{Currency, Money};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(super) const USERNAME: &str = "700100";
const USERNAME_FROM_ELSEWHERE: &str = "700199";
pub(super) const KEY: &str = "np_tillkeeper_sandbox_0001";

const REQUEST_ID_CHARS: usize = 50;
const PHONE_DIGITS: usize = 10;

/// Why Nowpay would not do as asked: its message.
#[derive(Debug)]
pub(super) struct Refusal(String);

impl Refusal {
    pub(super) fn new(why: impl ToString) -> Self {
        Self(why.to_string())
    }

    pub(super) fn into_reply(self) -> Value {
        json!({ "success": "0", "message": self.0 })
    }
}

/// An id, documented as a text here and as a number there.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Id {
    Text(String),
    Number(u64),
}

impl Id {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Refuses a caller with an unknown username, a wrong key, or an address that is not on the list.
pub(super) fn check_caller(body: &[u8]) -> Result<(), Refusal> {
    #[derive(Deserialize)]
    struct Caller {
        username: Id,
        key: String,
    }
    let caller: Caller = read(body)?;
    match (caller.username.into_text().as_str(), caller.key.as_str()) {
        (USERNAME, KEY) => Ok(()),
        (USERNAME_FROM_ELSEWHERE, _) => {
            Err(Refusal::new("IP address 127.0.0.1 is not whitelisted"))
        }
        _ => Err(Refusal::new("Invalid username or key")),
    }
}

/// The fields of a call.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal(format!("Invalid request: {error}")))
}

/// An amount in rupees: digits, at most two of them after a point.
pub(super) fn rupees(text: &str) -> Result<Money, Refusal> {
    Money::parse_positive(text, Currency::INR)
        .map_err(|error| Refusal(format!("Invalid amount: {error}")))
}

/// `yourrequestid`: letters and digits, up to fifty.
pub(super) fn request_id(text: String) -> Result<String, Refusal> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain && (1..=REQUEST_ID_CHARS).contains(&text.len()) {
        Ok(text)
    } else {
        Err(Refusal::new("Invalid yourrequestid: up to 50 letters and digits"))
    }
}

/// A mobile number without the country's code.
pub(super) fn phone(text: String, field: &str) -> Result<String, Refusal> {
    if text.len() == PHONE_DIGITS && is_digits(&text) {
        Ok(text)
    } else {
        Err(Refusal(format!("Invalid {field}: {PHONE_DIGITS} digits")))
    }
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One of the words a field may have.
pub(super) fn one_of(text: &str, field: &str, words: &[&str]) -> Result<(), Refusal> {
    if words.contains(&text) {
        Ok(())
    } else {
        Err(Refusal(format!("Invalid {field}: {}", words.join(", "))))
    }
}
