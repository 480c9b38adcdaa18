//! The gateways the sandbox speaks: what each takes, tells and answers.
//!
//! The server mounts this list and the description prints it. Another gateway is one more line here, a variant of
//! [`Gateway`] and a module.

use std::sync::Arc;

use axum::Router;
use axum::http::Uri;
use ledger::Currency;

use crate::state::{Gateway, World};
use crate::webhook::Messages;
use crate::{echezona, novac, nowpay, ovgc};

/// Every gateway.
pub(crate) const WIRES: [&Wire; 4] = [&novac::WIRE, &ovgc::WIRE, &nowpay::WIRE, &echezona::WIRE];

/// What the sandbox serves of one gateway.
pub(crate) struct Wire {
    pub(crate) gateway: Gateway,
    /// What stands in a base URL between the place the routes are mounted and the documented paths.
    pub(crate) prefix: &'static str,
    /// The test credentials, by the names they are read under.
    pub(crate) credentials: &'static [(&'static str, &'static str)],
    /// The settings an account needs to work with the sandbox, where they differ from the usual ones.
    pub(crate) settings: &'static [(&'static str, &'static str)],
    /// The currency it is at home in.
    pub(crate) currency: Currency,
    /// Whether a POST to this address only asks, and makes or moves nothing.
    pub(crate) only_asks: fn(&Uri) -> bool,
    /// How it tells of what happened, where it does.
    pub(crate) messages: Option<Messages>,
    /// The documented calls, without the place they are mounted at.
    pub(crate) routes: fn() -> Router<Arc<World>>,
}

impl Wire {
    /// Where the routes are mounted.
    pub(crate) fn path(&self) -> String {
        format!("/{}", self.gateway.key())
    }
}
