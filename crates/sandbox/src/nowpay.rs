//! Nowpay (India), as its reference describes it: one script, `route` in the query, username and key in every body.
//!
//! HTTP is 200 always, and `success` says how it went: `"1"`, `"2"` for pending, `"0"` with a `message`. The username
//! `700199` has an address Nowpay does not know, so every call of it is refused as from an IP that is not on the list;
//! `700100` is the usual one. The last two digits of who gets money decide how that ends (`99` fails, `77` is pending
//! and arrives, `88` is pending and fails), and checks fail for `99` alone. The account begins with Rs 100,000.00.
//!
//! Where the documents are silent: the recharge is `/api/recharge/submit`, its lists `/api/recharge/operators`,
//! `/api/recharge/circles` and `/api/recharge/plans`, and `/api/recharge/history` finds every kind of transaction by
//! `ourrequestid`, or the latest by `yourrequestid`. A `yourrequestid` is used once, but for account transfers. Sending
//! costs Rs 5.00 and a recharge earns 2 %; checks cost nothing. What failed comes back to the wallet. Dates are India's.
//! Callbacks, the payment gateway, PAN coupons and the heavy refresh are left out.

mod bank;
mod call;
mod history;
mod recharge;
mod transaction;
mod wallet;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Query, State};
use axum::routing::post;
use axum::{Json, Router};
use ledger::Currency;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::state::{Gateway, World};
use crate::wire::Wire;
use call::{KEY, Refusal, USERNAME};

const HISTORY: &str = "/api/recharge/history";
const RECHARGE: &str = "/api/recharge/submit";
const OPERATORS: &str = "/api/recharge/operators";
const CIRCLES: &str = "/api/recharge/circles";
const PLANS: &str = "/api/recharge/plans";

/// Nowpay, as the server mounts it.
pub(crate) const WIRE: Wire = Wire {
    gateway: Gateway::Nowpay,
    prefix: "/api/index.php",
    credentials: &[("username", USERNAME), ("key", KEY)],
    settings: &[
        ("callback_sources", "127.0.0.1"),
        ("circles_route", CIRCLES),
        ("history_route", HISTORY),
        ("operators_route", OPERATORS),
        ("plans_route", PLANS),
        ("recharge_route", RECHARGE),
    ],
    currency: Currency::INR,
    only_asks: |uri| {
        let query = uri.query().unwrap_or_default();
        ["balance", "history", "operators", "circles", "plans"]
            .iter()
            .any(|ask| query.contains(ask))
    },
    messages: None,
    routes,
};

fn routes() -> Router<Arc<World>> {
    Router::new()
        .route(WIRE.prefix, post(serve))
        .fallback(async || told(Err(Refusal::new("No such page"))))
        .method_not_allowed_fallback(async || told(Err(Refusal::new("Send the request by POST"))))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    route: String,
}

async fn serve(
    State(world): State<Arc<World>>,
    Query(asked): Query<Asked>,
    body: Result<Bytes, BytesRejection>,
) -> Json<Value> {
    let body = body.map_err(|_| Refusal::new("The request could not be read"));
    told(body.and_then(|body| answer(&world, &asked.route, &body)))
}

fn answer(world: &World, route: &str, body: &[u8]) -> Result<Value, Refusal> {
    call::check_caller(body)?;
    match route {
        "/api/common/balance" => Ok(balance(world)),
        "/api/bank/payout" => bank::payout(world, call::read(body)?),
        "/api/bank/account_transfer" => bank::account_transfer(world, call::read(body)?),
        "/api/bank/upi_verify" => wallet::verify_upi(world, call::read(body)?),
        "/api/bank/wallet_verify" => wallet::verify(world, call::read(body)?),
        "/api/bank/wallet_transfer" => wallet::transfer(world, call::read(body)?),
        RECHARGE => recharge::submit(world, call::read(body)?),
        OPERATORS => Ok(recharge::operators()),
        CIRCLES => Ok(recharge::circles()),
        PLANS => recharge::plans(call::read(body)?),
        HISTORY => history::show(world, &call::read(body)?),
        _ => Err(Refusal::new("Invalid route")),
    }
}

/// The reply, whatever was asked.
fn told(answer: Result<Value, Refusal>) -> Json<Value> {
    Json(answer.unwrap_or_else(Refusal::into_reply))
}

fn balance(world: &World) -> Value {
    let now = world.now();
    let left = world.book().balance(Gateway::Nowpay, Currency::INR, now);
    json!({
        "success": "1",
        "message": "Balance fetched successfully",
        "tradebal": left.to_decimal_string(),
        "aepsbal": "0.00",
        "planbal": "0",
        "smsbal": "0",
    })
}
