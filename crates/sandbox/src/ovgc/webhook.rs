//! OVGC's webhooks (seed 002): signed over `timestamp.body` for sessions, and with the shared secret in the body for payment
//! requests. The envelope is not documented: `{id, event, data}` was chosen.

use chrono::{DateTime, Utc};
use ledger::Money;
use serde::Serialize;
use uuid::Uuid;

use super::WEBHOOK_SECRET;
use crate::amount::Major;
use crate::sign::hmac_sha256;
use crate::state::{Checkout, Outcome};
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

/// What is told of a payment request.
#[derive(Serialize)]
struct Notice {
    webhook_secret: &'static str,
    event_type: &'static str,
    order_uuid: String,
    transaction_id: String,
    total_amount: Major,
    currency: &'static str,
    payment_status: &'static str,
}

fn body(happened: &Happened<'_>) -> Option<String> {
    match happened {
        Happened::Ended(checkout) => match checkout.outcome()? {
            Outcome::Paid(_) => paid(checkout, WEBHOOK_SECRET),
            Outcome::Declined => {
                of_checkout(checkout, "payment.declined", ("declined", "Declined"), WEBHOOK_SECRET)
            }
            Outcome::Left => None,
        },
        Happened::Claimed(checkout) => paid(checkout, FORGED_SECRET),
        Happened::Refunded(checkout, refund) => {
            let data = Data {
                session_id: Some(checkout.reference.clone()),
                ..Data::of(refund.id.to_string(), refund.amount, "created")
            };
            event("refund.created", data)
        }
        Happened::AtWill(Message::Settlement, _, amount, _) => {
            event("payout.completed", Data::of(Uuid::now_v7().to_string(), *amount, "completed"))
        }
        Happened::AtWill(..) => None,
    }
}

fn paid(checkout: &Checkout, secret: &'static str) -> Option<String> {
    of_checkout(checkout, "payment.succeeded", ("completed", "Paid"), secret)
}

/// A payment request is told of with the shared secret and words of its own, a session without.
fn of_checkout(
    checkout: &Checkout,
    name: &'static str,
    (session_word, request_word): (&'static str, &'static str),
    secret: &'static str,
) -> Option<String> {
    let amount = checkout.order.amount;
    let Some(order_uuid) = checkout.order.merchant_id.clone() else {
        return event(name, Data::of(checkout.reference.clone(), amount, session_word));
    };
    json(&Notice {
        webhook_secret: secret,
        event_type: name,
        order_uuid,
        transaction_id: checkout.reference.clone(),
        total_amount: Major(amount),
        currency: amount.currency().code(),
        payment_status: request_word,
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
