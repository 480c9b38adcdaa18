//! Echezona's messages (seed 001): signed over the body alone, and read.
//!
//! Nothing in a message says when it was made or tells it from its repetition, so one is known by what it says. A
//! subscription's renewal is one more payment, under an id of its own.

use ledger::{Currency, Money, PayoutKind, PayoutStatus, RefundStatus};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{ECHEZONA, keys, settings};
use crate::reading::{Number, lenient_object, lenient_text, word};
use crate::webhook::{
    About, Arrival, Event, Proof, Rejection, check_signature, digest_of, masked, read_body,
    reference,
};
use crate::{Credentials, Settings, Webhooks};

pub(super) const WEBHOOKS: Webhooks =
    Webhooks { proof: "A signature of the body by the API key.", prove, read };

fn prove(
    arrival: &Arrival<'_>,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Proof, Rejection> {
    let key = credentials.get(keys::API_KEY.key).ok_or_else(|| {
        Rejection::new(
            "this account has no API key, by which Echezona's messages are proven. Enter it among the account's keys as \
             `api_key`",
        )
    })?;
    let name = settings.get(settings::WEBHOOK_SIGNATURE_HEADER.key);
    let signature = arrival.headers.only(name).map_err(|Rejection(reason)| {
        Rejection::new(format!(
            "{reason}, where Echezona's signature is looked for. If it signs under another name, change that in the account's \
             settings"
        ))
    })?;
    let algorithm = settings::webhook_algorithm(settings);
    let old_key = credentials.get(keys::OLD_API_KEY.key);
    check_signature(algorithm, signature, &[arrival.body], key, old_key)
}

/// The seed's `{event, data: {…}}`; the plug-in reads `{reference, status}` instead.
#[derive(Deserialize)]
struct Message {
    #[serde(default, deserialize_with = "lenient_text")]
    event: Option<String>,
    #[serde(default, deserialize_with = "lenient_object")]
    data: Option<Box<RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    #[serde(deserialize_with = "lenient_text")]
    transaction_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    reference: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    refund_id: Option<String>,
    amount: Option<Box<RawValue>>,
    #[serde(deserialize_with = "lenient_text")]
    currency: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    status: Option<String>,
}

fn read(body: &[u8], settings: &Settings) -> Result<Event, Rejection> {
    let message: Message = read_body(ECHEZONA, body)?;
    let data = message.data.as_ref().map(|data| data.get().as_bytes());
    let facts: Facts = read_body(ECHEZONA, data.unwrap_or(body))?;
    let status = facts.status.as_deref().map(word).filter(|word| !word.is_empty());
    let named = message.event.as_deref().map(word).filter(|word| !word.is_empty());
    let name = named.clone().or_else(|| status.clone());
    let name = name.ok_or_else(|| Rejection::new("it does not say what happened"))?;
    let references = facts.references();
    let word = status.clone().unwrap_or_else(|| name.clone());
    let refund_id = reference(facts.refund_id.as_deref());
    let about = match named.as_deref() {
        Some("payment.success" | "payment.failed" | "subscription.renew") | None => About::Payment,
        Some("refund.processed") => {
            About::Refund { status: refund_status(&word), word, id: refund_id.clone() }
        }
        Some("transfer.success") => About::Payout {
            kind: PayoutKind::Transfer,
            status: PayoutStatus::Processed,
            word,
            id: references.first().cloned(),
        },
        Some(_) => About::Other,
    };
    if about == About::Payment && references.is_empty() {
        return Err(Rejection::new("it does not say which payment it is about"));
    }
    let amount = facts.amount(settings);
    let amount = match about {
        // Of a refund or transfer the message is all there is; that a payment was made is looked up.
        About::Refund { .. } | About::Payout { .. } => amount?,
        About::Payment | About::Ping | About::Other => amount.unwrap_or_default(),
    };
    let mut told_apart_by = vec![name.clone()];
    told_apart_by.extend(references.first().cloned());
    told_apart_by.extend(status);
    if let About::Refund { .. } = about {
        // A payment may have several refunds that are processed.
        told_apart_by.extend(refund_id.or_else(|| amount.map(|amount| amount.to_string())));
    }
    let key =
        if references.is_empty() { digest_of(&masked(body).body) } else { told_apart_by.join("|") };
    Ok(Event { name, key, references, about, amount })
}

/// The event's own name says `processed`; only a word that clearly says otherwise counts against it.
fn refund_status(word: &str) -> RefundStatus {
    match word.to_ascii_lowercase().as_str() {
        "failed" => RefundStatus::Failed,
        "pending" | "processing" => RefundStatus::Pending,
        _ => RefundStatus::Processed,
    }
}

impl Facts {
    fn references(&self) -> Vec<String> {
        let mut references = Vec::new();
        for told in [&self.transaction_id, &self.reference] {
            let told = reference(told.as_deref()).filter(|told| !references.contains(told));
            references.extend(told);
        }
        references
    }

    fn amount(&self, settings: &Settings) -> Result<Option<Money>, Rejection> {
        let Some(told) = self.amount.as_ref().filter(|told| told.get() != "null") else {
            return Ok(None);
        };
        let unreadable = || Rejection::new("its amount cannot be read exactly");
        let currency = match &self.currency {
            Some(code) => code.trim().parse().map_err(|_| unreadable())?,
            None => Currency::NGN,
        };
        let number: Number = serde_json::from_str(told.get()).map_err(|_| unreadable())?;
        let amount = settings::amount_unit(settings).read(number, currency);
        amount.map(Some).ok_or_else(unreadable)
    }
}
