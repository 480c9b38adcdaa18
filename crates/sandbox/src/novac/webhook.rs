//! Novac's webhooks (seed 000): no signature, one event for whatever a checkout comes to.

use serde_json::{Value, json};

use crate::amount::Major;
use crate::state::{Checkout, Outcome};
use crate::webhook::{Happened, Message, Messages};

pub(super) const MESSAGES: Messages =
    Messages { body, headers: |_, _, _| Vec::new(), at_will: &[Message::Ping] };

fn body(happened: &Happened<'_>) -> Option<Value> {
    match happened {
        Happened::Ended(checkout) => Some(transaction(checkout, word(checkout)?)),
        Happened::Claimed(checkout) => Some(transaction(checkout, "successful")),
        Happened::AtWill(Message::Ping, ..) => {
            Some(json!({ "notify": "test_assess", "notifyType": "test", "data": {} }))
        }
        // Neither refunds nor transfers have a documented event.
        Happened::Refunded(..) | Happened::AtWill(..) => None,
    }
}

fn transaction(checkout: &Checkout, word: &str) -> Value {
    let order = &checkout.order;
    json!({
        "notify": "transaction",
        "notifyType": word,
        "data": {
            "transactionReference": checkout.reference,
            "amount": Major(order.amount),
            "status": word,
            "currency": order.amount.currency().code(),
            "customer": { "email": order.customer.email, "name": order.customer.name },
        },
    })
}

fn word(checkout: &Checkout) -> Option<&'static str> {
    Some(match checkout.outcome()? {
        Outcome::Paid(_) => "successful",
        Outcome::Declined => "failed",
        Outcome::Left => "abandoned",
    })
}
