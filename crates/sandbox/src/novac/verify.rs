//! `GET /checkout/{reference}/verify`: the full transaction of the API reference, of which seed 000 shows a part.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use ledger::Money;
use serde::Serialize;

use super::auth::SecretKey;
use super::channel_word;
use super::reply::{Answer, Refusal, done};
use crate::amount::Major;
use crate::state::{Channel, Checkout, Gateway, MERCHANT, Outcome, Standing, World, charged, fee};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Transaction {
    status: &'static str,
    id: u64,
    transaction_reference: String,
    amount: Major,
    charged_amount: Major,
    currency: &'static str,
    transaction_fee: Major,
    gateway_response_code: Option<&'static str>,
    gateway_response_message: &'static str,
    domain: &'static str,
    channel: Option<&'static str>,
    request_ip: &'static str,
    payment_descriptor: Option<String>,
    transaction_type: &'static str,
    redirect_url: Option<String>,
    card: Option<Card>,
    customer: Customer,
    transfer_detail: Option<TransferDetail>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    first6_digits: &'static str,
    last4_digits: &'static str,
    issuer: &'static str,
    country: &'static str,
    r#type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    id: u64,
    customer_code: String,
    email: Option<String>,
    name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TransferDetail {
    bank_code: &'static str,
    bank_name: &'static str,
    account_number: &'static str,
    session_id: String,
    credit_account_name: &'static str,
    originator_name: String,
    originator_account_number: &'static str,
}

pub(super) async fn verify(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Path(reference): Path<String>,
) -> Result<Answer<Transaction>, Refusal> {
    let now = world.now();
    let book = world.book();
    let checkout = book
        .by_reference(Gateway::Novac, &reference)
        .ok_or(Refusal::NotFound("Transaction not found."))?;
    Ok(done("Transaction details retrieved successfully", Transaction::of(checkout, now)))
}

impl Transaction {
    fn of(checkout: &Checkout, now: DateTime<Utc>) -> Self {
        let (status, code, message) = match checkout.standing(now) {
            Standing::Ended(Outcome::Paid(_), _) => ("successful", Some("00"), "Approved"),
            Standing::Ended(Outcome::Declined, _) => ("failed", Some("05"), "Do not honour"),
            Standing::Ended(Outcome::Left, _) => ("cancelled", None, "Cancelled by customer"),
            Standing::Open | Standing::Expired => ("pending", None, "Awaiting payment"),
        };
        let paid_by = checkout.paid().map(|(channel, _)| channel);
        let order = &checkout.order;
        let nothing = Money::zero(order.amount.currency());
        Self {
            status,
            id: checkout.number,
            transaction_reference: checkout.reference.clone(),
            amount: Major(order.amount),
            charged_amount: Major(paid_by.map_or(nothing, |by| charged(order.amount, by))),
            currency: order.amount.currency().code(),
            transaction_fee: Major(paid_by.map_or(nothing, |_| fee(order.amount))),
            gateway_response_code: code,
            gateway_response_message: message,
            domain: "test",
            channel: paid_by.map(channel_word),
            request_ip: "127.0.0.1",
            payment_descriptor: order.description.clone(),
            transaction_type: "checkout",
            redirect_url: order.redirect_url.clone(),
            card: paid_by.filter(|channel| *channel == Channel::Card).map(|_| Card::sandbox()),
            customer: Customer {
                id: checkout.number,
                customer_code: format!("CUS-{}", checkout.number),
                email: order.customer.email.clone(),
                name: order.customer.name.clone(),
            },
            transfer_detail: paid_by
                .filter(|channel| *channel == Channel::Transfer)
                .map(|_| TransferDetail::of(checkout)),
        }
    }
}

impl Card {
    fn sandbox() -> Self {
        Self {
            first6_digits: "400000",
            last4_digits: "4081",
            issuer: "Sandbox Bank",
            country: "NG",
            r#type: "VISA",
        }
    }
}

impl TransferDetail {
    fn of(checkout: &Checkout) -> Self {
        Self {
            bank_code: "000",
            bank_name: "Sandbox Bank",
            account_number: "0000004081",
            session_id: checkout.token.simple().to_string(),
            credit_account_name: MERCHANT,
            originator_name: checkout
                .order
                .customer
                .name
                .clone()
                .unwrap_or_else(|| "Sandbox Customer".to_owned()),
            originator_account_number: "0000000001",
        }
    }
}
