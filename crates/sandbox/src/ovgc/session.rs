//! Checkout sessions: create one, look one up. They last 30 minutes and cannot be renewed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::ApiKey;
use super::reply::{Answer, Refusal, done, unreadable};
use crate::request::{is_email, text, web_url};
use crate::state::{
    Channel, Checkout, Customer, Gateway, IdempotencyKey, Order, Outcome, Returns, Standing, World,
};

pub(super) const LIFETIME: TimeDelta = TimeDelta::minutes(30);
const SETTLEMENT_DELAY: TimeDelta = TimeDelta::days(1);
const IDEMPOTENCY_KEY_CHARS: usize = 255;

/// The parameters of seed 002.
#[derive(Deserialize)]
struct NewSession {
    /// Minor units, such as cents.
    amount: i64,
    currency: Option<String>,
    email: String,
    product_title: Option<String>,
    success_url: String,
    cancel_url: String,
    // Read only to refuse anything but an object; no reply of the sandbox repeats it.
    #[serde(rename = "metadata")]
    _metadata: Option<Map<String, Value>>,
}

#[derive(Serialize)]
pub(super) struct Created {
    session: Session,
    checkout_url: String,
}

/// A session; `expires_at` is in the answer to its creation only.
#[derive(Serialize)]
pub(super) struct Session {
    id: String,
    amount: i64,
    currency: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

pub(super) async fn create(
    State(world): State<Arc<World>>,
    _: ApiKey,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Answer<Created>>, Refusal> {
    let body = body.map_err(|rejection| unreadable(&rejection))?;
    let now = world.now();
    let idempotency = idempotency_key(&headers, &body)?;
    let mut book = world.book();
    if let Some(asked) = &idempotency
        && let Some(first) = book.by_idempotency_key(Gateway::Ovgc, &asked.key)
    {
        return if first.order.idempotency.as_ref() == Some(asked) {
            Ok(created(&world, first, now))
        } else {
            Err(Refusal::bad_request("The Idempotency-Key was used with another body"))
        };
    }
    let order = Order { idempotency, ..order(&body)? };
    let checkout = book
        .open(order, now)
        .map_err(|_| Refusal::bad_request("The session could not be created"))?;
    Ok(created(&world, checkout, now))
}

pub(super) async fn show(
    State(world): State<Arc<World>>,
    _: ApiKey,
    Path(id): Path<String>,
) -> Result<Json<Answer<Session>>, Refusal> {
    let now = world.now();
    let book = world.book();
    let checkout = book
        .by_reference(Gateway::Ovgc, &id)
        .filter(|checkout| checkout.order.merchant_id.is_none())
        .ok_or(Refusal::NotFound("Session not found"))?;
    if checkout.standing(now) == Standing::Expired {
        return Err(Refusal::SessionExpired);
    }
    Ok(done(Session::of(checkout, now)))
}

fn created(world: &World, checkout: &Checkout, now: DateTime<Utc>) -> Json<Answer<Created>> {
    let expires_at = checkout.expires_at().map(|end| end.format("%Y-%m-%d %H:%M:%S").to_string());
    done(Created {
        session: Session { expires_at, ..Session::of(checkout, now) },
        checkout_url: world.page_url(checkout.token),
    })
}

impl Session {
    fn of(checkout: &Checkout, now: DateTime<Utc>) -> Self {
        let amount = checkout.order.amount;
        Self {
            id: checkout.reference.clone(),
            amount: amount.minor(),
            currency: amount.currency().code(),
            status: status(checkout.standing(now), now),
            expires_at: None,
        }
    }
}

fn status(standing: Standing, now: DateTime<Utc>) -> &'static str {
    match standing {
        Standing::Open | Standing::Ended(Outcome::Left, _) => "pending",
        Standing::Expired => "expired",
        Standing::Ended(Outcome::Declined, _) => "declined",
        Standing::Ended(Outcome::Paid(_), at)
            if now.signed_duration_since(at) >= SETTLEMENT_DELAY =>
        {
            "settled"
        }
        Standing::Ended(Outcome::Paid(_), _) => "completed",
    }
}

fn order(body: &[u8]) -> Result<Order, Refusal> {
    let request: NewSession = serde_json::from_slice(body).map_err(Refusal::bad_request)?;
    let currency = request.currency.as_deref().unwrap_or("USD");
    let currency: Currency = currency.parse().map_err(Refusal::bad_request)?;
    let amount = Money::from_minor(request.amount, currency);
    if !amount.is_positive() {
        return Err(Refusal::bad_request("amount must be more than zero"));
    }
    let email = email(request.email)?;
    let cancel_url = link("cancel_url", &request.cancel_url)?;
    let returns = Returns {
        paid: Some(link("success_url", &request.success_url)?),
        declined: Some(cancel_url.clone()),
        left: Some(cancel_url),
    };
    Ok(Order {
        gateway: Gateway::Ovgc,
        reference: None,
        merchant_id: None,
        amount,
        title: None,
        description: text(request.product_title),
        customer: Customer { email: Some(email), name: None },
        channels: Channel::COMMON.to_vec(),
        redirect_url: None,
        returns,
        leaving_ends_it: false,
        lifetime: Some(LIFETIME),
        idempotency: None,
    })
}

pub(super) fn email(text: String) -> Result<String, Refusal> {
    if is_email(&text) { Ok(text) } else { Err(Refusal::bad_request("email is not valid")) }
}

pub(super) fn link(name: &str, text: &str) -> Result<Url, Refusal> {
    web_url(text).ok_or_else(|| Refusal::BadRequest(format!("{name} is not an http or https URL")))
}

/// The `Idempotency-Key` header with a fingerprint of the body; the seed does not mention the header.
fn idempotency_key(headers: &HeaderMap, body: &[u8]) -> Result<Option<IdempotencyKey>, Refusal> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=IDEMPOTENCY_KEY_CHARS).contains(&key.len()))
        .ok_or_else(|| Refusal::bad_request("The Idempotency-Key has 1 to 255 characters"))?;
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    Ok(Some(IdempotencyKey { key: key.to_owned(), fingerprint: hasher.finish() }))
}
