//! Novac as its documents describe it: seed 000 and the Novac API reference, beneath `/api/v1`.
//!
//! Both documented ways to start a checkout are served, `/checkout` (seed 000) and `/initiate` (API reference), with
//! the one's lax and the other's strict references. The choices where the documents are silent: a `cancelled`
//! transaction is one whose customer left, as the vendor's plug-in has it; a fee is 1.4 %, borne by the merchant, or by
//! a customer who pays from a wallet; `channel` says `card`, `banktransfer`, `ussd`, `opay`, `palmpay` or
//! `momo`. The account begins with 1,000,000.00 NGN and 10,000.00 of other currencies. The last two digits of the account
//! a transfer goes to decide how it ends: `99` does not exist and fails, `77` is pending and arrives, `88` is pending and
//! fails. Virtual accounts, split payments, payment links and charging cards directly are left out.

mod account;
mod auth;
mod bank;
mod collect;
mod quote;
mod refund;
mod reply;
mod transfer;
mod verify;
mod webhook;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use serde::Serialize;

use ledger::Currency;

use crate::state::{Channel, Gateway, MERCHANT, World};
use crate::wire::Wire;
use auth::{PUBLIC_KEY, PublicKey, SECRET_KEY};
use reply::{Answer, Refusal, done};

/// Novac, as the server mounts it.
pub(crate) const WIRE: Wire = Wire {
    gateway: Gateway::Novac,
    prefix: "",
    credentials: &[("public_key", PUBLIC_KEY), ("secret_key", SECRET_KEY)],
    settings: &[("webhook_sources", "127.0.0.1")],
    currency: Currency::NGN,
    only_asks: |uri| {
        uri.path().ends_with("/transaction-fee") || uri.path().ends_with("/account/verify")
    },
    messages: Some(webhook::MESSAGES),
    routes,
};

fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/api/v1/checkout", post(collect::checkout))
        .route("/api/v1/initiate", post(collect::initiate))
        .route("/api/v1/checkout/merchant-info", get(merchant_info))
        .route("/api/v1/checkout/{reference}/verify", get(verify::verify))
        .route("/api/v1/refund", post(refund::refund_in_full))
        .route("/api/v1/partial-refund", post(refund::refund_in_part))
        .route("/api/v1/refund/{reference}", get(refund::show))
        .route("/api/v1/refund/{start}/{end}", get(refund::list))
        .route("/api/v1/transaction-fee", post(quote::transaction_fee))
        .route("/api/v1/transfers", post(transfer::transfer))
        .route("/api/v1/transfers/{reference}", get(transfer::show))
        .route("/api/v1/banks/{country}", get(bank::list))
        .route("/api/v1/banks/account/verify", post(bank::verify))
        .route("/api/v1/balance/{currency}", get(account::balance))
        .route("/api/v1/balancereport/{currency}/{start}/{end}", get(account::report))
        .fallback(async || Refusal::NotFound("No such resource."))
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MerchantInfo {
    merchant_id: &'static str,
    merchant_name: &'static str,
}

async fn merchant_info(_: PublicKey) -> Answer<MerchantInfo> {
    done(
        "Merchant details retrieved successfully",
        MerchantInfo { merchant_id: "SBX-0001", merchant_name: MERCHANT },
    )
}

/// How replies call a way to pay.
fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Card => "card",
        Channel::Transfer => "banktransfer",
        Channel::Ussd => "ussd",
        Channel::Opay => "opay",
        Channel::Palmpay => "palmpay",
        Channel::Momo => "momo",
    }
}

/// How `allowedPaymentOptions` calls it.
fn option_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Card => "CARD",
        Channel::Transfer => "PWBT",
        Channel::Ussd => "USSD",
        Channel::Opay => "OPAY",
        Channel::Palmpay => "PALMPAY",
        Channel::Momo => "MOMO",
    }
}
