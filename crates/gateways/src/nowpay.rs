//! Nowpay, India (seed 003; Nowpay API reference).
//!
//! A wallet to send money from, and nothing to be paid with: no links, no payments, no refunds. Every request is a POST of
//! JSON to one address whose query names the route, with username and key in the body, and the body of the answer decides
//! what came of it. A request that moves money or costs some is sent once; what is lost is looked up in the history. PAN
//! coupons, DTH refreshes and registering remitters are left out: they sell or set up something and send no money.

mod credentials;
mod lists;
mod look_up;
mod refusal;
mod request_id;
mod routes;
mod settings;
mod transfer;
mod webhook;
mod wire;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use ledger::{Currency, GatewayKind, Mode, Money, PayoutKind};
use secrecy::ExposeSecret;
use serde::Serialize;

use crate::http::{Deciding, Http, Key, KeyPlace, Manners, To};
use crate::{
    Balance, Beneficiary, Capabilities, Capability, Checked, Choice, Credentials, Error, Gateway,
    LinkOpened, LinkRequest, MoneyOut, PaymentHandle, PaymentReport, PayoutHandle, PayoutReport,
    PayoutRequest, Profile, Settings, Webhooks,
};
use settings::{CLEAR_TEXT, HISTORY_ROUTE, PAYTM_WORD, RECHARGE_ROUTE};

const NO_LINKS: &str = "Nowpay's documents have no request for a payment link: it is a wallet that money is sent from. Make \
                        the link at another gateway.";

const NO_PAYMENTS: &str = "Nowpay's documents have no request that tells of a payment. What was sent from its wallet is \
     looked up as a payout.";

const NO_REFUNDS: &str = "Nowpay's documents have no request for a refund. A recharge or transfer that fails is returned to \
                          the wallet by Nowpay itself.";

const NO_REPORT: &str = "Nowpay's documents have no request for a report of the wallet. The balance before and after each \
                         recharge is in Nowpay's own portal.";

const NO_FEES: &str = "Nowpay's documents have no request that tells a fee beforehand.";

const CAPABILITIES: Capabilities = Capabilities {
    link: Capability::No { reason: NO_LINKS },
    renew: Capability::No { reason: NO_LINKS },
    look_up: Capability::No { reason: NO_PAYMENTS },
    refund: Capability::No { reason: NO_REFUNDS },
    partial_refund: Capability::No { reason: NO_REFUNDS },
    refund_lists: Capability::No { reason: NO_REFUNDS },
    payout: Capability::Yes,
    balance: Capability::Yes,
    balance_report: Capability::No { reason: NO_REPORT },
    fee_quote: Capability::No { reason: NO_FEES },
    webhooks: Capability::Yes,
};

const BALANCE: &str = "/api/common/balance";

/// What people call the two that go with every request, since Nowpay does not say which of them it refuses.
const KEYS: &str = "username and key";

/// What is to be known of Nowpay. Its documents print http://; see [`CLEAR_TEXT`].
pub(crate) static PROFILE: Profile = Profile {
    kind: GatewayKind::Nowpay,
    title: GatewayKind::Nowpay.title(),
    base_url: "https://nowpay.in/api/index.php",
    credentials: &[credentials::USERNAME, credentials::KEY],
    settings: &settings::ALL,
    link_fields: &[],
    payout_routes: &routes::ALL,
    webhooks: Webhooks { proof: webhook::PROOF, prove: webhook::prove, read: webhook::read },
    listed_currencies: &[Currency::INR],
    minimums: &[],
    capabilities: |_| CAPABILITIES,
    refund_days: |_| None,
    address: |_| PROFILE.base_url,
    manners: |settings| Manners {
        clear_text: settings.get(CLEAR_TEXT.key) == settings::ALLOWED,
        plain_refusals: true,
        deciding: Some(Deciding { field: "success", taken: &["1", "2"] }),
    },
    most_per_payout: settings::most_per_payout,
    check_keys: credentials::check,
    adapter,
};

/// An account at Nowpay.
struct Nowpay {
    http: Http,
    key: Key,
    username: String,
    settings: Settings,
    mode: Mode,
}

