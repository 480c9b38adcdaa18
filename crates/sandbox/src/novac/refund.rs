//! Refunds: in full, in part, one, and a window of days.
//!
//! Single refunds are answered bare, as the API reference's schema has them, and lists in the envelope. A refund is
//! shown by its own reference or by its transaction's, which then means the latest, since the documents do not say
//! which of the two is meant. `/refund` gives back the whole amount and takes no `amount`: the guide that asks for
//! one contradicts seed 000 and the reference, and to ignore it would give back more than the caller meant.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use ledger::Money;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::auth::SecretKey;
use super::channel_word;
use super::reply::{Answer, Body, Refusal, done};
use crate::amount::read_major;
use crate::request::text;
use crate::state::{self, Checkout, Gateway, Notes, RefundStage, World};

const WINDOW_DAYS: i64 = 7;

#[derive(Deserialize)]
pub(super) struct FullRefund {
    reference: String,
    amount: Option<Box<RawValue>>,
    customer_note: Option<String>,
    merchant_note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct PartialRefund {
    reference: String,
    amount: Box<RawValue>,
    customer_note: Option<String>,
    merchant_note: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Refund {
    id: String,
    refund_reference: String,
    amount: String,
    currency: &'static str,
    domain: &'static str,
    channel: Option<&'static str>,
    merchant_note: Option<String>,
    customer_note: Option<String>,
    status: &'static str,
    transaction_reference: String,
    created_at: String,
    updated_at: String,
}

pub(super) async fn refund_in_full(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Body { json: request, .. }: Body<FullRefund>,
) -> Result<Json<Refund>, Refusal> {
    if request.amount.is_some() {
        return Err(Refusal::invalid("A part of the amount is refunded by /partial-refund."));
    }
    let notes = notes(request.customer_note, request.merchant_note);
    refund(&world, &request.reference, notes, Ok)
}

pub(super) async fn refund_in_part(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Body { json: request, .. }: Body<PartialRefund>,
) -> Result<Json<Refund>, Refusal> {
    let notes = notes(request.customer_note, request.merchant_note);
    refund(&world, &request.reference, notes, |whole| {
        read_major(&request.amount, whole.currency()).map_err(Refusal::invalid)
    })
}

pub(super) async fn show(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Path(reference): Path<String>,
) -> Result<Json<Refund>, Refusal> {
    let now = world.now();
    let book = world.book();
    let (checkout, refund) =
        book.refund(Gateway::Novac, &reference).ok_or(Refusal::NotFound("Refund not found."))?;
    Ok(Json(Refund::of(checkout, refund, now)))
}

pub(super) async fn list(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Path((start, end)): Path<(String, String)>,
) -> Result<Answer<Vec<Refund>>, Refusal> {
    let (start, end) = (day(&start)?, day(&end)?);
    if !(0..=WINDOW_DAYS).contains(&end.signed_duration_since(start).num_days()) {
        return Err(Refusal::invalid("The end must be on or up to 7 days after the start."));
    }
    let now = world.now();
    let book = world.book();
    let refunds: Vec<Refund> = book
        .newest_first()
        .filter(|checkout| checkout.order.gateway == Gateway::Novac)
        .flat_map(|checkout| checkout.refunds().iter().map(move |refund| (checkout, refund)))
        .filter(|(_, refund)| (start..=end).contains(&refund.created_at.date_naive()))
        .map(|(checkout, refund)| Refund::of(checkout, refund, now))
        .collect();
    let message =
        if refunds.is_empty() { "no record found" } else { "Refunds retrieved successfully" };
    Ok(done(message, refunds))
}

/// Refunds as much of a transaction as `part` makes of its whole amount.
fn refund(
    world: &World,
    reference: &str,
    notes: Notes,
    part: impl FnOnce(Money) -> Result<Money, Refusal>,
) -> Result<Json<Refund>, Refusal> {
    let (token, whole) = {
        let book = world.book();
        let checkout = book
            .by_reference(Gateway::Novac, reference)
            .ok_or(Refusal::NotFound("Transaction not found."))?;
        (checkout.token, checkout.order.amount)
    };
    let refund = world.give_back(token, part(whole)?, notes).map_err(Refusal::invalid)?;
    let now = world.now();
    let book = world.book();
    let checkout = book.by_token(token).ok_or(Refusal::NotFound("Transaction not found."))?;
    Ok(Json(Refund::of(checkout, &refund, now)))
}

impl Refund {
    fn of(checkout: &Checkout, refund: &state::Refund, now: DateTime<Utc>) -> Self {
        let (status, updated_at) = match refund.stage(now) {
            RefundStage::Pending => ("pending", refund.created_at),
            RefundStage::Processed(at) => ("processed", at),
            RefundStage::Failed(at) => ("failed", at),
        };
        Self {
            id: refund.id.to_string(),
            refund_reference: refund.reference.clone(),
            amount: refund.amount.to_decimal_string(),
            currency: refund.amount.currency().code(),
            domain: "test",
            channel: checkout.paid().map(|(channel, _)| channel_word(channel)),
            merchant_note: refund.notes.merchant.clone(),
            customer_note: refund.notes.customer.clone(),
            status,
            transaction_reference: checkout.reference.clone(),
            created_at: timestamp(refund.created_at),
            updated_at: timestamp(updated_at),
        }
    }
}

fn notes(customer: Option<String>, merchant: Option<String>) -> Notes {
    Notes { customer: text(customer), merchant: text(merchant) }
}

pub(super) fn timestamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub(super) fn day(text: &str) -> Result<NaiveDate, Refusal> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| Refusal::invalid("Write the days as yyyy-MM-dd."))
}
