//! OVGC's webhooks (seed 002): signed over `timestamp.body` for sessions, and with the shared secret in the body for payment
//! requests. The envelope is not documented: `{id, event, data}` was chosen.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::WEBHOOK_SECRET;
use crate::amount::Major;
use crate::sign::hmac_sha256;
use crate::state::{Checkout, Outcome};
use crate::webhook::{Hand, Happened, Message, Messages};

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

fn body(happened: &Happened<'_>) -> Option<Value> {
    match happened {
        Happened::Ended(checkout) => ended(checkout),
        Happened::Claimed(checkout) => Some(paid(checkout, FORGED_SECRET)),
        Happened::Refunded(checkout, refund) => Some(event(
            "refund.created",
            json!({
                "id": refund.id,
                "session_id": checkout.reference,
                "amount": refund.amount.minor(),
                "currency": refund.amount.currency().code(),
                "status": "created",
            }),
        )),
        Happened::AtWill(Message::Settlement, _, amount, _) => Some(event(
            "payout.completed",
            json!({
                "id": Uuid::now_v7(),
                "amount": amount.minor(),
                "currency": amount.currency().code(),
                "status": "completed",
            }),
        )),
        Happened::AtWill(..) => None,
    }
}

fn ended(checkout: &Checkout) -> Option<Value> {
    match checkout.outcome()? {
        Outcome::Paid(_) => Some(paid(checkout, WEBHOOK_SECRET)),
        Outcome::Declined => {
            Some(of_checkout(checkout, "payment.declined", "declined", WEBHOOK_SECRET))
        }
        Outcome::Left => None,
    }
}

fn paid(checkout: &Checkout, secret: &str) -> Value {
    of_checkout(checkout, "payment.succeeded", "completed", secret)
}

/// A payment request is told of with the shared secret, a session without.
fn of_checkout(checkout: &Checkout, name: &str, status: &str, secret: &str) -> Value {
    let amount = checkout.order.amount;
    let Some(order_uuid) = &checkout.order.merchant_id else {
        let data = json!({
            "id": checkout.reference,
            "amount": amount.minor(),
            "currency": amount.currency().code(),
            "status": status,
        });
        return event(name, data);
    };
    json!({
        "webhook_secret": secret,
        "event_type": name,
        "order_uuid": order_uuid,
        "transaction_id": checkout.reference,
        "total_amount": Major(amount),
        "currency": amount.currency().code(),
        "payment_status": if status == "completed" { "Paid" } else { "Declined" },
    })
}

fn event(name: &str, data: Value) -> Value {
    json!({ "id": format!("evt_{}", Uuid::now_v7().simple()), "event": name, "data": data })
}
