//! OVGC Payments, which has two APIs: the Checkout Sessions API (seed 002) and the newer payment-request API.
//!
//! An account speaks one of them, by its setting `api`; no document says how the gateway would tell. Links last 30
//! minutes at both and cannot be made to last longer, so renewing one makes another. Refunds and payouts are made in
//! OVGC's dashboard: no document has a request for them, and its messages are all that is heard of them.

mod keys;
mod report;
mod requests;
mod sessions;
mod settings;
mod webhook;

use async_trait::async_trait;
use chrono::TimeDelta;
use ledger::GatewayKind;

use crate::http::{Http, Manners};
use crate::{
    Capabilities, Capability, Checked, Credentials, Error, Gateway, LinkField, LinkOpened,
    LinkRequest, MoneyOut, PaymentHandle, PaymentReport, Profile, Settings,
};
use requests::PaymentRequests;
use sessions::CheckoutSessions;
use settings::Api;

const OVGC: GatewayKind = GatewayKind::Ovgc;

const NO_REFUND_API: &str =
    "OVGC refunds are made in its dashboard. Make it there, then record it here.";

const NO_PAYOUT_API: &str = "OVGC pays the merchant out by itself, and has no request for it. What its messages say of payouts is \
                             recorded here.";

const CAPABILITIES: Capabilities = Capabilities {
    link: Capability::Yes,
    renew: Capability::Yes,
    look_up: Capability::Yes,
    refund: Capability::No { reason: NO_REFUND_API },
    partial_refund: Capability::No { reason: NO_REFUND_API },
    refund_lists: Capability::No { reason: NO_REFUND_API },
    payout: Capability::No { reason: NO_PAYOUT_API },
    webhooks: Capability::Yes,
    ..Capabilities::none("OVGC's documents have no request for this. Its dashboard shows it.")
};

/// How long a link lasts (seed 002; integrators of the payment-request API say the same).
const LINK_LASTS: TimeDelta = TimeDelta::minutes(30);

/// Longer than any id; ids are UUIDs in the seed.
const LONGEST_ID: usize = 64;

/// What is to be known of OVGC. The seed names no currencies beyond "three-letter ISO currency code".
pub(crate) static PROFILE: Profile = Profile {
    kind: OVGC,
    title: OVGC.title(),
    base_url: Api::CheckoutSessions.address(),
    credentials: &[keys::API_KEY, keys::WEBHOOK_SECRET, keys::OLD_WEBHOOK_SECRET],
    settings: &[
        settings::API,
        settings::EXPIRES_AT_ZONE,
        settings::REQUEST_CURRENCY,
        settings::WEBHOOK_PROOF,
        settings::WEBHOOK_SIGNATURE_HEADER,
    ],
    link_fields: &[
        LinkField::required("email"),
        LinkField::optional("name"),
        LinkField::optional("description"),
        LinkField::optional("metadata"),
        LinkField::required("success_url"),
        LinkField::required("cancel_url"),
    ],
    listed_currencies: &[],
    minimums: &[],
    capabilities: |_| CAPABILITIES,
    payout_routes: &[],
    webhooks: webhook::WEBHOOKS,
    refund_days: |_| None,
    address: |settings| Api::of(settings).address(),
    manners: |_| Manners::default(),
    most_per_payout: |_, _| None,
    check_keys: keys::check,
    adapter,
};

/// An account at OVGC, by the API it speaks.
enum Ovgc {
    Sessions(CheckoutSessions),
    Requests(PaymentRequests),
}

fn adapter(
    http: Http,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Box<dyn Gateway>, Error> {
    Ok(Box::new(match Api::of(settings) {
        Api::CheckoutSessions => {
            Ovgc::Sessions(CheckoutSessions::new(http, credentials, settings)?)
        }
        Api::PaymentRequest => Ovgc::Requests(PaymentRequests::new(http, credentials, settings)?),
    }))
}

/// Whether a text can be an id at OVGC.
fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

impl MoneyOut for Ovgc {}

#[async_trait]
impl Gateway for Ovgc {
    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn candidates(&self, request: &LinkRequest) -> Vec<String> {
        match self {
            // OVGC gives a session its id, so one whose answer is lost cannot be looked up. It does no harm: nobody has
            // the address to pay at.
            Self::Sessions(_) => Vec::new(),
            Self::Requests(_) => vec![requests::order_uuid(request).to_string()],
        }
    }

    /// Asks for a payment that does not exist: any answer but 401 and 403 accepts the key.
    async fn check(&self) -> Result<Checked, Error> {
        let (answer, mode) = match self {
            Self::Sessions(api) => (api.probe().await, api.mode),
            Self::Requests(api) => (api.probe().await, api.mode),
        };
        match answer {
            Ok(_) | Err(Error::NotFound { .. } | Error::Refused { .. }) => {
                Ok(Checked { mode, merchant: None })
            }
            Err(error) => Err(error),
        }
    }

    async fn open_link(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        PROFILE.check_link(request)?;
        match self {
            Self::Sessions(api) => api.open(request).await,
            Self::Requests(api) => api.open(request).await,
        }
    }

    async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        match self {
            Self::Sessions(api) => api.look_up(handle).await,
            Self::Requests(api) => api.look_up(handle).await,
        }
    }
}
