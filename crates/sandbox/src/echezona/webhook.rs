//! Echezona's webhooks (seed 001), signed over the body with the API key, as a published integration has it.

use chrono::{DateTime, Utc};
use ledger::Money;
use serde::Serialize;

use super::API_KEY;
use crate::amount::Major;
use crate::sign::hmac_sha256;
use crate::state::{Checkout, Outcome};
use crate::webhook::{Hand, Happened, Message, Messages, json};

const FORGED_KEY: &str = "ech_test_of_somebody_else_000001";

pub(super) const MESSAGES: Messages =
    Messages { body, headers, at_will: &[Message::Transfer, Message::Renewal] };

fn headers(body: &str, _: DateTime<Utc>, hand: Hand) -> Vec<(&'static str, String)> {
    let key = match hand {
        Hand::Gateway => API_KEY,
        Hand::Stranger => FORGED_KEY,
    };
    vec![("X-Echezona-Signature", hmac_sha256(key, &[body]))]
}

#[derive(Serialize)]
struct Event {
    event: &'static str,
    data: Data,
}

#[derive(Serialize)]
struct Data {
    transaction_id: String,
    amount: Major,
    currency: &'static str,
    status: &'static str,
    customer: Customer,
}

#[derive(Default, Serialize)]
struct Customer {
    email: Option<String>,
    name: Option<String>,
}

fn body(happened: &Happened<'_>) -> Option<String> {
    let event = match happened {
        Happened::Ended(checkout) => match checkout.outcome()? {
            Outcome::Paid(_) => paid("payment.success", checkout),
            Outcome::Declined => {
                Event::of("payment.failed", checkout, checkout.order.amount, "failed")
            }
            Outcome::Left => return None,
        },
        Happened::Claimed(checkout) => paid("payment.success", checkout),
        Happened::Refunded(checkout, refund) => {
            Event::of("refund.processed", checkout, refund.amount, "success")
        }
        Happened::AtWill(Message::Renewal, _, _, checkout) => {
            paid("subscription.renew", (*checkout)?)
        }
        Happened::AtWill(Message::Transfer, at, amount, _) => {
            transfer(format!("TRF-{}", at.timestamp_millis()), *amount)
        }
        Happened::AtWill(..) => return None,
    };
    json(&event)
}

fn paid(name: &'static str, checkout: &Checkout) -> Event {
    Event::of(name, checkout, checkout.order.amount, "success")
}

fn transfer(transaction_id: String, amount: Money) -> Event {
    let data = Data {
        transaction_id,
        amount: Major(amount),
        currency: amount.currency().code(),
        status: "success",
        customer: Customer::default(),
    };
    Event { event: "transfer.success", data }
}

impl Event {
    fn of(name: &'static str, checkout: &Checkout, amount: Money, status: &'static str) -> Self {
        let customer = &checkout.order.customer;
        let data = Data {
            transaction_id: checkout.reference.clone(),
            amount: Major(amount),
            currency: amount.currency().code(),
            status,
            customer: Customer { email: customer.email.clone(), name: customer.name.clone() },
        };
        Self { event: name, data }
    }
}
