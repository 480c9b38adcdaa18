//! Starting a checkout, by either of the two documented calls.

use std::sync::Arc;

use axum::extract::State;
use ledger::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use url::Url;

use super::auth::{PUBLIC_KEY, PublicKey};
use super::option_word;
use super::reply::{Answer, Body, Refusal, done};
use crate::amount::{Major, grouped, read_major};
use crate::request::{is_email, text, web_url};
use crate::state::{Channel, Customer, Gateway, Order, Returns, World};

const CURRENCIES: [Currency; 5] =
    [Currency::NGN, Currency::GHS, Currency::USD, Currency::EUR, Currency::GBP];
const LEAST_NAIRA: Money = Money::from_minor(10_000, Currency::NGN);
const REFERENCE_CHARS: usize = 50;
const REFERENCE_CHARS_TO_INITIATE: usize = 16;

/// `POST /checkout` (seed 000). Its example reference, `ORDER-00123`, is shorter than `/initiate` allows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checkout {
    amount: Box<RawValue>,
    currency: String,
    email: String,
    reference: String,
    callback_url: Option<String>,
    redirect_url: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckoutStarted {
    checkout_url: String,
    transaction_reference: String,
}

/// `POST /initiate` (Novac API reference).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Initiate {
    transaction_reference: String,
    amount: Box<RawValue>,
    currency: String,
    // Read only to refuse anything but text; no reply of the sandbox repeats it.
    #[serde(rename = "metaData")]
    _meta_data: Option<String>,
    redirect_url: Option<String>,
    checkout_customer_data: Option<CustomerData>,
    checkout_customization_data: Option<CustomizationData>,
    allowed_payment_options: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct CustomerData {
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct CustomizationData {
    payment_description: Option<String>,
    checkout_modal_title: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Initiated {
    transaction_reference: String,
    amount: Major,
    status_code: &'static str,
    status_message: &'static str,
    public_key: &'static str,
    payment_redirect_url: String,
    collection_payment_options: Vec<&'static str>,
}

pub(super) async fn checkout(
    State(world): State<Arc<World>>,
    _: PublicKey,
    Body { json: request, .. }: Body<Checkout>,
) -> Result<Answer<CheckoutStarted>, Refusal> {
    let reference = reference(request.reference, 1)?;
    let redirect_url = request.callback_url.or(request.redirect_url);
    let order = Order {
        amount: amount(&request.amount, &request.currency)?,
        customer: Customer { email: email(Some(request.email))?, name: None },
        ..order(reference.clone(), redirect_url)
    };
    let checkout_url = open(&world, order)?;
    let started = CheckoutStarted { checkout_url, transaction_reference: reference };
    Ok(done("Checkout created successfully", started))
}

pub(super) async fn initiate(
    State(world): State<Arc<World>>,
    _: PublicKey,
    Body { json: request, .. }: Body<Initiate>,
) -> Result<Answer<Initiated>, Refusal> {
    let reference = reference(request.transaction_reference, REFERENCE_CHARS_TO_INITIATE)?;
    let amount = amount(&request.amount, &request.currency)?;
    let customer = request.checkout_customer_data.unwrap_or_default();
    let page = request.checkout_customization_data.unwrap_or_default();
    let channels = channels(request.allowed_payment_options.as_deref())?;
    let collection_payment_options = channels.iter().copied().map(option_word).collect();
    let names = [customer.first_name, customer.last_name].into_iter().filter_map(text);
    let order = Order {
        amount,
        title: text(page.checkout_modal_title),
        description: text(page.payment_description),
        customer: Customer {
            email: email(customer.email)?,
            name: text(Some(names.collect::<Vec<_>>().join(" "))),
        },
        channels,
        ..order(reference.clone(), request.redirect_url)
    };
    let payment_redirect_url = open(&world, order)?;
    let initiated = Initiated {
        transaction_reference: reference,
        amount: Major(amount),
        status_code: "01",
        status_message: "Pending",
        public_key: PUBLIC_KEY,
        payment_redirect_url,
        collection_payment_options,
    };
    Ok(done("Payment initiated successfully", initiated))
}

/// What the two calls have in common; amount and customer are the caller's to fill in.
fn order(reference: String, redirect_url: Option<String>) -> Order {
    let back = redirect_url.as_deref().and_then(web_url);
    let told = |status| back.clone().map(|url| with_outcome(url, &reference, status));
    let returns =
        Returns { paid: told("successful"), declined: told("failed"), left: told("cancelled") };
    Order {
        gateway: Gateway::Novac,
        returns,
        reference: Some(reference),
        merchant_id: None,
        amount: Money::zero(Currency::NGN),
        title: None,
        description: None,
        customer: Customer::default(),
        channels: Channel::ALL.to_vec(),
        redirect_url: redirect_url.filter(|_| back.is_some()),
        leaving_ends_it: true,
        lifetime: None,
        idempotency: None,
    }
}

/// `GET {callbackUrl}?reference=…&status=…`, with whatever query the merchant's address already has kept before it.
fn with_outcome(mut url: Url, reference: &str, status: &str) -> Url {
    url.query_pairs_mut().append_pair("reference", reference).append_pair("status", status);
    url
}

fn open(world: &World, order: Order) -> Result<String, Refusal> {
    let now = world.now();
    let mut book = world.book();
    let checkout = book
        .open(order, now)
        .map_err(|_| Refusal::invalid("The transaction reference has been used before."))?;
    Ok(world.page_url(checkout.token))
}

fn reference(reference: String, at_least: usize) -> Result<String, Refusal> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !(at_least..=REFERENCE_CHARS).contains(&reference.len()) {
        return Err(Refusal::Invalid(format!(
            "The transaction reference must have {at_least} to {REFERENCE_CHARS} characters."
        )));
    }
    if !reference.bytes().all(allowed) {
        return Err(Refusal::invalid(
            "The transaction reference may have letters, digits, hyphens and underscores only.",
        ));
    }
    Ok(reference)
}

fn amount(number: &RawValue, currency: &str) -> Result<Money, Refusal> {
    let currency: Currency = currency.parse().map_err(Refusal::invalid)?;
    if !CURRENCIES.contains(&currency) {
        return Err(Refusal::Invalid(format!("{currency} is not supported.")));
    }
    let amount = read_major(number, currency).map_err(Refusal::invalid)?;
    if currency == Currency::NGN && amount < LEAST_NAIRA {
        return Err(Refusal::Invalid(format!(
            "The amount must be at least NGN {}.",
            grouped(LEAST_NAIRA)
        )));
    }
    Ok(amount)
}

fn email(email: Option<String>) -> Result<Option<String>, Refusal> {
    match email {
        Some(email) if !is_email(&email) => Err(Refusal::invalid("The email is not valid.")),
        email => Ok(email),
    }
}

/// Reads `allowedPaymentOptions`; without it the page offers everything.
fn channels(options: Option<&str>) -> Result<Vec<Channel>, Refusal> {
    let Some(options) = options.filter(|options| !options.trim().is_empty()) else {
        return Ok(Channel::ALL.to_vec());
    };
    let mut channels = Vec::new();
    for option in options.split(',').map(str::trim) {
        let channel = Channel::ALL
            .into_iter()
            .find(|channel| option_word(*channel) == option)
            .ok_or_else(|| Refusal::invalid("allowedPaymentOptions has an unknown option."))?;
        if !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    Ok(channels)
}
