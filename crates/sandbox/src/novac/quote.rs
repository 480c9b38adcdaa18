//! `POST /transaction-fee`: what a payment would cost by one of the ways to pay.
//!
//! `paymentType` may be written as in `allowedPaymentOptions` or as in replies, in capitals or not: the documents do
//! not say which. Either key will do, since a published integration sends the public one.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::auth::AnyKey;
use super::reply::{Answer, Body, Refusal, done};
use super::{channel_word, option_word};
use crate::state::{Channel, Gateway, World, fee};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Question {
    transaction_reference: String,
    payment_type: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Quote {
    transaction_reference: String,
    payment_type: String,
    transaction_fee_amount: String,
    transaction_fee_currency: &'static str,
}

pub(super) async fn transaction_fee(
    State(world): State<Arc<World>>,
    _: AnyKey,
    Body { json: question, .. }: Body<Question>,
) -> Result<Answer<Quote>, Refusal> {
    let Question { transaction_reference, payment_type } = question;
    let is_asked = |channel: &Channel| {
        [channel_word(*channel), option_word(*channel)]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(&payment_type))
    };
    if !Channel::ALL.iter().any(is_asked) {
        return Err(Refusal::invalid("The payment type is not known."));
    }
    let book = world.book();
    let checkout = book
        .by_reference(Gateway::Novac, &transaction_reference)
        .ok_or(Refusal::NotFound("Transaction not found."))?;
    let fee = fee(checkout.order.amount);
    let quote = Quote {
        transaction_reference,
        payment_type,
        transaction_fee_amount: fee.to_decimal_string(),
        transaction_fee_currency: fee.currency().code(),
    };
    Ok(done("Fee retrieved successfully", quote))
}
