//! Starting a checkout at Novac, by either documented path.

use std::collections::BTreeMap;

use super::{Novac, reference, wire};
use crate::names::first_and_last;
use crate::reading::json_number;
use crate::{Capabilities, Capability, Error, LinkOpened, LinkRequest};

/// How a checkout is started. The e-commerce guide (seed 000) has `/checkout` with the merchant's own reference; the API
/// reference and all plug-ins have `/initiate` with one of 16 to 50 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    /// `/initiate`, and `/checkout` where Novac does not know the former.
    Auto,
    /// `/initiate` alone.
    Initiate,
    /// `/checkout` alone.
    Checkout,
}

impl Path {
    pub(super) fn read(word: &str) -> Self {
        match word {
            "initiate" => Self::Initiate,
            "checkout" => Self::Checkout,
            _ => Self::Auto,
        }
    }

    pub(super) const fn capabilities(self) -> Capabilities {
        Capabilities {
            link: Capability::Yes,
            renew: match self {
                Self::Auto | Self::Initiate => Capability::Yes,
                Self::Checkout => Capability::No {
                    reason: "This account sends Novac the order number as it is, and Novac takes each only once. Make a \
                             link with another order number.",
                },
            },
            look_up: Capability::Yes,
            refund: Capability::Yes,
            partial_refund: Capability::Yes,
            refund_lists: Capability::Yes,
            payout: Capability::Yes,
            balance: Capability::Yes,
            balance_report: Capability::Yes,
            fee_quote: Capability::Yes,
            webhooks: Capability::Yes,
        }
    }

    /// The references a link may come to be known by, in the order they are tried.
    pub(super) fn references(self, request: &LinkRequest) -> Vec<String> {
        let typed = request.reference.as_str().to_owned();
        let derived = reference::derive(&typed, &request.nonce);
        match self {
            Self::Auto => vec![derived, typed],
            Self::Initiate => vec![derived],
            Self::Checkout => vec![typed],
        }
    }
}

impl Novac {
    pub(super) async fn start_checkout(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        match self.path {
            Path::Initiate => self.initiate(request).await,
            Path::Checkout => self.checkout(request).await,
            Path::Auto => match self.initiate(request).await {
                Err(Error::NotFound { .. } | Error::Refused { status: 405, .. }) => {
                    self.checkout(request).await
                }
                answer => answer,
            },
        }
    }

    async fn initiate(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        let typed = request.reference.as_str();
        let reference = reference::derive(typed, &request.nonce);
        let (first_name, last_name) = first_and_last(request.customer.name.as_deref());
        let mut metadata: BTreeMap<&str, &str> =
            request.metadata.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        metadata.entry("order_reference").or_insert(typed);
        let description = request.description.as_deref();
        let body = wire::Initiate {
            transaction_reference: &reference,
            amount: json_number(request.amount)?,
            currency: request.amount.currency().code(),
            meta_data: serde_json::to_string(&metadata).ok(),
            redirect_url: request.urls.redirect.as_deref().or(request.urls.callback.as_deref()),
            checkout_customer_data: wire::InitiateCustomer {
                email: request.customer.email.as_deref().unwrap_or_default(),
                first_name,
                last_name,
            },
            checkout_customization_data: description.map(|description| {
                wire::InitiateCustomization { payment_description: description }
            }),
            allowed_payment_options: self.payment_options.as_deref(),
        };
        let answer = self.post_checkout("initiate", request, &body).await;
        let opened = wire::link(&answer.map_err(|error| named(error, &reference))?, &reference)?;
        if opened.gateway_reference != reference {
            return Err(Error::OtherPayment { gateway: self.http.gateway() });
        }
        Ok(opened)
    }

    async fn checkout(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        let reference = request.reference.as_str();
        let body = wire::Checkout {
            amount: json_number(request.amount)?,
            currency: request.amount.currency().code(),
            email: request.customer.email.as_deref().unwrap_or_default(),
            reference,
            callback_url: request.urls.callback.as_deref(),
            redirect_url: request.urls.redirect.as_deref(),
        };
        let answer = self.post_checkout("checkout", request, &body).await;
        wire::link(&answer.map_err(|error| named(error, reference))?, reference)
    }

    async fn post_checkout(
        &self,
        path: &str,
        request: &LinkRequest,
        body: &(impl serde::Serialize + Sync),
    ) -> Result<Vec<u8>, Error> {
        self.http.post(&self.public, &["api", "v1", path], &request.idempotency_key, body).await
    }
}

/// A clash when a link is made can only be about its reference.
fn named(error: Error, reference: &str) -> Error {
    match error {
        Error::Conflict { gateway, .. } => {
            Error::Duplicate { gateway, reference: reference.to_owned() }
        }
        error => error,
    }
}
