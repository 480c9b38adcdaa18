//! Echezona's webhooks (seed 001), signed over the body with the API key, as a published integration has it.

use chrono::{DateTime, Utc};
use ledger::Money;
use serde_json::{Value, json};

use super::API_KEY;
use crate::amount::Major;
use crate::sign::hmac_sha256;
use crate::state::{Checkout, Outcome};
use crate::webhook::{Hand, Happened, Message, Messages};

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

fn body(happened: &Happened<'_>) -> Option<Value> {
    match happened {
        Happened::Ended(checkout) => match checkout.outcome()? {
            Outcome::Paid(_) => Some(success("payment.success", checkout, checkout.order.amount)),
            Outcome::Declined => {
                Some(of_checkout("payment.failed", checkout, checkout.order.amount, "failed"))
            }
            Outcome::Left => None,
        },
        Happened::Claimed(checkout) => {
            Some(success("payment.success", checkout, checkout.order.amount))
        }
        Happened::Refunded(checkout, refund) => {
            Some(success("refund.processed", checkout, refund.amount))
        }
        Happened::AtWill(Message::Transfer, at, amount, _) => Some(event(
            "transfer.success",
            &format!("TRF-{}", at.timestamp_millis()),
            *amount,
            "success",
            Value::Null,
        )),
        Happened::AtWill(Message::Renewal, _, _, paid) => {
            paid.map(|checkout| success("subscription.renew", checkout, checkout.order.amount))
        }
        Happened::AtWill(..) => None,
    }
}

fn success(name: &str, checkout: &Checkout, amount: Money) -> Value {
    of_checkout(name, checkout, amount, "success")
}

fn of_checkout(name: &str, checkout: &Checkout, amount: Money, status: &str) -> Value {
    let customer = &checkout.order.customer;
    let customer = json!({ "email": customer.email, "name": customer.name });
    event(name, &checkout.reference, amount, status, customer)
}

fn event(name: &str, id: &str, amount: Money, status: &str, customer: Value) -> Value {
    json!({
        "event": name,
        "data": {
            "transaction_id": id,
            "amount": Major(amount),
            "currency": amount.currency().code(),
            "status": status,
            "customer": customer,
        },
    })
}
