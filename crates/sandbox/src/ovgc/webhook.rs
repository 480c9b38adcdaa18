//! OVGC's webhooks (seed 002): signed over `timestamp.body` for sessions, and with the shared secret in the body for payment
//! requests. The envelope is not documented: `{id, event, data}` was chosen.

use chrono::{DateTime, Utc};
use ledger::Money;
use serde::Serialize;
use uuid::Uuid;

use super::WEBHOOK_SECRET;
use crate::amount::Major;
use crate::sign::hmac_sha256;
use crate::state::{Checkout, Outcome, Refund};
use crate::webhook::{Hand, Happened, Message, Messages, json};

const FORGED_SECRET: &str = "ovgc_whsec_of_somebody_else_000001";

pub(super) const MESSAGES: Messages = Messages { body, headers, at_will: &[Message::Settlement] };

fn headers(body: &str, at: DateTime<Utc>, hand: Hand) -> Vec<(&'static str, String)> {
    let secret = match hand {
        Hand::Gateway => WEBHOOK_SECRET,
        Hand::Stranger => FORGED_SECRET,
    };
    let timestamp = at.timestamp().to_string();
    let signature = hmac_sha256(secret, &[&timestamp, ".", body]);
    vec![("x-webhook-timestamp", timestamp), ("x-webhook-signature", format!("sha256={signature}"))]
}

#[derive(Serialize)]
struct Event {
    id: String,
    event: &'static str,
    data: Data,
}

#[derive(Serialize)]
struct Data {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_id: Option<String>,
    amount: i64,
    currency: &'static str,
    status: &'static str,
}

/// What is told of a payment request: everything beside one another, in major units, with the shared secret.
#[derive(Serialize)]
struct Notice {
    webhook_secret: &'static str,
    event_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_uuid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payout_id: Option<String>,
    /// Of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    total_amount: Option<Major>,
    /// Of a refund or payout.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Major>,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

fn body(happened: &Happened<'_>) -> Option<String> {
    match happened {
        Happened::Ended(checkout) => match checkout.outcome()? {
            Outcome::Paid(_) => paid(checkout, WEBHOOK_SECRET),
            Outcome::Declined => {
                ended(checkout, "payment.declined", ("declined", "Declined"), WEBHOOK_SECRET)
            }
            Outcome::Left => None,
        },
        Happened::Claimed(checkout) => paid(checkout, FORGED_SECRET),
        Happened::Refunded(checkout, refund) => refunded(checkout, refund),
        Happened::AtWill(Message::Settlement, _, amount, checkout) => {
            // Of the API that the merchant used last.
            settled(*amount, checkout.is_some_and(is_request))
        }
        Happened::AtWill(..) => None,
    }
}

/// Whether the checkout was opened by a payment request, which is told of in words of its own.
fn is_request(checkout: &Checkout) -> bool {
    checkout.order.merchant_id.is_some()
}

fn paid(checkout: &Checkout, secret: &'static str) -> Option<String> {
    ended(checkout, "payment.succeeded", ("completed", "Paid"), secret)
}

fn ended(
    checkout: &Checkout,
    name: &'static str,
    (session_word, request_word): (&'static str, &'static str),
    secret: &'static str,
) -> Option<String> {
    let amount = checkout.order.amount;
    if !is_request(checkout) {
        return event(name, Data::of(checkout.reference.clone(), amount, session_word));
    }
    let payment_status = Some(request_word);
    json(&Notice {
        total_amount: Some(Major(amount)),
        payment_status,
        ..Notice::about(checkout, name, amount, secret)
    })
}

fn refunded(checkout: &Checkout, refund: &Refund) -> Option<String> {
    let (name, id, amount) = ("refund.created", refund.id.to_string(), refund.amount);
    if !is_request(checkout) {
        let session_id = Some(checkout.reference.clone());
        return event(name, Data { session_id, ..Data::of(id, amount, "created") });
    }
    json(&Notice {
        refund_id: Some(id),
        amount: Some(Major(amount)),
        status: Some("created"),
        ..Notice::about(checkout, name, amount, WEBHOOK_SECRET)
    })
}

fn settled(amount: Money, by_requests: bool) -> Option<String> {
    let (name, id) = ("payout.completed", Uuid::now_v7().to_string());
    if !by_requests {
        return event(name, Data::of(id, amount, "completed"));
    }
    json(&Notice {
        payout_id: Some(id),
        amount: Some(Major(amount)),
        status: Some("completed"),
        ..Notice::of(name, amount, WEBHOOK_SECRET)
    })
}

fn event(name: &'static str, data: Data) -> Option<String> {
    json(&Event { id: format!("evt_{}", Uuid::now_v7().simple()), event: name, data })
}

impl Data {
    fn of(id: String, amount: Money, status: &'static str) -> Self {
        let (minor, currency) = (amount.minor(), amount.currency().code());
        Self { id, session_id: None, amount: minor, currency, status }
    }
}

impl Notice {
    fn of(name: &'static str, amount: Money, secret: &'static str) -> Self {
        Self {
            webhook_secret: secret,
            event_type: name,
            order_uuid: None,
            transaction_id: None,
            refund_id: None,
            payout_id: None,
            total_amount: None,
            amount: None,
            currency: amount.currency().code(),
            payment_status: None,
            status: None,
        }
    }

    fn about(checkout: &Checkout, name: &'static str, amount: Money, secret: &'static str) -> Self {
        Self {
            order_uuid: checkout.order.merchant_id.clone(),
            transaction_id: Some(checkout.reference.clone()),
            ..Self::of(name, amount, secret)
        }
    }
}
