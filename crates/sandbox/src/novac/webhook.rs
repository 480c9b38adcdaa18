//! Novac's webhooks (seed 000): no signature, one event for whatever a checkout comes to.

use serde::Serialize;

use crate::amount::Major;
use crate::state::{Checkout, Outcome};
use crate::webhook::{Happened, Message, Messages, json};

pub(super) const MESSAGES: Messages =
    Messages { body, headers: |_, _, _| Vec::new(), at_will: &[Message::Ping] };

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notice {
    notify: &'static str,
    notify_type: &'static str,
    data: Option<Transaction>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    transaction_reference: String,
    amount: Major,
    status: &'static str,
    currency: &'static str,
    customer: Customer,
}

#[derive(Serialize)]
struct Customer {
    email: Option<String>,
    name: Option<String>,
}

fn body(happened: &Happened<'_>) -> Option<String> {
    let notice = match happened {
        Happened::Ended(checkout) => transaction(checkout, word(checkout)?),
        Happened::Claimed(checkout) => transaction(checkout, "successful"),
        Happened::AtWill(Message::Ping, ..) => {
            Notice { notify: "test_assess", notify_type: "test", data: None }
        }
        // Neither refunds nor transfers have a documented event.
        Happened::Refunded(..) | Happened::AtWill(..) => return None,
    };
    json(&notice)
}

fn transaction(checkout: &Checkout, word: &'static str) -> Notice {
    let order = &checkout.order;
    let data = Transaction {
        transaction_reference: checkout.reference.clone(),
        amount: Major(order.amount),
        status: word,
        currency: order.amount.currency().code(),
        customer: Customer {
            email: order.customer.email.clone(),
            name: order.customer.name.clone(),
        },
    };
    Notice { notify: "transaction", notify_type: word, data: Some(data) }
}

fn word(checkout: &Checkout) -> Option<&'static str> {
    Some(match checkout.outcome()? {
        Outcome::Paid(_) => "successful",
        Outcome::Declined => "failed",
        Outcome::Left => "abandoned",
    })
}
