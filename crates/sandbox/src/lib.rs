//! The gateways, offline: an in-process server that speaks their own wire and hosts their checkout pages.
//!
//! It is written from the gateways' documents alone and shares no types with the crate that talks to gateways, so
//! that two independent readings of the same documents keep each other honest. State lives in memory for one run,
//! only loopback is listened on, and webhooks go to addresses on this computer and nowhere else. Where the documents are silent, the module of
//! the gateway says what was chosen.

mod amount;
mod customer;
mod description;
mod dial;
mod echezona;
mod extract;
mod holder;
mod novac;
mod nowpay;
mod ovgc;
mod pages;
mod request;
mod server;
mod sign;
mod state;
mod webhook;
mod wire;

pub use customer::Customer;
pub use description::{Description, GatewayDescription};
pub use dial::{Fault, FaultState, UnknownFault};
pub use server::{Clock, Delays, Options, Sandbox};
pub use webhook::Message;

/// Why the sandbox could not be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken, or may not be listened on.
    #[error("the sandbox cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port that was asked for; zero stands for any free one.
        port: u16,
        /// What the operating system said.
        source: std::io::Error,
    },
}
