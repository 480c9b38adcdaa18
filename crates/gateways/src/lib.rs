//! Talking to payment gateways: network in, ledger nouns out.
//!
//! One [`Gateway`] per connected account, with what the back office needs and nothing more. Gateways keep no state: what
//! happened is the journal's business. What a gateway cannot do is said by its [`Capabilities`], and asking for it anyway
//! is an error, never a silent success.

mod capability;
mod credentials;
#[cfg(test)]
mod damage;
mod echezona;
mod error;
mod http;
mod money_out;
mod names;
mod novac;
mod nowpay;
mod ovgc;
mod profile;
mod reading;
mod report;
mod retry;
pub mod stored;
mod unit;
mod webhook;

pub use capability::{Capabilities, Capability};
pub use credentials::{CredentialField, Credentials, CredentialsError};
pub use error::{Error, Outcome, Problem};
pub use http::LARGEST_ANSWER_BYTES;
pub use money_out::{
    Balance, Beneficiary, Choice, MoneyOut, PayoutField, PayoutHandle, PayoutReport, PayoutRequest,
    PayoutRoute, PayoutValues, ReportLine,
};
pub use profile::{
    Allowed, LinkField, Profile, Setting, SettingError, Settings, connect, connect_with, profile,
};
pub use report::{
    Checked, LinkOpened, LinkRequest, PaymentHandle, PaymentReport, Person, RefundHandle,
    RefundReport, RefundRequest,
};
pub use retry::Timing;
pub use webhook::{
    About, Arrival, Event, Headers, Masked, Proof, Rejection, Webhooks, is_secret_header, masked,
};

use async_trait::async_trait;
use chrono::NaiveDate;

/// A connected account at a gateway.
#[async_trait]
pub trait Gateway: MoneyOut {
    /// What this account can do, as it is set up.
    fn capabilities(&self) -> Capabilities;

    /// The references under which a link for this request will be known, as far as that is known before asking. They are
    /// journaled first, so that a link whose answer is lost can be looked up.
    fn candidates(&self, request: &LinkRequest) -> Vec<String>;

    /// Whether the keys work and what they are for.
    async fn check(&self) -> Result<Checked, Error>;

    /// Asks for a payment link. Never repeated by itself.
    async fn open_link(&self, request: &LinkRequest) -> Result<LinkOpened, Error>;

    /// What the gateway knows of a payment.
    async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error>;

    /// Asks for a refund. Never repeated by itself.
    async fn refund(&self, _request: &RefundRequest) -> Result<RefundReport, Error> {
        Err(unsupported(self.capabilities().refund))
    }

    /// What the gateway knows of the refunds of one payment.
    async fn refunds_of(&self, _handle: &RefundHandle) -> Result<Vec<RefundReport>, Error> {
        Err(unsupported(self.capabilities().refund_lists))
    }

    /// What the gateway knows of all refunds of some days, both included.
    async fn refunds_between(
        &self,
        _from: NaiveDate,
        _to: NaiveDate,
    ) -> Result<Vec<RefundReport>, Error> {
        Err(unsupported(self.capabilities().refund_lists))
    }
}

/// The error of a gateway that was asked for what it cannot do.
fn unsupported(capability: Capability) -> Error {
    Error::Unsupported { reason: capability.reason().unwrap_or(money_out::NOT_OFFERED) }
}
