//! The newer of OVGC's two APIs: a payment request with the key in its body, and the status of an order.
//!
//! Its documents describe the request and that a `url` comes back; the rest is what published integrations look for.
//! So the sandbox answers flat, with `status: true`, `url` and `transaction_id`, a fault with `status: false`, `error`
//! and `message`, and the status of an order as `payment_status`. An `order_uuid` may be used again, and is a new
//! transaction each time; a status is asked for by either id, and by an `order_uuid` it is the newest one's. A request
//! lasts 30 minutes, as a session does.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use ledger::Currency;
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

use super::API_KEY;
use super::reply::{Refusal, unreadable};
use super::session::{LIFETIME, email, link};
use crate::amount::{Major, read_major};
use crate::request::text;
use crate::state::{
    Channel, Checkout, Customer, Gateway, Order, Outcome, Returns, Standing, World,
};

/// A fault in this API's own form.
pub(super) struct Fault(Refusal);

#[derive(Deserialize)]
struct NewRequest {
    api_key: Option<String>,
    order_uuid: String,
    /// Major units, such as 25.00 dollars.
    total_amount: Box<RawValue>,
    currency: Option<String>,
    email: String,
    success_url: String,
    cancel_url: String,
    product_title: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Requested {
    status: bool,
    message: &'static str,
    url: String,
    transaction_id: String,
}

#[derive(Serialize)]
pub(super) struct OrderStatus {
    transaction_id: String,
    order_uuid: Option<String>,
    total_amount: Major,
    currency: &'static str,
    payment_status: &'static str,
}

pub(super) async fn create(
    State(world): State<Arc<World>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Requested>, Fault> {
    let body = body.map_err(|rejection| unreadable(&rejection))?;
    let request: NewRequest = serde_json::from_slice(&body).map_err(Refusal::bad_request)?;
    if request.api_key.as_deref() != Some(API_KEY) {
        return Err(Fault(Refusal::Unauthorized));
    }
    let order = order(request)?;
    let now = world.now();
    let mut book = world.book();
    let checkout = book
        .open(order, now)
        .map_err(|_| Refusal::bad_request("The payment request could not be made"))?;
    Ok(Json(Requested {
        status: true,
        message: "Payment request created",
        url: world.page_url(checkout.token),
        transaction_id: checkout.reference.clone(),
    }))
}

pub(super) async fn show(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<OrderStatus>, Fault> {
    if headers.get("x-api-key").is_none_or(|key| key != API_KEY) {
        return Err(Fault(Refusal::Unauthorized));
    }
    let now = world.now();
    let book = world.book();
    let checkout = book
        .by_reference(Gateway::Ovgc, &id)
        .filter(|checkout| checkout.order.merchant_id.is_some())
        .or_else(|| book.by_merchant_id(Gateway::Ovgc, &id))
        .ok_or(Refusal::NotFound("Order not found"))?;
    Ok(Json(OrderStatus::of(checkout, now)))
}

fn order(request: NewRequest) -> Result<Order, Refusal> {
    let currency = request.currency.as_deref().unwrap_or("USD");
    let currency: Currency = currency.parse().map_err(Refusal::bad_request)?;
    let merchant_id = text(Some(request.order_uuid))
        .ok_or_else(|| Refusal::bad_request("order_uuid must not be empty"))?;
    let cancel_url = link("cancel_url", &request.cancel_url)?;
    let names = [request.first_name, request.last_name].into_iter().filter_map(text);
    Ok(Order {
        gateway: Gateway::Ovgc,
        reference: None,
        merchant_id: Some(merchant_id),
        amount: read_major(&request.total_amount, currency).map_err(Refusal::bad_request)?,
        title: None,
        description: text(request.product_title),
        customer: Customer {
            email: Some(email(request.email)?),
            name: text(Some(names.collect::<Vec<_>>().join(" "))),
        },
        channels: Channel::COMMON.to_vec(),
        redirect_url: None,
        returns: Returns {
            paid: Some(link("success_url", &request.success_url)?),
            declined: Some(cancel_url.clone()),
            left: Some(cancel_url),
        },
        leaving_ends_it: false,
        lifetime: Some(LIFETIME),
        idempotency: None,
    })
}

impl OrderStatus {
    fn of(checkout: &Checkout, now: DateTime<Utc>) -> Self {
        let amount = checkout.order.amount;
        Self {
            transaction_id: checkout.reference.clone(),
            order_uuid: checkout.order.merchant_id.clone(),
            total_amount: Major(amount),
            currency: amount.currency().code(),
            payment_status: match checkout.standing(now) {
                Standing::Ended(Outcome::Paid(_), _) => "Paid",
                Standing::Ended(Outcome::Declined, _) => "Declined",
                Standing::Open | Standing::Ended(Outcome::Left, _) => "Pending",
                Standing::Expired => "Expired",
            },
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let (status, code, message) = self.0.parts();
        (status, Json(json!({ "status": false, "error": code, "message": message })))
            .into_response()
    }
}
