//! How an account's gateway is reached: by the network, or by whatever takes its place.
//!
//! The one seam between the books and everything outside. Above it nothing knows whether a gateway is a real one, so that a
//! simulation of years of trade, with every answer that can get lost, goes through the same code as a merchant's day.

use std::fmt;
use std::sync::Arc;

use gateways::{Credentials, Gateway, Settings, Timing};
use ledger::GatewayKind;

/// A gateway, or why there is none.
type Reached = Result<Box<dyn Gateway>, gateways::Error>;

/// Makes an account's gateway from its kind, address, keys and settings.
type Reach = dyn Fn(GatewayKind, &str, &Credentials, &Settings, Timing) -> Reached + Send + Sync;

/// Reaches the gateways of accounts.
#[derive(Clone)]
pub struct Connector(Arc<Reach>);

impl Connector {
    /// Reaches them by the network.
    #[must_use]
    pub fn network() -> Self {
        Self::new(gateways::connect_with)
    }

    /// Reaches them as `reach` does, which is given the gateway's kind, its address, the account's keys and settings, and
    /// how patient to be.
    pub fn new(
        reach: impl Fn(GatewayKind, &str, &Credentials, &Settings, Timing) -> Reached
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self(Arc::new(reach))
    }

    pub(crate) fn reach(
        &self,
        kind: GatewayKind,
        base_url: &str,
        credentials: &Credentials,
        settings: &Settings,
        timing: Timing,
    ) -> Reached {
        (self.0)(kind, base_url, credentials, settings, timing)
    }
}

impl Default for Connector {
    fn default() -> Self {
        Self::network()
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}
