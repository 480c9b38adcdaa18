//! Novac, Nigeria (seed 000; Novac API reference; its own plug-ins).
//!
//! Amounts are major units as exact JSON numbers. The public key starts checkouts, the secret key does the rest. A link is
//! asked for at `/initiate` under a derived reference, or at `/checkout` under the merchant's own; see [`Path`]. Custom
//! card pages are left out on purpose: card numbers never come here. So are virtual accounts and split payments.

mod balance;
mod keys;
mod links;
mod payouts;
mod period;
mod reference;
mod refunds;
mod settings;
mod stored;
mod webhook;
mod wire;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{FixedOffset, NaiveDate};
use ledger::{Currency, GatewayKind, Mode, Money, PayoutKind};
use uuid::Uuid;

use crate::http::{Http, Key, KeyPlace, Manners};
use crate::{
    Balance, Beneficiary, Capabilities, Checked, Choice, CredentialField, Credentials, Error,
    Gateway, LinkField, LinkOpened, LinkRequest, MoneyOut, PaymentHandle, PaymentReport,
    PayoutHandle, PayoutReport, PayoutRequest, Profile, RefundHandle, RefundReport, RefundRequest,
    ReportLine, Settings,
};
use links::Path;
use settings::{CHECKOUT_PATH, FULL_REFUND};
pub(crate) use stored::{stored_currency, stored_refunds, stored_report};

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

/// What is to be known of Novac. The least amount is the only threshold its plug-in calls confirmed.
pub(crate) static PROFILE: Profile = Profile {
    kind: GatewayKind::Novac,
    title: GatewayKind::Novac.title(),
    base_url: "https://api.novacpayment.com",
    credentials: &[PUBLIC_KEY, SECRET_KEY],
    settings: settings::ALL,
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
    payout_routes: payouts::ROUTES,
    webhooks: webhook::WEBHOOKS,
    refund_days: settings::refund_days,
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
    payment_options: Option<String>,
    report_zone: FixedOffset,
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
        payment_options: settings::payment_options(settings),
        report_zone: settings::report_zone(settings),
        mode: credentials.mode(),
    }))
}

#[async_trait]
impl MoneyOut for Novac {
    async fn pay_out(&self, request: &PayoutRequest) -> Result<PayoutReport, Error> {
        self.send_payout(request).await
    }

    async fn look_up_payout(&self, handle: &PayoutHandle) -> Result<PayoutReport, Error> {
        self.find_payout(handle).await
    }

    async fn check_beneficiary(
        &self,
        kind: PayoutKind,
        fields: &BTreeMap<String, String>,
    ) -> Result<Beneficiary, Error> {
        self.name_on_account(kind, fields).await
    }

    async fn choices(
        &self,
        kind: PayoutKind,
        field: &str,
        _known: &BTreeMap<String, String>,
    ) -> Result<Vec<Choice>, Error> {
        self.list(kind, field).await
    }

    async fn balances(&self, currency: Option<Currency>) -> Result<Vec<Balance>, Error> {
        match currency {
            Some(currency) => self.balance_of(currency).await,
            None => self.all_balances().await,
        }
    }

    async fn balance_report(
        &self,
        currency: Currency,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<ReportLine>, Error> {
        self.report_between(currency, from, to).await
    }

    async fn quote_fee(
        &self,
        gateway_reference: &str,
        channel: &str,
        currency: Currency,
    ) -> Result<Money, Error> {
        self.fee_of(gateway_reference, channel, currency).await
    }
}

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
