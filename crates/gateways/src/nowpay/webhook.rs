//! Callbacks of Nowpay: that there are some is documented, and nothing else about them.
//!
//! A callback is read only for the ids that it names, as JSON or as a form, and every one of them is about a payout in a state
//! that is unknown: the back office then looks the payout up and believes nothing else of it. Where the account's settings name
//! no addresses, it proves nothing and can cause no more than that.

use std::collections::BTreeMap;

use ledger::{Currency, PayoutKind, PayoutStatus};
use serde_json::value::RawValue;
use url::form_urlencoded;

use super::request_id;
use super::settings::CALLBACK_SOURCES;
use super::wire::GATEWAY;
use crate::reading::{Number, word};
use crate::webhook::{check_source, digest_of};
use crate::{About, Arrival, Credentials, Event, Proof, Rejection, Settings};

pub(super) const PROOF: &str = "Nothing, unless the account's settings name the addresses that Nowpay's callbacks come from. Either way \
                                a callback causes a look-up and nothing else.";

/// Names that the documents give the merchant's id.
const YOURS: [&str; 2] = ["yourrequestid", "yourreqid"];

/// Names that the documents give Nowpay's id.
const OURS: [&str; 3] = ["ourrequestid", "clientid", "apirequestid"];

/// The most characters of an id.
const LONGEST_ID: usize = 64;

pub(super) fn prove(
    arrival: &Arrival<'_>,
    _credentials: &Credentials,
    settings: &Settings,
) -> Result<Proof, Rejection> {
    match settings.get(CALLBACK_SOURCES.key) {
        "" => Ok(Proof::Nothing),
        allowed => check_source(arrival.source, allowed, GATEWAY.title()),
    }
}

/// Reads a callback. Its key is the digest of its body, so that nobody who guesses an id can take the place of the real one.
pub(super) fn read(body: &[u8], _settings: &Settings) -> Result<Event, Rejection> {
    let fields = fields(body).ok_or_else(|| Rejection::new("it is neither JSON nor a form"))?;
    let ids = |names: &[&str]| -> Vec<String> {
        let values = names.iter().filter_map(|name| fields.get(*name));
        values.filter(|value| is_id(value)).cloned().collect()
    };
    let (yours, ours) = (ids(&YOURS), ids(&OURS));
    let id = ours.first().cloned();
    let mut references: Vec<String> = Vec::new();
    let written_out = yours.iter().filter_map(|id| request_id::reference_of(id));
    for reference in written_out.chain(yours.iter().cloned()).chain(ours) {
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
    if references.is_empty() {
        return Err(Rejection::new("it names no request of ours"));
    }
    let told = fields.get("status").or_else(|| fields.get("success"));
    Ok(Event {
        name: "callback".to_owned(),
        key: digest_of(body),
        references,
        about: About::Payout {
            kind: PayoutKind::Transfer,
            status: PayoutStatus::Unknown,
            word: told.map(|told| word(told)).unwrap_or_default(),
            id,
        },
        amount: fields.get("amount").and_then(|amount| {
            let number: Number = serde_json::from_str(&serde_json::to_string(amount).ok()?).ok()?;
            number.major_units(Currency::INR)
        }),
    })
}

fn is_id(value: &str) -> bool {
    let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    !value.is_empty() && value.len() <= LONGEST_ID && is_plain && !value.eq_ignore_ascii_case("na")
}

/// The texts and numbers of a body, by their names in lower case. Of JSON also those one level down in `data`.
fn fields(body: &[u8]) -> Option<BTreeMap<String, String>> {
    let text = std::str::from_utf8(body).ok()?.trim();
    if text.starts_with('{') {
        return in_json(text);
    }
    let is_form = text.contains('=') && !text.starts_with(['[', '<', '"']);
    let pairs = form_urlencoded::parse(text.as_bytes());
    let fields = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    is_form.then(|| fields.collect())
}

fn in_json(text: &str) -> Option<BTreeMap<String, String>> {
    let raw: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
    let mut fields = BTreeMap::new();
    let below = raw.get("data").and_then(|data| serde_json::from_str(data.get()).ok());
    let below: BTreeMap<String, Box<RawValue>> = below.unwrap_or_default();
    for (name, value) in below.iter().chain(&raw) {
        let value = match value.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str::<String>(value.get()).ok(),
            Some(b'0'..=b'9' | b'-') => Some(value.get().to_owned()),
            _ => None,
        };
        if let Some(value) = value {
            fields.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    Some(fields)
}
