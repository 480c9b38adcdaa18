//! OVGC Payments, Checkout Sessions API (seed 002).
//!
//! Amounts are whole minor units. A session lasts 30 minutes and cannot be renewed, so renewing a link makes another
//! session. Refunds are made in OVGC's dashboard: the documents have no request for them. The newer payment-request API
//! of the same gateway is not spoken.

mod wire;

use async_trait::async_trait;
use chrono::{FixedOffset, NaiveDate, Offset, TimeDelta, Utc};
use ledger::{GatewayKind, Mode};
use uuid::Uuid;

use crate::http::{Http, Key, KeyPlace, Manners};
use crate::webhook::Rejection;
use crate::{
    Allowed, Capabilities, Capability, Checked, CredentialField, Credentials, CredentialsError,
    Error, Gateway, LinkField, LinkOpened, LinkRequest, MoneyOut, PaymentHandle, PaymentReport,
    Problem, Profile, RefundHandle, RefundReport, RefundRequest, Setting, Settings, Webhooks,
};

const API_KEY: CredentialField = CredentialField {
    key: "api_key",
    title: "API key",
    help: "In OVGC's dashboard under Integrations, API Keys. Begins with ovgc_live_.",
    required: true,
};

const WEBHOOK_SECRET: CredentialField = CredentialField {
    key: "webhook_secret",
    title: "webhook secret",
    help: "In OVGC's dashboard, where webhooks are set up. Can be left out where none are used.",
    required: false,
};

const EXPIRES_AT_ZONE: Setting = Setting {
    key: "expires_at_zone",
    title: "Time zone of expiry times",
    help: "OVGC writes when a session expires without saying in which time zone. Change this if links show an expiry that \
           is off by whole hours.",
    default: "UTC",
    allowed: Allowed::OneOf(&ZONES),
    source: "not documented; UTC is the custom",
};

/// `UTC` and the whole hours beside it.
const ZONES: [&str; 27] = [
    "UTC", "-12:00", "-11:00", "-10:00", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00",
    "-04:00", "-03:00", "-02:00", "-01:00", "+01:00", "+02:00", "+03:00", "+04:00", "+05:00",
    "+06:00", "+07:00", "+08:00", "+09:00", "+10:00", "+11:00", "+12:00", "+13:00", "+14:00",
];

const NO_REFUND_API: &str =
    "OVGC refunds are made in its dashboard. Make it there, then record it here.";

const CAPABILITIES: Capabilities = Capabilities {
    link: Capability::Yes,
    renew: Capability::Yes,
    look_up: Capability::Yes,
    refund: Capability::No { reason: NO_REFUND_API },
    partial_refund: Capability::No { reason: NO_REFUND_API },
    refund_lists: Capability::No { reason: NO_REFUND_API },
    ..Capabilities::none("OVGC's documents have no request for this.")
};

/// How long a session lasts (seed 002).
const SESSION_LASTS: TimeDelta = TimeDelta::minutes(30);

/// What is to be known of OVGC. The seed names no currencies beyond "three-letter ISO currency code".
pub(crate) static PROFILE: Profile = Profile {
    kind: GatewayKind::Ovgc,
    title: GatewayKind::Ovgc.title(),
    base_url: "https://dashboard.ovgcpayments.com",
    credentials: &[API_KEY, WEBHOOK_SECRET],
    settings: &[EXPIRES_AT_ZONE],
    link_fields: &[
        LinkField::required("email"),
        LinkField::optional("description"),
        LinkField::optional("metadata"),
        LinkField::required("success_url"),
        LinkField::required("cancel_url"),
    ],
    listed_currencies: &[],
    minimums: &[],
    capabilities: |_| CAPABILITIES,
    payout_routes: &[],
    webhooks: Webhooks {
        proof: "",
        prove: |_, _, _| Err(Rejection::new("")),
        read: |_, _| Err(Rejection::new("")),
    },
    address: |_| PROFILE.base_url,
    manners: |_| Manners::default(),
    most_per_payout: |_, _| None,
    check_keys,
    adapter,
};

