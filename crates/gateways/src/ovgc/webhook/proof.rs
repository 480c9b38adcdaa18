//! Whether a message is OVGC's own.
//!
//! Seed 002 signs `timestamp.body` and publishes `sha256=` with the HMAC-SHA256 in hex. Its sample compares with `===`
//! and takes a message of any age; here the comparison takes the same time whatever it finds, and five minutes are the
//! limit. At the payment-request API integrators find the secret itself in the body, which proves as much to whoever
//! cannot read along; nothing there says when a message was made.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ovgc::{OVGC, keys, settings};
use crate::reading::{lenient_object, lenient_text};
use crate::webhook::{
    Algorithm, Arrival, Proof, Rejection, check_fresh, check_signature, is_same_secret, read_body,
};
use crate::{Credentials, Settings};

/// Documented, other than the signature's.
const TIMESTAMP_HEADER: &str = "x-webhook-timestamp";

const PREFIX: &str = "sha256=";

pub(super) fn prove(
    arrival: &Arrival<'_>,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Proof, Rejection> {
    let secret = credentials.get(keys::WEBHOOK_SECRET.key).ok_or_else(|| {
        Rejection::new(
            "this account has no webhook secret, without which nothing shows that a message is OVGC's own. Copy it from OVGC's \
             dashboard, where webhooks are set up, into the account's keys as `webhook_secret`",
        )
    })?;
    let old_secret = credentials.get(keys::OLD_WEBHOOK_SECRET.key);
    if settings::signs_messages(settings) {
        by_signature(arrival, secret, old_secret, settings)
    } else {
        by_secret_in_body(arrival.body, secret, old_secret)
    }
}

fn by_signature(
    arrival: &Arrival<'_>,
    secret: &SecretString,
    old_secret: Option<&SecretString>,
    settings: &Settings,
) -> Result<Proof, Rejection> {
    let signature = signature_of(arrival, settings)?;
    let timestamp = arrival.headers.only(TIMESTAMP_HEADER)?;
    let signed = [timestamp.as_bytes(), b".", arrival.body];
    let proof = check_signature(Algorithm::Sha256, signature, &signed, secret, old_secret)?;
    check_fresh(timestamp, arrival.received_at)?;
    Ok(proof)
}

fn signature_of<'a>(arrival: &Arrival<'a>, settings: &Settings) -> Result<&'a str, Rejection> {
    let name = settings.get(settings::WEBHOOK_SIGNATURE_HEADER.key);
    let value = arrival.headers.only(name).map_err(|Rejection(reason)| {
        Rejection::new(format!(
            "{reason}, where OVGC's signature is looked for. If OVGC signs under another name, or sends the secret in the body, \
             change that in the account's settings"
        ))
    })?;
    value.strip_prefix(PREFIX).ok_or_else(|| {
        Rejection::new(format!("its signature does not begin with `{PREFIX}`, as OVGC's do"))
    })
}

#[derive(Deserialize)]
struct Body {
    #[serde(default, deserialize_with = "lenient_text")]
    webhook_secret: Option<String>,
    #[serde(default, deserialize_with = "lenient_object")]
    data: Option<Box<RawValue>>,
}

fn by_secret_in_body(
    body: &[u8],
    secret: &SecretString,
    old_secret: Option<&SecretString>,
) -> Result<Proof, Rejection> {
    let beside: Body = read_body(OVGC, body)?;
    let inside: Option<Body> =
        beside.data.map(|data| read_body(OVGC, data.get().as_bytes())).transpose()?;
    let told = beside.webhook_secret.or_else(|| inside?.webhook_secret);
    let told = told.ok_or_else(|| {
        Rejection::new(
            "it has no `webhook_secret` in its body. If OVGC signs the messages of this account, change `webhook_proof` in the \
             account's settings",
        )
    })?;
    let is = |secret: &SecretString| is_same_secret(&told, secret);
    // Both are compared whatever comes of the first, so that the time taken tells nothing.
    match (is(secret), old_secret.is_some_and(is)) {
        (true, _) => Ok(Proof::Secret),
        (false, true) => Ok(Proof::OldSecret),
        (false, false) => {
            Err(Rejection::new("the secret in its body is not the webhook secret of this account"))
        }
    }
}
