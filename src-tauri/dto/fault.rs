//! The sandbox's fault dial, in practice.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One fault of one gateway of the sandbox.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct FaultRow {
    gateway: String,
    gateway_title: String,
    fault: String,
    title: String,
    help: String,
    on: bool,
}

impl From<sandbox::FaultState> for FaultRow {
    fn from(state: sandbox::FaultState) -> Self {
        let kind = state.gateway.parse::<ledger::GatewayKind>();
        Self {
            gateway: state.gateway.to_owned(),
            gateway_title: kind.map_or(state.gateway, ledger::GatewayKind::title).to_owned(),
            fault: state.fault.as_str().to_owned(),
            title: state.fault.title().to_owned(),
            help: state.fault.help().to_owned(),
            on: state.on,
        }
    }
}

/// A turn of the dial.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct FaultForm {
    pub(crate) gateway: String,
    pub(crate) fault: String,
    pub(crate) on: bool,
}
