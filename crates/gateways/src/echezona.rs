//! Echezona.

use async_trait::async_trait;
use chrono::NaiveDate;
use ledger::{Currency, GatewayKind, Mode};

use crate::http::{Http, Manners};
use crate::webhook::Rejection;
use crate::{
    Capabilities, Checked, CredentialField, Credentials, Error, Gateway, LinkOpened, LinkRequest,
    MoneyOut, PaymentHandle, PaymentReport, Profile, RefundHandle, RefundReport, RefundRequest,
    Settings, Webhooks,
};

const KEY: CredentialField =
    CredentialField { key: "api_key", title: "API key", help: "", required: true };

const NOT_YET: &str = "";

pub(crate) static PROFILE: Profile = Profile {
    kind: GatewayKind::Echezona,
    title: GatewayKind::Echezona.title(),
    base_url: "https://api.echezona.com/api",
    credentials: &[KEY],
    settings: &[],
    link_fields: &[],
    payout_routes: &[],
    webhooks: Webhooks {
        proof: "",
        prove: |_, _, _| Err(Rejection::new("")),
        read: |_, _| Err(Rejection::new("")),
    },
    listed_currencies: &[Currency::NGN],
    minimums: &[],
    capabilities: |_| Capabilities::none(NOT_YET),
    address: |_| PROFILE.base_url,
    manners: |_| Manners::default(),
    most_per_payout: |_, _| None,
    check_keys: |_| Ok(()),
    adapter,
};

struct Echezona {
    mode: Mode,
}

fn adapter(
    _http: Http,
    credentials: &Credentials,
    _settings: &Settings,
) -> Result<Box<dyn Gateway>, Error> {
    Ok(Box::new(Echezona { mode: credentials.mode() }))
}

impl MoneyOut for Echezona {}

#[async_trait]
impl Gateway for Echezona {
    fn capabilities(&self) -> Capabilities {
        Capabilities::none(NOT_YET)
    }

    fn candidates(&self, _request: &LinkRequest) -> Vec<String> {
        Vec::new()
    }

    async fn check(&self) -> Result<Checked, Error> {
        Ok(Checked { mode: self.mode, merchant: None })
    }

    async fn open_link(&self, _request: &LinkRequest) -> Result<LinkOpened, Error> {
        Err(Error::Unsupported { reason: NOT_YET })
    }

    async fn look_up(&self, _handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        Err(Error::Unsupported { reason: NOT_YET })
    }

    async fn refund(&self, _request: &RefundRequest) -> Result<RefundReport, Error> {
        Err(Error::Unsupported { reason: NOT_YET })
    }

    async fn refunds_of(&self, _handle: &RefundHandle) -> Result<Vec<RefundReport>, Error> {
        Err(Error::Unsupported { reason: NOT_YET })
    }

    async fn refunds_between(
        &self,
        _from: NaiveDate,
        _to: NaiveDate,
    ) -> Result<Vec<RefundReport>, Error> {
        Err(Error::Unsupported { reason: NOT_YET })
    }
}
