//! Echezona, as far as it is known: its documents of the standard payment, and two published integrations of it.
//!
//! Where they are silent or disagree, the sandbox answers so: amounts are naira with up to two decimals, as both
//! integrations send them; `responseCode` is `00` whenever a call was understood, and how the payment stands is said by
//! `status` and `isSuccessful` alone; a fault is one line of plain text with 400, 401 or 404. A `transactionId` is used
//! once. A customer who leaves may come back, so that payment stays `Pending`. The browser returns to `callbackUrl` with
//! `transactionId` added, however it ended. Refunds, transfers and subscriptions have no documented calls.

mod initialize;
mod reply;
mod verify;
mod webhook;

use std::sync::Arc;

use axum::Router;
use axum::routing::post;

use ledger::Currency;

use crate::extract::{self, RefuseKey};
use crate::state::{Gateway, World};
use crate::wire::Wire;
use reply::Refusal;

const API_KEY: &str = "ech_test_tillkeeper_sandbox_0001";

/// Echezona, as the server mounts it.
pub(crate) const WIRE: Wire = Wire {
    gateway: Gateway::Echezona,
    prefix: "",
    credentials: &[("api_key", API_KEY)],
    settings: &[],
    currency: Currency::NGN,
    only_asks: |uri| uri.path().ends_with("/VerifyPayment"),
    messages: Some(webhook::MESSAGES),
    routes,
};

fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/Payments/Initialize", post(initialize::initialize))
        .route("/Payments/VerifyPayment", post(verify::verify))
        .fallback(async || Refusal::NotFound("Resource not found"))
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
}

/// The call was made with the API key.
type ApiKey = extract::ApiKey<Refusal>;

impl RefuseKey for Refusal {
    const API_KEY: &'static str = API_KEY;

    fn unauthorized() -> Self {
        Self::Unauthorized
    }
}