fn adapter(
    http: Http,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Box<dyn Gateway>, Error> {
    let key = Key::of(credentials, &credentials::KEY, KeyPlace::Body)?;
    Ok(Box::new(Nowpay {
        http,
        key: Key { title: KEYS, ..key },
        username: credentials.exposed(credentials::USERNAME.key).to_owned(),
        settings: settings.clone(),
        mode: credentials.mode(),
    }))
}

#[async_trait]
impl Gateway for Nowpay {
    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn candidates(&self, _request: &LinkRequest) -> Vec<String> {
        Vec::new()
    }

    /// Asks for the balance, which needs the username, the key and an allowed IP address.
    async fn check(&self) -> Result<Checked, Error> {
        self.balance().await?;
        Ok(Checked { mode: self.mode, merchant: None })
    }

    async fn open_link(&self, _request: &LinkRequest) -> Result<LinkOpened, Error> {
        Err(Error::Unsupported { reason: NO_LINKS })
    }

    async fn look_up(&self, _handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        Err(Error::Unsupported { reason: NO_PAYMENTS })
    }
}

#[async_trait]
impl MoneyOut for Nowpay {
    async fn pay_out(&self, request: &PayoutRequest) -> Result<PayoutReport, Error> {
        let id = request_id::of(&request.reference);
        let most = PROFILE.most_per_payout(request.kind, &self.settings);
        let paytm = self.settings.get(PAYTM_WORD.key);
        let transfer = transfer::of(request, &id, most, paytm)?;
        let route = match transfer.published_route() {
            Some(route) => route,
            None => self.route(RECHARGE_ROUTE)?,
        };
        let body = self.send(route, &request.idempotency_key, &transfer).await?;
        wire::sent(&body, &id)
    }

    async fn look_up_payout(&self, handle: &PayoutHandle) -> Result<PayoutReport, Error> {
        let id = request_id::of(&handle.reference);
        let asked = look_up::Asked::of(handle, &id);
        let body = self.ask(self.route(HISTORY_ROUTE)?, &asked).await?;
        look_up::found(&body, handle, &id)
    }

    /// Nowpay may charge for each check, so that it is sent once like a payout.
    async fn check_beneficiary(
        &self,
        kind: PayoutKind,
        fields: &BTreeMap<String, String>,
    ) -> Result<Beneficiary, Error> {
        let id = request_id::of_check();
        let check = transfer::check_of(kind, fields, &id, self.settings.get(PAYTM_WORD.key))?;
        let body = self.send(check.route(), &id, &check).await?;
        wire::checked(&body, &id)
    }

    async fn choices(
        &self,
        kind: PayoutKind,
        field: &str,
        known: &BTreeMap<String, String>,
    ) -> Result<Vec<Choice>, Error> {
        let list = lists::List::of(kind, field)?;
        let asked = list.asked(known)?;
        let body = self.ask(self.route(list.route())?, &asked).await?;
        list.read(&body)
    }

    async fn balances(&self, currency: Option<Currency>) -> Result<Vec<Balance>, Error> {
        if let Some(currency) = currency {
            PROFILE.accepts(Money::from_minor(1, currency))?;
        }
        self.balance().await
    }

    async fn balance_report(
        &self,
        _currency: Currency,
        _from: NaiveDate,
        _to: NaiveDate,
    ) -> Result<Vec<crate::ReportLine>, Error> {
        Err(Error::Unsupported { reason: NO_REPORT })
    }

    async fn quote_fee(
        &self,
        _gateway_reference: &str,
        _channel: &str,
        _currency: Currency,
    ) -> Result<Money, Error> {
        Err(Error::Unsupported { reason: NO_FEES })
    }
}

/// A request with what Nowpay wants in every body.
#[derive(Serialize)]
struct Signed<'a, T> {
    username: &'a str,
    key: &'a str,
    #[serde(flatten)]
    request: &'a T,
}

#[derive(Serialize)]
struct Nothing {}

impl Nowpay {
    async fn balance(&self) -> Result<Vec<Balance>, Error> {
        let body = self.ask(BALANCE, &Nothing {}).await?;
        wire::balances(&body)
    }

    /// The route in a setting.
    fn route(&self, setting: crate::Setting) -> Result<&str, Error> {
        match self.settings.get(setting.key) {
            "" => Err(Error::Unsupported { reason: setting.help }),
            route => Ok(route),
        }
    }

    /// Asks something that changes nothing and costs nothing.
    async fn ask(&self, route: &str, request: &(impl Serialize + Sync)) -> Result<Vec<u8>, Error> {
        self.http.ask(&self.key, To::Route(route), &self.signed(request)).await
    }

    /// Sends something that moves money or costs some; exactly once.
    async fn send(
        &self,
        route: &str,
        idempotency_key: &str,
        request: &(impl Serialize + Sync),
    ) -> Result<Vec<u8>, Error> {
        self.http.post(&self.key, To::Route(route), idempotency_key, &self.signed(request)).await
    }

    fn signed<'a, T>(&'a self, request: &'a T) -> Signed<'a, T> {
        Signed { username: &self.username, key: self.key.secret.expose_secret(), request }
    }
}
