//! Novac, Nigeria (seed 000; Novac API reference; its own plug-ins).
//!
//! Amounts are major units as exact JSON numbers. The public key starts checkouts, the secret key does the rest. A link is
//! asked for at `/initiate` under a derived reference, or at `/checkout` under the merchant's own; see [`Path`]. Custom
//! card pages are left out on purpose: card numbers never come here.

mod keys;
mod links;
mod reference;
mod refunds;
mod wire;

use async_trait::async_trait;
use chrono::NaiveDate;
use ledger::{Currency, GatewayKind, Mode, Money};
use uuid::Uuid;

use crate::http::{Http, Key, KeyPlace, Manners};
use crate::webhook::Rejection;
use crate::{
    Allowed, Capabilities, Checked, CredentialField, Credentials, Error, Gateway, LinkField,
    LinkOpened, LinkRequest, MoneyOut, PaymentHandle, PaymentReport, Profile, RefundHandle,
    RefundReport, RefundRequest, Setting, Settings, Webhooks,
};
use links::Path;

pub(crate) const PUBLIC_KEY: CredentialField = CredentialField {
    key: "public_key",
    title: "public key",
    help: "In Novac's dashboard under Settings, API settings. Begins with nc_testpk_ or nc_livepk_.",
    required: true,
};

pub(crate) const SECRET_KEY: CredentialField = CredentialField {
    key: "secret_key",
    title: "secret key",
    help: "In Novac's dashboard under Settings, API settings. Begins with nc_testsk_ or nc_livesk_.",
    required: true,
};

const CHECKOUT_PATH: Setting = Setting {
    key: "checkout_path",
    title: "How a checkout is started",
    help: "`initiate` derives a reference from the order number, `checkout` sends the order number as it is. `auto` tries \
           `initiate` and goes on to `checkout` where Novac does not know that path.",
    default: "auto",
    allowed: Allowed::OneOf(&["auto", "initiate", "checkout"]),
    source: "Novac's e-commerce guide documents /checkout; its API reference and plug-ins use /initiate",
};

const FULL_REFUND: Setting = Setting {
    key: "full_refund",
    title: "How a full refund is asked for",
    help: "`refund` sends the payment's reference alone. `partial-refund` sends the whole amount along, for accounts where \
           Novac wants one.",
    default: "refund",
    allowed: Allowed::OneOf(&["refund", "partial-refund"]),
    source: "Novac's e-commerce guide sends the reference alone; its refund guide lists an amount as required",
};

/// What is to be known of Novac. The least amount is the only threshold its plug-in calls confirmed.
pub(crate) static PROFILE: Profile = Profile {
    kind: GatewayKind::Novac,
    title: GatewayKind::Novac.title(),
    base_url: "https://api.novacpayment.com",
    credentials: &[PUBLIC_KEY, SECRET_KEY],
    settings: &[CHECKOUT_PATH, FULL_REFUND],
    link_fields: &[
        LinkField::required("email"),
        LinkField::optional("name"),
        LinkField::optional("description"),
        LinkField::optional("metadata"),
        LinkField::optional("callback_url"),
        LinkField::optional("redirect_url"),
    ],
    listed_currencies: &[Currency::NGN, Currency::GHS, Currency::USD, Currency::EUR, Currency::GBP],
    minimums: &[Money::from_minor(10_000, Currency::NGN)],
    capabilities: |settings| Path::read(settings.get(CHECKOUT_PATH.key)).capabilities(),
    payout_routes: &[],
    webhooks: Webhooks {
        proof: "",
        prove: |_, _, _| Err(Rejection::new("")),
        read: |_, _| Err(Rejection::new("")),
    },
    address: |_| PROFILE.base_url,
    manners: |_| Manners::default(),
    most_per_payout: |_, _| None,
    check_keys: keys::check,
    adapter,
};

/// An account at Novac.
struct Novac {
    http: Http,
    public: Key,
    secret: Key,
    path: Path,
    full_refund_has_amount: bool,
    mode: Mode,
}

fn adapter(
    http: Http,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Box<dyn Gateway>, Error> {
    let key = |field| Key::of(credentials, field, KeyPlace::Bearer);
    Ok(Box::new(Novac {
        http,
        public: key(&PUBLIC_KEY)?,
        secret: key(&SECRET_KEY)?,
        path: Path::read(settings.get(CHECKOUT_PATH.key)),
        full_refund_has_amount: settings.get(FULL_REFUND.key) != FULL_REFUND.default,
        mode: credentials.mode(),
    }))
}

impl MoneyOut for Novac {}

#[async_trait]
impl Gateway for Novac {
    fn capabilities(&self) -> Capabilities {
        self.path.capabilities()
    }

    fn candidates(&self, request: &LinkRequest) -> Vec<String> {
        self.path.references(request)
    }

    async fn check(&self) -> Result<Checked, Error> {
        self.probe_secret_key().await?;
        let merchant = self.merchant_name().await?;
        Ok(Checked { mode: self.mode, merchant })
    }

    async fn open_link(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        PROFILE.check_link(request)?;
        self.start_checkout(request).await
    }

    async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        let reference = &handle.gateway_reference;
        let path = ["api", "v1", "checkout", reference, "verify"];
        let body = self.http.get(&self.secret, &path).await?;
        wire::payment(&body, reference, handle.currency, self.mode)
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundReport, Error> {
        self.send_refund(request).await
    }

    async fn refunds_of(&self, handle: &RefundHandle) -> Result<Vec<RefundReport>, Error> {
        self.find_refunds(handle).await
    }

    async fn refunds_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<RefundReport>, Error> {
        self.list_refunds(from, to).await
    }
}

impl Novac {
    /// Asks for a payment that does not exist, as Novac's own plug-in does: any answer but 401 and 403 accepts the key.
    async fn probe_secret_key(&self) -> Result<(), Error> {
        let reference = format!("check-{}", Uuid::now_v7().simple());
        let path = ["api", "v1", "checkout", &reference, "verify"];
        match self.http.get(&self.secret, &path).await {
            Ok(_) | Err(Error::NotFound { .. } | Error::Refused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Asks for the merchant's name with the public key. Only a third party documents this path, so that no answer but 401
    /// and 403 says anything about the key.
    async fn merchant_name(&self) -> Result<Option<String>, Error> {
        let path = ["api", "v1", "checkout", "merchant-info"];
        match self.http.get(&self.public, &path).await {
            Ok(body) => Ok(wire::merchant_name(&body)),
            Err(Error::NotFound { .. } | Error::Refused { .. } | Error::Malformed { .. }) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
