//! The payment-request API, as OVGC's newer documents and two of its integrators have it.
//!
//! Amounts are major units as exact JSON numbers, and the API key goes into the body. A request has no currency, so it is
//! one setting's. A payment is known by the `transaction_id` that the answer gives, else by the `order_uuid` that was sent;
//! the latter is derived, so that a link whose answer is lost can be looked up.

mod wire;

use ledger::{Currency, Mode};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::{LINK_LASTS, is_id, keys, settings};
use crate::http::{Http, Key, KeyPlace};
use crate::{
    Credentials, Error, LinkOpened, LinkRequest, PaymentHandle, PaymentReport, Problem, Settings,
};

/// An account that makes payment requests.
pub(super) struct PaymentRequests {
    http: Http,
    /// Goes into the body of a request.
    order_key: Key,
    /// Goes into a header of a look-up.
    look_up_key: Key,
    currency: Currency,
    pub(super) mode: Mode,
}

impl PaymentRequests {
    pub(super) fn new(
        http: Http,
        credentials: &Credentials,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let key = |place| Key::of(credentials, &keys::API_KEY, place);
        Ok(Self {
            http,
            order_key: key(KeyPlace::Body)?,
            look_up_key: key(KeyPlace::Header("x-api-key"))?,
            currency: settings::request_currency(settings),
            mode: credentials.mode(),
        })
    }

    /// Asks for a transaction that does not exist.
    pub(super) async fn probe(&self) -> Result<Vec<u8>, Error> {
        self.status_of(&Uuid::now_v7().to_string()).await
    }

    pub(super) async fn open(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        let (asked, set) = (request.amount.currency(), self.currency);
        if asked != set {
            let message = format!(
                "OVGC's payment requests name no currency, and this account's are in {set}. Order in {set}, or change the \
                 account's setting `request_currency` if OVGC charges in {asked}"
            );
            return Err(Problem::new("currency", message).into());
        }
        let order_uuid = order_uuid(request).to_string();
        let order = wire::NewRequest::of(request, &order_uuid, &self.order_key.secret)?;
        let path = ["backend", "api", "payment-request-api"];
        let body = self.http.post(&self.order_key, &path, &request.idempotency_key, &order).await?;
        wire::opened(&body, request.amount, &order_uuid, request.now + LINK_LASTS)
    }

    pub(super) async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        let id = &handle.gateway_reference;
        if !is_id(id) {
            let message = "this is not the id of a transaction at OVGC";
            return Err(Problem::new("reference", message).into());
        }
        let body = self.status_of(id).await?;
        wire::order(&body, id, handle.currency.unwrap_or(self.currency), self.mode)
    }

    async fn status_of(&self, id: &str) -> Result<Vec<u8>, Error> {
        self.http.get(&self.look_up_key, &["backend", "api", "order-status", id]).await
    }
}

/// Our id of a payment request: the same on every attempt, and another for a renewed link.
pub(super) fn order_uuid(request: &LinkRequest) -> Uuid {
    let digest = Sha256::new()
        .chain_update(request.reference.as_str())
        .chain_update([0])
        .chain_update(&request.nonce)
        .finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, of_digest)| *byte = of_digest);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Whether an id is one that [`order_uuid`] makes, and not OVGC's own.
fn is_order_uuid(id: &str) -> bool {
    Uuid::parse_str(id).is_ok_and(|uuid| uuid.get_version_num() == 8)
}
