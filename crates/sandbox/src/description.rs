//! What a caller needs to know to use a running sandbox: where each gateway is and which credentials it takes.
//!
//! The credentials are the same on every run and printed openly: they open nothing but a sandbox on this machine,
//! so they are plain text and not secrets.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{novac, ovgc};

/// The gateways of a running sandbox and its page of checkouts, as the command line prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Description {
    /// The gateways by name, `novac` and `ovgc`.
    pub gateways: BTreeMap<&'static str, GatewayDescription>,
    /// The address of the page that lists open and recent checkouts.
    pub checkout: String,
}

/// One gateway of a running sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatewayDescription {
    /// Stands in for the gateway's documented host; the documented paths lie beneath it.
    pub base_url: String,
    /// The test credentials by the names the command line reads them under.
    pub credentials: BTreeMap<&'static str, &'static str>,
}

impl Description {
    /// The description of a sandbox reachable at `origin`, such as `http://127.0.0.1:4000`.
    pub(crate) fn at(origin: &str) -> Self {
        let gateway = |path: &str, credentials| GatewayDescription {
            base_url: format!("{origin}{path}"),
            credentials,
        };
        Self {
            gateways: BTreeMap::from([
                ("novac", gateway(novac::PATH, novac::credentials())),
                ("ovgc", gateway(ovgc::PATH, ovgc::credentials())),
            ]),
            checkout: format!("{origin}/checkout"),
        }
    }
}