/// An account at OVGC.
struct Ovgc {
    http: Http,
    key: Key,
    zone: FixedOffset,
    mode: Mode,
}

fn check_keys(credentials: &Credentials) -> Result<(), CredentialsError> {
    let key = credentials.exposed(API_KEY.key);
    if key.starts_with("whsec_") {
        let (given, wanted) = (WEBHOOK_SECRET.title, API_KEY.title);
        return Err(CredentialsError::WrongKind { given, wanted });
    }
    let is_api_key = |text: &str| text.starts_with("ovgc_live_") || text.starts_with("ovgc_test_");
    if is_api_key(credentials.exposed(WEBHOOK_SECRET.key)) {
        let (given, wanted) = (API_KEY.title, WEBHOOK_SECRET.title);
        return Err(CredentialsError::WrongKind { given, wanted });
    }
    if key.starts_with("nc_") {
        return Err(CredentialsError::OtherGateway {
            title: API_KEY.title,
            other: GatewayKind::Novac,
            gateway: GatewayKind::Ovgc,
        });
    }
    Ok(())
}

fn adapter(
    http: Http,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Box<dyn Gateway>, Error> {
    Ok(Box::new(Ovgc {
        http,
        key: Key::of(credentials, &API_KEY, KeyPlace::Bearer)?,
        zone: zone(settings.get(EXPIRES_AT_ZONE.key)),
        mode: credentials.mode(),
    }))
}

/// Reads one of [`ZONES`].
fn zone(choice: &str) -> FixedOffset {
    choice.parse().unwrap_or_else(|_| Utc.fix())
}

impl MoneyOut for Ovgc {}

#[async_trait]
impl Gateway for Ovgc {
    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    /// OVGC gives a session its id, so a link whose answer is lost cannot be looked up. It does no harm until it is paid,
    /// and nobody has its address.
    fn candidates(&self, _request: &LinkRequest) -> Vec<String> {
        Vec::new()
    }

    /// Asks for a session that does not exist: any answer but 401 and 403 accepts the key.
    async fn check(&self) -> Result<Checked, Error> {
        let session = Uuid::now_v7().to_string();
        match self.http.get(&self.key, &["api", "checkout-sessions", &session]).await {
            Ok(_) | Err(Error::NotFound { .. } | Error::Refused { .. }) => {
                Ok(Checked { mode: self.mode, merchant: None })
            }
            Err(error) => Err(error),
        }
    }

    async fn open_link(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        PROFILE.check_link(request)?;
        let order = wire::NewSession::of(request);
        let path = ["api", "checkout-sessions"];
        let body = self.http.post(&self.key, &path, &request.idempotency_key, &order).await?;
        wire::opened(&body, request.amount, self.zone, request.now + SESSION_LASTS)
    }

    async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        let session = &handle.gateway_reference;
        if !wire::is_session_id(session) {
            let message = "this is not the id of a checkout session at OVGC";
            return Err(Problem::new("reference", message).into());
        }
        match self.http.get(&self.key, &["api", "checkout-sessions", session]).await {
            Ok(body) => wire::session(&body, session, handle.currency, self.mode),
            Err(Error::Refused { code: Some(code), message, .. })
                if code == wire::SESSION_EXPIRED =>
            {
                Ok(wire::expired(session, message, self.mode))
            }
            Err(error) => Err(error),
        }
    }

    async fn refund(&self, _request: &RefundRequest) -> Result<RefundReport, Error> {
        Err(Error::Unsupported { reason: NO_REFUND_API })
    }

    async fn refunds_of(&self, _handle: &RefundHandle) -> Result<Vec<RefundReport>, Error> {
        Err(Error::Unsupported { reason: NO_REFUND_API })
    }

    async fn refunds_between(
        &self,
        _from: NaiveDate,
        _to: NaiveDate,
    ) -> Result<Vec<RefundReport>, Error> {
        Err(Error::Unsupported { reason: NO_REFUND_API })
    }
}
