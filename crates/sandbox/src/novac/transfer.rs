//! Transfers: payouts to Nigerian bank accounts. Their envelope says `success` where all others say `status`.
//!
//! A transfer that is not made is 404 and one that is not known 400, both in that envelope, as the API reference has
//! them. One costs NGN 25.00, and a reference is used once.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use ledger::{Currency, Money, PayoutKind};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::auth::SecretKey;
use super::bank::{bank_name, holder_of, is_account_number};
use super::refund::timestamp;
use super::reply::{Body, Refusal};
use crate::amount::{Major, read_major};
use crate::request::text;
use crate::state::{Gateway, Payout, PayoutOrder, Stage, World};

const FEE: Money = Money::from_minor(2_500, Currency::NGN);
const REFERENCE_CHARS: std::ops::RangeInclusive<usize> = 10..=50;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewTransfer {
    currency: String,
    amount: Box<RawValue>,
    bank_code: String,
    account_number: String,
    account_name: Option<String>,
    narration: String,
    reference: String,
}

#[derive(Serialize)]
pub(super) struct Envelope {
    success: bool,
    message: &'static str,
    data: Transfer,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Transfer {
    id: String,
    session_id: String,
    reference: String,
    currency: &'static str,
    amount: Major,
    fee: Major,
    bank_code: String,
    bank_name: &'static str,
    account_number: String,
    account_name: Option<String>,
    narration: Option<String>,
    domain: &'static str,
    status: &'static str,
    provider_response_message: &'static str,
    updated_at: String,
    created_at: String,
}

pub(super) async fn transfer(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Body { json: request, .. }: Body<NewTransfer>,
) -> Result<Json<Envelope>, Refusal> {
    let payout = world.pay_out(order(request)?).map_err(Refusal::not_transferred)?;
    let data = Transfer::of(&payout, world.now());
    Ok(Json(Envelope { success: true, message: "Transfer initiated", data }))
}

pub(super) async fn show(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Path(reference): Path<String>,
) -> Result<Json<Envelope>, Refusal> {
    let now = world.now();
    let book = world.book();
    let payout =
        book.payouts().by_reference(Gateway::Novac, &reference).ok_or(Refusal::NoSuchTransfer)?;
    let data = Transfer::of(payout, now);
    Ok(Json(Envelope { success: true, message: "Transfer retrieved", data }))
}

fn order(request: NewTransfer) -> Result<PayoutOrder, Refusal> {
    if request.currency != Currency::NGN.code() {
        return Err(Refusal::not_transferred("Transfers are made in NGN only."));
    }
    let amount = read_major(&request.amount, Currency::NGN).map_err(Refusal::not_transferred)?;
    if bank_name(&request.bank_code).is_none() {
        return Err(Refusal::not_transferred("The bank code is not known."));
    }
    if !is_account_number(&request.account_number) {
        return Err(Refusal::not_transferred("The account number must have 10 digits."));
    }
    let narration = text(Some(request.narration))
        .ok_or_else(|| Refusal::not_transferred("The narration must not be empty."))?;
    if !REFERENCE_CHARS.contains(&request.reference.chars().count()) {
        return Err(Refusal::not_transferred("The reference must have 10 to 50 characters."));
    }
    let name =
        text(request.account_name).unwrap_or_else(|| holder_of(&request.account_number).to_owned());
    Ok(PayoutOrder {
        gateway: Gateway::Novac,
        kind: PayoutKind::Bank,
        reference: request.reference,
        may_repeat: false,
        amount,
        fee: FEE,
        to: request.account_number,
        name: Some(name),
        via: request.bank_code,
        narration: Some(narration),
    })
}

impl Transfer {
    fn of(payout: &Payout, now: DateTime<Utc>) -> Self {
        let (status, provider_response_message, updated_at) = match payout.stage(now) {
            Stage::Arrived(at) => ("successful", "Transaction successful", at),
            Stage::Pending => ("pending", "Transaction in progress", payout.created_at),
            Stage::Failed(at) => ("failed", "Beneficiary account is not active", at),
        };
        let order = &payout.order;
        Self {
            id: payout.number.to_string(),
            session_id: payout.id.simple().to_string(),
            reference: order.reference.clone(),
            currency: order.amount.currency().code(),
            amount: Major(order.amount),
            fee: Major(order.fee),
            bank_code: order.via.clone(),
            bank_name: bank_name(&order.via).unwrap_or_default(),
            account_number: order.to.clone(),
            account_name: order.name.clone(),
            narration: order.narration.clone(),
            domain: "test",
            status,
            provider_response_message,
            updated_at: timestamp(updated_at),
            created_at: timestamp(payout.created_at),
        }
    }
}
