//! Novac's webhooks (seed 000; its plug-ins): proven by the address they come from, since Novac signs nothing.
//!
//! One says that something happened to a payment, which is then looked up; the amount and state in it are hints. The
//! reference goes by several names in several places. `checkoutMetadata` is whatever the shop put there, and never read.

use ledger::{Currency, GatewayKind, Money};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::settings::WEBHOOK_SOURCES;
use crate::reading::{Number, lenient, lenient_text, word};
use crate::webhook::{
    Arrival, Proof, Rejection, check_source, digest_of, masked, read_body, reference,
};
use crate::{About, Credentials, Event, Settings, Webhooks};

const NOVAC: GatewayKind = GatewayKind::Novac;

/// The most bytes that can be a message of Novac; its own have a few thousand.
const LARGEST: usize = 256 * 1024;

pub(super) const WEBHOOKS: Webhooks = Webhooks {
    proof: "Novac signs nothing. The address a message comes from has to be one of Novac's, and the payment is then looked \
            up.",
    prove,
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    #[serde(default, deserialize_with = "lenient_text")]
    notify: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    notify_type: Option<String>,
    #[serde(default)]
    data: Option<Box<RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Transaction {
    #[serde(deserialize_with = "lenient_text")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    currency: Option<String>,
    #[serde(deserialize_with = "lenient")]
    amount: Option<Number>,
}

/// The names of the reference, in `data` or beside it, as versions of the plug-ins read them.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Named {
    #[serde(deserialize_with = "lenient_text")]
    transaction_reference: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    transaction_ref: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    reference: Option<String>,
}

impl Named {
    fn each(self) -> [Option<String>; 3] {
        [self.transaction_reference, self.transaction_ref, self.reference]
    }
}

fn prove(arrival: &Arrival<'_>, _: &Credentials, settings: &Settings) -> Result<Proof, Rejection> {
    check_source(arrival.source, settings.get(WEBHOOK_SOURCES.key), NOVAC.title())
}

fn read(body: &[u8], _: &Settings) -> Result<Event, Rejection> {
    if body.len() > LARGEST {
        return Err(Rejection::new("it is larger than any message of Novac"));
    }
    let message: Message = read_body(NOVAC, body)?;
    let inside = message.data.as_deref().map(RawValue::get).filter(|data| data.starts_with('{'));
    let inside = inside.unwrap_or("{}").as_bytes();
    let transaction: Transaction = read_body(NOVAC, inside)?;
    let references = references(read_body(NOVAC, inside)?, read_body(NOVAC, body)?);

    let notify = lower(message.notify.as_deref());
    let notify_type = lower(message.notify_type.as_deref());
    let about = about(&notify);
    let is_nothing = notify.is_empty() && notify_type.is_empty();
    if references.is_empty() && (about == About::Payment || is_nothing) {
        return Err(Rejection::new("it names no payment, or none by a reference that can be kept"));
    }
    let words = [&notify, &notify_type].map(String::as_str);
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let name = if words.is_empty() { "transaction".to_owned() } else { words.join(".") };
    let status = lower(transaction.status.as_deref());
    let key = match references.first() {
        Some(reference) if about == About::Payment => format!("{reference}|{notify_type}|{status}"),
        // Of what is not documented nobody knows what tells one from the next, so all of it counts but its secrets.
        _ => format!("{name}|{}", digest_of(&masked(body).body)),
    };
    Ok(Event { name, key, references, about, amount: amount(&transaction) })
}

/// What a notice is about. The words for payouts and refunds are not documented; both are found by looking them up.
fn about(notify: &str) -> About {
    match notify {
        "test_assess" => About::Ping,
        "" | "transaction" | "banktransfer" => About::Payment,
        _ => About::Other,
    }
}

/// The references that can be kept, those inside first, each once.
fn references(inside: Named, beside: Named) -> Vec<String> {
    let mut references: Vec<String> = Vec::new();
    for named in inside.each().into_iter().chain(beside.each()).flatten() {
        if let Some(named) = reference(Some(&named))
            && !references.contains(&named)
        {
            references.push(named);
        }
    }
    references
}

fn amount(transaction: &Transaction) -> Option<Money> {
    let currency: Currency = transaction.currency.as_deref()?.trim().parse().ok()?;
    transaction.amount?.major_units(currency)
}

fn lower(text: Option<&str>) -> String {
    text.map(word).unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::damage::damaged;

    const EXAMPLE: &str = include_str!("../../tests/fixtures/novac/webhook_transaction.json");

    fn read_calmly(body: &[u8]) {
        if let Err(rejection) = read(body, &Settings::defaults(NOVAC)) {
            assert!(rejection.to_string().len() > 10);
        }
    }

    proptest! {
        #[test]
        fn no_body_is_too_odd_to_be_rejected_calmly(body: Vec<u8>) {
            read_calmly(&body);
        }

        #[test]
        fn no_damage_to_a_message_is_too_odd_either(body in damaged(&[EXAMPLE])) {
            read_calmly(&body);
        }
    }
}
