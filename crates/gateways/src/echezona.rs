//! Echezona, Nigeria (seed 001; its documentation and shop plug-in; an integrator).
//!
//! The seed is about messages alone. What else is here comes from the plug-in and an integrator, who disagree on the unit
//! of amounts and on the code of a success: the former is a setting, the latter is never looked at. Refunds, transfers and
//! subscriptions have events and no request that is documented anywhere.

mod keys;
mod reference;
mod settings;
mod webhook;
mod wire;

use async_trait::async_trait;
use ledger::{Currency, GatewayKind, Mode};
use uuid::Uuid;

use crate::http::{Http, Key, KeyPlace, Manners};
use crate::unit::Unit;
use crate::{
    Capabilities, Capability, Checked, Credentials, Error, Gateway, LinkField, LinkOpened,
    LinkRequest, MoneyOut, PaymentHandle, PaymentReport, Profile, Settings,
};

const ECHEZONA: GatewayKind = GatewayKind::Echezona;

const NO_REFUND_API: &str = "Echezona's documents have no request for a refund. Make it in Echezona's dashboard, then record it here.";

const NO_TRANSFER_API: &str = "Echezona's documents have no request for sending money. What its messages say of transfers is recorded \
                               here.";

const CAPABILITIES: Capabilities = Capabilities {
    link: Capability::Yes,
    renew: Capability::Yes,
    look_up: Capability::Yes,
    refund: Capability::No { reason: NO_REFUND_API },
    partial_refund: Capability::No { reason: NO_REFUND_API },
    refund_lists: Capability::No { reason: NO_REFUND_API },
    payout: Capability::No { reason: NO_TRANSFER_API },
    webhooks: Capability::Yes,
    ..Capabilities::none("Echezona's documents have no request for this.")
};

/// What is to be known of Echezona.
pub(crate) static PROFILE: Profile = Profile {
    kind: ECHEZONA,
    title: ECHEZONA.title(),
    base_url: "https://api.echezona.com/api",
    credentials: &[keys::API_KEY, keys::OLD_API_KEY],
    settings: &[
        settings::AMOUNT_UNIT,
        settings::WEBHOOK_SIGNATURE_HEADER,
        settings::WEBHOOK_ALGORITHM,
    ],
    link_fields: &[
        LinkField::required("email"),
        LinkField::optional("name"),
        LinkField::optional("description"),
        LinkField::optional("metadata"),
        LinkField::required("callback_url"),
    ],
    payout_routes: &[],
    webhooks: webhook::WEBHOOKS,
    listed_currencies: &[Currency::NGN],
    minimums: &[],
    capabilities: |_| CAPABILITIES,
    refund_days: |_| None,
    address: |_| PROFILE.base_url,
    manners: |_| Manners { plain_refusals: true, ..Manners::default() },
    most_per_payout: |_, _| None,
    check_keys: keys::check,
    adapter,
};

/// An account at Echezona.
struct Echezona {
    http: Http,
    key: Key,
    unit: Unit,
    mode: Mode,
}

fn adapter(
    http: Http,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Box<dyn Gateway>, Error> {
    Ok(Box::new(Echezona {
        http,
        key: Key::of(credentials, &keys::API_KEY, KeyPlace::Bearer)?,
        unit: settings::amount_unit(settings),
        mode: credentials.mode(),
    }))
}

impl MoneyOut for Echezona {}

#[async_trait]
impl Gateway for Echezona {
    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn candidates(&self, request: &LinkRequest) -> Vec<String> {
        vec![reference::derive(request.reference.as_str(), &request.nonce)]
    }

    /// Asks for a payment that does not exist: whatever is said of it but that the key is wrong accepts the key.
    async fn check(&self) -> Result<Checked, Error> {
        let nonce = Uuid::now_v7().simple().to_string();
        match self.verify(&reference::derive("check", &nonce), None).await {
            Ok(_) | Err(Error::NotFound { .. } | Error::Refused { .. }) => {
                Ok(Checked { mode: self.mode, merchant: None })
            }
            Err(error) => Err(error),
        }
    }

    async fn open_link(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        PROFILE.check_link(request)?;
        let transaction = reference::derive(request.reference.as_str(), &request.nonce);
        let body = wire::Initialize::of(request, &transaction, self.unit, self.mode);
        let path = ["Payments", "Initialize"];
        let answer = self.http.post(&self.key, &path, &request.idempotency_key, &body).await;
        match answer {
            Ok(body) => wire::opened(&body, &transaction, self.key.title),
            // A clash when a link is made can only be about its reference.
            Err(Error::Conflict { .. }) => {
                Err(Error::Duplicate { gateway: ECHEZONA, reference: transaction })
            }
            Err(error) => Err(wire::sorted(error, self.key.title)),
        }
    }

    async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        self.verify(&handle.gateway_reference, handle.currency).await
    }
}

impl Echezona {
    /// Looks a payment up, which at Echezona is a request with a body that changes nothing.
    async fn verify(
        &self,
        transaction: &str,
        expected: Option<Currency>,
    ) -> Result<PaymentReport, Error> {
        let asked = wire::Verify { transaction_id: transaction };
        let answer = self.http.ask(&self.key, &["Payments", "VerifyPayment"], &asked).await;
        let body = answer.map_err(|error| wire::sorted(error, self.key.title))?;
        let reading = wire::Reading {
            asked: transaction,
            expected: expected.unwrap_or(Currency::NGN),
            unit: self.unit,
            mode: self.mode,
            key: self.key.title,
        };
        reading.payment(&body)
    }
}
