//! The Checkout Sessions API (seed 002). Amounts are whole minor units.

mod wire;

use chrono::FixedOffset;
use ledger::Mode;
use uuid::Uuid;

use super::{LINK_LASTS, is_id, keys, settings};
use crate::http::{Http, Key, KeyPlace};
use crate::{
    Credentials, Error, LinkOpened, LinkRequest, PaymentHandle, PaymentReport, Problem, Settings,
};

/// An account that makes checkout sessions.
pub(super) struct CheckoutSessions {
    http: Http,
    key: Key,
    zone: FixedOffset,
    pub(super) mode: Mode,
}

impl CheckoutSessions {
    pub(super) fn new(
        http: Http,
        credentials: &Credentials,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let key = Key::of(credentials, &keys::API_KEY, KeyPlace::Bearer)?;
        let zone = settings::expiry_zone(settings);
        Ok(Self { http, key, zone, mode: credentials.mode() })
    }

    /// Asks for a session that does not exist.
    pub(super) async fn probe(&self) -> Result<Vec<u8>, Error> {
        let session = Uuid::now_v7().to_string();
        self.http.get(&self.key, &["api", "checkout-sessions", &session]).await
    }

    pub(super) async fn open(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        let order = wire::NewSession::of(request);
        let path = ["api", "checkout-sessions"];
        let body = self.http.post(&self.key, &path, &request.idempotency_key, &order).await?;
        wire::opened(&body, request.amount, self.zone, request.now + LINK_LASTS)
    }

    pub(super) async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        let session = &handle.gateway_reference;
        if !is_id(session) {
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
}
