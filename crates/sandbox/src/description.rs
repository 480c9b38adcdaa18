//! What a caller needs to know to use a running sandbox: where each gateway is, and the credentials and settings of an
//! account there.
//!
//! The credentials are the same on every run and printed openly: they open nothing but a sandbox on this machine,
//! so they are plain text and not secrets.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::wire::{WIRES, Wire};

/// The gateways of a running sandbox and its page of checkouts, as the command line prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Description {
    /// The gateways by name: `novac`, `ovgc`, `nowpay` and `echezona`.
    pub gateways: BTreeMap<&'static str, GatewayDescription>,
    /// The address of the page that lists open and recent checkouts.
    pub checkout: String,
    /// The address of the page on which faults are turned on and off.
    pub dial: String,
}

/// One gateway of a running sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatewayDescription {
    /// Stands in for the gateway's documented host; the documented paths lie beneath it.
    pub base_url: String,
    /// The test credentials by the names the command line reads them under.
    pub credentials: BTreeMap<&'static str, &'static str>,
    /// The settings an account needs to work with the sandbox; all others are well as they usually are.
    pub settings: BTreeMap<&'static str, &'static str>,
}

impl Description {
    /// The description of a sandbox reachable at `origin`, such as `http://127.0.0.1:4000`.
    pub(crate) fn at(origin: &str) -> Self {
        let described = |wire: &Wire| GatewayDescription {
            base_url: format!("{origin}{}{}", wire.path(), wire.prefix),
            credentials: wire.credentials.iter().copied().collect(),
            settings: wire.settings.iter().copied().collect(),
        };
        Self {
            gateways: WIRES.iter().map(|wire| (wire.gateway.key(), described(wire))).collect(),
            checkout: format!("{origin}/checkout"),
            dial: format!("{origin}/dial"),
        }
    }
}
