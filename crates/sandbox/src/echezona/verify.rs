//! `POST /Payments/VerifyPayment`: how a payment stands.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ApiKey;
use super::reply::{Answer, Body, Refusal, done};
use crate::state::{Checkout, Gateway, Outcome, Standing, World};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verify {
    transaction_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    amount: String,
    currency: &'static str,
    status: &'static str,
    is_successful: bool,
    gateway_response: &'static str,
    transaction_id: String,
    payment_reference: String,
}

pub(super) async fn verify(
    State(world): State<Arc<World>>,
    _: ApiKey,
    Body { json: request, .. }: Body<Verify>,
) -> Result<Answer<Payment>, Refusal> {
    let now = world.now();
    let book = world.book();
    let checkout = book
        .by_reference(Gateway::Echezona, &request.transaction_id)
        .ok_or(Refusal::NotFound("Transaction not found"))?;
    Ok(done(Payment::of(checkout, now)))
}

impl Payment {
    fn of(checkout: &Checkout, now: DateTime<Utc>) -> Self {
        let (status, gateway_response) = match checkout.standing(now) {
            Standing::Ended(Outcome::Paid(_), _) => ("Successful", "Approved"),
            Standing::Ended(Outcome::Declined, _) => ("Failed", "Do not honour"),
            Standing::Open | Standing::Expired | Standing::Ended(Outcome::Left, _) => {
                ("Pending", "Awaiting payment")
            }
        };
        let amount = checkout.order.amount;
        Self {
            amount: amount.to_decimal_string(),
            currency: amount.currency().code(),
            status,
            is_successful: checkout.paid().is_some(),
            gateway_response,
            transaction_id: checkout.reference.clone(),
            payment_reference: format!("ECZ-{:010}", checkout.number),
        }
    }
}
