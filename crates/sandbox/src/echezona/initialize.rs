//! `POST /Payments/Initialize`: a payment is opened and its page handed out.

use std::sync::Arc;

use axum::extract::State;
use ledger::{Currency, Money};
use serde::{Deserialize, Serialize};
use url::Url;

use super::ApiKey;
use super::reply::{Answer, Body, Refusal, done};
use crate::request::{is_email, text, web_url};
use crate::state::{Channel, Customer, Gateway, Order, Returns, World};

const TRANSACTION_ID_CHARS: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Initialize {
    amount: String,
    currency: String,
    email: String,
    transaction_id: String,
    callback_url: String,
    // Read only to refuse anything but names and values; no reply of the sandbox repeats it.
    #[serde(rename = "metadata")]
    _metadata: Option<Vec<NamedValue>>,
    product_description: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    // Whichever it is, the sandbox's money is not real.
    #[serde(rename = "mode")]
    _mode: Option<Mode>,
}

#[derive(Deserialize)]
struct NamedValue {
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "value")]
    _value: String,
}

#[derive(Deserialize)]
enum Mode {
    Test,
    Live,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Initialized {
    payment_url: String,
    access_code: String,
}

pub(super) async fn initialize(
    State(world): State<Arc<World>>,
    _: ApiKey,
    Body { json: request, .. }: Body<Initialize>,
) -> Result<Answer<Initialized>, Refusal> {
    let order = order(request)?;
    let now = world.now();
    let mut book = world.book();
    let checkout =
        book.open(order, now).map_err(|_| Refusal::invalid("Duplicate transaction ID"))?;
    Ok(done(Initialized {
        payment_url: world.page_url(checkout.token),
        access_code: checkout.token.simple().to_string(),
    }))
}

fn order(request: Initialize) -> Result<Order, Refusal> {
    if request.currency != Currency::NGN.code() {
        return Err(Refusal::invalid("Currency not supported"));
    }
    let amount = Money::parse_positive(&request.amount, Currency::NGN).map_err(Refusal::invalid)?;
    if !is_email(&request.email) {
        return Err(Refusal::invalid("Invalid email"));
    }
    let reference = request.transaction_id;
    let plain = reference.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain || !(1..=TRANSACTION_ID_CHARS).contains(&reference.len()) {
        return Err(Refusal::invalid("Invalid transaction ID"));
    }
    let mut back: Url =
        web_url(&request.callback_url).ok_or_else(|| Refusal::invalid("Invalid callback URL"))?;
    back.query_pairs_mut().append_pair("transactionId", &reference);
    let names = [request.first_name, request.last_name].into_iter().filter_map(text);
    Ok(Order {
        gateway: Gateway::Echezona,
        reference: Some(reference),
        merchant_id: None,
        amount,
        title: None,
        description: text(request.product_description),
        customer: Customer {
            email: Some(request.email),
            name: text(Some(names.collect::<Vec<_>>().join(" "))),
        },
        channels: Channel::COMMON.to_vec(),
        redirect_url: None,
        returns: Returns {
            paid: Some(back.clone()),
            declined: Some(back.clone()),
            left: Some(back),
        },
        leaving_ends_it: false,
        lifetime: None,
        idempotency: None,
    })
}
